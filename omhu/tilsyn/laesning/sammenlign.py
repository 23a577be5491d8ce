"""Two who read the same: side by side for the readers once they have locked, and per question for the leader.

Nobody sees another's answers to a case that they are still to read themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.maalinger.statistik.enighed import Enighed, kappa
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.maalinger.tilsyn.sprog import Skala, Spoergsmaal
from omhu.tilsyn.adgang import er_lukket_for, synlige_blandt
from omhu.tilsyn.laesning.koncept import niveau_nr
from omhu.tilsyn.models import Laesning, Runde, Svar, Tilsynssag
from omhu.tilsyn.runder.koncept import koncept_af


@dataclass(frozen=True)
class Celle:
    """One reader's answer in words."""

    kode: str
    navn: str
    begrundelse: str = ""
    bemaerkning: str = ""


@dataclass(frozen=True)
class Sammenligning:
    """One question with what each reading says of it, and what the data said."""

    spoergsmaal: Spoergsmaal
    auto: str
    celler: list[Celle]

    @property
    def forskellig(self) -> bool:
        return len({c.kode for c in self.celler if c.kode}) > 1


def navn_paa(x: Laesning, koncept: Tilsynskoncept) -> str:
    """`Områdechef, anden læsning`."""
    niveau = next((n.navn for n in koncept.niveauer if n.kode == x.niveau), x.niveau)
    return f"{niveau}, anden læsning" if x.dobbelt else niveau


def laeste(ts: Tilsynssag, koncept: Tilsynskoncept) -> list[Laesning]:
    """The locked readings of a case in the order of the levels."""
    alle = ts.laesninger.exclude(laast=None).select_related("laeser").prefetch_related("svar")
    return sorted(alle, key=lambda x: (niveau_nr(koncept, x.niveau), x.dobbelt, x.pk))


def side_om_side(laesninger: Sequence[Laesning], koncept: Tilsynskoncept) -> list[Sammenligning]:
    """Every question that one of the readings answered."""
    svar = [{s.spoergsmaal: s for s in x.svar.all()} for x in laesninger]
    ud = []
    for s in koncept.spoergsmaal:
        fundne = [r.get(s.id) for r in svar]
        if any(f is not None and f.svar for f in fundne):
            skala = koncept.skalaer[s.skala]
            auto = next((f.auto for f in fundne if f and f.auto), "")
            ud.append(
                Sammenligning(
                    s, skala.navn_paa(auto) if auto else "", [_celle(f, skala) for f in fundne]
                )
            )
    return ud


def _celle(s: Svar | None, skala: Skala) -> Celle:
    if s is None or not s.svar:
        return Celle("", "Ikke spurgt")
    return Celle(s.svar, skala.navn_paa(s.svar), s.begrundelse, s.bemaerkning)


# -- the round's list --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Uenig:
    """One case where two read differently."""

    nr: int
    tilsynssag: int
    sag: int
    foerste: str
    anden: str
    hvem: str
    synlig: bool


@dataclass(frozen=True)
class Spoergsmaalets:
    """How far two readers agree on one question."""

    spoergsmaal: Spoergsmaal
    enighed: Enighed
    uenige: list[Uenig]

    @property
    def skjulte(self) -> int:
        return sum(1 for u in self.uenige if not u.synlig)


@dataclass(frozen=True)
class Uenigheder:
    """The disagreement list of a round."""

    spoergsmaal: list[Spoergsmaalets]
    par: int
    """Pairs of locked readings of the same case."""
    venter: int
    """Cases that the one who looks is still to read: left out of the lists, so that nothing is told beforehand."""


def uenigheder(runde: Runde, bruger: Bruger) -> Uenigheder:
    """Agreement, kappa and the disagreeing cases per question, most disagreement first."""
    koncept = koncept_af(runde.udgave)
    with (
        som_system()
    ):  # agreement is a figure of the round; cases are opened only to those who see them, below
        egne = set(
            Laesning.objects.filter(tilsynssag__runde=runde, laeser=bruger, laast=None).values_list(
                "tilsynssag", flat=True
            )
        )
        laesninger = list(
            Laesning.objects.filter(
                tilsynssag__runde=runde, tilsynssag__tilstand=Tilsynssag.Tilstand.MED
            )
            .exclude(laast=None)
            .select_related("tilsynssag")
            .prefetch_related("svar")
            .order_by("tilsynssag__nr", "pk")
        )
    parrene = [p for p in par(laesninger, koncept) if p[0].tilsynssag_id not in egne]
    synlige = synlige_blandt(bruger, {a.sag_id for a, _ in parrene})
    alle = [
        _spoergsmaalets(s, parrene, koncept, set() if er_lukket_for(bruger, s) else synlige)
        for s in koncept.spoergsmaal
    ]
    fundne = [s for s in alle if s.enighed.n]
    fundne.sort(key=lambda s: s.enighed.andel if s.enighed.andel is not None else 1)
    return Uenigheder(fundne, len(parrene), len(egne))


def par(laesninger: Iterable[Laesning], koncept: Tilsynskoncept) -> list[tuple[Laesning, Laesning]]:
    """Two locked readings of the same case: first and second reading at a level, and the first readings of two levels
    (as `resultat.enighed`). The lower level or the first reading is in front."""
    pr_sag: dict[int, list[Laesning]] = {}
    for x in laesninger:
        pr_sag.setdefault(x.tilsynssag_id, []).append(x)
    ud: list[tuple[Laesning, Laesning]] = []
    for gruppe in pr_sag.values():
        orden = sorted(gruppe, key=lambda x: (niveau_nr(koncept, x.niveau), x.dobbelt, x.pk))
        ud += [
            (a, b)
            for a, b in combinations(orden, 2)
            if a.niveau == b.niveau or (not b.dobbelt and not a.dobbelt)
        ]
    return ud


def _spoergsmaalets(
    s: Spoergsmaal,
    parrene: Sequence[tuple[Laesning, Laesning]],
    koncept: Tilsynskoncept,
    synlige: set[int],
) -> Spoergsmaalets:
    skala = koncept.skalaer[s.skala]
    svarede = [(a, b, x, y) for a, b in parrene if (x := _kode(a, s.id)) and (y := _kode(b, s.id))]
    uenige = [
        Uenig(
            a.tilsynssag.nr, a.tilsynssag_id, a.sag_id, skala.navn_paa(x), skala.navn_paa(y),
            f"{navn_paa(a, koncept)} og {navn_paa(b, koncept)}", a.sag_id in synlige,
        )
        for a, b, x, y in svarede
        if x != y
    ]  # fmt: skip
    return Spoergsmaalets(s, kappa((x, y) for _, _, x, y in svarede), uenige)


def _kode(x: Laesning, spoergsmaal: str) -> str:
    return next((s.svar for s in x.svar.all() if s.spoergsmaal == spoergsmaal), "")


def hyppigst(uenige: Iterable[Uenig]) -> list[tuple[str, int]]:
    """Which two answers are mixed up most: what the guidance text is to tell apart."""
    return Counter(f"{u.foerste} / {u.anden}" for u in uenige).most_common(3)
