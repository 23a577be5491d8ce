"""What can go wrong with a copy, as one Danish sentence."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

PLADS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULD = "Der kan ikke skrives mere; måske er disken fuld. Ryd op, eller vælg en anden disk, og prøv igen."


class Kopifejl(Exception):
    """Something cannot be made, read or used; the text is Danish and says what to do."""


@contextmanager
def paa_dansk(hvad: str) -> Iterator[None]:
    """A full disk, a folder that may not be written and the like, while `hvad` is written or read."""
    try:
        yield
    except sqlite3.OperationalError as fejl:
        if fejl.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise Kopifejl(FULD) from fejl
        raise Kopifejl(
            f"{hvad}: databasen kan ikke læses nu. Vent, til andre er færdige, og prøv igen."
        ) from fejl
    except OSError as fejl:
        if fejl.errno in PLADS:
            raise Kopifejl(FULD) from fejl
        raise Kopifejl(
            f"{hvad} kan ikke læses eller skrives. Se, om stien er rigtig, og om Omhus konto må bruge den."
        ) from fejl
