"""A database from before encryption: its numbers are encrypted where they are, and nothing is left of the old text."""

import signal

from tests.miljoe import paa_postgresql

NUMRE = [f"7006{n:02d}4001" for n in range(10, 21)]


def rester(mappe):
    """(file, number) for each number in plain in any file of a folder."""
    return [
        (fil.name, n)
        for fil in mappe.rglob("*")
        if fil.is_file()
        for n in NUMRE
        if n.encode() in fil.read_bytes()
    ]


def test_plain_numbers_are_encrypted_and_found_again(koer_forfra):
    assert koer_forfra("foer").stderr == ""
    assert paa_postgresql() or {n for _, n in rester(koer_forfra.fil.parent)} == set(NUMRE)
    svar = koer_forfra("noegler", "status")
    antal = "CPR-numre: 11, CPR-numre fra kilder: 11 er under den."
    assert f"Version 1 (bruges til alt nyt). {antal}" in svar.stdout, svar.stderr
    assert rester(koer_forfra.fil.parent) == []
    assert koer_forfra("laes").stdout == "11\n"


def test_a_migration_that_was_killed_goes_on_where_it_was(koer_forfra):
    assert koer_forfra("foer").stderr == ""
    assert koer_forfra("draeb_migreringen").returncode == -signal.SIGKILL
    svar = koer_forfra("noegler", "status")
    assert "CPR-numre: 11" in svar.stdout, svar.stderr
    assert rester(koer_forfra.fil.parent) == []
    assert koer_forfra("laes").stdout == "11\n"
