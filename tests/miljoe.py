"""Loaded before Django reads its settings: tests write to a folder of their own, never to the developer's.

OMHU_TEST_DB=postgresql: a PostgreSQL server of the run's own, shared by all of its processes.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from tests import pg

URL = "OMHU_DATABASE_URL"
ROLLER = (
    "RAADGIVER MODTAGELSE KOORDINATOR TEAMLEDER CHEF JURIST OEKONOM SUPERBRUGER SYSTEMADMINISTRATOR"
    " UDVALGSSEKRETAER UDFOERER EKSTERN_GRANSKER POLITIKER"
).split()
MAPPE = "omhu-test-"
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


def klar(mappe: Path, *, sqlite: bool = False) -> dict[str, str]:
    """Make `mappe` an OMHU_MAPPE as it is after the first command: keys, and a database without rows. Gives the
    environment of its database, as `ny_database` does. Made once a run, then copied: for tests that are not about
    the first start. `sqlite`: also where the run is on PostgreSQL."""
    sqlite = sqlite or not paa_postgresql()
    skabelon = delt_mappe(
        "klar-sqlite" if sqlite else "klar-postgresql", partial(_lav_klar, sqlite)
    )
    shutil.copytree(skabelon / "var", mappe)
    return {} if sqlite else ny_database(json.loads((skabelon / "miljoe.json").read_text()))


def delt_mappe(navn: str, lav: Callable[[Path], object]) -> Path:
    """A folder that all processes of the run share, to be copied and not changed: the first that asks makes it."""
    mappe = Path(os.environ["OMHU_MAPPE"]) / navn
    mappe.mkdir(exist_ok=True)
    with (mappe / "laas").open("w") as laas:
        fcntl.flock(laas, fcntl.LOCK_EX)
        if not (mappe / "faerdig").exists():
            lav(mappe)
            (mappe / "faerdig").touch()
    return mappe


def _lav_klar(sqlite: bool, mappe: Path) -> None:
    database = {} if sqlite else ny_database()
    rene = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
    subprocess.run(
        [sys.executable, "-m", "omhu.config.cli", "genberegn"],
        env=rene | {"OMHU_MAPPE": str(mappe / "var")} | database,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    (mappe / "miljoe.json").write_text(json.dumps(database))


def pytest_runtest_setup() -> None:
    """A test sees all rows, as a command does; requests that it makes see those of their user."""
    from omhu.adgang.raekkesikkerhed import fra_nu_system

    fra_nu_system()


def ryd_efter_draebte(temp: Path) -> None:
    """Remove the folders of runs that were killed: their names tell whose they were."""
    for mappe in temp.glob(f"{MAPPE}*"):
        pid = mappe.name.removeprefix(MAPPE).partition("-")[0]
        if pid.isdecimal() and not _lever(int(pid)):
            shutil.rmtree(mappe, ignore_errors=True)


def _lever(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True


def _start() -> None:
    ryd_efter_draebte(Path(tempfile.gettempdir()))
    mappe = tempfile.mkdtemp(prefix=f"{MAPPE}{os.getpid()}-")
    atexit.register(shutil.rmtree, mappe, ignore_errors=True)
    os.environ["OMHU_MAPPE"] = mappe
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


gc.set_threshold(50_000, 20, 20)
"""Reading in and migrating make a million objects that live: to look for garbage among them took a fifth of it."""
if "PYTEST_XDIST_WORKER" not in os.environ:
    _start()
