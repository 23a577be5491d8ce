"""Counting calls in windows of time: one small file for all server processes of a machine.

The file is no part of the data: it may be deleted at any time, and is kept out of copies. It holds numbers of
users and network addresses, for an hour at most.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from pathlib import Path

logger = logging.getLogger(__name__)
OPRYDNING = 60
"""Seconds between removals of old windows, by process."""


class Taeller:
    """Counts by key and window. Each count is one atomic statement, so that parallel calls are all counted."""

    def __init__(self, sti: Path) -> None:
        self.sti = sti
        self._traad = threading.local()
        self._ryddet = 0.0

    def tael(self, noegle: str, sekunder: int, nu: float | None = None) -> int:
        """Count one more; gives the number in this window. 0 when the file cannot be used: a full disk may not
        stop the work, but it is logged."""
        nu = time.time() if nu is None else nu
        try:
            self._ryd_op(nu)
            slut = vinduets_slut(sekunder, nu)
            raekke = (
                self._aaben()
                .execute(
                    "INSERT INTO kald (noegle, slut, antal) VALUES (?, ?, 1)"
                    " ON CONFLICT (noegle, slut) DO UPDATE SET antal = antal + 1 RETURNING antal",
                    (f"{noegle}/{sekunder}", slut),
                )
                .fetchall()
            )
        except sqlite3.Error as fejl:
            logger.error("Kald kan ikke tælles (%s); grænserne virker ikke.", type(fejl).__name__)
            self._traad.__dict__.clear()
            return 0
        return int(raekke[0][0])

    def _aaben(self) -> sqlite3.Connection:
        if getattr(self._traad, "pid", None) != os.getpid():
            db = sqlite3.connect(self.sti, timeout=2, isolation_level=None)
            # Not WAL: its shared memory is mapped, and a process that forks, or a file that is deleted, as this one
            # may be, would take the server down with a bus error.
            db.execute("PRAGMA journal_mode=TRUNCATE")
            db.execute("PRAGMA synchronous=OFF")
            db.execute(
                "CREATE TABLE IF NOT EXISTS kald (noegle TEXT, slut INTEGER, antal INTEGER NOT NULL,"
                " PRIMARY KEY (noegle, slut)) WITHOUT ROWID"
            )
            self._traad.db, self._traad.pid = db, os.getpid()
        forbindelse: sqlite3.Connection = self._traad.db
        return forbindelse

    def _ryd_op(self, nu: float) -> None:
        if nu - self._ryddet > OPRYDNING:
            self._ryddet = nu
            self._aaben().execute("DELETE FROM kald WHERE slut < ?", (int(nu),))


def vinduets_slut(sekunder: int, nu: float) -> int:
    """When the window of this moment ends, in seconds of the epoch."""
    return (int(nu) // sekunder + 1) * sekunder
