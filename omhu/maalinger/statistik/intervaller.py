"""95 % intervals for a share, and the choice between them.

Wilson on larger samples, Clopper-Pearson on small ones, exact hypergeometric where the sample is a large part of a
known population. None at all where the cases were not drawn at random: an interval would say more than is known.

Sources: Wilson 1927 (JASA 22:209); Clopper & Pearson 1934 (Biometrika 26:404); Newcombe 1998 (Stat Med 17:857);
Buonaccorsi 1987 (Am Stat 41:215) for the finite population. Arithmetic: scipy and statsmodels.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

SIKKERHED = 0.95
ALFA = 1 - SIKKERHED
LILLE_N = 30
"""Below it Clopper-Pearson, which never covers less than it says, takes Wilson's place."""
STOR_DEL = 0.05
"""From this part of the population on, sampling without replacement is reckoned with."""

WILSON = "Wilson"
CLOPPER_PEARSON = "Clopper-Pearson"
HYPERGEOMETRISK = "hypergeometrisk"
HELE_GRUPPEN = "hele gruppen"
INTET = "intet interval"

IKKE_TILFAELDIGT = "Ikke tilfældigt udvalgt: tallet gælder kun de læste sager."


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits as shares 0-1; both None where there is none, and `tekst` says why."""

    lav: float | None
    hoej: float | None
    metode: str
    tekst: str

    @property
    def findes(self) -> bool:
        return self.lav is not None

    @property
    def grunde(self) -> tuple[float, float]:
        """Both limits, for a caller that knows they are there."""
        if self.lav is None or self.hoej is None:
            raise ValueError("der er intet interval")
        return self.lav, self.hoej


def interval(k: int, n: int, *, N: int | None = None, tilfaeldig: bool = True) -> Interval:
    """The interval for k of n cases, by the method that fits; N is the number of cases they were drawn from."""
    _check(k, n, N)
    if not n:
        return Interval(None, None, INTET, "Ikke relevant: der er ingen sager at regne på.")
    if n == N:
        return Interval(
            k / n,
            k / n,
            HELE_GRUPPEN,
            "Alle sager er talt; der er ingen usikkerhed fra udvælgelsen.",
        )
    if not tilfaeldig:
        return Interval(None, None, INTET, IKKE_TILFAELDIGT)
    return _interval(k, n, N)


@lru_cache(maxsize=4096)
def _interval(k: int, n: int, antal: int | None) -> Interval:
    if antal is not None and n / antal > STOR_DEL:
        return _written(hypergeometrisk(k, n, antal), f"{HYPERGEOMETRISK}, {n} af {antal} sager")
    if n < LILLE_N:
        return _written(clopper_pearson(k, n), CLOPPER_PEARSON)
    return _written(wilson(k, n), WILSON)


def _written(graenser: tuple[float, float], metode: str) -> Interval:
    lav, hoej = graenser
    return Interval(
        lav, hoej, metode.split(",")[0], f"{omraade(lav, hoej)} (95 % sikkerhed, {metode})"
    )


def omraade(lav: float, hoej: float) -> str:
    """
    >>> omraade(0.354, 0.848), omraade(0, 1)
    ('35-85 %', '0-100 %')
    """
    return f"{hele_procent(lav)}-{hele_procent(hoej)} %"


def hele_procent(andel: float) -> int:
    """Whole percent, halves up (as `andele.procent`)."""
    return int(andel * 100 + 0.5 + 1e-9)


def wilson(k: int, n: int) -> tuple[float, float]:
    """Wilson's score interval."""
    return _statsmodels(k, n, "wilson")


def clopper_pearson(k: int, n: int) -> tuple[float, float]:
    """The exact binomial interval."""
    return _statsmodels(k, n, "beta")


def _statsmodels(k: int, n: int, metode: str) -> tuple[float, float]:
    from statsmodels.stats.proportion import proportion_confint  # slow to load

    lav, hoej = proportion_confint(k, n, alpha=ALFA, method=metode)
    return (0.0 if k == 0 else float(lav)), (1.0 if k == n else float(hoej))


def hypergeometrisk(k: int, n: int, antal: int) -> tuple[float, float]:
    """Exact limits when n of `antal` cases are drawn without replacement: every number of cases in the population
    under which what was seen is not among the 2.5 % most extreme to either side."""
    import numpy as np
    from scipy.stats import hypergeom  # slow to load

    mulige = np.arange(k, antal - (n - k) + 1)
    mindst = hypergeom.sf(k - 1, antal, mulige, n)
    hoejst = hypergeom.cdf(k, antal, mulige, n)
    med = mulige[(mindst >= ALFA / 2) & (hoejst >= ALFA / 2)]
    return float(med[0]) / antal, float(med[-1]) / antal


def _check(k: int, n: int, antal: int | None) -> None:
    if not 0 <= k <= n:
        raise ValueError(f"{k} ud af {n} er ingen andel")
    if antal is not None and n > antal:
        raise ValueError(f"{n} sager kan ikke være udtrukket af {antal}")
