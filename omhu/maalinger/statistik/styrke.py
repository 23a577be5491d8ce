"""Before the draw: what can a sample of this size show at all?

Two answers, both by Fisher's exact test at 5 %, two-sided: the smallest share that, if seen next time, would be a shown
change (`mindste_udslag`), and the smallest true share that would be found four times in five (`styrke`). Plus the size
that gives a wanted precision in a finite population, and how many drawn cases will turn out not relevant.

Sources: Fisher 1935; exact power by enumeration (Casagrande, Pike & Smith 1978, Appl Stat 27:176); Cochran 1977 §4.4
for n with finite population. Over 400 per cell the normal approximation of statsmodels takes over.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, Any

from omhu.kerne.ord_om_tid import antal as talt
from omhu.maalinger.statistik.intervaller import ALFA, hele_procent

if TYPE_CHECKING:
    import numpy as np

STYRKE = 0.80
STOERSTE_EKSAKT = 400


@dataclass(frozen=True, slots=True)
class Styrke:
    """With n cases each time and the share p0 now; None where no change that way can be shown."""

    n: int
    p0: float
    op: float | None
    ned: float | None

    @property
    def tekst(self) -> str:
        """One sentence for the page where the size is chosen."""
        hver_gang = f"Med {talt(self.n, 'sag', 'sager')} hver gang"
        fra = f"{hele_procent(self.p0)} %"
        if self.op is None and self.ned is None:
            return f"{hver_gang} kan ingen ændring fra {fra} påvises med 80 % sikkerhed."
        veje = [
            f"{ord_} {hele_procent(p)} %"
            for ord_, p in (("op til", self.op), ("ned til", self.ned))
            if p is not None
        ]
        hvorhen = " eller ".join(veje)
        return f"{hver_gang} kan en ændring fra {fra} {hvorhen} påvises med 80 % sikkerhed."


def styrke(n: int, p0: float) -> Styrke:
    """The nearest true shares above and below p0 (in whole points) that two samples of n would tell from it four
    times in five."""
    if n < 1 or not 0 <= p0 <= 1:
        raise ValueError("n skal være mindst 1 og p0 mellem 0 og 1")
    start = hele_procent(p0)
    op = next((p / 100 for p in range(start + 1, 101) if chance(n, p0, p / 100) >= STYRKE), None)
    ned = next(
        (p / 100 for p in range(start - 1, -1, -1) if chance(n, p0, p / 100) >= STYRKE), None
    )
    return Styrke(n, p0, op, ned)


def chance(n: int, p0: float, p1: float) -> float:
    """The chance that Fisher's test on two samples of n finds a change from p0 to p1."""
    if n > STOERSTE_EKSAKT:
        return _normal(n, p0, p1)
    import numpy as np
    from scipy.stats import binom  # slow to load

    x = np.arange(n + 1)
    return float(binom.pmf(x, n, p0) @ _rejected(n) @ binom.pmf(x, n, p1))


def _normal(n: int, p0: float, p1: float) -> float:
    from statsmodels.stats.proportion import power_proportions_2indep  # slow to load

    return float(power_proportions_2indep(p1 - p0, p0, n, alpha=ALFA, return_results=False))


@lru_cache(maxsize=16)
def _rejected(n: int) -> np.ndarray[Any, Any]:
    """For every pair of counts (x, y) of n: does Fisher's two-sided test reject? As `scipy.stats.fisher_exact`: all
    tables with the same margins that are no more likely than the one seen."""
    import numpy as np
    from scipy.stats import hypergeom  # slow to load

    afvist = np.zeros((n + 1, n + 1), dtype=float)
    for i_alt in range(2 * n + 1):
        x = np.arange(max(0, i_alt - n), min(n, i_alt) + 1)
        sandsynlighed = hypergeom.pmf(x, 2 * n, i_alt, n)
        graense = sandsynlighed[:, None] * (1 + 1e-7)
        p = np.where(sandsynlighed[None, :] <= graense, sandsynlighed[None, :], 0).sum(axis=1)
        afvist[x, i_alt - x] = p < ALFA
    return afvist


def mindste_udslag(n: int, p0: float) -> float | None:
    """The smallest share above p0 that would be significant if p0 and it were what the two samples of n showed.
    None: not even all of them would be."""
    from scipy.stats import fisher_exact  # slow to load

    k0 = round(p0 * n)
    for k in range(k0 + 1, n + 1):
        if fisher_exact([[k0, n - k0], [k, n - k]])[1] < ALFA:
            return k / n
    return None


def noedvendigt_n(point: float, antal: int | None = None, p: float = 0.5) -> int:
    """How many cases give a 95 % interval of ± `point` percentage points when `antal` cases are to be judged; p = 0.5
    is the worst case.

    >>> [noedvendigt_n(10, N) for N in (100, 770)]
    [50, 86]
    """
    from scipy.special import ndtri  # slow to load

    uendelig = float(ndtri(1 - ALFA / 2)) ** 2 * p * (1 - p) / (point / 100) ** 2
    n = uendelig if antal is None else uendelig / (1 + (uendelig - 1) / antal)
    return ceil(n - 1e-9)


@dataclass(frozen=True, slots=True)
class Relevans:
    """How many of n drawn cases a question will concern: expected, and between which numbers 19 times in 20."""

    n: int
    forventet: float
    lav: int
    hoej: int

    @property
    def andel_ikke_relevant(self) -> float:
        return 1 - self.forventet / self.n if self.n else 0.0

    @property
    def tekst(self) -> str:
        spand = f"{self.lav}" if self.lav == self.hoej else f"{self.lav}-{self.hoej}"
        return (
            f"Af {talt(self.n, 'sag', 'sager')} vil omkring {round(self.forventet)} ({spand}) være relevante; "
            f"{hele_procent(self.andel_ikke_relevant)} % vil være ikke relevante."
        )


def forventet_relevans(n: int, antal: int, relevante: int) -> Relevans:
    """When `relevante` of the frame's `antal` cases are relevant for the question and n are drawn at random."""
    if not 0 <= relevante <= antal or not 0 <= n <= antal:
        raise ValueError("udtrækket og de relevante sager skal ligge i rammen")
    if not n:
        return Relevans(0, 0.0, 0, 0)
    from scipy.stats import hypergeom  # slow to load

    fordeling = hypergeom(antal, relevante, n)
    lav, hoej = int(fordeling.ppf(ALFA / 2)), int(fordeling.ppf(1 - ALFA / 2))
    return Relevans(n, n * relevante / antal, lav, hoej)
