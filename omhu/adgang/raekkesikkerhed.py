"""Which rows PostgreSQL shows: the reach of the one who asks, told to the database beside every filter in Python.

The database engine (`omhu.config.database.motor`) reads `gaeldende` before each statement and sets it on the
connection; the policies (`frister` migration 0002) read it there. Nothing set = no row. SQLite does not ask.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict

from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.omfang import Omfang, omfang

INTET = ""
SYSTEM = '{"system": true}'
"""Commands, imports and migrations: all rows."""

_valgt: ContextVar[Callable[[], str | None]] = ContextVar("omhu_raekker", default=lambda: INTET)


def gaeldende() -> str | None:
    """What the database is to be told now, as JSON; None while that is being found out. Then the connection is
    left as it is: the units of the user are read, which no policy guards."""
    valgt = _valgt.get()
    with _brug(lambda: None):
        return valgt()


@contextmanager
def som_bruger(bruger: object) -> Iterator[None]:
    """The reach of one user, found when it is first needed; nobody logged in reaches nothing."""
    fundet: list[str] = []

    def find() -> str:
        if not fundet:
            fundet.append(_tekst(omfang(bruger)) if isinstance(bruger, Bruger) else INTET)
        return fundet[0]

    with _brug(find):
        yield


@contextmanager
def som_system() -> Iterator[None]:
    """All rows: for what must reach beyond the user's own cases. Say at the place why it must."""
    with _brug(lambda: SYSTEM):
        yield


def fra_nu_system() -> None:
    """All rows for the rest of this thread: what a command calls first."""
    _valgt.set(lambda: SYSTEM)


@contextmanager
def _brug(valg: Callable[[], str | None]) -> Iterator[None]:
    foer = _valgt.set(valg)
    try:
        yield
    finally:
        _valgt.reset(foer)


def _tekst(o: Omfang) -> str:
    felter = asdict(o) | {
        "enheder": sorted(o.enheder),
        "kle": list(o.kle),
        "nu": timezone.now().isoformat(),
    }
    return json.dumps(felter)
