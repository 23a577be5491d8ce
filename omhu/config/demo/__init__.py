"""The demo municipality: an invented Danish family department, made from a seed.

`kommune.lav_kommune` makes it without Django, `skriv.skriv_kommune` stores it, `byg_demo` here is what the
command line calls, `land.skriv_parquet` makes a whole country of step columns for measuring speed.
All people are invented; CPR numbers are replacement numbers (day + 60) that nobody has.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

Fremdrift = Callable[[int, int], None]
FRO = 2026


def findes_demo() -> bool:
    """Is a demo municipality in the database already?"""
    from omhu.config.demo.skriv import findes

    return findes()


def byg_demo(
    fro: int = FRO,
    skala: float = 1.0,
    i_dag: date | None = None,
    fremdrift: Fremdrift | None = None,
) -> bool:
    """Build the demo as of `i_dag` (default: today) unless it is there. True if something was built.

    `fremdrift(done, of)` is told now and then; both are in thousandths of the whole work.
    """
    # Imported here, so that the generator itself runs without Django.
    from django.utils.timezone import localdate

    from omhu.config.demo.kommune import lav_kommune
    from omhu.config.demo.skriv import skriv_kommune

    if findes_demo():
        return False
    kommune = lav_kommune(fro, skala, i_dag or localdate(), del_af(fremdrift, 0, 150))
    skriv_kommune(kommune, del_af(fremdrift, 150, 1000))
    return True


def del_af(fremdrift: Fremdrift | None, fra: int, til: int) -> Fremdrift:
    """Progress of one part, told as thousandths `fra`-`til` of the whole."""

    def fortael(nu: int, af: int) -> None:
        if fremdrift:
            fremdrift(fra + (til - fra) * nu // max(af, 1), 1000)

    return fortael
