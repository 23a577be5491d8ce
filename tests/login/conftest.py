"""What the tests of the login share: settings of one's own, people with passwords, and codes from an app."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth

from omhu.adgang.login import totp
from omhu.adgang.models import Bruger
from tests.login.stoette import KODE


@pytest.fixture
def omhu(settings):
    """omhu(navn=værdi): change settings of the installation for the test."""

    def saet(**aendringer):
        settings.OMHU = settings.OMHU.model_copy(update=aendringer)

    return saet


@pytest.fixture
def mette(hold) -> Bruger:
    """Mette of Team Nord, with a password."""
    hold.mette.set_password(KODE)
    hold.mette.save()
    return hold.mette


@pytest.fixture
def ur(monkeypatch):
    """The clock of one-time codes: ur.frem() goes to the next code."""

    class Ur:
        tid = 1_800_000_000

        def frem(self, skridt: int = 1) -> None:
            self.tid += 30 * skridt

        def time(self) -> float:
            return self.tid

    nu = Ur()
    monkeypatch.setattr(auth, "time", nu)
    return nu


@pytest.fixture
def app(ur):
    """app(hemmelig): the code that the person's app shows now."""
    return lambda hemmelig: auth.format_hotp_value(auth.hotp_value(hemmelig, ur.tid // 30))


@pytest.fixture
def hemmelig(mette):
    """Mette's secret, after she has set up one-time codes."""
    noegle = auth.generate_totp_secret()
    auth.TOTP.activate(mette, noegle)
    totp.nye_koder(mette)
    return noegle


@pytest.fixture
def log_ind(client):
    """log_ind(): give Mette's name and password; the answer."""

    def goer(kode: str = KODE, navn: str = "mk", **andet):
        return client.post("/login/", {"username": navn, "password": kode}, **andet)

    return goer
