"""Before a command works: can the database be used, may its role be trusted, and is it of this version?

With OMHU_DATABASE_URL_EJER updates run as the owner, and the app's rights are given again afterwards. Otherwise the
app's own role must own the tables: fine for a trial, less for operation.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from omhu.adgang.raekkesikkerhed import fra_nu_system
from omhu.config.database.adresse import er_postgresql
from omhu.config.database.fejl import Databasefejl, som_databasefejl
from omhu.config.database.roller import Roller, giv

LOG = "log"
LAAS = 0x6F6D6875_6F70
"""The advisory lock of an update: two programs that start at once do not both do it."""
FORSOEG, PAUSE = 5, 3.0
LAAST = "55P03"
Fortael = Callable[[str], None]


def aabn() -> None:
    """See that the database answers and that its role may be trusted. Raises Databasefejl; from here on the thread
    sees all rows."""
    fra_nu_system()
    for alias in (DEFAULT_DB_ALIAS, LOG):
        with forklaret(alias):
            connections[alias].ensure_connection()
            if alias == DEFAULT_DB_ALIAS:
                efterse_rolle()


def opdater_ved_behov() -> None:
    """Bring the database up to date when it is not. Raises Databasefejl."""
    if any(mangler(alias) for alias in (LOG, DEFAULT_DB_ALIAS)):
        opdater()


@contextmanager
def forklaret(alias: str) -> Iterator[None]:
    try:
        yield
    except DatabaseError as fejl:
        beskadiget = not er_postgresql(settings.DATABASES[alias])  # a file that is no database
        if isinstance(fejl, OperationalError) or beskadiget:
            raise som_databasefejl(fejl, settings.DATABASES[alias]) from fejl
        raise


def efterse_rolle() -> None:
    """Refuse a role that PostgreSQL lets past row-level security. The demo may: its children are invented."""
    forbindelse = connections[DEFAULT_DB_ALIAS]
    if forbindelse.vendor != "postgresql" or settings.OMHU.demo:
        return
    with forbindelse.cursor() as c:
        c.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if any(c.fetchone()):
            raise Databasefejl(
                f"Rollen »{forbindelse.settings_dict['USER']}« går uden om rækkesikkerheden (den er superuser eller "
                "har BYPASSRLS). Brug en rolle uden: se »omhu database --roller«."
            )


def mangler(alias: str) -> bool:
    """Is the database older than this version of Omhu?"""
    with forklaret(alias):
        return bool(_plan(alias))


def _plan(alias: str) -> list[Any]:
    executor = MigrationExecutor(connections[alias])
    blade = executor.loader.graph.leaf_nodes(LOG if alias == LOG else None)
    return list(executor.migration_plan(blade))


def opdater(fortael: Fortael = lambda tekst: print(tekst, file=sys.stderr)) -> None:
    """Bring log and data up to this version, as the owner where there is one, and give the rights again.

    The log first: in a database that both share, the data's migrations would mark those of the log as done.
    """
    for alias in (LOG, DEFAULT_DB_ALIAS):
        with forklaret(alias), som_ejer(alias) as er_ejer, _alene(alias):
            if not _plan(alias):
                continue
            _check_maa(alias, er_ejer)
            _opdater_med_forsoeg(alias, fortael)
    giv_rettigheder()


def giv_rettigheder() -> None:
    """Give the app and the log their rights, as the owner. Nothing without one."""
    for alias in (LOG, DEFAULT_DB_ALIAS):
        with forklaret(alias), som_ejer(alias) as er_ejer:
            if er_ejer:
                with transaction.atomic(alias), connections[alias].cursor() as c:
                    giv(c, roller())


def roller() -> Roller:
    """The roles as the settings have them, with Omhu's own names where they say nothing."""
    ejer = settings.OMHU.ejerdatabase() or {}
    data, log = (settings.DATABASES[a] for a in (DEFAULT_DB_ALIAS, LOG))
    app = data.get("USER") or "omhu_app"
    return Roller(
        ejer=ejer.get("USER") or "omhu_ejer",
        app=app,
        log=(log.get("USER") or app) if er_postgresql(log) else "omhu_log",
    )


@contextmanager
def som_ejer(alias: str) -> Iterator[bool]:
    """While this lasts the alias is the owner's connection; False, and as it was, where no owner is set."""
    ejer = settings.OMHU.ejerdatabase()
    app = connections[alias]
    if ejer is None or app.vendor != "postgresql":
        yield False
        return
    valg = deepcopy({k: v for k, v in app.settings_dict.items() if k != "OPTIONS"})
    if (valg["HOST"], valg["PORT"]) != (ejer["HOST"], ejer["PORT"]):
        raise Databasefejl(
            "Loggens database ligger på en anden server end OMHU_DATABASE_URL_EJER. Læg begge på den samme."
        )
    valg |= {"USER": ejer["USER"], "PASSWORD": ejer["PASSWORD"], "OPTIONS": dict(ejer["OPTIONS"])}
    egen = type(app)(valg, alias)
    connections[alias] = egen
    try:
        yield True
    finally:
        egen.close()
        connections[alias] = app


@contextmanager
def _alene(alias: str) -> Iterator[None]:
    """One update at a time, and none that waits long for a lock while people wait behind it."""
    forbindelse = connections[alias]
    if forbindelse.vendor != "postgresql":
        yield
        return
    sekunder = settings.OMHU.database_laas_sekunder
    with forbindelse.cursor() as c:
        c.execute("SELECT pg_advisory_lock(%s)", [LAAS])
        c.execute("SELECT set_config('lock_timeout', %s, false)", [f"{sekunder}s"])
    try:
        yield
    finally:
        if forbindelse.connection is not None and not forbindelse.connection.closed:
            with forbindelse.cursor() as c:
                c.execute("SELECT set_config('lock_timeout', '0', false)")
                c.execute("SELECT pg_advisory_unlock(%s)", [LAAS])


def _check_maa(alias: str, er_ejer: bool) -> None:
    forbindelse = connections[alias]
    if er_ejer or forbindelse.vendor != "postgresql":
        return
    with forbindelse.cursor() as c:
        c.execute("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")
        if not c.fetchone()[0]:
            raise Databasefejl(
                "Databasen skal opdateres, og rollen her må ikke. Sæt OMHU_DATABASE_URL_EJER, og kør "
                "»omhu database --opdater«."
            )


def _opdater_med_forsoeg(alias: str, fortael: Fortael) -> None:
    for forsoeg in range(1, FORSOEG + 1):
        try:
            ord_ = ("migrate", LOG) if alias == LOG else ("migrate",)
            call_command(*ord_, database=alias, verbosity=0, interactive=False)
            return
        except OperationalError as fejl:
            if getattr(fejl.__cause__, "sqlstate", "") != LAAST:
                raise
            if forsoeg == FORSOEG:
                raise Databasefejl(
                    "Databasen kunne ikke opdateres: nogen bruger en tabel, der skal ændres. Stop serveren, eller "
                    "vent, til den er ledig, og prøv igen. Intet er halvt ændret."
                ) from fejl
            fortael(
                f"En tabel er i brug. Prøver igen om {PAUSE:.0f} sekunder ({forsoeg} af {FORSOEG})."
            )
            time.sleep(PAUSE)
