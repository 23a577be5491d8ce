"""PostgreSQL: data and log written at one snapshot, and restored into a database beside the one in use, which takes its
name only when every check holds. The old one is kept under another name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg import sql

from omhu.config.database.start import giv_rettigheder, roller, som_ejer
from omhu.config.kopi import arkiv, mappe, pgfiler, programmer
from omhu.config.kopi.fejl import Kopifejl, paa_dansk
from omhu.config.kopi.kontrol import Fremdrift, Kontrol, kontrol_af, sammenlign
from omhu.config.kopi.laas import Laas
from omhu.config.kopi.loggen import ALIAS, ANKER, logtal
from omhu.config.kopi.noegler import kontroller_ring, versioner_i_brug

DATA, LOG = "omhu.pg", "log.pg"
"""Folders in the copy; the log has one of its own where it is a database of its own."""
PORTION = 5000


@dataclass
class Forbindelse:
    """A psycopg connection that streams what it reads and sees all rows."""

    con: psycopg.Connection[Any]

    def execute(self, saetning: Any, /) -> Any:
        markoer = self.con.cursor(name=f"k{uuid4().hex}")
        markoer.itersize = PORTION
        markoer.execute(saetning)
        return markoer

    def migrationer(self) -> list[str]:
        """`app.name` of every migration that has been applied."""
        tabel = MigrationRecorder.Migration._meta.db_table
        return sorted(f"{a}.{n}" for a, n in self.execute(f"SELECT app, name FROM {tabel}"))  # noqa: S608 - Django's own


def _data() -> dict[str, Any]:
    """The owner's address where there is one: the app's role may not read everything."""
    return settings.OMHU.ejerdatabase() or settings.DATABASES["default"]


def _egen_log() -> dict[str, Any] | None:
    """The log's entry when it is a database of its own."""
    log, data = settings.DATABASES[ALIAS], settings.DATABASES["default"]
    if all(log[d] == data[d] for d in ("HOST", "PORT", "NAME")):
        return None
    ejer = settings.OMHU.ejerdatabase() or log
    return log | {felt: ejer[felt] for felt in ("USER", "PASSWORD")}


def _forbind(database: dict[str, Any], navn: str | None = None, **valg: Any) -> Any:
    """A connection to a database, or to another one on the same server. Raises Kopifejl."""
    kendt = {k: v for k, v in database["OPTIONS"].items() if k in programmer.VALG}
    try:
        return psycopg.connect(
            host=database["HOST"] or None,
            port=database["PORT"] or None,
            user=database["USER"] or None,
            password=database["PASSWORD"] or None,
            dbname=navn or database["NAME"],
            options=f"{programmer.SYSTEM} -c timezone=UTC",
            **kendt,
            **valg,
        )
    except psycopg.OperationalError as fejl:
        raise Kopifejl(
            "Databasen svarer ikke. Se, om serveren kører, og om adressen er rigtig."
        ) from fejl


@contextmanager
def _oejeblik(database: dict[str, Any], navn: str | None = None) -> Iterator[Forbindelse]:
    """Read one moment of a database."""
    with _forbind(database, navn) as con:
        con.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        con.read_only = True
        yield Forbindelse(con)


# -- taking ---------------------------------------------------------------------------------------


def tag(her: Path, fremdrift: Fremdrift | None) -> tuple[arkiv.Indhold, Kontrol]:
    """Dump the databases into `her` and compute what a restore must come to."""
    from omhu.config.kopi.tag import oplysninger, uafgjorte

    data = _data()
    with _oejeblik(data) as con:
        filer = pgfiler.skriv(con.con, data, her / DATA)
        snapshot = con.execute("SELECT pg_export_snapshot()").fetchone()[0]
        filer |= mappe.tag_med(settings.OMHU.rod(), her / "filer", uafgjorte(con))
        tabeller = pgfiler.tabeller(con.con)
        kontroller_ring(con)
        kontrol = kontrol_af(
            con, tabeller, her / "filer" / "regler", timezone.localdate(), fremdrift
        )
        kontrol = kontrol.med_log(_tag_log(snapshot, her, filer))
        manifest = oplysninger(
            "postgresql", kontrol, con.migrationer(), versioner_i_brug(con, tabeller)
        )
    return arkiv.Indhold(filer, manifest), kontrol


def _tag_log(snapshot: str, her: Path, filer: dict[str, Path]) -> dict[str, Any]:
    """Follow the log's chain at the snapshot of the data; a log of its own has one of its own, and is taken last, so
    that whatever was changed before the copy is in it."""
    egen, anker = _egen_log(), her / "filer" / ANKER
    with ExitStack() as stak:
        if egen is not None:
            con = stak.enter_context(_oejeblik(egen))
            filer |= pgfiler.skriv(con.con, egen, her / LOG)
            snapshot = con.execute("SELECT pg_export_snapshot()").fetchone()[0]
        stak.enter_context(som_ejer(ALIAS))
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as c:
            c.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            c.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
            return logtal(None, anker)


# -- bringing back --------------------------------------------------------------------------------


def genskab(fil: Path, *, erstat: bool, fremdrift: Fremdrift | None, laas: Laas) -> Kontrol:
    """See `omhu.config.kopi.genskab.genskab`. The old database is kept under another name."""
    from omhu.config.kopi.genskab import SKRIV_ERSTAT, flyt_filer, godkend, til_side_mappe
    from omhu.config.kopi.tag import arbejdsmappe

    rod, tid = settings.OMHU.rod(), f"{timezone.localtime():%Y%m%d%H%M%S}"
    if _har_sager(_data()) and not erstat:
        raise Kopifejl(SKRIV_ERSTAT)
    with arbejdsmappe("genskab") as her, ExitStack() as stak:
        manifest = arkiv.pak_ud(fil, her, laas, lambda m: godkend(m, "postgresql"))
        kontrol = Kontrol.af_json(manifest["kontrol"])
        nye = {DATA: _data()} | ({LOG: log} if (log := _egen_log()) else {})
        if set(nye) != {n for n in (DATA, LOG) if (her / n).exists()}:
            raise Kopifejl(
                "Kopien har loggen et andet sted end her. Sæt OMHU_LOG_DATABASE_URL, som da den blev taget."
            )
        for navn, database in nye.items():
            stak.enter_context(_ny_database(database, f"{database['NAME']}_ny_{tid}"))
            _indlaes(database, f"{database['NAME']}_ny_{tid}", her / navn)
        _efterse(her, kontrol, nye, tid, fremdrift)
        for alias in connections:
            connections[alias].close()
        for navn in reversed(list(nye)):  # the log first, the data last
            _byt_navn(nye[navn], tid)
            _giv_adgang(nye[navn])
        giv_rettigheder()
        with paa_dansk("Omhus mappe"):
            flyt_filer(her, rod, til_side_mappe(rod))
    return kontrol


def _har_sager(database: dict[str, Any]) -> bool:
    with _oejeblik(database) as con:
        if "sager_sag" not in pgfiler.tabeller(con.con):
            return False
        return bool(con.execute("SELECT EXISTS (SELECT 1 FROM sager_sag)").fetchone()[0])


@contextmanager
def _ny_database(database: dict[str, Any], navn: str) -> Iterator[None]:
    """An empty database beside the one in use, with the same language; gone again unless it took the other's name."""
    with _forbind(database, autocommit=True) as con:
        try:
            sprog = con.execute(
                "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()"
            ).fetchone()
            con.execute(
                sql.SQL(
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}"
                ).format(sql.Identifier(navn), *map(sql.Literal, sprog))
            )
        except psycopg.errors.InsufficientPrivilege as fejl:
            raise Kopifejl(
                "Brugeren i adressen må ikke lave databaser. Giv den retten: ALTER ROLE navn CREATEDB."
            ) from fejl
    try:
        yield
    finally:
        with suppress(Kopifejl), _forbind(database, autocommit=True) as con:
            con.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(navn)))


def _indlaes(database: dict[str, Any], navn: str, fra: Path) -> None:
    with _forbind(database, navn, autocommit=True) as con:
        pgfiler.laes(con, database | {"NAME": navn}, fra)


def _efterse(
    her: Path,
    kontrol: Kontrol,
    nye: dict[str, dict[str, Any]],
    tid: str,
    fremdrift: Fremdrift | None,
) -> None:
    with _oejeblik(nye[DATA], f"{nye[DATA]['NAME']}_ny_{tid}") as con:
        kontroller_ring(con)
        fundet = kontrol_af(con, pgfiler.tabeller(con.con), her / "regler", kontrol.pr, fremdrift)
    log = nye.get(LOG, nye[DATA])
    with som_ejer(ALIAS):
        tal = logtal(f"{log['NAME']}_ny_{tid}", her / ANKER)
    sammenlign(kontrol, fundet.med_log(tal))


def _giv_adgang(database: dict[str, Any]) -> None:
    """Let app and log in, and nobody else, as `omhu database --roller` did with the old database."""
    r = roller()
    andre = [sql.Identifier(n) for n in dict.fromkeys((r.app, r.log)) if n != database["USER"]]
    if settings.OMHU.ejerdatabase() is None or not andre:
        return
    navn, dem = sql.Identifier(database["NAME"]), sql.SQL(", ").join(andre)
    with _forbind(database) as con:
        con.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(navn))
        con.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(navn, dem))
        con.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        con.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(dem))


def _byt_navn(database: dict[str, Any], tid: str) -> None:
    """Give the new database the name, and the old one another. Raises Kopifejl while anybody uses the old one."""
    navn = database["NAME"]
    ny, gammel = f"{navn}_ny_{tid}", f"{navn}_foer_{tid}"
    omdoeb = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        with _forbind(database, ny, autocommit=True) as con:
            con.execute(omdoeb.format(sql.Identifier(navn), sql.Identifier(gammel)))
    except psycopg.errors.ObjectInUse as fejl:
        raise Kopifejl("Nogen bruger databasen. Stop serveren og andre kommandoer først.") from fejl
    try:
        with _forbind(database, gammel, autocommit=True) as con:
            con.execute(omdoeb.format(sql.Identifier(ny), sql.Identifier(navn)))
            tom = not pgfiler.tabeller(con)
    except BaseException:
        with _forbind(database, ny, autocommit=True) as con:
            con.execute(omdoeb.format(sql.Identifier(gammel), sql.Identifier(navn)))
        raise
    if tom:
        with _forbind(database, autocommit=True) as con:
            con.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(gammel)))
