"""What all tests share: the browser plugin, a folder of its own, and a fixed cast."""

from __future__ import annotations

import gc
from copy import deepcopy
from datetime import date

import pytest

pytest_plugins = ["tests.browser_stoette", "tests.log_stoette", "tests.delt"]


def pytest_collection_finish():
    """What is read in by now stays to the end: it is not looked through for garbage again and again."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _filerne_findes_een_gang():
    """The style sheets and scripts are looked up once in a run, not for each client that a test makes."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    find, fundne = WhiteNoiseMiddleware.add_files_from_finders, {}

    def een_gang(self):
        if not fundne:
            find(self)
            fundne.update(self.files)
        self.files.update(fundne)

    WhiteNoiseMiddleware.add_files_from_finders = een_gang
    yield
    WhiteNoiseMiddleware.add_files_from_finders = find


@pytest.fixture
def hold(db):
    """The cast: two teams, a rådgiver and a leader in each, a superbruger; Nord has one case."""
    return lav_hold()


@pytest.fixture(scope="module")
def _delt_alt(delte_raekker):
    from tests.sikkerhed.adresser import alle

    with delte_raekker():
        h = lav_hold()
        h.adresser = alle(h)
        return h


@pytest.fixture
def alt(_delt_alt, db):
    """The cast with all that an address can name, and `adresser`: one path for every pattern. The rows are made once
    for the module; each test works in a savepoint on top of them, with objects of its own."""
    return deepcopy(_delt_alt)


class Hold:
    """Who is who; see `lav_hold`."""


def lav_hold() -> Hold:
    from omhu.adgang.models import Bruger, Enhed
    from omhu.sager.models import Barn, Sag

    h = Hold()
    h.center = Enhed.objects.create(navn="Familieafdelingen", type=Enhed.Type.CENTER)
    h.nord = Enhed.objects.create(navn="Team Nord", overordnet=h.center)
    h.syd = Enhed.objects.create(navn="Team Syd", overordnet=h.center)

    def bruger(navn, rolle, enhed, initialer):
        fornavn, efternavn = navn.split()
        return Bruger.objects.create(
            username=initialer.lower(),
            first_name=fornavn,
            last_name=efternavn,
            rolle=rolle,
            enhed=enhed,
            initialer=initialer,
        )

    h.mette = bruger("Mette Kjær", Bruger.Rolle.RAADGIVER, h.nord, "MK")
    h.ole = bruger("Ole Bruun", Bruger.Rolle.RAADGIVER, h.syd, "OB")
    h.leder_nord = bruger("Lene Friis", Bruger.Rolle.TEAMLEDER, h.nord, "LF")
    h.leder_syd = bruger("Jens Dahl", Bruger.Rolle.TEAMLEDER, h.syd, "JD")
    h.super = bruger("Sara Lind", Bruger.Rolle.SUPERBRUGER, None, "SL")
    h.barn = Barn.objects.create(navn="Emil Holm", cpr="7006174001", foedselsdato=date(2017, 6, 10))
    h.sag = Sag.objects.create(barn=h.barn, nummer="N-1", enhed=h.nord)
    return h
