"""A share where the cases were drawn with unequal chances: every stratum counts as much as it fills in the frame.

"Three per caseworker" gives a small caseload a larger chance than a big one; the plain share would then describe the
draw, not the cases. Relevance is known only after reading, so the share is the ratio of two Horvitz-Thompson totals,
its variance the linearised one with each stratum's finite population.

Sources: Horvitz & Thompson 1952 (JASA 47:663); Cochran, Sampling Techniques (1977) ch. 5 and 6.11; interval: Korn &
Graubard 1998 (Survey Methodology 24:193), Clopper-Pearson at the effective sample size; Kish 1965 (design effect).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from omhu.kerne.ord_om_tid import antal as talt
from omhu.maalinger.statistik.andele import IKKE_RELEVANT, MINDSTE_PROCENT, ud_af
from omhu.maalinger.statistik.intervaller import ALFA, INTET, Interval, hele_procent, omraade

METODE = "Korn-Graubard"
LOSE_STRATA = "Grupper med én læst sag giver selv intet mål for usikkerheden; de er regnet sammen."


@dataclass(frozen=True, slots=True)
class Stratum:
    """N cases in the frame, m drawn and read; n of them relevant, k counted."""

    N: int
    m: int
    n: int
    k: int

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n <= self.m <= self.N:
            raise ValueError(
                f"et stratum kan ikke være k={self.k}, n={self.n}, m={self.m}, N={self.N}"
            )


@dataclass(frozen=True, slots=True)
class Vejet:
    """A weighted share with the counts it came from."""

    andel: float | None
    k: int
    n: int
    interval: Interval
    designeffekt: float | None
    """How many times the variance of a simple draw of the same size; above 1 = less sure."""
    effektivt_n: float
    bemaerkning: str = ""
    relevante: float = 0.0
    """Cases of the frame that it concerns, as far as the draw tells: what the share weighs beside others."""

    @property
    def tal(self) -> str:
        """`62 % vejet (20 ud af 30)`; no per cent of few cases, as in `vis_andel`."""
        if self.andel is None:
            return IKKE_RELEVANT
        if self.n < MINDSTE_PROCENT:
            return ud_af(self.k, self.n)
        return f"{hele_procent(self.andel)} % vejet ({ud_af(self.k, self.n)})"

    @property
    def som_simpelt(self) -> tuple[int, int]:
        """(k, n) of the simple draw that would be as sure, n rounded down."""
        n = max(1, int(self.effektivt_n))
        return round((self.andel or 0.0) * n), n


def vejet(strata: Iterable[Stratum]) -> Vejet:
    """The share in the frame, from what was read in each stratum. A stratum nobody read in is left out, and said."""
    alle = list(strata)
    laest = [s for s in alle if s.m]
    mangler = sum(s.N for s in alle if not s.m)
    k, n = sum(s.k for s in laest), sum(s.n for s in laest)
    relevante = sum(s.N / s.m * s.n for s in laest)
    if not relevante:
        tom = Interval(None, None, INTET, "Ikke relevant: der er ingen sager at regne på.")
        return Vejet(None, 0, 0, tom, None, 0.0)
    p = sum(s.N / s.m * s.k for s in laest) / relevante
    varians = _variance(laest, p) / relevante**2
    effektivt, effekt = _effective(p, varians, n, laest)
    graenser = _korn_graubard(p, effektivt, n, len(laest), sum(s.m for s in laest))
    if all(s.m == s.N for s in laest):
        graenser = (p, p)
    tekst = f"{omraade(*graenser)} (95 % sikkerhed, vejet efter grupper, {METODE})"
    return Vejet(
        p,
        k,
        n,
        Interval(*graenser, METODE, tekst),
        effekt,
        effektivt,
        _remarks(laest, mangler),
        relevante,
    )


def _variance(strata: Sequence[Stratum], p: float) -> float:
    """Variance of Σ w (y - p·relevant): Σ N² (1 - m/N) s² / m. One case in a stratum has no s of its own and is given
    the common one."""
    faelles = _spread([_residuals(s, p) for s in strata])
    sum_ = 0.0
    for s in strata:
        s2 = _spread([_residuals(s, p)]) if s.m > 1 else faelles
        sum_ += s.N**2 * (1 - s.m / s.N) * s2 / s.m
    return sum_


def _residuals(s: Stratum, p: float) -> tuple[int, int, int, float]:
    return s.k, s.n - s.k, s.m - s.n, p


def _spread(dele: Sequence[tuple[int, int, int, float]]) -> float:
    """Sample variance of the residuals: 1-p for the counted, -p for the other relevant, 0 for the rest."""
    antal = sum(k + rest + ude for k, rest, ude, _ in dele)
    if antal < 2:
        return 0.0
    summen = sum(k * (1 - p) - rest * p for k, rest, _, p in dele)
    kvadrat = sum(k * (1 - p) ** 2 + rest * p**2 for k, rest, _, p in dele)
    return (kvadrat - summen**2 / antal) / (antal - 1)


def _effective(
    p: float, varians: float, n: int, strata: Sequence[Stratum]
) -> tuple[float, float | None]:
    """Effective sample size and design effect. All or none counted has no variance: Kish's factor of the weights."""
    if varians > 0 and 0 < p < 1:
        effektivt = p * (1 - p) / varians
        return effektivt, n / effektivt
    vaegte = [(s.N / s.m, s.n) for s in strata]
    kish = n * sum(a * w**2 for w, a in vaegte) / sum(a * w for w, a in vaegte) ** 2
    return n / kish, kish


def _korn_graubard(
    p: float, effektivt: float, n: int, strata: int, laest: int
) -> tuple[float, float]:
    from scipy.stats import beta, t  # slow to load

    frihed = max(1, laest - strata)
    faktor = (t.ppf(1 - ALFA / 2, max(1, n - 1)) / t.ppf(1 - ALFA / 2, frihed)) ** 2
    ene = max(1.0, min(float(n), effektivt * faktor))
    x = p * ene
    lav = 0.0 if x <= 0 else float(beta.ppf(ALFA / 2, x, ene - x + 1))
    hoej = 1.0 if x >= ene else float(beta.ppf(1 - ALFA / 2, x + 1, ene - x))
    return lav, hoej


def _remarks(strata: Sequence[Stratum], mangler: int) -> str:
    dele = []
    if any(s.m == 1 < s.N for s in strata):
        dele.append(LOSE_STRATA)
    if mangler:
        dele.append(
            f"{talt(mangler, 'sag', 'sager')} i grupper, hvor ingen er læst, er ikke regnet med."
        )
    return " ".join(dele)


def designeffekt(icc: float, pr_klynge: float) -> float:
    """Kish's design effect when `pr_klynge` cases share a caseworker and resemble each other by `icc`.

    >>> round(designeffekt(0.1, 3), 2)
    1.2
    """
    return 1 + (pr_klynge - 1) * icc
