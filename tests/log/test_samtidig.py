"""Real files and real processes: many writers at once make one chain, and a log that fails stops everything."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.miljoe import ny_database, paa_postgresql

ROD = Path(__file__).parents[2]
PROCESSER, HVER = 4, 60


class Ude:
    """Programs in a folder of their own: ude(words…) starts one."""

    def __init__(self, mappe: Path, database: dict[str, str]) -> None:
        self.mappe = mappe
        miljoe = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
        uden_totp = {"OMHU_UDEN_TOTP": os.environ["OMHU_UDEN_TOTP"]}
        self.miljoe = miljoe | uden_totp | {"OMHU_MAPPE": str(mappe)} | database

    def __call__(self, *ord_: str, modul: str = "tests.log.ude") -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", modul, *ord_],
            cwd=ROD,
            env=self.miljoe,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="module")
def begyndt(tmp_path_factory):
    """An Omhu with one case, made once and copied, folder and database."""
    program = Ude(tmp_path_factory.mktemp("omhu") / "var", ny_database())
    _faerdig(program("lav"))
    return program


@pytest.fixture
def ude(begyndt, tmp_path):
    shutil.copytree(begyndt.mappe, tmp_path / "var")
    return Ude(tmp_path / "var", ny_database(begyndt.miljoe))


def _faerdig(p: subprocess.Popen[str], kode: int = 0) -> str:
    ud, fejl = p.communicate(timeout=300)
    assert p.returncode == kode, fejl
    return ud


def test_several_processes_write_one_chain(ude):
    for p in [ude("skriv", str(HVER)) for _ in range(PROCESSER)]:
        _faerdig(p)
    ud = _faerdig(ude("log", "kontrol", modul="omhu.config.cli"))
    assert f"Loggen er hel: {PROCESSER * HVER} poster, nr. 1 til {PROCESSER * HVER}." in ud


def test_the_case_opens_when_the_log_can_be_written(ude):
    assert _faerdig(ude("svar")).split() == ["200", "True"]
    assert _faerdig(ude("registrer")).split() == ["302", "1"]


kun_sqlite = pytest.mark.skipif(
    paa_postgresql(), reason="the log as a file is SQLite's; PostgreSQL is asked below"
)


@kun_sqlite
def test_a_locked_log(ude):
    with closing(sqlite3.connect(ude.mappe / "log.sqlite3", isolation_level=None)) as con:
        con.execute("BEGIN EXCLUSIVE")
        svar, registrer = ude("svar"), ude("registrer")
        assert _faerdig(svar).split() == ["503", "False"]
        assert _faerdig(registrer).split() == ["503", "0"]


@pytest.mark.skipif(not paa_postgresql(), reason="the same on PostgreSQL")
def test_a_lock_that_somebody_keeps_on_the_log(ude):
    import psycopg

    from omhu.adgang.log.skriv import LAAS

    with psycopg.connect(ude.miljoe["OMHU_DATABASE_URL"]) as con:
        con.execute("SELECT pg_advisory_lock(%s)", [LAAS])
        assert _faerdig(ude("svar")).split() == ["503", "False"]


@kun_sqlite
def test_a_missing_log(ude):
    for fil in ude.mappe.glob("log.sqlite3*"):
        fil.unlink()
    assert _faerdig(ude("svar")).split() == ["503", "False"]
    assert _faerdig(ude("registrer")).split() == ["503", "0"]


@kun_sqlite
def test_a_damaged_log(ude):
    (ude.mappe / "log.sqlite3").write_bytes(b"no database" * 1000)
    for fil in ude.mappe.glob("log.sqlite3-*"):
        fil.unlink()
    assert _faerdig(ude("svar")).split() == ["503", "False"]
    fejl = ude("log", "kontrol", modul="omhu.config.cli").communicate()[1]
    assert fejl.startswith("Databasen kan ikke åbnes")


@kun_sqlite
def test_a_log_that_can_only_be_read(ude):
    assert _faerdig(ude("svar", "laeseadgang")).split() == ["503", "False"]


def test_a_missing_key(ude):
    assert _faerdig(ude("svar")).split() == ["200", "True"]
    (ude.mappe / "lognoegle").unlink()
    assert _faerdig(ude("svar")).split() == ["503", "False"]
    fejl = ude("log", "kontrol", modul="omhu.config.cli").communicate()[1]
    assert "forkert nøgle. Lognøglen mangler." in fejl
    assert not (ude.mappe / "lognoegle").exists()


def test_what_a_command_reads_is_in_the_log(ude):
    _faerdig(ude("frister", modul="omhu.config.cli"))
    ud = _faerdig(ude("log", "udtraek", "--sag", "N-1", modul="omhu.config.cli"))
    assert "Systemet;Kommando;Omhu frister" in ud


def test_a_command_reads_nothing_when_the_log_is_gone(ude):
    assert _faerdig(ude("svar")).split() == ["200", "True"]
    (ude.mappe / "lognoegle").unlink()
    p = ude("frister", modul="omhu.config.cli")
    ud, fejl = p.communicate()
    assert (p.returncode, "N-1" in ud) == (1, False)
    assert fejl.startswith("Lognøglen mangler.")
