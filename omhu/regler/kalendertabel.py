"""The calendar as one flat table for the sweep: six blocks of equal length, indexed by day number.

0 number of hverdage up to and with the day; 1 the n-th hverdag; 2 and 3 the same for arbejdsdage;
4 the day rolled to an arbejdsdag; 5 the first instant of the local day (ms).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from omhu.kerne.kalender import Kalender, dagens_begyndelse, dagnr

FRA, TIL = date(1985, 1, 1), date(2080, 1, 1)
KAL_FRA = dagnr(FRA)
KAL_N = dagnr(TIL) - KAL_FRA


@lru_cache(maxsize=4)
def kalendertabel(kalender: Kalender) -> list[int]:
    """The table of one municipality's calendar."""
    dage = [FRA + timedelta(days=n) for n in range(KAL_N)]
    hverdage = [kalender.er_hverdag(d) for d in dage]
    arbejdsdage = [kalender.er_arbejdsdag(d) for d in dage]
    return [
        *_tael(hverdage),
        *_tael(arbejdsdage),
        *_rul(dage, arbejdsdage, kalender),
        *(dagens_begyndelse(d) for d in dage),
    ]


def _tael(ja: list[bool]) -> list[int]:
    antal, numre, dage = 0, [], []
    for n, er in enumerate(ja):
        if er:
            dage.append(KAL_FRA + n)
        antal += er
        numre.append(antal)
    return numre + dage + [KAL_FRA + KAL_N] * (len(ja) - len(dage))


def _rul(dage: list[date], arbejdsdage: list[bool], kalender: Kalender) -> list[int]:
    rullet = [0] * len(dage)
    naeste = KAL_FRA + len(dage)
    for n in range(len(dage) - 1, -1, -1):
        if arbejdsdage[n]:
            naeste = KAL_FRA + n
        fri = dage[n].weekday() >= 5 or kalender.er_helligdag(dage[n])
        rullet[n] = naeste if fri else KAL_FRA + n
    return rullet
