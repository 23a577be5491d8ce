"""Time as README.md has it: local days, instants in ms, the Danish calendar. Nothing from omhu.kerne."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

from omhu.regler.sprog import Frist, Varighed

ZONE = ZoneInfo("Europe/Copenhagen")
EPOKE = datetime(1970, 1, 1, tzinfo=UTC)
DAG = timedelta(days=1)
HELLIGDAGE = holidays.country_holidays("DK")
LOERDAG, SOENDAG = 5, 6


def til_ms(tid: datetime) -> int:
    """Whole ms since 1970, UTC."""
    return (tid - EPOKE) // timedelta(milliseconds=1)


def fra_ms(ms: int) -> datetime:
    return EPOKE + timedelta(milliseconds=ms)


@cache
def foerste_ms(dag: date) -> int:
    """First ms of a local day."""
    return til_ms(datetime.combine(dag, time(0), tzinfo=ZONE).astimezone(UTC))


def sidste_ms(dag: date) -> int:
    """Last ms of a local day."""
    return foerste_ms(dag + DAG) - 1


def lokal_dag(ms: int) -> date:
    return fra_ms(ms).astimezone(ZONE).date()


@dataclass(frozen=True)
class Kalender:
    """A municipality's reading of hverdag and arbejdsdag."""

    loerdag_er_hverdag: bool
    lukkedage: tuple[tuple[int, int], ...]

    def er_hverdag(self, dag: date) -> bool:
        if dag in HELLIGDAGE or dag.weekday() == SOENDAG:
            return False
        return dag.weekday() != LOERDAG or self.loerdag_er_hverdag

    def er_arbejdsdag(self, dag: date) -> bool:
        if dag in HELLIGDAGE or dag.weekday() in (LOERDAG, SOENDAG):
            return False
        return (dag.month, dag.day) not in self.lukkedage

    def rul(self, dag: date) -> date:
        """A Saturday, Sunday or holiday moves to the next arbejdsdag; any other day stands."""
        if dag.weekday() in (LOERDAG, SOENDAG) or dag in HELLIGDAGE:
            return self._taelles_frem(dag, 1, self.er_arbejdsdag, DAG)
        return dag

    def laeg_til(self, dag: date, laengde: Varighed | Frist, gange: int = 1) -> date:
        """The day `gange` lengths after `dag`."""
        return self._flyt(dag, laengde.enhed, laengde.antal, gange)

    def traek_fra(self, dag: date, laengde: Varighed) -> date:
        """The day one length before `dag`."""
        return self._flyt(dag, laengde.enhed, laengde.antal, -1)

    def _flyt(self, dag: date, enhed: str, antal: int, gange: int) -> date:
        retning = DAG if gange > 0 else -DAG
        if enhed == "hverdage":
            return self._taelles_frem(dag, antal, self.er_hverdag, retning)
        if enhed == "arbejdsdage":
            return self._taelles_frem(dag, antal, self.er_arbejdsdag, retning)
        engelsk = {"dage": "days", "uger": "weeks", "maaneder": "months", "aar": "years"}[enhed]
        return dag + relativedelta(**{engelsk: antal * gange})

    def _taelles_frem(self, dag, antal, taeller, retning) -> date:
        """The `antal`-th counting day strictly after `dag` in a direction."""
        while antal:
            dag += retning
            if taeller(dag):
                antal -= 1
        return dag
