"""Repairs: what a case is to have mended, by a day. Laid on, done, confirmed or sent back, given up; each is a
GENOPRETNING step of the case, from which its obligations follow. What state a repair is in is read off the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.frister.actions import sagens_aendring
from omhu.frister.models import Advis, Pligt
from omhu.sager.adgang import hent_sag, maa_arbejde
from omhu.sager.models import Sag
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, kendte
from omhu.tilsyn.adgang import hent_runde, ledede_enheder, ledede_runder
from omhu.tilsyn.models import Genopretning, Tilsynssag
from omhu.tilsyn.tilbagemelding.dage import check_inden

ART = "GENOPRETNING"
KORTEST = 5


class Stand(StrEnum):
    """Where a repair is."""

    FORESLAAET = "Foreslået"
    PAALAGT = "Skal rettes"
    UDFOERT = "Meldt rettet"
    BEKRAEFTET = "Rettet"
    FRAFALDET = "Frafaldet"


@dataclass(frozen=True)
class Genopretningslinje:
    """A repair as it stands today."""

    genopretning: Genopretning
    stand: Stand
    inden: date | None
    skridt: tuple[Skridt, ...]
    """Its steps, oldest first."""
    i_dag: date

    @property
    def overskredet(self) -> bool:
        return self.stand is Stand.PAALAGT and self.inden is not None and self.inden < self.i_dag

    @property
    def aaben(self) -> bool:
        """Does it still ask somebody for something?"""
        return self.stand in (Stand.PAALAGT, Stand.UDFOERT)

    @property
    def rod(self) -> UUID | None:
        return self.genopretning.skridt_rod

    @property
    def ord(self) -> str:
        """Sign and words, as every status of Omhu has them."""
        if self.overskredet:
            assert self.inden is not None
            dage = (self.i_dag - self.inden).days
            return f"▲ Overskredet {dage} {'dag' if dage == 1 else 'dage'}"
        tegn = {
            Stand.FORESLAAET: "○",
            Stand.PAALAGT: "◇",
            Stand.UDFOERT: "◆",
            Stand.BEKRAEFTET: "✓",
            Stand.FRAFALDET: "–",
        }
        venter = ", venter på lederen" if self.stand is Stand.UDFOERT else ""
        return f"{tegn[self.stand]} {self.stand}{venter}"

    @property
    def klasse(self) -> str:
        """Of the style sheet."""
        if self.overskredet:
            return "over"
        return {Stand.UDFOERT: "snart", Stand.BEKRAEFTET: "fint", Stand.FRAFALDET: "svag"}.get(
            self.stand, "rolig"
        )


def se_paa(genopretninger: Iterable[Genopretning]) -> list[Genopretningslinje]:
    """Many repairs with their state, in one more statement."""
    alle = list(genopretninger)
    roedder = [g.skridt_rod for g in alle if g.skridt_rod]
    skridt: dict[str, list[Skridt]] = {str(r): [] for r in roedder}
    if roedder:
        om = Q(rod__in=roedder) | Q(vedroerer__in=[str(r) for r in roedder])
        gaelder = kendte(Synsdag.i_dag(), Skridt.objects.filter(om, art=ART))
        for s in gaelder.select_related("registreret_af").order_by("sket", "nr"):
            skridt[s.vedroerer or str(s.rod)].append(s)
    i_dag = timezone.localdate()
    return [_rettelse(g, tuple(skridt.get(str(g.skridt_rod), ())), i_dag) for g in alle]


def _rettelse(g: Genopretning, skridt: tuple[Skridt, ...], i_dag: date) -> Genopretningslinje:
    inden = next((s.naeste for s in reversed(skridt) if s.naeste), None) or g.foreslaaet
    if g.frafaldet:
        return Genopretningslinje(g, Stand.FRAFALDET, inden, skridt, i_dag)
    if not skridt:
        return Genopretningslinje(g, Stand.FORESLAAET, inden, skridt, i_dag)
    stand = Stand[skridt[-1].data.get("status", "paalagt").upper()]
    return Genopretningslinje(g, stand, inden, skridt, i_dag)


def rettelse(g: Genopretning) -> Genopretningslinje:
    """One repair as it stands."""
    return se_paa([g])[0]


def hent(bruger: Bruger, sag_pk: int, rod: UUID) -> tuple[Sag, Genopretning]:
    """The repair that a step of the case is about. Raises PermissionDenied for others' cases, and for those who only
    read."""
    sag = hent_sag(bruger, sag_pk)
    if not (har_ret(bruger, Ret.TILSYN) or har_ret(bruger, Ret.REGISTRERE)):
        kraev_ret(bruger, Ret.REGISTRERE)
    skridt = Skridt.objects.filter(sag=sag, art=ART, rod=rod).order_by("-nr").first()
    foerste = skridt.vedroerer or str(skridt.rod) if skridt else ""
    fundet = _med_runde().filter(sag=sag, skridt_rod=foerste or None).first()
    if not foerste or fundet is None:
        raise PermissionDenied("Rettelsen findes ikke mere. Hent skrivebordet igen.")
    return sag, fundet


def _med_runde() -> QuerySet[Genopretning]:
    return Genopretning.objects.select_related("tilsynssag__runde__enhed", "tilsynssag__sag")


def _foreslaaet() -> QuerySet[Genopretning]:
    return _med_runde().filter(skridt_rod=None, frafaldet=None)


def foreslaaede(ts: Tilsynssag) -> list[Genopretning]:
    """What is proposed and not laid on yet."""
    return list(_foreslaaet().filter(tilsynssag=ts))


def laas_foreslaaede(sager: Iterable[int]) -> dict[int, list[Genopretning]]:
    """What is proposed in some cases of a round (by their ids), held until the transaction ends."""
    fundne: dict[int, list[Genopretning]] = {}
    for g in _foreslaaet().filter(tilsynssag__in=sager).select_for_update(of=("self",)):
        fundne.setdefault(g.tilsynssag_id, []).append(g)
    return fundne


def er_leder(bruger: Bruger, g: Genopretning) -> bool:
    """Does the user lead the round that found it?"""
    return ledede_runder(bruger).filter(pk=g.tilsynssag.runde_id).exists()


def efterset_af(bruger: Bruger) -> Q:
    """Repairs that the user looks after: the leader of the round, and the leader of the case's unit, whose desk they
    stand on."""
    runder = Q(tilsynssag__runde__in=ledede_runder(bruger).values("pk"))
    return runder | Q(sag__enhed__in=ledede_enheder(bruger))


def ser_efter(bruger: Bruger, g: Genopretning) -> bool:
    """May the user say that it is mended?"""
    return Genopretning.objects.filter(efterset_af(bruger), pk=g.pk).exists()


def _check_leder(af: Bruger, g: Genopretning) -> None:
    hent_runde(af, g.tilsynssag.runde_id)
    hent_sag(af, g.sag_id)


def _check_ser_efter(af: Bruger, g: Genopretning) -> None:
    if not ser_efter(af, g):
        hent_runde(af, g.tilsynssag.runde_id)
    hent_sag(af, g.sag_id)


def _check_tekst(tekst: str, felt: str, mangler: str) -> str:
    tekst = tekst.strip()
    if len(tekst) < KORTEST:
        raise ValidationError({felt: mangler})
    check_uden_cpr((tekst,))
    return tekst


@transaction.atomic
def foreslaa(
    ts: Tilsynssag, tekst: str, inden: date | None, *, af: Bruger, spoergsmaal: str = ""
) -> Genopretning:
    """One more thing to mend, in the draft of the feedback. Raises ValidationError at `tekst` or `inden`."""
    hent_runde(af, ts.runde_id)
    hent_sag(af, ts.sag_id)
    return Genopretning.objects.create(
        tilsynssag=ts,
        sag_id=ts.sag_id,
        spoergsmaal=spoergsmaal,
        tekst=_check_tekst(tekst, "tekst", "Skriv, hvad der skal rettes."),
        foreslaaet=check_inden(inden),
        oprettet_af=af,
    )


def _skridt(g: Genopretning, status: str, *, af: Bruger, **felter: str | date | None) -> Skridt:
    """One step, timed, so that what comes after another on the same day does come after it."""
    begrundelse = felter.get("begrundelse")
    attributter = {"status": status, "nr": str(g.pk)}
    if begrundelse:
        attributter["begrundelse"] = str(begrundelse)
    naeste = felter.get("naeste")
    assert naeste is None or isinstance(naeste, date)
    return registrer(
        g.tilsynssag.sag,
        ART,
        timezone.now(),
        af=af,
        attributter=attributter,
        naeste=naeste,
        vedroerer=str(g.skridt_rod or ""),
        kilde="omhu",
    )


@contextmanager
def _handling(g: Genopretning) -> Iterator[Stand]:
    """Around an act on a repair: nobody else acts on it meanwhile. Its state now; the obligations follow after."""
    with sagens_aendring(g.tilsynssag.sag):
        g.refresh_from_db(
            fields=("skridt_rod", "frafaldet"),
            from_queryset=Genopretning.objects.select_for_update(),
        )
        yield rettelse(g).stand


def laeg_paa(g: Genopretning, inden: date | None, *, af: Bruger) -> Genopretning:
    """It is to be mended by a day: from now on it stands on the desk of the one who has the case."""
    _check_leder(af, g)
    dag = check_inden(inden)
    with _handling(g) as stand:
        if stand is not Stand.FORESLAAET:
            raise ValidationError("Rettelsen er allerede lagt på.")
        skriv_paalagt(g, dag, af=af)
    return g


def skriv_paalagt(g: Genopretning, dag: date, *, af: Bruger) -> None:
    """The step that lays it on. The caller has checked, holds the row, and lets the obligations follow."""
    g.skridt_rod = _skridt(g, "paalagt", af=af, naeste=dag).rod
    g.foreslaaet = None
    g.save(update_fields=["skridt_rod", "foreslaaet"])


@transaction.atomic
def meld_udfoert(g: Genopretning, hvad: str, *, af: Bruger) -> Skridt:
    """The one who works in the case says what was done. The leader is told. Raises ValidationError at `hvad`."""
    kraev_ret(af, Ret.REGISTRERE)
    hent_sag(af, g.sag_id)
    tekst = _check_tekst(
        hvad, "hvad", "Skriv kort, hvad der er gjort, så lederen kan se det efter."
    )
    with _handling(g) as stand:
        if stand is not Stand.PAALAGT:
            raise ValidationError(f"Rettelsen er »{stand.lower()}« og kan ikke meldes rettet.")
        skridt = _skridt(g, "udfoert", af=af, begrundelse=tekst)
    _til_lederen(g, skridt, af)
    return skridt


def _til_lederen(g: Genopretning, skridt: Skridt, af: Bruger) -> None:
    """The look after it is the leader's, and stands on the leader's desk where the leader works in the case."""
    leder = g.tilsynssag.runde.leder
    if not maa_arbejde(leder, g.tilsynssag.sag):
        return
    for pligt in Pligt.objects.filter(sag=g.sag_id, udloest_rod=skridt.rod, lukket=""):
        Advis.objects.create(
            sag=pligt.sag,
            noegle=pligt.noegle,
            art=Advis.Art.GIVET_VIDERE,
            til=leder,
            af=af,
            begrundelse="Lederen af tilsynet ser, om det er rettet.",
        )


def bekraeft(g: Genopretning, *, af: Bruger) -> Skridt:
    """The leader has seen that it is mended."""
    _check_ser_efter(af, g)
    with _handling(g) as stand:
        _check_meldt(stand)
        return _skridt(g, "bekraeftet", af=af)


def send_tilbage(g: Genopretning, hvorfor: str, inden: date | None, *, af: Bruger) -> Skridt:
    """It is not mended: laid on again with a new day. Raises ValidationError at `hvorfor` or `inden`."""
    _check_ser_efter(af, g)
    tekst = _check_tekst(hvorfor, "hvorfor", "Skriv, hvad der stadig mangler.")
    dag = check_inden(inden)
    with _handling(g) as stand:
        _check_meldt(stand)
        return _skridt(g, "paalagt", af=af, naeste=dag, begrundelse=tekst)


def frafald(g: Genopretning, hvorfor: str, *, af: Bruger) -> Genopretning:
    """Given up, with a reason that can be read. Raises ValidationError at `hvorfor`."""
    _check_leder(af, g)
    tekst = _check_tekst(hvorfor, "hvorfor", "Skriv, hvorfor det ikke længere skal rettes.")
    with _handling(g) as stand:
        if stand in (Stand.BEKRAEFTET, Stand.FRAFALDET):
            raise ValidationError(f"Rettelsen er allerede »{stand.lower()}«.")
        if stand is not Stand.FORESLAAET:
            _skridt(g, "frafaldet", af=af, begrundelse=tekst)
        g.frafaldet, g.grund = timezone.now(), tekst
        g.save(update_fields=["frafaldet", "grund"])
    return g


def _check_meldt(stand: Stand) -> None:
    if stand is not Stand.UDFOERT:
        raise ValidationError("Rettelsen er ikke meldt rettet endnu.")
