"""What `omhu demo` calls: is the demo there, and build it once."""

from __future__ import annotations

from datetime import date

from omhu.config.demo.kommune import lav_kommune
from omhu.config.demo.skriv import KILDE, Fremdrift, skriv_kommune
from omhu.sager.models import Sag

FRO = 2026


def findes_demo() -> bool:
    """Is a demo municipality in the database already?"""
    return Sag.objects.filter(kilde=KILDE).exists()


def byg_demo(
    fro: int = FRO,
    skala: float = 1.0,
    i_dag: date | None = None,
    fremdrift: Fremdrift | None = None,
) -> bool:
    """Build the demo as of `i_dag` (default: today) unless it is there. True if something was built."""
    if findes_demo():
        return False

    def fortael(nu: int, af: int) -> None:
        if fremdrift:
            fremdrift("Finder på en kommune", nu, af)

    skriv_kommune(lav_kommune(fro, skala, i_dag or date.today(), fortael), fremdrift)
    return True
