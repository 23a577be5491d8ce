"""`omhu slet` as a process: look, copy, delete what was seen; and the bytes are gone from the file."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

REGLER = Path(__file__).parents[2] / "docs" / "guide" / "eksempler" / "sletteregler.yaml"


@pytest.fixture
def sager(guld, mappe):
    """The golden set with a KLE number on its closed cases, and a rule for it; gives the numbers of those."""
    shutil.copy(REGLER, mappe)
    with sqlite3.connect(mappe / "omhu.sqlite3") as con:
        con.execute(
            "UPDATE sager_sag SET kle = '27.27.09', lukket = '2020-03-01' WHERE id IN "
            "(SELECT id FROM sager_sag ORDER BY id LIMIT 3)"
        )
        con.execute("UPDATE sager_barn SET navn = 'Karla Vestergaard' || id")
        return [n for (n,) in con.execute("SELECT nummer FROM sager_sag WHERE kle <> ''")]


def test_from_the_list_to_the_deletion(omhu, mappe, sager, tmp_path):
    svar = omhu("slet")
    assert "3 sager slettes efter reglen for 27.27" in svar.stdout, svar.stderr
    assert ", ".join(sager) in svar.stdout
    assert "17 sager bliver: " in svar.stdout
    (sum_,) = re.findall(r"--udfoer ([0-9a-f]{16}) --kopi", svar.stdout)

    svar = omhu("slet", "--udfoer", sum_)
    assert (svar.returncode, "--uden-kopi" in svar.stderr) == (1, True)

    fil = tmp_path / "foer.kopi"
    assert omhu("sikkerhedskopi", fil).returncode == 0
    svar = omhu("slet", "--udfoer", sum_, "--kopi", fil)
    assert svar.returncode == 0, svar.stderr
    assert "3 sager er slettet" in svar.stdout

    tilbage = omhu("frister").stdout
    assert not any(f"\n{nummer}," in tilbage for nummer in sager)
    alt = b"".join(f.read_bytes() for f in mappe.glob("omhu.sqlite3*"))
    for barn in _boern(mappe, sager):
        assert barn not in alt, "the bytes are overwritten, not only given free"
    assert omhu("log", "kontrol").returncode == 0
    assert omhu("slet", "--udfoer", sum_, "--uden-kopi").returncode == 1


def _boern(mappe, sager):
    """The names of the deleted children; ids run from 1 in the order of the cases."""
    with sqlite3.connect(mappe / "omhu.sqlite3") as con:
        blevne = {i for (i,) in con.execute("SELECT id FROM sager_barn")}
    slettede = set(range(1, 21)) - blevne
    assert len(slettede) == len(sager)
    return [f"Karla Vestergaard{i}".encode() for i in slettede if i > 2]


def test_a_faulty_rule_stops_all(omhu, mappe, sager):
    (mappe / "sletteregler.yaml").write_text("regler:\n  - kle: 27.27\n", "utf-8")
    svar = omhu("slet")
    assert svar.returncode == 1
    assert svar.stderr.startswith(
        "Intet er slettet. sletteregler.yaml, regler, 1, kle: skal være tekst"
    )
