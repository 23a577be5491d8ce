"""The calendar of the law: local days, Danish holidays, and lengths of time counted in days.

Days are `datetime.date` in Europe/Copenhagen. The rules are those of the duties' clocks: date to date with
clamping to the month's last day, n-th hverdag or arbejdsdag strictly after a day, elapsed hours in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

KOEBENHAVN = ZoneInfo("Europe/Copenhagen")
EPOKE = date(1970, 1, 1)
MS_PR_TIME = 3_600_000
FOERSTE_AAR, SIDSTE_AAR = 1990, 2060


@lru_cache(maxsize=1)
def helligdage() -> frozenset[date]:
    """Danish public holidays 1990-2060; Store bededag until 2023."""
    return frozenset(
        holidays.country_holidays("DK", years=range(FOERSTE_AAR, SIDSTE_AAR + 1)).keys()
    )


@dataclass(frozen=True)
class Kalender:
    """The settings of a municipality that move day counting.

    loerdag_er_hverdag: is Saturday counted among hverdage (the law is unclear; lovkrav 1.0).
    advar_om_loerdag: say in explanations which day it would be if it were.
    lukkedage: (month, day) that are not arbejdsdage although no holiday: 5 June, 24 and 31 December.
    """

    loerdag_er_hverdag: bool = False
    advar_om_loerdag: bool = True
    lukkedage: tuple[tuple[int, int], ...] = ((6, 5), (12, 24), (12, 31))
    _helligdage: frozenset[date] = field(default_factory=helligdage, repr=False, compare=False)

    def er_helligdag(self, dag: date) -> bool:
        """Is the day a public holiday (weekends are not, unless they are one)?"""
        return dag in self._helligdage

    def er_hverdag(self, dag: date) -> bool:
        """Monday to Friday (Saturday by setting), no holiday."""
        return dag.weekday() < (6 if self.loerdag_er_hverdag else 5) and dag not in self._helligdage

    def er_arbejdsdag(self, dag: date) -> bool:
        """Monday to Friday, no holiday, not a closed day of the municipality."""
        return (
            dag.weekday() < 5
            and dag not in self._helligdage
            and (dag.month, dag.day) not in self.lukkedage
        )

    def laeg_til(self, dag: date, enhed: str, antal: int) -> date:
        """`antal` dage, uger, maaneder, aar, hverdage or arbejdsdage after a day (months and years may be
        negative). Months go date to date, clamped to the month's last day."""
        if enhed in ("dage", "uger"):
            return dag + timedelta(days=antal * (7 if enhed == "uger" else 1))
        if enhed in ("maaneder", "aar"):
            return dag + relativedelta(months=antal * (12 if enhed == "aar" else 1))
        taeller = {"hverdage": self.er_hverdag, "arbejdsdage": self.er_arbejdsdag}[enhed]
        for _ in range(antal):
            dag += timedelta(days=1)
            while not taeller(dag):
                dag += timedelta(days=1)
        return dag

    def rul(self, dag: date) -> date:
        """The day itself, or the next arbejdsdag when it is a Saturday, Sunday or holiday."""
        while dag.weekday() >= 5 or dag in self._helligdage:
            dag += timedelta(days=1)
            while not self.er_arbejdsdag(dag):
                dag += timedelta(days=1)
        return dag


def dagnr(dag: date) -> int:
    """Days since 1970-01-01."""
    return (dag - EPOKE).days


def dag_af(nr: int) -> date:
    """The day with this number."""
    return EPOKE + timedelta(days=nr)


@lru_cache(maxsize=65_536)
def dagens_begyndelse(dag: date) -> int:
    """First instant of the local day, ms since the epoch (UTC)."""
    return int(datetime.combine(dag, time(), KOEBENHAVN).timestamp()) * 1000


def dagens_slutning(dag: date) -> int:
    """Last ms of the local day."""
    return dagens_begyndelse(dag + timedelta(days=1)) - 1


def ms(tid: datetime) -> int:
    """An aware instant as ms since the epoch."""
    return round(tid.timestamp() * 1000)


def tid_af(ms_: int) -> datetime:
    """The instant as local time."""
    return datetime.fromtimestamp(ms_ / 1000, UTC).astimezone(KOEBENHAVN)


def lokal_dag(tid: datetime) -> date:
    """The local day on which an aware instant lies."""
    return tid.astimezone(KOEBENHAVN).date()
