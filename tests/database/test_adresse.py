"""From OMHU_DATABASE_URL to Django's settings, and refusals that never print a password."""

from __future__ import annotations

import pytest

from omhu.config.database import adresse
from omhu.config.database.adresse import database_af
from omhu.config.indstillinger import Indstillinger

HEMMELIG = "hem%40mel:ig"


def test_every_part_of_an_address_is_used():
    d = database_af("postgresql://omhu_app:hem%40meligt@db.kommunen.example:5433/omhu")
    assert (d["ENGINE"], d["NAME"], d["USER"]) == ("omhu.config.database.motor", "omhu", "omhu_app")
    assert (d["PASSWORD"], d["HOST"], d["PORT"]) == ("hem@meligt", "db.kommunen.example", "5433")


def test_a_folder_is_a_socket():
    d = database_af("postgresql://omhu_app@/omhu?host=/var/run/postgresql")
    assert d["HOST"] == "/var/run/postgresql"
    assert "sslmode" not in d["OPTIONS"]


@pytest.mark.parametrize(
    ("vaert", "sslmode"),
    [("db.kommunen.example", "verify-full"), ("localhost", None), ("127.0.0.1", None)],
)
def test_another_machine_must_prove_who_it_is(vaert, sslmode):
    d = database_af(f"postgresql://u:k@{vaert}/omhu")
    assert d["OPTIONS"].get("sslmode") == sslmode


def test_less_than_proof_must_be_asked_for():
    d = database_af("postgresql://u:k@db.kommunen.example/omhu?sslmode=require")
    assert d["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    ("url", "besked"),
    [
        ("oracle://x:hemmelig@y/z", "begynder med »oracle:«"),
        ("postgresql://u:hemmelig@db.kommunen.example/omhu?sslmode=disable", "krypteret"),
        ("postgresql://u:hemmelig@h:port/omhu", "kan ikke læses"),
        ("postgresql://u:hemmelig@h/", "databasens navn"),
        ("postgresql://u:hemmelig@h/omhu?passwd=hemmelig2", "»passwd«"),
    ],
)
def test_what_cannot_be_used_is_told_without_the_password(url, besked):
    with pytest.raises(ValueError, match=besked) as fejl:
        database_af(url)
    assert "hemmelig" not in str(fejl.value)


def test_without_the_driver_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(adresse, "find_spec", lambda navn: None)
    with pytest.raises(ValueError, match=r"Installér psycopg"):
        database_af("postgresql://u:k@/omhu")


def indstil(app: str, ejer: str) -> Indstillinger:
    return Indstillinger(database_url=app, database_url_ejer=ejer)


APP = "postgresql://app:kode1@/omhu?host=/tmp"


@pytest.mark.parametrize(
    ("app", "ejer", "besked"),
    [
        ("", "postgresql://ejer:kode2@/omhu", "kun, når begge"),
        (APP, "sqlite:///x", "kun, når begge"),
        (APP, "postgresql://ejer:kode2@/anden?host=/tmp", "hver sin database"),
        (APP, "postgresql://app:kode2@/omhu?host=/tmp", "den samme bruger"),
    ],
)
def test_the_owner_owns_the_same_database_and_is_somebody_else(app, ejer, besked):
    with pytest.raises(ValueError, match=besked) as fejl:
        indstil(app, ejer).database()
    assert "kode1" not in str(fejl.value)
    assert "kode2" not in str(fejl.value)


def test_sqlite_in_the_folder_is_the_default(tmp_path):
    d = Indstillinger(mappe=tmp_path, database_url="").database()
    assert d["NAME"] == str(tmp_path / "omhu.sqlite3")
    assert "WAL" in d["OPTIONS"]["init_command"]
