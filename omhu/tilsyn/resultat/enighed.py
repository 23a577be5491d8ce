"""Do the readers agree? Double readings, level against level, and the readers against the data."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from omhu.maalinger.statistik import Enighed, kappa
from omhu.maalinger.tilsyn.sprog import Spoergsmaal
from omhu.tilsyn.resultat.data import Rundedata


@dataclass(frozen=True)
class Enighedsraekke:
    spoergsmaal: Spoergsmaal
    enighed: Enighed


@dataclass(frozen=True)
class Enighedstabel:
    """One pair of readings: what is held against what, all questions together and each."""

    navn: str
    samlet: Enighed
    raekker: tuple[Enighedsraekke, ...]
    sager: int

    @property
    def mest_uenige(self) -> tuple[Enighedsraekke, ...]:
        """The questions whose guidance needs a look, most disagreement first."""
        uenige = [r for r in self.raekker if r.enighed.enige < r.enighed.n]
        return tuple(sorted(uenige, key=lambda r: (r.enighed.andel or 0, r.spoergsmaal.id))[:5])


Par = dict[str, list[tuple[str, str]]]


def enighed(data: Rundedata) -> list[Enighedstabel]:
    """Every pair that the round holds, of cases that are still in it. Agreement is on the answer given, `ikke relevant`
    included; it does not matter how the cases were chosen."""
    niveauer = {n.kode: n.navn for n in data.koncept.niveauer}
    tabeller = [
        _table(data, f"To læsninger: {navn}", data_par(data, (kode, False), (kode, True)))
        for kode, navn in niveauer.items()
    ]
    tabeller += [
        _table(data, f"{niveauer[a]} og {niveauer[b]}", data_par(data, (a, False), (b, False)))
        for a, b in combinations(niveauer, 2)
    ]
    return [t for t in tabeller if t.samlet.n]


def data_par(data: Rundedata, ene: tuple[str, bool], anden: tuple[str, bool]) -> Par:
    """Per question, the two answers to the same case. (level, is it the second reading)."""
    svar: dict[tuple[str, bool], dict[tuple[int, str], str]] = {ene: {}, anden: {}}
    for b in data.svar:
        x = data.laesninger[b.laesning]
        if (x.niveau, x.dobbelt) in svar and b.svar and data.sager[x.tilsynssag].med:
            svar[x.niveau, x.dobbelt][x.tilsynssag, b.spoergsmaal] = b.svar
    par: Par = defaultdict(list)
    for (sag, spoergsmaal), foerste in svar[ene].items():
        if (sag, spoergsmaal) in svar[anden]:
            par[spoergsmaal].append((foerste, svar[anden][sag, spoergsmaal]))
    return par


def _table(data: Rundedata, navn: str, par: Par) -> Enighedstabel:
    raekker = tuple(
        Enighedsraekke(s, kappa(par[s.id])) for s in data.koncept.spoergsmaal if par.get(s.id)
    )
    samlet = kappa([p for liste in par.values() for p in liste])
    return Enighedstabel(navn, samlet, raekker, max((r.enighed.n for r in raekker), default=0))
