"""Which law governs an act: the one in force on its day, read off the dated rules."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from omhu.regler.filer import LOV, laes_regel

SEL, BL = "SEL", "BL"
NAVNE = {SEL: "Serviceloven", BL: "Barnets Lov"}


@lru_cache(maxsize=1)
def _skift() -> tuple[tuple[date, str], ...]:
    """(first day, law) in order; the undersøgelse has been in both laws, so its rule knows the day they changed."""
    return tuple((v.fra, str(v.lov)) for v in laes_regel(LOV / "bfu-4mdr.yaml").versioner)


def lov_paa(dag: date) -> str:
    """`SEL` or `BL`; the oldest law before them all.

    >>> lov_paa(date(2023, 12, 31)), lov_paa(date(2024, 1, 1))
    ('SEL', 'BL')
    """
    gaeldende = [lov for fra, lov in _skift() if fra <= dag]
    return gaeldende[-1] if gaeldende else _skift()[0][1]


def fra_og_med(lov: str) -> date:
    """The first day of a law."""
    return next(fra for fra, navn in _skift() if navn == lov)
