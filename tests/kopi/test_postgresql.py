"""The same two commands on PostgreSQL: one moment, nothing hidden by row security, and the name changed last."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from omhu.config.database.roller import Roller, opret
from omhu.config.kopi import Kopifejl, programmer
from tests import miljoe, pg
from tests.config.test_kommandoer import indlaes_guld
from tests.kopi.test_slet_kommando import REGLER
from tests.kopi.test_udtraek import udtraek

pytestmark = pytest.mark.skipif(
    not miljoe.paa_postgresql(), reason="kører med OMHU_TEST_DB=postgresql"
)


@pytest.fixture
def paa_pg(omhu):
    """`omhu …` on a database of its own; `.url` is its address."""
    miljoet = miljoe.ny_database()

    def koer(*ord_, **ekstra):
        return omhu(*ord_, **miljoet | ekstra)

    koer.url = miljoet["OMHU_DATABASE_URL"]
    return koer


def _ved_siden_af(url):
    """The databases that a restore has made beside one."""
    navn = url.partition("@/")[2].partition("?")[0]
    with psycopg.connect(url) as con:
        alle = [n for (n,) in con.execute("SELECT datname FROM pg_database")]
    return [n for n in alle if n.startswith(f"{navn}_")]


@pytest.fixture
def kopi(paa_pg, tmp_path):
    indlaes_guld(paa_pg)
    fil = tmp_path / "omhu.kopi"
    svar = paa_pg("sikkerhedskopi", fil)
    assert svar.returncode == 0, svar.stderr
    assert "Sager: 20. Skridt: 178." in svar.stdout
    return fil


def test_a_copy_comes_back_into_an_empty_database(paa_pg, kopi, ny):
    andet = ny() | miljoe.ny_database()
    svar = paa_pg("genskab", kopi, **andet)
    assert svar.returncode == 0, svar.stderr
    foer = paa_pg("frister").stdout
    assert foer.count("\n") > 100
    assert paa_pg("frister", **andet).stdout == foer
    assert paa_pg("log", "kontrol", **andet).returncode == 0
    assert _ved_siden_af(andet["OMHU_DATABASE_URL"]) == [], "an empty one is not kept"


def test_the_guards_of_the_timeline_come_along(paa_pg, kopi, ny):
    andet = ny() | miljoe.ny_database()
    assert paa_pg("genskab", kopi, **andet).returncode == 0
    with psycopg.connect(andet["OMHU_DATABASE_URL"]) as con, con.transaction(force_rollback=True):
        con.execute("SELECT set_config('omhu.omfang', '{\"system\":true}', true)")
        with pytest.raises(psycopg.errors.RaiseException, match="kan ikke ændres eller slettes"):
            con.execute("DELETE FROM tidslinje_skridt")
    with psycopg.connect(andet["OMHU_DATABASE_URL"]) as con:
        assert con.execute("SELECT COUNT(*) FROM sager_sag").fetchone() == (0,), "row security"


def test_a_database_with_cases_keeps_them_under_another_name(paa_pg, kopi):
    svar = paa_pg("genskab", kopi)
    assert (svar.returncode, "--erstat" in svar.stderr) == (1, True)
    svar = paa_pg("genskab", kopi, "--erstat")
    assert svar.returncode == 0, svar.stderr
    (gammel,) = _ved_siden_af(paa_pg.url)
    assert "_foer_" in gammel


def test_a_database_in_use_is_not_pulled_away(paa_pg, kopi):
    with psycopg.connect(paa_pg.url) as con:
        con.execute("SELECT 1")
        svar = paa_pg("genskab", kopi, "--erstat")
        assert (svar.returncode, "Stop serveren" in svar.stderr) == (1, True), svar.stderr
    assert _ved_siden_af(paa_pg.url) == []
    assert paa_pg("frister").stdout.count("\n") > 100


def test_a_copy_of_the_other_kind_is_refused(paa_pg, omhu, kopi, tmp_path, ny):
    svar = omhu("genskab", kopi, **ny())
    assert (svar.returncode, "PostgreSQL" in svar.stderr) == (1, True)
    assert omhu("sikkerhedskopi", tmp_path / "lite.kopi", **ny("lite")).returncode == 0
    svar = paa_pg("genskab", tmp_path / "lite.kopi", **ny("lite") | miljoe.ny_database())
    assert (svar.returncode, "taget af SQLite" in svar.stderr) == (1, True), svar.stderr


def test_a_copy_is_one_moment_also_while_others_write(paa_pg, mappe, ny, tmp_path):
    from tests.kopi.test_i_brug import SKRIV

    indlaes_guld(paa_pg)
    skriver = subprocess.Popen(
        [sys.executable, "-c", SKRIV],
        env={"OMHU_MAPPE": str(mappe), "OMHU_DATABASE_URL": paa_pg.url, "PATH": ""},
        stdout=subprocess.PIPE,
        text=True,
    )
    skriver.stdout.readline()
    svar = paa_pg("sikkerhedskopi", tmp_path / "omhu.kopi")
    skriver.kill()
    skriver.wait()
    assert svar.returncode == 0, svar.stderr
    antal = int(svar.stdout.split("Skridt: ")[1].split(".")[0])
    assert antal > 178
    assert (antal - 178) % 2 == 0, "two steps are written in each transaction"
    andet = ny() | miljoe.ny_database()
    assert paa_pg("genskab", tmp_path / "omhu.kopi", **andet).returncode == 0


@pytest.fixture
def tre_roller(omhu):
    """Owner, app and log as in operation, all on one database."""
    sokkel, navn = Path(os.environ[miljoe.SOKKEL]), f"p_{uuid4().hex[:12]}"
    roller = Roller(f"{navn}_ejer", f"{navn}_app", f"{navn}_log")
    opskrift = opret(roller, navn).replace("NOCREATEDB", "CREATEDB", 1).splitlines()
    nr = opskrift.index(f'\\connect "{navn}"')
    foerst = [x for x in opskrift[:nr] if not x.startswith("\\password")]
    pg.koer_sql(sokkel, *foerst)
    pg.koer_sql(sokkel, *opskrift[nr + 1 :], database=navn)
    adresser = {
        "OMHU_DATABASE_URL": pg.adresse(sokkel, navn, roller.app),
        "OMHU_LOG_DATABASE_URL": pg.adresse(sokkel, navn, roller.log),
        "OMHU_DATABASE_URL_EJER": pg.adresse(sokkel, navn, roller.ejer),
    }

    def koer(*ord_, **ekstra):
        return omhu(*ord_, **adresser | ekstra)

    koer.ejer = adresser["OMHU_DATABASE_URL_EJER"]
    return koer


def test_with_three_roles_the_owner_copies_and_the_app_works_on_afterwards(tre_roller, tmp_path):
    indlaes_guld(tre_roller)
    foer = tre_roller("frister").stdout
    fil = tmp_path / "omhu.kopi"
    svar = tre_roller("sikkerhedskopi", fil)
    assert svar.returncode == 0, svar.stderr
    svar = tre_roller("genskab", fil, "--erstat")
    assert svar.returncode == 0, svar.stderr
    uden_ejer = {"OMHU_DATABASE_URL_EJER": ""}
    assert tre_roller("frister", **uden_ejer).stdout == foer
    for kontrol in (("log", "kontrol"), ("database",)):
        svar = tre_roller(*kontrol)
        assert svar.returncode == 0, svar.stdout + svar.stderr
    svar = tre_roller("sikkerhedskopi", tmp_path / "uden.kopi", **uden_ejer)
    assert svar.returncode == 1, "the app's role may not read all that a copy needs"
    assert "Traceback" not in svar.stderr


def test_only_the_owner_deletes_by_rule(tre_roller, mappe):
    indlaes_guld(tre_roller)
    shutil.copy(REGLER, mappe)
    with psycopg.connect(tre_roller.ejer) as con:
        con.execute("SELECT set_config('omhu.omfang', '{\"system\":true}', true)")
        con.execute(
            "UPDATE sager_sag SET kle = '27.27.09', lukket = '2020-03-01' WHERE id IN "
            "(SELECT id FROM sager_sag ORDER BY id LIMIT 3)"
        )
    uden_ejer = {"OMHU_DATABASE_URL_EJER": ""}
    (sum_,) = re.findall(r"--udfoer ([0-9a-f]{16})", tre_roller("slet", **uden_ejer).stdout)
    svar = tre_roller("slet", "--udfoer", sum_, "--uden-kopi", **uden_ejer)
    assert (svar.returncode, "OMHU_DATABASE_URL_EJER" in svar.stderr) == (1, True), svar.stderr
    svar = tre_roller("slet", "--udfoer", sum_, "--uden-kopi")
    assert (svar.returncode, "3 sager er slettet" in svar.stdout) == (0, True), svar.stderr
    assert "17 sager bliver" in tre_roller("slet", **uden_ejer).stdout


def test_an_export_has_every_row_in_spite_of_row_security(paa_pg, tmp_path):
    indlaes_guld(paa_pg)
    mappe = udtraek(paa_pg, tmp_path / "ud")
    assert (mappe / "tabeller" / "tidslinje_skridt.csv").read_text("utf-8").count("\n") == 179
    assert (mappe / "tidslinje" / "haendelser.csv").read_text("utf-8").count("\n") == 179


# -- the programs ---------------------------------------------------------------------------------


def falsk(mappe: Path, version: str) -> Path:
    fil = mappe / "pg_dump"
    fil.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
    fil.chmod(0o755)
    return mappe


def test_a_program_that_is_missing_or_too_old_is_called_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(Kopifejl, match="pg_dump mangler. Installér postgresql-client i version 15"):
        programmer.find("pg_dump", 15)
    falsk(tmp_path, "13.4")
    with pytest.raises(Kopifejl, match="pg_dump er version 13, men serveren er version 15"):
        programmer.find("pg_dump", 15)


def test_without_pg_dump_no_copy_is_taken(paa_pg, tmp_path):
    svar = paa_pg("sikkerhedskopi", tmp_path / "omhu.kopi", PG_BIN=str(tmp_path))
    assert (svar.returncode, "pg_dump mangler" in svar.stderr) == (1, True), svar.stderr
    assert list(tmp_path.glob("*.kopi")) == []


def test_no_password_stands_on_a_command_line(monkeypatch):
    koert = []
    monkeypatch.setattr(
        subprocess, "run", lambda ord_, **k: koert.append((ord_, k["env"])) or _godt()
    )
    programmer.koer("pg_dump", {"PASSWORD": "hemmelig", "NAME": "omhu", "OPTIONS": {}}, "--x")
    assert "hemmelig" not in str(koert[0][0])
    assert koert[0][1]["PGPASSWORD"] == "hemmelig"


def _godt():
    return subprocess.CompletedProcess([], 0, "", "")


def test_a_role_that_may_not_make_databases_is_told_so(paa_pg, kopi, ny):
    sokkel, uden = Path(os.environ[miljoe.SOKKEL]), f"uden_{uuid4().hex}"
    navn = paa_pg.url.partition("@/")[2].partition("?")[0]
    pg.koer_sql(sokkel, f"CREATE ROLE {uden} LOGIN NOCREATEDB IN ROLE {pg.EJER}")
    svar = paa_pg(
        "genskab", kopi, "--erstat", OMHU_DATABASE_URL=pg.adresse(sokkel, navn, bruger=uden)
    )
    assert (svar.returncode, "må ikke lave databaser" in svar.stderr) == (1, True), svar.stderr
