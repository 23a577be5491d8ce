"""What a restore checks when the file itself is as it was sealed: a copy made by somebody who holds the keys, or by
another version, is refused all the same, and nothing is moved."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing

import pytest

from omhu.config.kopi import Laas, arkiv
from omhu.config.kopi.mappe import hoerer_til
from omhu.kerne import krypto

DATABASE, LOG = "omhu.sqlite3", "log.sqlite3"


@pytest.fixture
def forfalsk(kopi, mappe, tmp_path):
    """Change the content of the copy and seal it again with the ring; gives the new file."""
    foer = krypto.noeglefil()
    krypto.indstil(mappe / "noegler.json")

    def lav(aendring):
        ud = tmp_path / "pakket_ud"
        manifest = arkiv.pak_ud(kopi, ud, Laas(), lambda _: None)
        filer = {navn: ud / navn for navn in manifest.pop("filer")}
        aendring(filer, manifest)
        arkiv.pak(tmp_path / "falsk.kopi", arkiv.Indhold(filer, manifest), Laas())
        return tmp_path / "falsk.kopi"

    yield lav
    krypto.indstil(foer)


def i_databasen(navn, *saetninger):
    def aendring(filer, _manifest):
        with closing(sqlite3.connect(filer[navn])) as con, con:
            triggere = con.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall()
            for (trigger,) in triggere:
                con.execute(f'DROP TRIGGER "{trigger}"')
            for sql in saetninger:
                assert con.execute(sql).rowcount != 0, sql

    return aendring


def ikke_en_database(filer, _manifest):
    filer[DATABASE].write_bytes(b"ikke en database")


def beskadiget(filer, _manifest):
    raa = bytearray(filer[DATABASE].read_bytes())
    raa[8192:9000] = bytes(808)
    filer[DATABASE].write_bytes(raa)


def uden_log(filer, _manifest):
    with closing(sqlite3.connect(filer[LOG])) as con, con:
        con.execute("DROP TABLE log_logpost")


def fremmed_fil(filer, _manifest):
    filer["../ude.txt"] = filer[DATABASE]


def ny_migration(_filer, manifest):
    manifest["migrationer"].append("sager.9999_fra_fremtiden")


def noegle_to(_filer, manifest):
    manifest["noegler"].append(2)


def anden_motor(_filer, manifest):
    manifest["motor"] = "postgresql"


def brudt_foer(_filer, manifest):
    manifest["kontrol"]["log"]["brud"] = "3 ændret"


@pytest.mark.parametrize(
    ("aendring", "besked"),
    [
        (i_databasen(DATABASE, "DELETE FROM tidslinje_skridt WHERE art = 'HANDLEPLAN'"),
         "ikke det, manifestet siger"),
        (i_databasen(DATABASE, "UPDATE tidslinje_skridt SET dag = date(dag, '+1 day')"),
         "ikke det, manifestet siger"),
        (i_databasen(DATABASE, "UPDATE sager_barn SET foedselsdato = date(foedselsdato, '+5 years')"),
         "beregnes igen"),
        (i_databasen(DATABASE, "UPDATE sager_noegleversion SET proeve = 'k001:AAAA'"), "hører til en anden database"),
        (i_databasen(LOG, "UPDATE log_logpost SET hvor = 'x' WHERE nr = 1"), "Loggen i kopien har ikke det"),
        (i_databasen(LOG, "DELETE FROM log_logpost"), "Loggen i kopien har ikke det"),
        (uden_log, "Loggen i kopien kan ikke læses"),
        (brudt_foer, "Loggen i kopien har ikke det"),
        (ikke_en_database, "beskadiget"),
        (beskadiget, "beskadiget|ikke det"),
        (fremmed_fil, "ikke hører til i en kopi"),
        (ny_migration, "nyere udgave"),
        (noegle_to, "Nøgle 2 mangler"),
        (anden_motor, "taget af en PostgreSQL-database"),
    ],
)  # fmt: skip
def test_a_sealed_copy_that_is_not_what_it_says_is_refused(
    omhu, forfalsk, ny, tmp_path, aendring, besked
):
    svar = omhu("genskab", forfalsk(aendring), **ny())
    assert svar.returncode == 1, svar.stdout
    assert svar.stderr.startswith("Intet er genskabt. ")
    assert re.search(besked, svar.stderr), svar.stderr
    assert "Traceback" not in svar.stderr
    assert not (tmp_path / "ny" / DATABASE).exists()
    assert not list((tmp_path / "ny").glob(".genskab-*"))
    assert not (tmp_path / "ude.txt").exists()


def test_an_unchanged_copy_sealed_again_is_good(omhu, forfalsk, ny):
    """The forger above is not refused for his tools."""
    assert omhu("genskab", forfalsk(lambda *_: None), **ny()).returncode == 0


def test_a_log_that_was_broken_already_does_not_stop_copy_or_restore(
    omhu, demo_data, mappe, ny, tmp_path
):
    """The data must not be lost because the log was tampered with a year ago; it is told both times."""
    assert omhu("log", "kontrol").returncode == 0
    with closing(sqlite3.connect(mappe / LOG)) as con, con:
        for (trigger,) in con.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            con.execute(f'DROP TRIGGER "{trigger}"')
        con.execute("UPDATE log_logpost SET hvor = 'x' WHERE nr = 1")
    svar = omhu("sikkerhedskopi", tmp_path / "omhu.kopi")
    assert (svar.returncode, "1 ændret" in svar.stderr) == (0, True), svar.stderr
    svar = omhu("genskab", tmp_path / "omhu.kopi", **ny())
    assert (svar.returncode, "Kør omhu log kontrol" in svar.stderr) == (0, True), svar.stderr


@pytest.mark.parametrize(
    ("navn", "maa"),
    [
        ("regler/a.yaml", True),
        ("sletteregler.yaml", True),
        ("slettet/2026.json", True),
        ("omhu.pg/sager_sag.copy", True),
        ("regler/../../ude", False),
        ("/regler/a.yaml", False),
        ("regler\\a", False),
        ("regler", False),
        ("noegler.json", False),
        ("lognoegle", False),
        ("hemmelig_noegle", False),
        ("", False),
    ],
)
def test_which_files_may_come_out_of_a_copy(navn, maa):
    assert hoerer_til(navn) == maa


def test_the_manifest_says_what_was_checked(forfalsk):
    set_ = {}
    forfalsk(lambda _, manifest: set_.update(manifest))
    assert set(set_) == {"motor", "taget", "kontrol", "migrationer", "noegler"}
    assert set_["noegler"] == [1]
    assert set_["kontrol"]["raekker"]["tidslinje_skridt"] == 178
    assert "Emil" not in json.dumps(set_)
