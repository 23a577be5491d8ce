"""Has a share changed from one round to the next? Interval, exact test, and Holm over every question at once.

A change is called one only when the interval for the difference leaves zero out AND Fisher's test still holds after
Holm: of 20 questions one moves "significantly" by luck alone. Otherwise the words are "ikke påvist ændring", which is
not the same as "uændret".

Sources: Newcombe 1998 (Stat Med 17:873), method 10; Fisher 1935; mid-p: Lydersen, Fagerland & Laake 2009
(Stat Med 28:1159); Holm 1979 (Scand J Stat 6:65); weighted shares: Zou & Donner 2008 (Stat Med 27:1693).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeVar

from omhu.maalinger.statistik.andele import ud_af
from omhu.maalinger.statistik.intervaller import ALFA, hele_procent
from omhu.maalinger.statistik.vaegte import Vejet

IKKE_PAAVIST = "Ikke påvist ændring"
IKKE_SAMMENLIGNELIG = "Kan ikke sammenlignes"
Noegle = TypeVar("Noegle")


@dataclass(frozen=True, slots=True)
class Aendring:
    """`forskel` = later share minus earlier, as a share; limits and p None where the two cannot be compared."""

    forskel: float | None
    lav: float | None
    hoej: float | None
    p: float | None
    """Fisher's exact test, two-sided."""
    mid_p: float | None
    tal: str
    """`7 ud af 11 → 6 ud af 12`"""
    grund: str = ""
    """Why the two cannot be compared."""
    p_holm: float | None = None
    """p after Holm over all the questions compared; None when the question stood alone."""

    @property
    def daekker_nul(self) -> bool:
        return self.lav is None or self.hoej is None or self.lav <= 0 <= self.hoej

    @property
    def paavist(self) -> bool:
        p = self.p if self.p_holm is None else self.p_holm
        return not self.daekker_nul and p is not None and p < ALFA

    @property
    def tekst(self) -> str:
        """One line for the screen; direction is a word, never a praise."""
        if self.forskel is None:
            return f"{IKKE_SAMMENLIGNELIG} ({self.tal}): {self.grund}"
        hvor_meget = f"; {self.omraade}" if self.paavist else ""
        return f"{self.dom} ({self.tal}){hvor_meget}"

    @property
    def dom(self) -> str:
        """The same where both shares stand beside it."""
        if self.forskel is None:
            return f"{IKKE_SAMMENLIGNELIG}: {self.grund}"
        if not self.paavist:
            return IKKE_PAAVIST
        retning = "Stigning" if self.forskel > 0 else "Fald"
        return f"{retning} på {point(abs(self.forskel))}"

    @property
    def omraade(self) -> str:
        """The interval of the difference in percentage points, or nothing."""
        if self.lav is None or self.hoej is None:
            return ""
        return f"mellem {_signed(self.lav)} og {_signed(self.hoej)} procentpoint (95 % sikkerhed, Newcombe)"


def aendring(k1: int, n1: int, k2: int, n2: int, *, tilfaeldig: bool = True) -> Aendring:
    """From k1 of n1 to k2 of n2."""
    tal = f"{ud_af(k1, n1)} → {ud_af(k2, n2)}"
    if not n1 or not n2:
        return _ingen(tal, "spørgsmålet var ikke relevant i den ene af runderne.")
    if not tilfaeldig:
        return _ingen(tal, "sagerne er ikke tilfældigt udvalgt begge gange.")
    lav, hoej = newcombe(k1, n1, k2, n2)
    p, mid_p = fisher(k1, n1, k2, n2)
    return Aendring(k2 / n2 - k1 / n1, lav, hoej, p, mid_p, tal)


def vejet_aendring(foer: Vejet, efter: Vejet) -> Aendring:
    """The same for two weighted shares: the difference's limits from each share's own, the test on the number of
    cases that a simple draw would have needed to be as sure (rounded down)."""
    tal = f"{foer.tal} → {efter.tal}"
    if foer.andel is None or efter.andel is None:
        return _ingen(tal, "spørgsmålet var ikke relevant i den ene af runderne.")
    (l1, h1), (l2, h2) = foer.interval.grunde, efter.interval.grunde
    p1, p2 = foer.andel, efter.andel
    forskel = p2 - p1
    lav = forskel - ((p2 - l2) ** 2 + (h1 - p1) ** 2) ** 0.5
    hoej = forskel + ((h2 - p2) ** 2 + (p1 - l1) ** 2) ** 0.5
    p, mid_p = fisher(*foer.som_simpelt, *efter.som_simpelt)
    return Aendring(forskel, lav, hoej, p, mid_p, tal)


def med_holm(aendringer: Mapping[Noegle, Aendring]) -> dict[Noegle, Aendring]:
    """Every comparison with its p after Holm over all of them; those that could not be made do not count."""
    regnet = [(noegle, a.p) for noegle, a in aendringer.items() if a.p is not None]
    rettet = dict(zip((n for n, _ in regnet), holm([p for _, p in regnet]), strict=True))
    return {n: replace(a, p_holm=rettet.get(n)) for n, a in aendringer.items()}


def holm(ps: Sequence[float]) -> list[float]:
    """Holm's step-down p-values, in the order given."""
    if not ps:
        return []
    from statsmodels.stats.multitest import multipletests  # slow to load

    return [float(p) for p in multipletests(list(ps), alpha=ALFA, method="holm")[1]]


@lru_cache(maxsize=4096)
def newcombe(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float]:
    """Newcombe's hybrid score interval for k2/n2 - k1/n1."""
    from statsmodels.stats.proportion import confint_proportions_2indep  # slow to load

    lav, hoej = confint_proportions_2indep(
        k2, n2, k1, n1, method="newcomb", compare="diff", alpha=ALFA
    )
    return max(-1.0, float(lav)), min(1.0, float(hoej))


@lru_cache(maxsize=4096)
def fisher(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float]:
    """Two-sided p of Fisher's exact test, and its mid-p (half the probability of what was seen taken off)."""
    from scipy.stats import fisher_exact, hypergeom  # slow to load

    p = min(1.0, float(fisher_exact([[k1, n1 - k1], [k2, n2 - k2]])[1]))
    set_netop = float(hypergeom.pmf(k1, n1 + n2, k1 + k2, n1))
    return p, max(0.0, p - set_netop / 2)


def overlap(fra1: date, til1: date, fra2: date, til2: date) -> float:
    """How much of the shorter window the two share, 0-1; both days belong to a window. Neighbouring rounds that share
    acts cannot show what happened between them."""
    faelles = (min(til1, til2) - max(fra1, fra2)).days + 1
    kortest = min((til1 - fra1).days, (til2 - fra2).days) + 1
    return max(0, faelles) / kortest if kortest > 0 else 0.0


def overlap_tekst(andel: float) -> str:
    """The warning beside a comparison, or nothing."""
    if andel <= 0:
        return ""
    return (
        f"Perioderne overlapper {max(1, hele_procent(andel))} %: de samme handlinger kan tælle med i begge runder. "
        "Sammenlign helst med en runde, hvis periode ligger helt før."
    )


def point(andel: float) -> str:
    """
    >>> point(0.3)
    '30 procentpoint'
    """
    return f"{hele_procent(andel)} procentpoint"


def _signed(andel: float) -> str:
    tal = hele_procent(abs(andel))
    return f"{'-' if andel < 0 and tal else ''}{tal}"


def _ingen(tal: str, grund: str) -> Aendring:
    return Aendring(None, None, None, None, None, tal, grund)
