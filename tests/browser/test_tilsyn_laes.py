"""A case read in an audit, by keyboard alone; axe and a phone on each page. The demo has a round under way."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import log_ind

JURIST = "Christian Juhl"
HOEJST_SPOERGSMAAL = 40


def ren(side, axe) -> None:
    assert axe(side) == []
    side.set_viewport_size({"width": 390, "height": 844})
    assert side.evaluate("document.documentElement.scrollWidth") == 390
    side.set_viewport_size({"width": 1366, "height": 768})


def gaa_til(side, navn: re.Pattern[str]) -> None:
    """Tab until a link or button of this name has the focus, and press it."""
    maal = side.get_by_role("link", name=navn).or_(side.get_by_role("button", name=navn)).first
    maal.wait_for()
    side.locator("#indhold").focus()
    for _ in range(60):
        side.keyboard.press("Tab")
        if maal.evaluate("x => x === document.activeElement"):
            foer = side.url
            side.keyboard.press("Enter")
            side.wait_for_url(lambda sti, foer=foer: sti != foer)
            side.wait_for_load_state()
            return
    raise AssertionError(f"Tab reaches no {navn.pattern}")


def test_a_case_is_read_by_keyboard_alone(side, axe, billede):
    log_ind(side, JURIST)
    side.goto(f"{side.omhu}/tilsyn/")
    gaa_til(side, re.compile("^Læs (næste|videre)"))
    if side.get_by_role("button", name="Begynd").count():
        ren(side, axe)
        gaa_til(side, re.compile("^Begynd$"))
    expect(side.locator("#spm")).to_be_focused()
    ren(side, axe)
    billede(side, "tilsyn-laes-spoergsmaal")
    _uenig_med_data(side)
    for _ in range(HOEJST_SPOERGSMAAL):
        if not re.search("/(spoergsmaal|meld)/", side.url):
            break
        _svar(side)
    expect(side.get_by_role("heading", name="Sagen som helhed", level=2)).to_be_visible()
    ren(side, axe)
    gaa_til(side, re.compile("^Gem, og se efter$"))
    ren(side, axe)
    billede(side, "tilsyn-laes-laas")
    gaa_til(side, re.compile("^Lås læsningen$"))
    expect(side.locator("main")).to_contain_text("Læsningen er låst")
    ren(side, axe)
    expect(side.locator("main")).to_contain_text(re.compile("Næste sag: nr|Du har læst alle"))


def _svar(side) -> None:
    """Confirm what the data say, else judge; nothing here is a serious finding."""
    foer = side.url
    if "/meld/" in foer:
        gaa_til(side, re.compile("^Nej, gå videre$"))
    else:
        expect(side.locator("#spm")).to_be_focused()
        if not side.locator("input[name=svar]:checked").count():
            side.keyboard.press("1")
        side.keyboard.press("Enter")
    side.wait_for_url(lambda sti: sti != foer)
    side.wait_for_load_state()


def _uenig_med_data(side) -> None:
    """To overrule leads straight to the reason; what is typed comes along, and Esc gives the keys back."""
    side.keyboard.press("?")
    expect(side.locator("#genveje")).to_have_attribute("open", "")
    side.locator("#spm").focus()
    side.keyboard.press("k")
    expect(side.get_by_label("Kan ikke vurderes")).to_be_checked()
    if side.locator("#svarform").get_attribute("data-auto") not in ("", "uvist"):
        side.keyboard.press("Enter")
        expect(side.get_by_label("Begrundelse")).to_be_focused()
    else:
        side.keyboard.press("b")
    side.keyboard.type("Sagen viser det ikke klart")
    foer = side.url
    side.keyboard.press("Control+Enter")
    side.wait_for_url(lambda sti: sti != foer)
    side.wait_for_load_state()
