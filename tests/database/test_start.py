"""What is wrong with the database is said at start, in one sentence, without the password."""

from __future__ import annotations

import subprocess
import sys
from subprocess import PIPE

import pytest

from tests import pg

KODE = "noget-hemmeligt"


@pytest.fixture(scope="module")
def med_kode(tom_installation):
    """A role that must give a password."""
    navn = f"kode_{tom_installation.database}"
    pg.koer_sql(
        tom_installation.sokkel,
        f"CREATE ROLE {navn} LOGIN PASSWORD '{KODE}-rigtig' IN ROLE med_kode",
    )
    return navn


@pytest.mark.parametrize(
    ("url", "besked"),
    [
        ("postgresql://u:{kode}@127.0.0.1:9/omhu", "svarer ikke på 127.0.0.1, port 9"),
        ("postgresql://{med_kode}:{kode}@/{base}?host={sokkel}", "Adgangskoden til brugeren"),
        ("postgresql://findes_ikke:{kode}@/{base}?host={sokkel}", "findes ikke på serveren"),
        ("postgresql://{ejer}:{kode}@/findes_ikke?host={sokkel}", "»findes_ikke« findes ikke"),
        ("postgresql://u:{kode}@findes-ikke.invalid/omhu", "findes ikke"),
        ("mysql://u:{kode}@x/omhu", "begynder med »mysql:«"),
    ],
)
def test_one_sentence_and_never_the_password(tom_installation, med_kode, url, besked):
    i = tom_installation
    url = url.format(kode=KODE, med_kode=med_kode, base=i.database, sokkel=i.sokkel, ejer=i.ejer)
    svar = i.omhu("frister", miljoe=i.miljoe(OMHU_DATABASE_URL=url))
    assert svar.returncode == 1
    assert besked in svar.stderr
    assert KODE not in svar.stdout + svar.stderr
    assert "Traceback" not in svar.stderr
    assert len(svar.stderr.strip().splitlines()) <= 2


def test_an_app_that_may_not_update_says_who_may(tom_installation):
    svar = tom_installation.omhu("frister")
    assert svar.returncode == 1
    assert "omhu database --opdater" in svar.stderr
    svar = tom_installation.omhu("database")
    assert (svar.returncode, "ikke opdateret" in svar.stdout) == (1, True)


OPDATER = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "omhu.config.settings"
import django
django.setup()
from django.db import connections, transaction
from omhu.config.database import start
from omhu.config.database.fejl import Databasefejl

def migrate(*ord_, database, **valg):
    with transaction.atomic(database), connections[database].cursor() as c:
        c.execute("LOCK TABLE sager_sag IN ACCESS EXCLUSIVE MODE")
    if database == "default":
        print("opdateret")

start.call_command, start._plan = migrate, lambda alias: [1] if alias == "default" else []
try:
    start.opdater()
except Databasefejl as fejl:
    print(fejl)
"""


def opdater_mens_tabellen_er_laast(installation, slip_efter: str) -> tuple[str, str]:
    """Output and errors of an update that needs a table which somebody reads until it has said `slip_efter`."""
    med = installation.som_ejer() | {"OMHU_DATABASE_LAAS_SEKUNDER": "1", "PYTHONUNBUFFERED": "1"}
    with installation.forbind(installation.ejer) as holder:
        holder.autocommit = False
        holder.execute("LOCK TABLE sager_sag IN ACCESS SHARE MODE")
        proces = subprocess.Popen(
            [sys.executable, "-c", OPDATER], env=med, stdout=PIPE, stderr=PIPE, text=True
        )
        sagt = ""
        for linje in proces.stderr:
            sagt += linje
            if slip_efter in linje:
                holder.rollback()
        ud, _ = proces.communicate()
        holder.rollback()
    return ud, sagt


def test_an_update_that_meets_a_lock_waits_little_tells_and_goes_on(installation):
    """People behind it in the queue wait a second, not until the other is done."""
    ud, fejl = opdater_mens_tabellen_er_laast(installation, slip_efter="(2 af 5)")
    assert "opdateret" in ud, fejl
    assert "Prøver igen om 3 sekunder (1 af 5)" in fejl
    assert "(3 af 5)" not in fejl


def test_an_update_that_never_gets_the_table_gives_up_whole(installation):
    ud, fejl = opdater_mens_tabellen_er_laast(installation, slip_efter="aldrig")
    assert "nogen bruger en tabel" in ud
    assert "(4 af 5)" in fejl
    assert "Traceback" not in fejl
