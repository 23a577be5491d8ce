"""Loaded before Django reads its settings: tests write to a folder of their own, never to the developer's.

OMHU_TEST_DB=postgresql: a PostgreSQL server of the run's own, shared by all of its processes.
"""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from tests import pg

URL = "OMHU_DATABASE_URL"
ROLLER = (
    "RAADGIVER MODTAGELSE KOORDINATOR TEAMLEDER CHEF JURIST OEKONOM SUPERBRUGER SYSTEMADMINISTRATOR"
    " UDVALGSSEKRETAER UDFOERER EKSTERN_GRANSKER POLITIKER"
).split()
SOKKEL = "OMHU_TEST_PG"
"""Where the server's socket is; set by the process that started it, inherited by its workers."""


def paa_postgresql() -> bool:
    """Does this run use PostgreSQL?"""
    return os.environ.get("OMHU_TEST_DB") == "postgresql"


def ny_database(skabelon: dict[str, str] | None = None) -> dict[str, str]:
    """The environment of a program with a database of its own, empty or as `skabelon` (another such environment)
    is now. Nothing for SQLite: its folder is enough."""
    if not paa_postgresql():
        return {}
    navn, mappe = f"p_{uuid4().hex}", Path(os.environ[SOKKEL])
    som = f" TEMPLATE {urlsplit(skabelon[URL]).path[1:]}" if skabelon else ""
    pg.koer_sql(mappe, f"CREATE DATABASE {navn}{som}", bruger=pg.EJER)
    return {URL: pg.adresse(mappe, navn)}


def pytest_runtest_setup() -> None:
    """A test sees all rows, as a command does; requests that it makes see those of their user."""
    from omhu.adgang.raekkesikkerhed import fra_nu_system

    fra_nu_system()


def _start() -> None:
    os.environ["OMHU_MAPPE"] = tempfile.mkdtemp(prefix="omhu-test-")
    os.environ["OMHU_UDEN_TOTP"] = ",".join(
        ROLLER
    )  # tests/login asks for one-time codes, the rest need none
    for navn in ("OMHU_DATABASE_URL", "OMHU_DATABASE_URL_EJER"):
        os.environ.pop(navn, None)
    for navn in (
        "BRUGER",
        "ADRESSE",
        "SOEGNING",
        "EKSPORT",
        "INDLAESNING",
    ):  # one user, a thousand tests
        os.environ[f"OMHU_GRAENSE_{navn}"] = "1000000"
    if paa_postgresql():
        try:
            server = pg.start()
        except pg.Mangler as fejl:
            sys.exit(f"{pg.IKKE_KOERT} på PostgreSQL: {fejl}")
        atexit.register(server.stop)
        os.environ[SOKKEL] = str(server.mappe)
        os.environ["OMHU_DATABASE_URL"] = pg.adresse(server.mappe, "omhu")


if "PYTEST_XDIST_WORKER" not in os.environ:
    _start()
