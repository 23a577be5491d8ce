"""Run charts and p-charts: is a series more than chance, and where do its phases break?

Points are dated by the act, not by the round (rounds overlap). A phase breaks where law or system changes; each phase
has its own median, centre line and limits, and no signal crosses a break.

Sources: run chart rules: Perla, Provost & Murray 2011 (BMJ Qual Saf 20:46): shift 6 or more on one side of the median
(points on it do not count and do not break), trend 5 or more all rising or falling (equal neighbours count once).
Longer runs (7, 8) are asked for by others, so the number is a parameter. p-chart: Shewhart; Montgomery, Introduction to
Statistical Quality Control, ch. 7: p ± 3 standard errors for each point's own n, cut at 0 and 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

SKIFT = 6
TREND = 5
FAA_PUNKTER = 10
"""Below so many points the run chart rules say little."""


@dataclass(frozen=True, slots=True)
class Punkt:
    """A period's share, dated by its first day."""

    dag: date
    k: int
    n: int

    @property
    def andel(self) -> float | None:
        return self.k / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Punktgraense:
    """A point with the limits its own n gives."""

    punkt: Punkt
    nedre: float
    oevre: float

    @property
    def udenfor(self) -> bool:
        andel = self.punkt.andel
        return andel is not None and not self.nedre - 1e-12 <= andel <= self.oevre + 1e-12


@dataclass(frozen=True, slots=True)
class Fase:
    """Points between two breaks. `skift` and `trend` are runs of positions within `punkter`."""

    punkter: tuple[Punktgraense, ...]
    median: float | None
    centerlinje: float | None
    skift: tuple[tuple[int, ...], ...]
    trend: tuple[tuple[int, ...], ...]

    @property
    def kendte(self) -> int:
        """Points with anything to count of."""
        return sum(p.punkt.n > 0 for p in self.punkter)

    @property
    def faa(self) -> bool:
        """Too few for the rules to say much."""
        return self.kendte < FAA_PUNKTER

    @property
    def signal(self) -> bool:
        return bool(self.skift or self.trend or any(p.udenfor for p in self.punkter))


def faser(
    punkter: Sequence[Punkt], brud: Sequence[date] = (), *, skift: int = SKIFT, trend: int = TREND
) -> list[Fase]:
    """The series cut at every break (a point on the day of the break belongs to the new phase)."""
    ordnet = sorted(punkter, key=lambda p: p.dag)
    graenser = sorted(set(brud))
    dele: dict[int, list[Punkt]] = {}
    for p in ordnet:
        dele.setdefault(sum(b <= p.dag for b in graenser), []).append(p)
    return [_phase(del_, skift, trend) for del_ in dele.values()]


def _phase(punkter: Sequence[Punkt], skift: int, trend: int) -> Fase:
    andele = [p.andel for p in punkter]
    kendte = [a for a in andele if a is not None]
    midt = median(kendte) if kendte else None
    n = sum(p.n for p in punkter)
    center = sum(p.k for p in punkter) / n if n else None
    med_graenser = tuple(Punktgraense(p, *kontrolgraenser(center, p.n)) for p in punkter)
    return Fase(
        med_graenser, midt, center, find_skift(andele, midt, skift), find_trend(andele, trend)
    )


def kontrolgraenser(centerlinje: float | None, n: int) -> tuple[float, float]:
    """p-chart limits for a point of n cases.

    >>> [round(100 * x) for x in kontrolgraenser(0.75, 36)]
    [53, 97]
    """
    if centerlinje is None or not n:
        return 0.0, 1.0
    bredde = 3 * (centerlinje * (1 - centerlinje) / n) ** 0.5
    return max(0.0, centerlinje - bredde), min(1.0, centerlinje + bredde)


def find_skift(
    vaerdier: Sequence[float | None], midt: float | None, mindst: int = SKIFT
) -> tuple[tuple[int, ...], ...]:
    """Runs of `mindst` or more on the same side of the median, as positions."""
    if midt is None:
        return ()
    loeb: list[list[int]] = []
    side = 0
    for nr, v in enumerate(vaerdier):
        if v is None or v == midt:
            continue
        ny_side = 1 if v > midt else -1
        if ny_side != side:
            loeb.append([])
            side = ny_side
        loeb[-1].append(nr)
    return tuple(tuple(x) for x in loeb if len(x) >= mindst)


def find_trend(
    vaerdier: Sequence[float | None], mindst: int = TREND
) -> tuple[tuple[int, ...], ...]:
    """Runs of `mindst` or more points that all rise or all fall, as positions."""
    loeb: list[list[int]] = []
    retning, sidste = 0, None
    for nr, v in enumerate(vaerdier):
        if v is None:
            continue
        if sidste is None or v == sidste[1]:
            sidste = sidste or (nr, v)
            continue
        ny = 1 if v > sidste[1] else -1
        if ny != retning:
            loeb.append([sidste[0]])
            retning = ny
        loeb[-1].append(nr)
        sidste = (nr, v)
    return tuple(tuple(x) for x in loeb if len(x) >= mindst)
