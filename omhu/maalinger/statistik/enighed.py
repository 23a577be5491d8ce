"""Do two readers see the same? Agreement and Cohen's kappa per question.

Kappa takes off the agreement that chance would give. Where both answered the same on every case there is no chance to
take off, and kappa is undefined; that is said, not shown as 0 or 1.

Sources: Cohen 1960 (Educ Psychol Meas 20:37); standard error: Fleiss, Cohen & Everitt 1969 (Psychol Bull 72:323).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

from omhu.maalinger.statistik.andele import vis_andel

FAA = 10
"""Below so many pairs kappa is shown with the warning that it says little."""


@dataclass(frozen=True, slots=True)
class Enighed:
    """`enige` of `n` pairs; kappa with its limits, None where undefined."""

    enige: int
    n: int
    kappa: float | None
    lav: float | None
    hoej: float | None
    grund: str = ""
    """Why there is no kappa, or why it says little."""

    @property
    def andel(self) -> float | None:
        return self.enige / self.n if self.n else None

    @property
    def tekst(self) -> str:
        if not self.n:
            return "Ingen sager er læst af to."
        dele = [f"Enige i {vis_andel(self.enige, self.n)}"]
        if self.kappa is not None:
            grad = f" ({_tal(self.lav)} til {_tal(self.hoej)})" if self.lav is not None else ""
            dele.append(f"kappa {_tal(self.kappa)}{grad}")
        if self.grund:
            dele.append(self.grund)
        return "; ".join(dele) + ("" if self.grund.endswith(".") else ".")


def kappa(par: Iterable[tuple[Hashable, Hashable]]) -> Enighed:
    """Agreement over pairs of answers to one question, first reader's first."""
    svar = list(par)
    enige = sum(a == b for a, b in svar)
    n = len(svar)
    if not n:
        return Enighed(0, 0, None, None, None)
    if len({s for begge in svar for s in begge}) == 1:
        return Enighed(
            enige, n, None, None, None, "kappa kan ikke regnes ud, for alle svar er ens."
        )
    return _kappa(svar, enige, n)


def _kappa(svar: list[tuple[Hashable, Hashable]], enige: int, n: int) -> Enighed:
    from statsmodels.stats.inter_rater import cohens_kappa  # slow to load

    koder = list(dict.fromkeys(s for begge in svar for s in begge))
    tabel = [[sum(a == x and b == y for a, b in svar) for y in koder] for x in koder]
    with catch_warnings():
        simplefilter("ignore", RuntimeWarning)  # a standard error of 0 is handled below
        r = cohens_kappa(tabel)
    grund = f"under {FAA} sager siger kappa ikke meget." if n < FAA else ""
    if not float(r.std_kappa) > 1e-9:
        return Enighed(enige, n, float(r.kappa), None, None, grund)
    lav, hoej = max(-1.0, float(r.kappa_low)), min(1.0, float(r.kappa_upp))
    return Enighed(enige, n, float(r.kappa), lav, hoej, grund)


def _tal(x: float | None) -> str:
    return "" if x is None else f"{x:.2f}".replace(".", ",").replace("-0,00", "0,00")
