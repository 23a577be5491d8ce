"""The secrets of one-time codes follow a change of keys, and keep their key while they need it."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from omhu.kerne.krypto import brug

HEMMELIG = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def koder():
    """The use that the command knows of."""
    return next(b for b in brug.alle() if b.navn == "engangskoder")


@pytest.fixture
def mette(hold, i_drift):
    """Has set up one-time codes; returns her recovery codes."""
    TOTP.activate(hold.mette, HEMMELIG)
    return RecoveryCodes.activate(hold.mette).generate_codes()


def laest(bruger):
    totp = Authenticator.objects.get(user=bruger, type=Authenticator.Type.TOTP)
    genskabelse = Authenticator.objects.get(user=bruger, type=Authenticator.Type.RECOVERY_CODES)
    return get_adapter().decrypt(totp.data["secret"]), RecoveryCodes(genskabelse).generate_codes()


def test_they_are_encrypted_counted_and_moved(hold, mette, koder, ny_noegle):
    assert HEMMELIG not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert koder.versioner() == {1: 2}
    ny_noegle()
    assert koder.skift(lambda nu, af: None) == 2
    assert koder.versioner() == {2: 2}
    assert laest(hold.mette) == (HEMMELIG, mette)
    assert koder.skift(lambda nu, af: None) == 0


def test_files_of_loads_that_wait_are_moved_too(
    hold, i_drift, ny_noegle, tmp_path, settings, monkeypatch
):
    from uuid import uuid4

    from omhu.indlaesning import arbejdsmappe

    monkeypatch.setattr(settings.OMHU, "mappe", tmp_path)
    nummer = uuid4()
    arbejdsmappe.mappe(nummer).mkdir(parents=True)
    fil = arbejdsmappe.mappe(nummer) / "x.csv"
    fil.write_bytes(b"a;b" * 100_000)
    filer = next(b for b in brug.alle() if b.navn == "filer, der venter")
    assert filer.versioner() == {1: 1}
    ny_noegle()
    assert filer.skift(lambda nu, af: None) == 1
    assert filer.versioner() == {2: 1}
    assert fil.read_bytes() == b"a;b" * 100_000


def test_every_use_answers_also_before_its_table_is_made(db, i_drift):
    """`omhu noegler` runs on any database; each use tells its rows by version."""
    klargoer_foer = {b.navn: b.versioner() for b in brug.alle()}
    assert {
        "CPR-numre",
        "CPR-numre fra kilder",
        "engangskoder",
        "filer, der venter",
    } <= klargoer_foer.keys()
