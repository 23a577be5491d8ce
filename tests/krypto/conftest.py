"""A key ring of the test's own, in place of the run's."""

import pytest

from omhu.kerne import krypto
from omhu.kerne.krypto import ringfil


@pytest.fixture
def i_drift(tmp_path):
    """A key file that is the installation's for a while."""
    foer, fil = krypto.noeglefil(), tmp_path / "noegler.json"
    ringfil.lav(fil)
    krypto.indstil(fil)
    yield fil
    krypto.indstil(foer)


@pytest.fixture
def ny_noegle(i_drift):
    """A function that makes the next version, as `omhu noegler ny` does."""

    def lav():
        ringfil.gem(i_drift, krypto.ring().med_ny())
        krypto.indstil(i_drift)
        return krypto.ring().aktiv

    return lav
