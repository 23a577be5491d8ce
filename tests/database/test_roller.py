"""The rights of the three roles, on a database made as the guide says."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, RaiseException

from tests import pg

SKRIDT = """
INSERT INTO tidslinje_skridt (id, sag_id, art, sket, dag, kun_dato, registreret, rod, tilbagetrukket, navn,
  vedroerer, indsatser, data, kilde, kilde_id, nr)
VALUES (gen_random_uuid(), {sag}, 'UNDERRETNING', now(), now(), true, now(), gen_random_uuid(), false, '', '', '',
  '{{}}', 'formular', '', 0)
"""
AENDRINGER = (
    "UPDATE tidslinje_skridt SET art = 'BFU'",
    "DELETE FROM tidslinje_skridt",
    "TRUNCATE tidslinje_skridt CASCADE",
)
SYSTEM = "SELECT set_config('omhu.omfang', '{\"system\": true}', false)"


@pytest.fixture(scope="module")
def med_skridt(installation):
    """A case with a step, written by the app."""
    with installation.forbind(installation.app) as app:
        app.execute(SYSTEM)
        enhed = app.execute(
            "INSERT INTO adgang_enhed (navn, type, kilde_id) VALUES ('Nord', 'TEAM', '') RETURNING id"
        ).fetchone()[0]
        with installation.forbind(installation.ejer) as ejer:
            ejer.execute(SYSTEM)
            kolonner = ejer.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'sager_barn' "
                "AND is_nullable = 'NO' AND column_name <> 'id'"
            ).fetchall()
        felter = ", ".join(k for (k,) in kolonner)
        tomme = ", ".join("''" for _ in kolonner)
        barn = app.execute(
            f"INSERT INTO sager_barn ({felter}) VALUES ({tomme}) RETURNING id"
        ).fetchone()[0]
        sag = app.execute(
            "INSERT INTO sager_sag (barn_id, nummer, kilde, enhed_id, ansvarlig_initialer, kle, beskyttelse, "
            "beskyttelse_grund, sagstype, hovedforanstaltning, lovgrundlag, oplysninger, bekymring) "
            f"VALUES ({barn}, 'N-1', '', {enhed}, '', '', '', '', '', '', '', '{{}}', '') RETURNING id"
        ).fetchone()[0]
        app.execute(SKRIDT.format(sag=sag))
    return installation


@pytest.fixture
def app(med_skridt):
    with med_skridt.forbind(med_skridt.app) as forbindelse:
        forbindelse.execute(SYSTEM)
        yield forbindelse


@pytest.fixture
def ejer(med_skridt):
    with med_skridt.forbind(med_skridt.ejer) as forbindelse:
        forbindelse.execute(SYSTEM)
        yield forbindelse


def antal(forbindelse, tabel: str = "tidslinje_skridt") -> int:
    return forbindelse.execute(f"SELECT count(*) FROM {tabel}").fetchone()[0]


def test_the_app_reads_and_adds_to_the_timeline(app):
    foer = antal(app)
    sag = app.execute("SELECT id FROM sager_sag").fetchone()[0]
    app.execute(SKRIDT.format(sag=sag))
    assert antal(app) == foer + 1


@pytest.mark.parametrize("sql", AENDRINGER)
def test_the_right_alone_keeps_the_app_from_changing_it(app, ejer, sql):
    """With the triggers off."""
    ejer.execute("ALTER TABLE tidslinje_skridt DISABLE TRIGGER USER")
    try:
        with pytest.raises(InsufficientPrivilege, match="permission denied"):
            app.execute(sql)
    finally:
        ejer.execute("ALTER TABLE tidslinje_skridt ENABLE TRIGGER USER")
    assert antal(app)


@pytest.mark.parametrize("sql", AENDRINGER)
def test_the_trigger_alone_keeps_the_app_from_changing_it(app, ejer, med_skridt, sql):
    """With the rights given."""
    ejer.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {med_skridt.app}")
    try:
        with pytest.raises(RaiseException, match="Ret med et nyt skridt"):
            app.execute(sql)
    finally:
        svar = med_skridt.omhu("database", "--opdater", miljoe=med_skridt.som_ejer())
        assert svar.returncode == 0, svar.stderr
    with pytest.raises(InsufficientPrivilege):
        app.execute(sql)


def test_the_trigger_stands_against_the_owner_too(ejer):
    for sql in AENDRINGER:
        with pytest.raises(RaiseException, match="Ret med et nyt skridt"):
            ejer.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE frister_advis SET begrundelse = 'x'",
        "DELETE FROM frister_advis",
        "TRUNCATE frister_advis",
        "DELETE FROM sager_sag",
        "DELETE FROM sager_barn",
        "DELETE FROM sager_sagsadgang",
        "CREATE TABLE ny (id int)",
        "ALTER TABLE sager_sag ADD COLUMN ny int",
        "ALTER TABLE sager_sag DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE tidslinje_skridt DISABLE TRIGGER USER",
        "DROP POLICY omhu_omfang ON sager_sag",
        "DROP TABLE sager_sag",
        "TRUNCATE sager_sag CASCADE",
        "CREATE OR REPLACE FUNCTION omhu_er(felt text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "DELETE FROM django_migrations",
        "SELECT * FROM log_logpost",
        "INSERT INTO log_logkaede VALUES (1)",
        "SET session_replication_role = replica",
        "SET ROLE {ejer}",
    ],
)
def test_the_app_may_not(app, med_skridt, sql):
    with pytest.raises(psycopg.Error) as fejl:
        app.execute(sql.format(ejer=med_skridt.ejer))
    assert fejl.value.sqlstate == "42501", fejl.value


def test_the_log_adds_to_the_log_and_sees_nothing_else(installation):
    with installation.forbind(installation.log) as log:
        log.execute(SYSTEM)
        assert antal(log, "log_logpost") >= 0
        for sql in (
            "SELECT * FROM sager_barn",
            "SELECT * FROM tidslinje_skridt",
            "SELECT * FROM adgang_bruger",
            "UPDATE log_logpost SET hash = ''",
            "DELETE FROM log_logpost",
            "TRUNCATE log_logpost",
            "DELETE FROM log_logkaede",
        ):
            with pytest.raises(InsufficientPrivilege):
                log.execute(sql)


def test_daily_work_goes_well_without_the_owner(installation):
    for ord_ in (("genberegn",), ("frister",), ("bruger",), ("log", "kontrol")):
        svar = installation.omhu(*ord_)
        assert svar.returncode == 0, (ord_, svar.stdout + svar.stderr)


def test_a_whole_installation_is_found_in_order_and_a_right_too_many_is_found(installation, ejer):
    assert installation.omhu("database").returncode == 0, installation.omhu("database").stdout
    ejer.execute(f"GRANT UPDATE ON tidslinje_skridt TO {installation.app}")
    ejer.execute("ALTER TABLE sager_barn NO FORCE ROW LEVEL SECURITY")
    try:
        svar = installation.omhu("database")
        assert svar.returncode == 1
        assert "må UPDATE i tidslinje_skridt" in svar.stdout
        assert "sager_barn har ikke rækkesikkerhed" in svar.stdout
    finally:
        ejer.execute(f"REVOKE UPDATE ON tidslinje_skridt FROM {installation.app}")
        ejer.execute("ALTER TABLE sager_barn FORCE ROW LEVEL SECURITY")


def test_a_role_that_goes_past_row_security_is_refused(installation):
    for rolle, ret in (("super", "SUPERUSER"), ("forbi", "BYPASSRLS")):
        navn = f"{rolle}_{installation.database}"
        pg.koer_sql(
            installation.sokkel,
            f"CREATE ROLE {navn} LOGIN {ret}",
            f"GRANT {installation.app} TO {navn}",
        )
        svar = installation.omhu(
            "frister", miljoe=installation.miljoe(OMHU_DATABASE_URL=installation.adresse(navn))
        )
        assert svar.returncode == 1
        assert "går uden om rækkesikkerheden" in svar.stderr
