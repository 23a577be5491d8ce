"""A copy taken in use comes back whole, and a copy that is not whole is refused with nothing changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.config.test_kommandoer import GULD, indlaes_guld

DATABASE = "omhu.sqlite3"


def test_a_copy_comes_back_with_every_obligation(omhu, kopi, ny):
    svar = omhu("genskab", kopi, **ny())
    assert svar.returncode == 0, svar.stderr
    assert "pligter er beregnet igen og er de samme" in svar.stdout
    assert omhu("frister", **ny()).stdout == omhu("frister").stdout


def test_rules_of_the_municipality_come_along(omhu, guld, mappe, ny, tmp_path):
    (mappe / "regler").mkdir()
    lokal = Path(GULD).parents[2] / "regler" / "lokal" / "lokal-bfu-60-dage.yaml"
    egen = lokal.read_text("utf-8").replace("lokal-bfu-60-dage", "lokal-egen")
    (mappe / "regler" / "lokal-egen.yaml").write_text(egen, "utf-8")
    fil = tmp_path / "omhu.kopi"
    assert omhu("sikkerhedskopi", fil).returncode == 0
    assert omhu("genskab", fil, **ny()).returncode == 0
    assert "lokal-egen" in omhu("regel", **ny()).stdout


def test_the_copy_holds_no_readable_data_and_no_keys(omhu, kopi, mappe):
    """Whoever finds the file can read whose it is and when it was taken, and nothing else."""
    indhold = kopi.read_bytes()
    assert b"kommunekode" in indhold[:600]
    for hemmeligt in (b"SQLite format", b"UNDERRETNING", b"sager_barn"):
        assert hemmeligt not in indhold
    assert kopi.stat().st_mode & 0o077 == 0


def test_keys_and_sessions_stay_behind(omhu, kopi, ny, tmp_path):
    tomt = {"OMHU_MAPPE": str(tmp_path / "tom")}
    (tmp_path / "tom").mkdir()
    svar = omhu("genskab", kopi, **tomt)
    assert (svar.returncode, "noegler.json mangler" in svar.stderr) == (1, True)
    assert not (tmp_path / "tom" / DATABASE).exists()
    assert not (tmp_path / "tom" / "noegler.json").exists(), "no key of its own is made"


def test_another_ring_does_not_open_it(omhu, kopi, tmp_path):
    anden = {"OMHU_MAPPE": str(tmp_path / "anden")}
    assert omhu("sikkerhedskopi", **anden).returncode == 0
    svar = omhu("genskab", kopi, **anden)
    assert (svar.returncode, "en anden nøglering" in svar.stderr) == (1, True), svar.stderr


def test_another_municipalitys_copy_is_refused(omhu, kopi, ny):
    svar = omhu("genskab", kopi, **ny(), OMHU_KOMMUNEKODE="336")
    assert svar.returncode == 1
    assert "Kopien er fra kommune 000, men OMHU_KOMMUNEKODE er 336" in svar.stderr


def test_an_installation_with_cases_is_not_overwritten_but_moved_aside(omhu, kopi, mappe):
    foer = omhu("frister").stdout
    svar = omhu("genskab", kopi)
    assert svar.returncode == 1
    assert "--erstat" in svar.stderr
    assert omhu("frister").stdout == foer
    svar = omhu("genskab", kopi, "--erstat")
    assert svar.returncode == 0, svar.stderr
    (aside,) = mappe.glob("foer-genskabelse-*")
    with sqlite3.connect(aside / DATABASE) as con:
        assert con.execute("SELECT COUNT(*) FROM tidslinje_skridt").fetchone() == (178,)
    assert omhu("frister").stdout == foer


def test_a_database_in_use_is_not_pulled_away(omhu, kopi, mappe):
    """A server that still has the old database open would write into nothing, or into the new one."""
    bruger = sqlite3.connect(mappe / DATABASE)
    bruger.execute("SELECT COUNT(*) FROM sager_sag").fetchone()
    bruger.execute("BEGIN")
    bruger.execute("SELECT COUNT(*) FROM sager_sag").fetchone()
    svar = omhu("genskab", kopi, "--erstat")
    assert (svar.returncode, "Stop serveren" in svar.stderr) == (1, True), svar.stderr
    assert not list(mappe.glob("foer-genskabelse-*"))
    bruger.close()
    assert omhu("genskab", kopi, "--erstat").returncode == 0


def test_nothing_of_the_old_database_is_played_into_the_new(omhu, kopi, mappe, tmp_path):
    """SQLite's log of a database beside the file would be taken for the new one's."""
    efter = omhu("genskab", kopi, "--erstat")
    assert efter.returncode == 0
    assert [f.name for f in mappe.glob(f"{DATABASE}-wal") if f.stat().st_size] == []
    with sqlite3.connect(mappe / DATABASE) as con:
        assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_undecided_load_comes_along_and_a_settled_one_does_not(omhu, guld, mappe, ny, tmp_path):
    klar, afgjort = "0190a0a0-0000-7000-8000-000000000001", "0190a0a0-0000-7000-8000-000000000002"
    with sqlite3.connect(mappe / DATABASE) as con:
        for nummer, tilstand in ((klar, "klar"), (afgjort, "indlaest")):
            con.execute(
                "INSERT INTO indlaesning_indlaesning (id, kilde, format, tilstand, filer, oprettet, rapport) "
                "VALUES (?, 'x', 'x', ?, '[]', '2026-11-22 10:00:00', '{}')",
                (nummer.replace("-", ""), tilstand),
            )
            (mappe / "indlaesning" / nummer).mkdir(parents=True)
            (mappe / "indlaesning" / nummer / "lager.sqlite3").write_bytes(b"rows")
    fil = tmp_path / "omhu.kopi"
    assert omhu("sikkerhedskopi", fil).returncode == 0
    assert omhu("genskab", fil, **ny()).returncode == 0
    assert [f.name for f in (tmp_path / "ny" / "indlaesning").iterdir()] == [klar]


def test_a_copy_never_overwrites_another(omhu, kopi):
    foer = kopi.read_bytes()
    svar = omhu("sikkerhedskopi", kopi)
    assert (svar.returncode, "findes allerede" in svar.stderr) == (1, True)
    assert kopi.read_bytes() == foer


def test_without_a_name_the_copy_lies_in_the_folder(omhu, mappe):
    assert omhu("sikkerhedskopi").returncode == 0
    (fil,) = (mappe / "kopier").glob("omhu-*.kopi")
    assert fil.stat().st_mode & 0o077 == 0


def test_what_a_killed_run_left_is_removed_by_the_next(omhu, mappe, tmp_path):
    assert omhu("genberegn").returncode == 0
    doed = 2**22 - 1  # no process has so high a number here
    (mappe / f".kopi-{doed}-abc").mkdir()
    (mappe / f".kopi-{doed}-abc" / DATABASE).write_bytes(b"children")
    (tmp_path / f".omhu.kopi.{doed}.delvis").write_bytes(b"half")
    assert omhu("sikkerhedskopi", tmp_path / "omhu.kopi").returncode == 0
    assert not list(mappe.glob(".kopi-*"))
    assert not list(tmp_path.glob(".*.delvis"))


@pytest.mark.parametrize(
    ("lav", "besked"),
    [
        (lambda f: f.write_text("hej"), "kan ikke læses som en kopi"),
        (lambda f: f.write_bytes(b""), "kan ikke læses som en kopi"),
        (lambda f: None, "findes ikke"),
        (lambda f: f.mkdir(), "findes ikke"),
    ],
)
def test_what_is_no_copy_is_refused(omhu, tmp_path, lav, besked):
    fil = tmp_path / "fremmed.kopi"
    lav(fil)
    svar = omhu("genskab", fil)
    assert svar.returncode == 1
    assert besked in svar.stderr
    assert "Traceback" not in svar.stderr


def test_a_full_disk_leaves_no_copy(omhu, mappe, tmp_path):
    """The limit on file size makes every write beyond it fail, as a full disk does."""
    import resource
    import subprocess

    from tests.config.test_kommandoer import OMHU

    indlaes_guld(omhu)
    fil = tmp_path / "omhu.kopi"
    svar = subprocess.run(
        [*OMHU, "sikkerhedskopi", str(fil)],
        env={"OMHU_MAPPE": str(mappe), "PATH": ""},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert svar.returncode == 1, svar.stderr
    assert (
        "Der er ikke taget en kopi. Der kan ikke skrives mere; måske er disken fuld." in svar.stderr
    )
    assert not fil.exists()
    assert not list(mappe.glob(".kopi-*"))


def test_copying_and_bringing_back_are_in_the_log(omhu, kopi, mappe):
    assert omhu("genskab", kopi, "--erstat").returncode == 0
    assert omhu("sikkerhedskopi").returncode == 0
    with sqlite3.connect(mappe / "log.sqlite3") as con:
        steder = [h for (h,) in con.execute("SELECT hvor FROM log_logpost ORDER BY nr")]
    assert "omhu genskab" in steder
    assert steder[-1] == "omhu sikkerhedskopi"
    assert omhu("log", "kontrol").returncode == 0
