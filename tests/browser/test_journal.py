"""The journal in a real browser: a note, a file, a search and an aktindsigt; few interactions, no violation of axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.haand import Haand
from tests.browser.test_plan import ren
from tests.journal.stoette import lav_docx, lav_pdf

METTE = "Mette Kjær"
NOTAT = "Læreren ringede. Barnet har ikke været i skole siden mandag. Naboen Ole Vinter har set barnet ude."


@pytest.fixture
def sag(side):
    log_ind(side, METTE)
    side.goto(f"{side.omhu}/sager/")
    side.locator("table.liste tbody a").first.click()
    side.wait_for_url("**/sager/*/**")
    return side.url.split("/sager/")[1].split("/")[0]


def skriv_notat(side, sag, overskrift="Opkald fra skolen"):
    haand = Haand(side)
    side.goto(f"{side.omhu}/sager/{sag}/journal/")
    with haand.handling("Skriv et notat") as talt:
        haand.klik("Skriv notat")
        side.wait_for_url("**/notat/**")
        haand.vaelg("Hvad var det?", "Telefonsamtale")
        haand.skriv("Overskrift", overskrift)
        haand.prosa("Notat", NOTAT)
        haand.gem("Gem notatet")
    return talt


def test_a_note_costs_few_interactions_and_is_corrected_by_adding(side, sag, axe, billede):
    talt = skriv_notat(side, sag)
    assert talt.uden_prosa <= 12
    expect(side.locator(".besked")).to_contain_text("Notatet er gemt")
    assert axe(side) == []
    billede(side, "journal-liste")
    side.get_by_role("link", name="Opkald fra skolen").first.click()
    side.get_by_role("link", name="Ret", exact=True).click()
    assert axe(side) == []
    side.locator("main textarea[name=tekst]").fill(NOTAT.replace("mandag", "tirsdag"))
    side.get_by_label("Hvad rettes, og hvorfor?").fill("Det var tirsdag")
    with side.expect_navigation():
        side.get_by_role("button", name="Gem rettelsen").click()
    expect(side.locator("del").last).to_have_text("mandag.")
    expect(side.locator("ins").last).to_have_text("tirsdag.")
    assert axe(side) == []


def test_a_file_that_lies_is_told_at_the_field_and_the_words_stay(side, sag, axe, tmp_path):
    loegn, rigtig = tmp_path / "udtalelse.pdf", tmp_path / "udtalelse2.pdf"
    loegn.write_bytes(lav_docx("Skolens udtalelse"))
    rigtig.write_bytes(lav_pdf("Skolefraværet er stort."))
    side.goto(f"{side.omhu}/sager/{sag}/journal/dokument/")
    assert axe(side) == []
    side.get_by_label("Fil", exact=True).set_input_files(loegn)
    side.get_by_label("Titel").fill("Udtalelse fra skolen")
    with side.expect_navigation():
        side.get_by_role("button", name="Læg på sagen").click()
    expect(side.locator("main")).to_contain_text("hedder .pdf, men den er et Word-dokument")
    expect(side.get_by_label("Titel")).to_have_value("Udtalelse fra skolen")
    assert axe(side) == []
    side.get_by_label("Fil", exact=True).set_input_files(rigtig)
    with side.expect_navigation():
        side.get_by_role("button", name="Læg på sagen").click()
    expect(side.locator(".besked")).to_contain_text("Filen ligger på sagen som dokument")
    side.get_by_role("textbox", name="Søg i sagen").fill("skolefraværets")
    with side.expect_navigation():
        side.get_by_role("textbox", name="Søg i sagen").press("Enter")
    expect(side.locator("mark").first).to_have_text("Skolefraværet")
    assert axe(side) == []


def test_search_on_every_page_finds_the_inflected_word(side, sag, axe, billede):
    skriv_notat(side, sag, "Opkald om fravær")
    side.keyboard.press("Control+k")
    side.keyboard.type("lærerne nabo")
    with side.expect_navigation():
        side.keyboard.press("Enter")
    expect(side.locator("mark", has_text="Læreren").first).to_be_visible()
    expect(side.locator("mark", has_text="Naboen").first).to_be_visible()
    assert axe(side) == []
    billede(side, "soegning")


def test_an_aktindsigt_from_request_to_answer(side, sag, axe, billede):
    skriv_notat(side, sag, "Opkald til aktindsigt")
    side.goto(f"{side.omhu}/sager/{sag}/journal/aktindsigt/")
    assert axe(side) == []
    side.get_by_role("radio", name="En anden").check()
    side.get_by_label("Navn, hvis det er en anden").fill("Mors advokat")
    with side.expect_navigation():
        side.get_by_role("button", name="Registrér anmodningen").click()
    expect(side.locator("#antal")).to_contain_text("0 med ·")
    assert axe(side) == []
    side.get_by_role("row", name="Opkald til aktindsigt").get_by_role(
        "link", name="Streg over"
    ).first.click()
    side.get_by_label("Naboen Ole Vinter har set barnet ude.").check()
    side.get_by_label("Hvorfor?").select_option(index=3)
    assert axe(side) == []
    with side.expect_navigation():
        side.get_by_role("button", name="Gem", exact=True).click()
    expect(side.locator("#antal")).to_contain_text("1 med overstregninger")
    billede(side, "journal-aktindsigt")
    side.get_by_role("link", name="Stregliste").click()
    expect(side.locator("main")).to_contain_text("1 sætning streget over")
    assert axe(side) == []
    side.go_back()
    with side.expect_navigation():
        side.get_by_role("button", name="Giv aktindsigt").click()
    expect(side.locator("#antal")).to_contain_text("Givet")
    assert axe(side) == []


def test_the_letters_of_a_case_are_listed(side, sag, axe, billede):
    side.goto(f"{side.omhu}/sager/{sag}/")
    side.get_by_role("link", name="Breve", exact=True).click()
    expect(side.locator("table.liste")).to_contain_text("Sagens tidslinje")
    ren(side, axe)
    billede(side, "breve")


@pytest.mark.parametrize(
    "sti", ["journal/", "journal/notat/", "journal/dokument/", "journal/aktindsigt/"]
)
def test_the_pages_fit_a_phone(side, sag, sti):
    side.set_viewport_size({"width": 390, "height": 800})
    side.goto(f"{side.omhu}/sager/{sag}/{sti}")
    assert side.evaluate("document.documentElement.scrollWidth") <= 390
