"""May units be ranked? Only where their differences are larger than chance makes them.

Exact conditional test of equal shares (chi-square statistic, its distribution by 9,999 tables with the same margins
from a fixed seed, so that the same counts always give the same p). With Copenhagen's 95 cases over 6 steps and 5 units
there are three cases in a cell, and the order of the units is noise.

Sources: Agresti 1992 (Stat Sci 7:131), exact tests for contingency tables; Goldstein & Spiegelhalter 1996 (JRSS A
159:385) against league tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from omhu.maalinger.statistik.andele import MINDSTE_PROCENT
from omhu.maalinger.statistik.intervaller import ALFA

GENTAGELSER = 9999
FROE = 20260101


@dataclass(frozen=True, slots=True)
class Enhedsproeve:
    """`p` None: fewer than two units with cases, or all answers alike."""

    p: float | None
    mindste_n: int

    @property
    def kan_ordnes(self) -> bool:
        """Differences beyond chance, and no unit so small that one case moves it 10 points."""
        return self.p is not None and self.p < ALFA and self.mindste_n >= MINDSTE_PROCENT

    @property
    def tekst(self) -> str:
        if self.kan_ordnes:
            return "Forskellene mellem enhederne er større, end tilfældet alene giver."
        if self.p is not None and self.p < ALFA:
            return (
                f"Enhederne er ikke ens, men rækkefølgen er usikker: en enhed har kun {self.mindste_n} "
                f"{'sag' if self.mindste_n == 1 else 'sager'}."
            )
        return (
            "Rækkefølgen er støj: forskellene er ikke større, end tilfældet alene giver. "
            "Brug den ikke til at rangordne."
        )


def sammenlign(enheder: Mapping[str, tuple[int, int]]) -> Enhedsproeve:
    """(k, n) per unit; units without relevant cases do not take part."""
    tal = tuple(sorted((k, n) for k, n in enheder.values() if n))
    mindste = min((n for _, n in tal), default=0)
    k = sum(k for k, _ in tal)
    if len(tal) < 2 or k in (0, sum(n for _, n in tal)):
        return Enhedsproeve(None, mindste)
    return Enhedsproeve(_permutation(tal), mindste)


@lru_cache(maxsize=512)
def _permutation(tal: tuple[tuple[int, int], ...]) -> float:
    import numpy as np

    n = np.array([n for _, n in tal])
    k = np.array([k for k, _ in tal])
    forventet = n * (k.sum() / n.sum())
    traek = np.random.default_rng(FROE).multivariate_hypergeometric(
        n, int(k.sum()), size=GENTAGELSER
    )
    vaegt = 1 / forventet + 1 / (n - forventet)
    set_ = ((k - forventet) ** 2 * vaegt).sum()
    mindst = int((((traek - forventet) ** 2 * vaegt).sum(axis=1) >= set_ * (1 - 1e-9)).sum())
    return (mindst + 1) / (GENTAGELSER + 1)
