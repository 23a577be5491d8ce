"""The golden set in a folder of its own with a copy of it, and a folder to restore into."""

from __future__ import annotations

import shutil

import pytest

from tests import proces
from tests.config.test_kommandoer import indlaes_guld, miljoe_for
from tests.miljoe import delt_mappe, klar


def koerer(mappe):
    """Run `omhu …` on SQLite in a folder, whatever the test run is on: both kinds of copy are tested here."""
    miljoe = miljoe_for(mappe, {})

    def koer(*ord_, ind="", **ekstra):
        if not mappe.exists() and "OMHU_MAPPE" not in ekstra:
            klar(mappe, sqlite=True)
        return proces.omhu(ord_, miljoe | ekstra, ind)

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
def _guld():
    """The golden set loaded once, and a copy of it."""

    def lav(rod):
        omhu = koerer(rod / "var")
        indlaes_guld(omhu)
        svar = omhu("sikkerhedskopi", rod / "omhu.kopi")
        assert svar.returncode == 0, svar.stderr
        assert "Sager: 20. Skridt: 178." in svar.stdout

    return delt_mappe("guld", lav)


@pytest.fixture
def demo_data(mappe):
    """A small demo municipality in the test's own folder."""

    def lav(rod):
        assert koerer(rod / "var")("demo", "--kun-data", "--skala", "0.01").returncode == 0

    shutil.copytree(delt_mappe("demo-data", lav) / "var", mappe)
    return mappe


@pytest.fixture
def andet(tmp_path):
    """Another installation, with keys of its own and nothing in it."""
    klar(tmp_path / "andet", sqlite=True)
    return {"OMHU_MAPPE": str(tmp_path / "andet")}


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
