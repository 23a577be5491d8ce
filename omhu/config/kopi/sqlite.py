"""SQLite: copying a database in use page by page, as one moment's state, and putting one in another's place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from omhu.config.kopi.fejl import Kopifejl, paa_dansk
from omhu.config.kopi.kontrol import UDELADT

BESKADIGET = "{} i kopien er beskadiget. Brug en anden kopi."
STOP = "Nogen bruger databasen. Stop serveren og andre kommandoer først."
FOELGE = ("-wal", "-shm", "-journal")


def kopier(alias: str, til: Path) -> None:
    """Copy the database of a Django alias, also while others write to it."""
    forbindelse = connections[alias]
    forbindelse.ensure_connection()
    with paa_dansk("Databasen"), closing(sqlite3.connect(til)) as maal:
        forbindelse.connection.backup(maal)
        maal.execute("PRAGMA journal_mode=DELETE")
        for tabel in UDELADT:
            with suppress(sqlite3.OperationalError):  # not in the log's database
                maal.execute(f'DELETE FROM "{tabel}"')  # noqa: S608 - our own names
        maal.commit()


def laes(sti: Path) -> sqlite3.Connection:
    """A copied database for reading. Raises Kopifejl unless SQLite finds it whole."""
    con = sqlite3.connect(f"file:{sti}?mode=ro", uri=True)
    try:
        if con.execute("PRAGMA integrity_check").fetchone() == ("ok",):
            return con
    except sqlite3.DatabaseError:
        pass
    con.close()
    raise Kopifejl(BESKADIGET.format(sti.name))


def tabeller(con: sqlite3.Connection) -> list[str]:
    """The names of all tables."""
    return [
        navn
        for (navn,) in con.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]


def migrationer(con: sqlite3.Connection) -> list[str]:
    """`app.name` of every migration that has been applied."""
    tabel = MigrationRecorder.Migration._meta.db_table
    return sorted(
        f"{app}.{navn}"
        for app, navn in con.execute(f'SELECT app, name FROM "{tabel}"')  # noqa: S608 - Django's own
    )


def har_sager(database: Path) -> bool:
    """Are there cases in it? A damaged database counts as one with cases: it is not ours to overwrite."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as con:
        try:
            if "sager_sag" not in tabeller(con):
                return False
            return bool(con.execute("SELECT EXISTS (SELECT 1 FROM sager_sag)").fetchone()[0])
        except sqlite3.DatabaseError:
            return True


def til_ro(database: Path) -> None:
    """Bring a database that is to be replaced into one file, so that nothing of it is left to be played into the new
    one. Raises Kopifejl while anybody else has it open."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=2, isolation_level=None)) as con:
        try:
            svar = con.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as fejl:
            raise Kopifejl(STOP) from fejl
        except sqlite3.DatabaseError:
            return  # damaged: it is moved aside as it lies
        if svar != ("delete",):
            raise Kopifejl(STOP)


def byt(ny: Path, gammel: Path, til_side: Path) -> None:
    """Keep the old file under `til_side` and put the new one in its place, at once."""
    if gammel.exists():
        til_side.mkdir(mode=0o700, exist_ok=True)
        try:
            os.link(gammel, til_side / gammel.name)
        except OSError:  # a disk without links
            gammel.rename(til_side / gammel.name)
    for endelse in FOELGE:
        foelger = gammel.with_name(gammel.name + endelse)
        if foelger.exists():
            til_side.mkdir(mode=0o700, exist_ok=True)
            foelger.rename(til_side / foelger.name)
    ny.replace(gammel)
