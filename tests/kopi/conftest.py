"""The golden set in a folder of its own with a copy of it, and a folder to restore into."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.config.test_kommandoer import OMHU, indlaes_guld


def koerer(mappe):
    """Run `omhu …` on SQLite in a folder, whatever the test run is on: both kinds of copy are tested here."""
    miljoe = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")}
    miljoe["OMHU_MAPPE"] = str(mappe)

    def koer(*ord_, ind="", **ekstra):
        return subprocess.run(
            [*OMHU, *map(str, ord_)],
            env=miljoe | ekstra,
            input=ind,
            capture_output=True,
            text=True,
            check=False,
        )

    return koer


@pytest.fixture
def mappe(tmp_path):
    """The folder of the installation."""
    return tmp_path / "var"


@pytest.fixture
def omhu(mappe):
    """Run `omhu …` in the test's own folder."""
    return koerer(mappe)


@pytest.fixture(scope="session")
def _guld(tmp_path_factory):
    """The golden set loaded once, and a copy of it."""
    rod = tmp_path_factory.mktemp("guld")
    omhu = koerer(rod / "var")
    indlaes_guld(omhu)
    svar = omhu("sikkerhedskopi", rod / "omhu.kopi")
    assert svar.returncode == 0, svar.stderr
    assert "Sager: 20. Skridt: 178." in svar.stdout
    return rod


@pytest.fixture
def guld(_guld, mappe):
    """The golden set in the test's own folder."""
    shutil.copytree(_guld / "var", mappe)
    return mappe


@pytest.fixture
def kopi(_guld, guld, tmp_path):
    """The golden set, and a copy of it."""
    return shutil.copy(_guld / "omhu.kopi", tmp_path / "omhu.kopi")


@pytest.fixture
def ny(tmp_path, mappe):
    """A new folder, with the keys of the old one put there as the guide says."""

    def lav(navn="ny"):
        sti = tmp_path / navn
        if not sti.exists():
            sti.mkdir(mode=0o700)
            for noegle in ("noegler.json", "lognoegle"):
                if (mappe / noegle).exists():
                    (sti / noegle).write_bytes((mappe / noegle).read_bytes())
                    (sti / noegle).chmod(0o600)
        return {"OMHU_MAPPE": str(sti)}

    return lav
