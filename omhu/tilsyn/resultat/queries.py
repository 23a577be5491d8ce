"""What the pages and reports of a round's results ask for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from omhu.adgang.models import Bruger
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag
from omhu.tilsyn.adgang import er_lukket_for, ledede_runder
from omhu.tilsyn.models import Laesning, Runde, Svar
from omhu.tilsyn.resultat.data import Besvaret, hent
from omhu.tilsyn.resultat.tal import Rundetal, Spoergsmaalstal, regn, staar

STAND = {
    "mangel": "Mangel",
    "overholdt": "Overholdt",
    "ude": "Ikke relevant",
    "uvist": "Kan ikke vurderes",
}


def rundetal(runde: Runde, niveau: str = "", gruppe: str = "") -> Rundetal | None:
    """The results of a round; None before anything is drawn."""
    return regn(hent(runde), niveau, gruppe)


def tidligere(bruger: Bruger, runde: Runde) -> QuerySet[Runde]:
    """The rounds it may be held against: those the user leads, of the same concept, that ended before, newest first."""
    return (
        ledede_runder(bruger)
        .select_related("udgave__koncept", "ramme")
        .filter(udgave__koncept=runde.udgave.koncept, til__lt=runde.til)
        .exclude(tilstand__in=(Runde.Tilstand.KLADDE, Runde.Tilstand.OPGIVET))
        .order_by("-til", "-pk")
    )


@dataclass(frozen=True)
class Bag:
    """One case behind a figure."""

    sag: Sag
    stand: str
    svar: str
    grund: str
    auto: str
    """What the data said, where the reader said another thing."""


@dataclass(frozen=True)
class BagTallet:
    """The cases behind a figure: those the user may open, and how many the others are on each side."""

    sager: tuple[Bag, ...]
    skjulte: tuple[tuple[str, int], ...]
    venter: int
    """Cases the user is to read first, without others' answers."""

    @property
    def talte(self) -> tuple[Bag, ...]:
        """Those the figure counts."""
        return tuple(b for b in self.sager if b.stand in (STAND["mangel"], STAND["overholdt"]))

    @property
    def udenfor(self) -> tuple[Bag, ...]:
        """Not relevant, or not to be judged."""
        return tuple(b for b in self.sager if b not in self.talte)


def bag_tallet(bruger: Bruger, tal: Rundetal, s: Spoergsmaalstal) -> BagTallet:
    """The cases of a figure with the reason for each. One that the user still has to read is only counted."""
    id_ = s.spoergsmaal.id
    svar = dict(_answers(tal, id_))
    sag_af = {ts: tal.data.sager[ts].sag for ts in svar}
    egne = _own_unread(bruger, tal.data.runde)
    aabne = set() if er_lukket_for(bruger, s.spoergsmaal) else set(sag_af.values()) - egne
    synlige = {x.pk: x for x in synlige_sager(bruger).filter(pk__in=aabne)}
    vises = {ts: b for ts, b in svar.items() if sag_af[ts] in synlige}
    tekster = Svar.objects.in_bulk([b.pk for b in vises.values()])
    sager = [_behind(tal, id_, synlige[sag_af[ts]], b, tekster) for ts, b in vises.items()]
    orden = list(STAND.values())
    resten = [ts for ts in svar if ts not in vises and sag_af[ts] not in egne]
    skjulte = Counter(STAND[staar(tal.koncept, id_, svar[ts].svar)] for ts in resten)
    return BagTallet(
        tuple(sorted(sager, key=lambda b: (orden.index(b.stand), b.sag.nummer))),
        tuple((navn, skjulte[navn]) for navn in orden if skjulte[navn]),
        sum(sag_af[ts] in egne for ts in svar),
    )


def _answers(tal: Rundetal, id_: str) -> list[tuple[int, Besvaret]]:
    hvor = {x.pk: x.tilsynssag for x in tal.data.foerste(tal.niveau, tal.gruppe.kode)}
    return [
        (hvor[b.laesning], b)
        for b in tal.data.svar
        if b.laesning in hvor and b.spoergsmaal == id_ and b.svar
    ]


def _own_unread(bruger: Bruger, runde: int) -> set[int]:
    """Cases of the round that the user is to read and has not locked."""
    return set(
        Laesning.objects.filter(
            laeser=bruger, laast__isnull=True, tilsynssag__runde=runde
        ).values_list("sag_id", flat=True)
    )


def _behind(tal: Rundetal, id_: str, sag: Sag, b: Besvaret, tekster: dict[int, Svar]) -> Bag:
    skala, fuldt = tal.koncept.skala_for(id_), tekster[b.pk]
    uenig = b.auto and b.auto != b.svar
    return Bag(
        sag=sag,
        stand=STAND[staar(tal.koncept, id_, b.svar)],
        svar=skala.navn_paa(b.svar),
        grund=fuldt.begrundelse or fuldt.bemaerkning or fuldt.auto_grund,
        auto=f"{skala.navn_paa(b.auto)}: {fuldt.auto_grund}" if uenig else "",
    )
