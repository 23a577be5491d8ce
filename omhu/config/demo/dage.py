"""Working days for the generator: acts of staff happen on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from dateutil.relativedelta import relativedelta

from omhu.kerne.kalender import KOEBENHAVN, Kalender

KALENDER = Kalender()


@lru_cache(maxsize=20_000)
def frem(dag: date) -> date:
    """The day, or the next working day."""
    while not KALENDER.er_arbejdsdag(dag):
        dag += timedelta(days=1)
    return dag


@lru_cache(maxsize=20_000)
def tilbage(dag: date) -> date:
    """The day, or the last working day before it."""
    while not KALENDER.er_arbejdsdag(dag):
        dag -= timedelta(days=1)
    return dag


def om(dag: date, dage: float) -> date:
    """A working day about so many days later."""
    return frem(dag + timedelta(days=round(dage)))


def plus_maaneder(dag: date, maaneder: int) -> date:
    """Date to date, as deadlines count."""
    return dag + relativedelta(months=maaneder)


def fylder(foedt: date, aar: int) -> date:
    """The birthday in that year of age."""
    return foedt + relativedelta(years=aar)


def klokken(dag: date, time: float) -> datetime:
    """Local clock time as an aware instant; `time` in hours with decimals."""
    minutter = min(int(time * 60), 24 * 60 - 1)
    return datetime(dag.year, dag.month, dag.day, minutter // 60, minutter % 60, tzinfo=KOEBENHAVN)


def arbejdstid(r: Random) -> float:
    """An hour of the working day."""
    return min(17.5, max(7.5, r.gauss(11.7, 2.2)))
