"""People, closing and taking up in a real browser: by few interactions, by keyboard, and without a violation of axe."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import log_ind

METTE = "Mette Kjær"


def foerste_sag(page) -> str:
    """The address of Mette's first case."""
    page.goto(f"{page.omhu}/sager/?orden=-nummer")
    page.get_by_label("Ansvarlig").select_option(label="Mig")
    page.wait_for_url("**ansvarlig=**")
    page.locator("table.liste tbody tr").first.get_by_role("link").first.click()
    page.wait_for_url("**/sager/*/")
    return page.url


def test_a_person_is_added_corrected_and_ended(side, axe, billede):
    log_ind(side, METTE)
    sag = foerste_sag(side)
    side.goto(f"{sag}personer/")
    assert axe(side) == []
    billede(side, "personer")
    side.get_by_role("link", name="Tilføj person").click()
    assert axe(side) == []
    side.get_by_label("Hvem er det for barnet?").select_option(label="Sundhedsplejerske")
    side.get_by_label("Navn").fill("Karin Prøvesen")
    side.get_by_label("Telefon").fill("00 11 22 33")
    side.get_by_role("button", name="Tilføj", exact=True).click()
    expect(side.locator(".besked")).to_contain_text("Karin Prøvesen er skrevet på sagen")
    raekke = side.locator(".person", has_text="Karin Prøvesen")
    expect(raekke).to_contain_text("Sundhedsplejerske")
    raekke.get_by_role("link", name="Ret Karin").click()
    side.get_by_label("Adresse", exact=False).first.fill("Hemmeligvej 7")
    side.get_by_label("Adressen er beskyttet").check()
    side.get_by_role("button", name="Gem").click()
    raekke = side.locator(".person", has_text="Karin Prøvesen")
    expect(raekke).to_contain_text("Beskyttet adresse")
    expect(side.locator("body")).not_to_contain_text("Hemmeligvej")
    raekke.get_by_role("link", name="Åbn").click()
    assert axe(side) == []
    side.get_by_label("Hvad skal du bruge adressen til?").fill("Besøg i morgen")
    side.get_by_role("button", name="Vis adressen").click()
    expect(side.locator("body")).to_contain_text("Hemmeligvej 7")
    side.goto(f"{sag}personer/")
    side.locator(".person", has_text="Karin Prøvesen").get_by_role("link", name="Ret Karin").click()
    side.get_by_role("link", name="Er det ikke længere sådan? Afslut").click()
    side.get_by_label("Hvorfor?").fill("Flyttet til ny kommune")
    side.get_by_role("button", name="Afslut", exact=True).click()
    side.get_by_text("Tidligere (").click()
    expect(side.locator("details", has_text="Tidligere")).to_contain_text("Karin Prøvesen")


def test_a_number_is_shown_on_asking(side):
    log_ind(side, METTE)
    side.goto(f"{foerste_sag(side)}personer/")
    expect(side.locator("body")).to_contain_text("-••••")
    side.get_by_role("button", name="Vis CPR-nummer").first.click()
    expect(side.locator(".person strong").first).to_contain_text("-")
    assert "••••" not in side.locator(".person").first.inner_text()


def test_a_case_is_closed_and_opened_again_by_keyboard(side, axe, billede):
    log_ind(side, METTE)
    sag = foerste_sag(side)
    side.goto(f"{sag}luk/")
    assert axe(side) == []
    billede(side, "lukning")
    aarsag = side.get_by_label("Hvorfor lukkes sagen?", exact=True)
    aarsag.focus()
    side.keyboard.press("ArrowDown")
    side.keyboard.press("Tab")
    side.keyboard.type("Familien klarer sig selv nu.")
    trods = side.get_by_label("Hvorfor lukkes den, selv om noget er åbent?")
    if trods.count():
        side.keyboard.press("Tab")
        side.keyboard.type("Resten er aftalt med lederen.")
    side.get_by_role("button", name="Luk sagen").focus()
    side.keyboard.press("Enter")
    expect(side.locator(".besked")).to_contain_text("Sagen er lukket")
    side.get_by_role("link", name="Genåbn").click()
    assert axe(side) == []
    side.get_by_label("Hvorfor genåbnes sagen?").fill("Ny bekymring fra skolen.")
    side.get_by_role("button", name="Genåbn sagen").click()
    expect(side.locator(".besked")).to_contain_text("Sagen er genåbnet")


def test_what_to_read_first_and_what_could_be_closed(side, axe, billede):
    log_ind(side, METTE)
    sag = foerste_sag(side)
    side.goto(f"{sag}ny-paa-sagen/")
    expect(side.get_by_role("heading", name="læs dette først")).to_be_visible()
    assert axe(side) == []
    billede(side, "ny-paa-sagen")
    side.goto(f"{side.omhu}/sager/kan-lukkes/?dage=0")
    assert axe(side) == []
    side.goto(f"{side.omhu}/sager/kan-lukkes/")
    billede(side, "kan-lukkes")
