"""One measured goal, and the small arithmetic of measuring."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any


@dataclass(frozen=True)
class Maal:
    """`holder` is None for a figure that has no demand."""

    navn: str
    krav: str
    maalt: str
    grundlag: str
    holder: bool | None = None

    @property
    def dom(self) -> str:
        """Does it hold?"""
        return {True: "holder", False: "HOLDER IKKE", None: ""}[self.holder]


def fraktil(tider: Sequence[float], andel: float) -> float:
    """The smallest value that at least this share of the values do not exceed."""
    ordnet = sorted(tider)
    return ordnet[min(len(ordnet) - 1, int(andel * len(ordnet)))]


def cpu(f: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of this process (all its threads) and the result."""
    foer = process_time()
    svar = f()
    return process_time() - foer, svar


def ur(f: Callable[[], Any]) -> tuple[float, Any]:
    """Wall seconds and the result."""
    foer = perf_counter()
    svar = f()
    return perf_counter() - foer, svar


def mindste(f: Callable[[], Any], gange: int = 3) -> tuple[float, Any]:
    """As `cpu`, of the quickest of some runs: the one that other work on the machine disturbed least."""
    return min((cpu(f) for _ in range(gange)), key=lambda maalt: maalt[0])
