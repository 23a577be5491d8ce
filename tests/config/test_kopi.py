"""A copy taken in use comes back whole, and a copy that is not whole is refused with nothing changed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.config.test_kommandoer import GULD, indlaes_guld, omhu  # noqa: F401 - a fixture

DATABASE = "omhu.sqlite3"


@pytest.fixture
def kopi(omhu, tmp_path):  # noqa: F811
    """The golden set loaded, and a copy of it."""
    indlaes_guld(omhu)
    fil = tmp_path / "kopi.zip"
    svar = omhu("sikkerhedskopi", fil)
    assert svar.returncode == 0, svar.stderr
    assert "Sager: 20. Skridt: 178." in svar.stdout
    return fil


def ny_mappe(tmp_path, navn="ny"):
    return {"OMHU_MAPPE": str(tmp_path / navn)}


def test_a_copy_comes_back_with_every_obligation(omhu, kopi, tmp_path):  # noqa: F811
    svar = omhu("genskab", kopi, **ny_mappe(tmp_path))
    assert svar.returncode == 0, svar.stderr
    assert "pligter er beregnet igen og er de samme" in svar.stdout
    assert omhu("frister", **ny_mappe(tmp_path)).stdout == omhu("frister").stdout


def test_rules_and_concepts_of_the_municipality_come_along(omhu, tmp_path):  # noqa: F811
    indlaes_guld(omhu)
    regler = tmp_path / "var" / "regler"
    regler.mkdir()
    egen = (Path(GULD).parents[2] / "regler" / "lokal" / "lokal-bfu-60-dage.yaml").read_text(
        "utf-8"
    )
    (regler / "lokal-egen.yaml").write_text(
        egen.replace("lokal-bfu-60-dage", "lokal-egen"), "utf-8"
    )
    fil = tmp_path / "kopi.zip"
    assert omhu("sikkerhedskopi", fil).returncode == 0
    omhu("genskab", fil, **ny_mappe(tmp_path))
    assert "lokal-egen" in omhu("regel", **ny_mappe(tmp_path)).stdout


def test_a_copy_is_one_moment_also_while_others_write(omhu, tmp_path):  # noqa: F811
    """A second process registers steps all the while; the copy holds a whole number of its transactions."""
    indlaes_guld(omhu)
    skriver = subprocess.Popen(
        [sys.executable, "-c", SKRIV],
        env={"OMHU_MAPPE": str(tmp_path / "var"), "PATH": ""},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert skriver.stdout is not None
    skriver.stdout.readline()
    fil = tmp_path / "kopi.zip"
    svar = omhu("sikkerhedskopi", fil)
    skriver.kill()
    skriver.wait()
    assert svar.returncode == 0, svar.stderr
    with zipfile.ZipFile(fil) as z:
        antal = json.loads(z.read("manifest.json"))["kontrol"]["raekker"]["tidslinje_skridt"]
    assert antal > 178
    assert (antal - 178) % 2 == 0, "two steps are written in each transaction"
    assert omhu("genskab", fil, **ny_mappe(tmp_path)).returncode == 0


SKRIV = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "omhu.config.settings"
django.setup()
from datetime import date
from django.db import transaction
from omhu.sager.models import Sag
from omhu.tidslinje.actions import registrer
sag = Sag.objects.first()
for n in range(100_000):
    with transaction.atomic():
        registrer(sag, "JOURNALNOTAT", date(2020, 3, 2))
        registrer(sag, "JOURNALNOTAT", date(2020, 3, 3))
    if n == 3:
        print("i gang", flush=True)
"""


def test_an_installation_with_cases_is_not_overwritten_but_moved_aside(omhu, kopi, tmp_path):  # noqa: F811
    foer = omhu("frister").stdout
    svar = omhu("genskab", kopi)
    assert svar.returncode == 1
    assert "--erstat" in svar.stderr
    assert omhu("frister").stdout == foer
    assert omhu("genskab", kopi, "--erstat").returncode == 0
    (aside,) = (tmp_path / "var").glob("foer-genskabelse-*")
    assert (aside / DATABASE).exists()


def aendr(fil: Path, tmp_path: Path, aendring, *, ret_sum: bool = False) -> Path:
    """The copy with its database changed; with `ret_sum` the manifest is made to fit."""
    mappe = tmp_path / "pakket_ud"
    with zipfile.ZipFile(fil) as z:
        z.extractall(mappe)
    aendring(mappe / DATABASE)
    manifest = json.loads((mappe / "manifest.json").read_text("utf-8"))
    if ret_sum:
        manifest["filer"][DATABASE] = hashlib.sha256((mappe / DATABASE).read_bytes()).hexdigest()
    ny = tmp_path / "aendret.zip"
    with zipfile.ZipFile(ny, "w") as z:
        z.write(mappe / DATABASE, DATABASE)
        z.writestr("manifest.json", json.dumps(manifest))
    return ny


def flip(sti: Path) -> None:
    data = bytearray(sti.read_bytes())
    data[len(data) // 2] ^= 0xFF
    sti.write_bytes(data)


def fjern_et_skridt(sti: Path) -> None:
    with sqlite3.connect(sti) as con:
        con.execute("DROP TRIGGER skridt_ingen_sletning")
        con.execute("DELETE FROM tidslinje_skridt WHERE art = 'HANDLEPLAN' AND dag = '2019-11-01'")


def flyt_en_foedselsdag(sti: Path) -> None:
    with sqlite3.connect(sti) as con:
        con.execute("UPDATE sager_barn SET foedselsdato = date(foedselsdato, '+5 years')")


@pytest.mark.parametrize(
    ("aendring", "ret_sum", "besked"),
    [
        (flip, False, "beskadiget"),
        (fjern_et_skridt, True, "ikke det, manifestet siger"),
        (flyt_en_foedselsdag, True, "beregnes igen"),
        (lambda sti: sti.write_bytes(b"ikke en database"), True, "kan ikke åbnes"),
    ],
)
def test_a_copy_that_is_not_whole_is_refused_and_nothing_is_changed(
    omhu,  # noqa: F811
    kopi,
    tmp_path,
    aendring,
    ret_sum,
    besked,
):
    svar = omhu("genskab", aendr(kopi, tmp_path, aendring, ret_sum=ret_sum), **ny_mappe(tmp_path))
    assert svar.returncode == 1
    assert besked in svar.stderr
    assert "Traceback" not in svar.stderr
    assert omhu("frister", **ny_mappe(tmp_path)).stdout.count("\n") == 1
    assert not list((tmp_path / "ny").glob(".genskab-*"))


@pytest.mark.parametrize(
    ("lav", "besked"),
    [
        (lambda f: f.write_text("hej"), "kan ikke læses som en kopi"),
        (lambda f: None, "findes ikke"),
        (lambda f: _zip(f, {"../ude.txt": "0"}), "hører til"),
        (lambda f: _zip(f, {}, format_=99), "nyere udgave"),
    ],
)
def test_what_is_no_copy_is_refused(omhu, tmp_path, lav, besked):  # noqa: F811
    fil = tmp_path / "fremmed.zip"
    lav(fil)
    svar = omhu("genskab", fil)
    assert svar.returncode == 1
    assert besked in svar.stderr


def _zip(fil: Path, filer: dict[str, str], format_: int = 1) -> None:
    with zipfile.ZipFile(fil, "w") as z:
        for navn in filer:
            z.writestr(navn, "x")
        z.writestr("manifest.json", json.dumps({"format": format_, "filer": filer, "kontrol": {}}))


def test_a_copy_never_overwrites_another(omhu, kopi):  # noqa: F811
    foer = kopi.read_bytes()
    svar = omhu("sikkerhedskopi", kopi)
    assert (svar.returncode, "findes allerede" in svar.stderr) == (1, True)
    assert kopi.read_bytes() == foer


def test_without_a_name_the_copy_lies_in_the_folder(omhu, tmp_path):  # noqa: F811
    assert omhu("sikkerhedskopi").returncode == 0
    (fil,) = (tmp_path / "var" / "kopier").glob("omhu-*.zip")
    assert fil.stat().st_mode & 0o077 == 0
