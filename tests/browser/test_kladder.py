"""Nothing typed is lost: drafts, a lost connection, two who write at once. And what else the guide shows on a page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.haand import Haand
from tests.browser.test_plan import ren

METTE, ULLA = "Mette Kjær", "Ulla Mørk"
FOER = "Læreren ringede. Barnet har ikke været i skole siden mandag."
METTES, ULLAS = FOER.replace("mandag", "tirsdag"), FOER.replace("mandag", "onsdag")


@pytest.fixture
def sag(side) -> str:
    """Mette on the newest of her cases."""
    log_ind(side, METTE)
    side.goto(f"{side.omhu}/sager/?orden=-nummer")
    side.get_by_label("Ansvarlig").select_option(label="Mig")
    side.wait_for_url("**ansvarlig=**")
    side.locator("table.liste tbody tr").first.get_by_role("link").first.click()
    side.wait_for_url(re.compile(r"/sager/\d+/"))
    return f"{side.omhu}{re.search(r'/sager/[0-9]+/', side.url)[0]}"


def notat(side, sag: str, overskrift: str) -> str:
    """Write a note; returns the address where it is corrected."""
    haand = Haand(side)
    side.goto(f"{sag}journal/notat/")
    haand.skriv("Overskrift", overskrift)
    haand.prosa("Notat", FOER)
    haand.gem("Gem notatet")
    side.get_by_role("link", name=overskrift).first.click()
    return str(side.get_by_role("link", name="Ret", exact=True).get_attribute("href"))


def test_a_draft_is_there_when_one_comes_back(side, sag, axe, billede):
    side.goto(f"{sag}journal/notat/")
    side.get_by_label("Overskrift").fill("Opkald fra skolen")
    side.locator("main textarea[name=tekst]").fill(FOER)
    expect(side.get_by_text("Kladde gemt kl.")).to_be_visible()
    side.on("dialog", lambda d: d.accept())
    side.goto(sag)
    side.goto(f"{sag}journal/notat/")
    expect(side.locator(".kladde-note")).to_contain_text("er hentet. Den er ikke gemt på sagen")
    expect(side.locator("main textarea[name=tekst]")).to_have_value(FOER)
    ren(side, axe)
    billede(side, "kladde")
    with side.expect_navigation():
        side.get_by_role("button", name="Kassér kladden").click()
    expect(side.locator("main textarea[name=tekst]")).to_have_value("")


def test_a_lost_connection_takes_nothing_along(page, server):
    """Without the watch on the console, where the browser tells of the lost connection."""
    page.omhu = server
    log_ind(page, METTE, server)
    page.goto(f"{server}/sager/?orden=nummer")
    page.locator("table.liste tbody tr").first.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/sager/\d+/"))
    page.get_by_role("link", name="Skriv notat").click()
    page.get_by_label("Overskrift").fill("Opkald i toget")
    page.context.set_offline(True)
    page.locator("main textarea[name=tekst]").fill(FOER)
    expect(page.get_by_text("Ingen forbindelse.")).to_be_visible()
    page.get_by_role("button", name="Gem notatet").click()
    expect(page.get_by_text("Ingen forbindelse.")).to_be_visible()
    expect(page.locator("main textarea[name=tekst]")).to_have_value(FOER)
    page.context.set_offline(False)
    expect(page.get_by_text("Kladde gemt kl.")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Gem notatet").click()
    expect(page.locator(".besked")).to_contain_text("Notatet er gemt")


def test_words_are_found_and_letters_listed(side, sag, axe, billede):
    notat(side, sag, "Opkald om skolegang")
    side.keyboard.press("Control+k")
    side.keyboard.type("lærerens skole")
    with side.expect_navigation():
        side.keyboard.press("Enter")
    expect(side.locator("mark", has_text="Læreren").first).to_be_visible()
    billede(side, "soegning")
    side.goto(sag)
    side.get_by_role("link", name="Breve", exact=True).click()
    expect(side.locator("table.liste")).to_contain_text("Sagens tidslinje")
    ren(side, axe)
    billede(side, "breve")


def test_an_underretning_waits_with_its_clock_running(side, sag, axe, billede):
    """The child is known as soon as one begins; the assessment is made on the underretning's own page."""
    haand = Haand(side)
    side.goto(f"{sag}underretninger/")
    haand.klik("Ny underretning")
    expect(side.locator(".opslag").first).to_contain_text("Kendt:")
    haand.vaelg("Hvem underretter?", "Skole")
    ren(side, axe)
    billede(side, "underretning-ny")
    haand.prosa("Hvad er der sagt?", "Hun er ofte træt og har ingen madpakke med.")
    haand.valg("Omsorgssvigt", "checkbox")
    haand.valg_af("overgreb", "nej")
    haand.gem("Gem underretningen")
    expect(side.locator(".ur")).to_contain_text("BL § 136")
    ren(side, axe)
    billede(side, "underretning")
    side.goto(f"{side.omhu}/underretninger/")
    expect(side.locator("nav.faner")).to_contain_text(re.compile(r"Ny \([1-9]"))
    ren(side, axe)
    billede(side, "underretninger")
