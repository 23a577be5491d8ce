"""Tests of the database itself. Those that ask for `postgresql` are about PostgreSQL and say so where it is not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests import pg, proces
from tests.miljoe import SOKKEL, paa_postgresql

GRUND = "handler om PostgreSQL; denne kørsel er på SQLite (make test kører begge)"


@pytest.fixture(scope="session")
def postgresql() -> Path:
    """The folder of the server's socket."""
    if not paa_postgresql():
        pytest.skip(GRUND)
    return Path(os.environ[SOKKEL])


@dataclass
class Installation:
    """A database made as the guide says: an owner, an app role and a log role, each with its address."""

    sokkel: Path
    database: str
    ejer: str
    app: str
    log: str
    mappe: Path

    def adresse(self, rolle: str) -> str:
        return pg.adresse(self.sokkel, self.database, rolle)

    def miljoe(self, **ekstra: str) -> dict[str, str]:
        """The environment of the server and the daily commands: without the owner."""
        uden = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
        egne = {
            "OMHU_MAPPE": str(self.mappe),
            "OMHU_DATABASE_URL": self.adresse(self.app),
            "OMHU_LOG_DATABASE_URL": self.adresse(self.log),
        }
        return uden | egne | ekstra

    def som_ejer(self) -> dict[str, str]:
        return self.miljoe(OMHU_DATABASE_URL_EJER=self.adresse(self.ejer))

    def omhu(self, *ord_: str, miljoe: dict[str, str] | None = None):
        """Run the command as a process of its own."""
        return proces.omhu(ord_, miljoe or self.miljoe())

    def forbind(self, rolle: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sokkel), dbname=self.database, user=rolle, autocommit=True
        )


@pytest.fixture(scope="module")
def tom_installation(postgresql, tmp_path_factory):
    """Roles and an empty database, made by the very SQL that `omhu database --roller` prints."""
    n = uuid4().hex[:8]
    inst = Installation(
        postgresql, f"i_{n}", f"ejer_{n}", f"app_{n}", f"log_{n}", tmp_path_factory.mktemp("inst")
    )
    svar = inst.omhu("database", "--roller", miljoe=inst.som_ejer())
    assert svar.returncode == 0, svar.stderr
    foer, _, efter = svar.stdout.partition("\\connect")
    saetninger = [x for x in foer.splitlines() if not x.startswith("\\")]
    pg.koer_sql(postgresql, *saetninger)
    pg.koer_sql(postgresql, *efter.splitlines()[1:], database=inst.database)
    return inst


@pytest.fixture(scope="module")
def installation(tom_installation):
    """The same, brought up to date by the owner."""
    svar = tom_installation.omhu("database", "--opdater", miljoe=tom_installation.som_ejer())
    assert svar.returncode == 0, svar.stdout + svar.stderr
    return tom_installation


@pytest.fixture
def som_app(postgresql, db):
    """This test's connection as a role with the app's rights, inside the test's transaction: `with som_app():`."""
    from contextlib import contextmanager

    from omhu.config.database.roller import Roller, giv

    rolle = f"app_{uuid4().hex[:8]}"
    pg.koer_sql(postgresql, f"CREATE ROLE {rolle}", f"GRANT {rolle} TO {pg.EJER}")
    with connection.cursor() as c:
        c.execute(f"GRANT USAGE ON SCHEMA public TO {rolle}")
        giv(c, Roller(ejer=pg.EJER, app=rolle, log=rolle))

    @contextmanager
    def brug():
        with connection.cursor() as c:
            c.execute(f"SET ROLE {rolle}")
        try:
            yield rolle
        finally:
            with connection.cursor() as c:
                c.execute("RESET ROLE")

    return brug
