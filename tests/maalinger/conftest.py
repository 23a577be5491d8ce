from __future__ import annotations

from datetime import date

import pytest

from omhu.maalinger.beregn import beregn
from omhu.maalinger.filer import KONCEPTER, hent_koncept

from .tidslinje import Sagsbog, laes

GULD = KONCEPTER.parent / "data" / "guld"
FRA, TIL = date(2019, 2, 18), date(2020, 2, 17)


@pytest.fixture
def stevns():
    """The golden cases, to be changed by the test."""
    return Sagsbog(laes(GULD / "stevns_sager.csv", GULD / "stevns_haendelser.csv"))


@pytest.fixture
def maal():
    """Run a concept: rows by id."""

    def run(bog, fra=FRA, til=TIL, koncept="taskforce", **kw):
        return {
            r.raekke: r for r in beregn(hent_koncept(koncept), bog.sager.values(), fra, til, **kw)
        }

    return run


@pytest.fixture(scope="session")
def guld():
    """The golden set as it stands, measured once."""
    sager = laes(GULD / "stevns_sager.csv", GULD / "stevns_haendelser.csv")
    return {r.raekke: r for r in beregn(hent_koncept("taskforce"), sager.values(), FRA, TIL)}
