"""Keeping the index: one row for each text, file and act with words, written where the source is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from omhu.adgang.raekkesikkerhed import som_system
from omhu.kerne.cpr import uden_cpr
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.sagsarbejde.journal.models import Dokument
from omhu.sagsarbejde.soegning.models import Soegetekst
from omhu.sagsarbejde.soegning.ord import til_indeks
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.sagsarbejde.tekster.skema import slags
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, kendte

Slags = Soegetekst.Slags
HOLD = 200
FRI_TEKST = 12
"""A field of a step with more signs than this, or with a space, is words; the rest are codes."""


def tekster_i_skrift(kode: str, felter: dict[str, str]) -> list[str]:
    """What a text says, without the codes of its choices and dates."""
    try:
        kendt = slags(kode)
    except KeyError:  # a kind that a later version of the program has taken away
        return list(felter.values())
    ud = []
    for navn, vaerdi in felter.items():
        felt = kendt.felt(navn)
        if felt is None or felt.form in ("lang", "kort"):
            ud.append(vaerdi)
        elif felt.form == "valg":
            ud.append(dict(felt.valg).get(vaerdi, ""))
    return ud


def tekster_i_skridt(skridt: Skridt) -> list[str]:
    """What a step says in free words."""
    return [
        v for v in skridt.data.values() if isinstance(v, str) and (" " in v or len(v) > FRI_TEKST)
    ]


def skridt_navn(skridt: Skridt) -> str:
    """A kind of step by name."""
    art = katalog().arter.get(skridt.art)
    return art.navn if art else skridt.art


def skriv_skrift(skrift: Skrift) -> None:
    """Index a text as it stands now."""
    ny = Udgave.objects.filter(skrift=skrift).order_by("-nr").first()
    if ny is not None:
        tekster = [slags_navn(skrift.slags), *tekster_i_skrift(skrift.slags, ny.felter)]
        _skriv(skrift.sag_id, Slags.TEKST, skrift.pk, _dag(skrift), tekster)


def slags_navn(kode: str) -> str:
    """A kind of text by name."""
    try:
        return slags(kode).navn
    except KeyError:
        return kode


def skriv_dokument(dokument: Dokument) -> None:
    """Index what could be read of a file."""
    _skriv(dokument.sag_id, Slags.DOKUMENT, dokument.pk, _dag(dokument.skrift), [dokument.tekst])


def skriv_rod(sag_id: int, rod: UUID) -> None:
    """Index an act as it stands after corrections; gone when it was withdrawn."""
    nu = kendte(Synsdag.i_dag(), Skridt.objects.filter(rod=rod)).first()
    if nu is None:
        Soegetekst.objects.filter(slags=Slags.SKRIDT, kilde_id=rod).delete()
        return
    Soegetekst.objects.filter(sag_id=sag_id, kilde_id__in=_hoerer_til(rod)).update(dag=nu.dag)
    ord_ = tekster_i_skridt(nu)
    if ord_:
        _skriv(sag_id, Slags.SKRIDT, rod, nu.dag, [skridt_navn(nu), *ord_])


def _hoerer_til(rod: UUID) -> list[UUID]:
    """The texts and files that the act dates."""
    skrifter = list(Skrift.objects.filter(skridt_rod=rod).values_list("pk", flat=True))
    return skrifter + list(
        Dokument.objects.filter(skrift__in=skrifter).values_list("pk", flat=True)
    )


def _dag(skrift: Skrift) -> date:
    oprettet = timezone.localdate(skrift.oprettet)
    if skrift.skridt_rod is None:
        return oprettet
    nu = kendte(Synsdag.i_dag(), Skridt.objects.filter(rod=skrift.skridt_rod)).first()
    return nu.dag if nu else oprettet


def _skriv(sag_id: int, slags_: str, kilde: UUID, dag: date, tekster: Iterable[str]) -> None:
    ny = _raekke(sag_id, slags_, kilde, dag, tekster)
    if ny is None:
        Soegetekst.objects.filter(slags=slags_, kilde_id=kilde).delete()
        return
    Soegetekst.objects.update_or_create(
        slags=slags_, kilde_id=kilde, defaults={"sag_id": sag_id, "dag": dag, "ord": ny.ord}
    )


def _raekke(
    sag_id: int, slags_: str, kilde: UUID, dag: date, tekster: Iterable[str]
) -> Soegetekst | None:
    ord_ = til_indeks(uden_cpr(t) for t in tekster)
    return (
        Soegetekst(sag_id=sag_id, slags=slags_, kilde_id=kilde, dag=dag, ord=ord_) if ord_ else None
    )


def genopbyg(fremdrift: Callable[[int, int], None] | None = None) -> int:
    """Index every case again; returns how many rows there are."""
    with som_system():  # the whole index, whoever runs the command
        ider = list(Sag.objects.order_by("pk").values_list("pk", flat=True))
        for nr, hold in enumerate(_hold(ider)):
            genopbyg_sager(hold)
            if fremdrift:
                fremdrift(min((nr + 1) * HOLD, len(ider)), len(ider))
        return Soegetekst.objects.count()


@transaction.atomic
def genopbyg_sager(ider: Iterable[int]) -> None:
    """Index some cases again."""
    sager = list(ider)
    Soegetekst.objects.filter(sag__in=sager).delete()
    Soegetekst.objects.bulk_create(_alle_raekker(sager), batch_size=500)


def _alle_raekker(sager: list[int]) -> Iterator[Soegetekst]:
    dage: dict[UUID, date] = {}
    for s in kendte(Synsdag.i_dag(), Skridt.objects.filter(sag__in=sager)).iterator():
        dage[s.rod] = s.dag
        ord_ = tekster_i_skridt(s)
        ny = (
            _raekke(s.sag_id, Slags.SKRIDT, s.rod, s.dag, [skridt_navn(s), *ord_]) if ord_ else None
        )
        if ny:
            yield ny
    for skrift in Skrift.objects.filter(sag__in=sager).annotate(felter=nyeste_felter()).iterator():
        dag = _dag_i(dage, skrift)
        tekster = [slags_navn(skrift.slags), *tekster_i_skrift(skrift.slags, skrift.felter or {})]
        if ny := _raekke(skrift.sag_id, Slags.TEKST, skrift.pk, dag, tekster):
            yield ny
    for dok in Dokument.objects.filter(sag__in=sager).select_related("skrift").iterator():
        if ny := _raekke(dok.sag_id, Slags.DOKUMENT, dok.pk, _dag_i(dage, dok.skrift), [dok.tekst]):
            yield ny


def nyeste_felter() -> Subquery:
    """What a text says in its newest edition, for an annotation."""
    return Subquery(
        Udgave.objects.filter(skrift=OuterRef("pk")).order_by("-nr").values("felter")[:1]
    )


def _dag_i(dage: dict[UUID, date], skrift: Skrift) -> date:
    oprettet = timezone.localdate(skrift.oprettet)
    return dage.get(skrift.skridt_rod, oprettet) if skrift.skridt_rod else oprettet


def _hold(ider: list[int]) -> Iterator[list[int]]:
    for n in range(0, len(ider), HOLD):
        yield ider[n : n + HOLD]
