"""What the pages of feedback show, from what the user may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.sager.adgang import synlige_sager
from omhu.tilsyn.adgang import ledede_enheder, ledede_runder, synlige_blandt
from omhu.tilsyn.models import Genopretning, Laesning, Runde, Tilbagemelding, Tilsynssag
from omhu.tilsyn.tilbagemelding.actions import IKKE_DIN, check_leder
from omhu.tilsyn.tilbagemelding.dage import IKKE_AABNET, er_rejst
from omhu.tilsyn.tilbagemelding.genopretninger import Genopretningslinje, Stand, se_paa

TILSTANDE = {
    "laeses": "Læses endnu",
    "klar": "Læst, intet udkast",
    "udkast": "Udkast",
    "sendt": "Sendt, ikke åbnet",
    "set": "Læst af rådgiveren",
    "talt": "Talt om",
}


@dataclass
class Raekke:
    """One case of the round and its feedback."""

    ts: Tilsynssag
    tilbagemelding: Tilbagemelding | None
    tilstand: str
    rettelser: list[Genopretningslinje] = field(default_factory=list)
    dage: int = 0
    """Since it was sent, while nobody has opened it."""

    @property
    def ord(self) -> str:
        return TILSTANDE[self.tilstand]

    @property
    def sent(self) -> bool:
        """Not opened for too long."""
        return self.tilstand == "sendt" and self.dage > IKKE_AABNET

    @property
    def rejst(self) -> bool:
        """Has the one it was written to left?"""
        t = self.tilbagemelding
        return t is not None and not t.sendt and er_rejst(t.til)

    @property
    def aabne(self) -> int:
        """Repairs that still ask somebody for something."""
        return sum(r.aaben for r in self.rettelser)


@dataclass
class Oversigt:
    """A round's feedback."""

    raekker: list[Raekke]
    skjulte: int
    """Cases that the leader may not open."""

    def antal(self, tilstand: str) -> int:
        return sum(r.tilstand == tilstand for r in self.raekker)

    @property
    def tal(self) -> list[tuple[str, str, int]]:
        """(code, words, how many) of the states that occur."""
        return [(k, o, n) for k, o in TILSTANDE.items() if (n := self.antal(k))]


def oversigt(bruger: Bruger, runde: Runde) -> Oversigt:
    """All cases that are read in a round. Five statements, however many."""
    with som_system():  # the number of all of them does not depend on who looks
        i_alt = runde.sager.filter(tilstand=Tilsynssag.Tilstand.MED).values_list(
            "sag_id", flat=True
        )
        alle = set(i_alt)
    synlige = synlige_blandt(bruger, alle)
    laesninger = Laesning.objects.only("pk", "tilsynssag_id", "laast")
    sager = (
        runde.sager.filter(tilstand=Tilsynssag.Tilstand.MED, sag__in=synlige)
        .select_related("sag__barn", "raadgiver", "tilbagemelding__til")
        .prefetch_related(Prefetch("laesninger", laesninger), "genopretninger")
    )
    raekker = [_raekke(ts) for ts in sager]
    _med_rettelser(raekker)
    return Oversigt(raekker, len(alle - synlige))


def _raekke(ts: Tilsynssag) -> Raekke:
    t: Tilbagemelding | None = getattr(ts, "tilbagemelding", None)
    if t is None:
        laesninger = list(ts.laesninger.all())
        laest = bool(laesninger) and all(x.laast for x in laesninger)
        return Raekke(ts, None, "klar" if laest else "laeses")
    return Raekke(ts, t, _tilstand(t), dage=_dage_siden(t.sendt and timezone.localdate(t.sendt)))


def _dage_siden(dag: date | None) -> int:
    return (timezone.localdate() - dag).days if dag else 0


def _tilstand(t: Tilbagemelding) -> str:
    if t.sendt is None:
        return "udkast"
    if t.talt_om:
        return "talt"
    return "set" if t.set else "sendt"


def _med_rettelser(raekker: list[Raekke]) -> None:
    efter = {r.ts.pk: r for r in raekker}
    for rettelse in se_paa(g for r in raekker for g in r.ts.genopretninger.all()):
        efter[rettelse.genopretning.tilsynssag_id].rettelser.append(rettelse)


def hent_tilbagemelding(bruger: Bruger, pk: int) -> tuple[Tilbagemelding, bool]:
    """A feedback, and whether the user is its leader. The one it was sent to reads it wherever the case is now;
    everyone else but a leader of the round is refused, also when there is none."""
    with som_system():  # a letter to the one who asks; what others may see is asked below
        t = (
            Tilbagemelding.objects.select_related(
                "tilsynssag__runde__udgave__koncept", "tilsynssag__sag__barn", "fra", "til"
            )
            .filter(pk=pk)
            .first()
        )
    if t is not None and t.til_id == bruger.pk and t.sendt:
        return t, False
    if not har_ret(bruger, Ret.TILSYN) or t is None:
        raise PermissionDenied(IKKE_DIN)
    check_leder(bruger, t.tilsynssag)
    return t, True


def rettelser_i(ts: Tilsynssag) -> list[Genopretningslinje]:
    """What is to be mended in a case of a round, for the one who was told of it."""
    with som_system():  # part of the letter
        return se_paa(
            Genopretning.objects.filter(tilsynssag=ts).select_related("tilsynssag__runde")
        )


def antal_ulaeste(bruger: Bruger) -> int:
    """Feedback sent to the user and not marked as read; the desk tells of it."""
    if not har_ret(bruger, Ret.REGISTRERE):
        return 0
    with som_system():  # as `egne_tilbagemeldinger`
        return Tilbagemelding.objects.filter(til=bruger, sendt__isnull=False, set=None).count()


FILTRE = {
    "aabne": "Alle åbne",
    "over": "Overskredet",
    "venter": "Meldt rettet, venter på lederen",
    "alle": "Alle",
}


def rettelser(
    bruger: Bruger, vis: str = "aabne", runde: int | None = None
) -> list[Genopretningslinje]:
    """Repairs of the rounds the user leads and in the cases of the user's units, in cases the user may see: overdue
    first, then by day."""
    kraev_ret(bruger, Ret.TILSYN)
    ledede = Q(tilsynssag__runde__in=ledede_runder(bruger)) | Q(
        sag__enhed__in=ledede_enheder(bruger)
    )
    fundne = _i_sager(bruger).filter(ledede)
    if runde is not None:
        fundne = fundne.filter(tilsynssag__runde=runde)
    return _sorteret(_vist(fundne, vis))


def mine_rettelser(bruger: Bruger) -> list[Genopretningslinje]:
    """What the user is to mend in the cases the user has now, closed ones too, whoever had them then."""
    if not har_ret(bruger, Ret.REGISTRERE):
        return []
    egne = _i_sager(bruger).filter(sag__ansvarlig=bruger)
    return _sorteret(r for r in _vist(egne, "aabne") if r.stand is Stand.PAALAGT)


def _i_sager(bruger: Bruger) -> QuerySet[Genopretning]:
    return Genopretning.objects.filter(
        sag__in=synlige_sager(bruger).order_by().values("pk")
    ).select_related("tilsynssag__runde", "sag__barn", "sag__ansvarlig", "sag__enhed")


def _vist(genopretninger: Iterable[Genopretning], vis: str) -> Iterable[Genopretningslinje]:
    for r in se_paa(genopretninger):
        if r.stand is Stand.FORESLAAET:
            continue
        if (
            vis == "alle"
            or (vis == "over" and r.overskredet)
            or (vis == "venter" and r.stand is Stand.UDFOERT)
            or (vis not in ("over", "venter") and r.aaben)
        ):
            yield r


def _sorteret(rettelser_: Iterable[Genopretningslinje]) -> list[Genopretningslinje]:
    return sorted(
        rettelser_,
        key=lambda r: (not r.overskredet, not r.aaben, r.inden or date.max, r.genopretning.pk),
    )
