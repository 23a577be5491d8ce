"""A local account in a real browser: password, one-time codes, sessions, and »er det stadig dig?«."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import expect

from tests.browser_stoette import find_chromium
from tests.login.server import FOLK, Installation
from tests.login.stoette import KODE


@pytest.fixture(scope="module")
def omhu(tmp_path_factory):
    if not find_chromium():
        pytest.skip("IKKE KØRT: Chromium mangler")
    installation = Installation(tmp_path_factory.mktemp("omhu-login"))
    installation.koer(FOLK)
    with installation.server("--processer", "2"):
        yield installation


@pytest.fixture
def side(page, axe):
    """A page that fails the test on errors, and on breaches of the content policy; side.rent() asks axe."""
    fejl: list[str] = []
    page.on(
        "console",
        lambda m: fejl.append(m.text) if m.type == "error" and "422" not in m.text else None,
    )
    page.on("pageerror", lambda e: fejl.append(str(e)))

    def rent() -> None:
        assert axe(page) == []

    page.rent = rent
    yield page
    assert fejl == []


def adgangskode(side, omhu, navn: str) -> None:
    side.goto(f"{omhu.adresse}/login/")
    side.rent()
    side.get_by_label("Brugernavn").fill(navn)
    side.get_by_label("Adgangskode").fill(KODE)
    side.keyboard.press("Enter")


def kode(hemmelig: str, sidste: list[int]) -> str:
    """The next code that was not used; waits for it."""
    while (nu := int(time.time()) // 30) + 1 <= sidste[0]:
        time.sleep(1)
    sidste[0] = max(nu, sidste[0] + 1)
    return auth.format_hotp_value(auth.hotp_value(hemmelig, sidste[0]))


def test_from_the_first_login_to_the_second_by_keyboard(side, omhu):
    sidste = [0]
    adgangskode(side, omhu, "karin")
    side.wait_for_url("**/konto/engangskode/")
    side.rent()
    hemmelig = side.locator(".noegle").inner_text().replace(" ", "")
    billede = side.get_by_role("img", name=re.compile("^QR-kode"))
    assert billede.evaluate("e => e.naturalWidth") > 0
    side.get_by_label("Koden fra appen").fill("000000")
    side.keyboard.press("Enter")
    expect(side.locator("main")).to_contain_text("Koden passer ikke")
    side.rent()
    side.get_by_label("Koden fra appen").fill(kode(hemmelig, sidste))
    side.keyboard.press("Enter")
    side.get_by_role("heading", name="Engangskoder er slået til").wait_for()
    side.rent()
    assert len(side.locator(".koder code").all()) == 10
    side.get_by_role("link", name="Jeg har gemt koderne").click()
    side.locator(".top-bruger summary").click()
    side.get_by_role("button", name="Log ud").click()
    adgangskode(side, omhu, "karin")
    side.wait_for_url("**/login/kode/")
    side.rent()
    assert side.evaluate("document.activeElement.name") == "kode"
    side.keyboard.type(kode(hemmelig, sidste))
    side.keyboard.press("Enter")
    side.wait_for_url(f"{omhu.adresse}/")
    side.goto(f"{omhu.adresse}/konto/engangskode/")
    side.rent()
    side.goto(f"{omhu.adresse}/konto/sessioner/")
    side.rent()
    assert side.get_by_text("Chrome på Linux").is_visible()


def test_a_sensitive_act_asks_again_and_goes_on(side, omhu):
    omhu.koer(
        "from omhu.adgang.models import Bruger\nfrom omhu.adgang.login import totp\n"
        "totp.fjern(Bruger.objects.get(username='mette'))"
    )
    adgangskode(side, omhu, "mette")
    side.wait_for_url("**/konto/engangskode/")
    omhu.koer(
        "from omhu.adgang.login.models import Session\n"
        "for s in Session.objects.exclude(bruger=None):\n"
        "    k = s.get_session_store_class()(s.pk)\n    k['bekraeftet'] -= 1200\n    k.save()"
    )
    side.reload()
    side.get_by_role("heading", name="Er det stadig dig?").wait_for()
    side.rent()
    side.get_by_label("Adgangskode").fill(KODE)
    side.keyboard.press("Enter")
    side.get_by_role("heading", name="Sæt engangskoder op").wait_for()
