"""Access in a real browser: break-glass and the leader's look, a protected case, a hand-over, an account."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import log_ind

METTE, JONAS, CHEF, ADMIN = "Mette Kjær", "Jonas Friis", "Bente Krogh", "Anders Vang"


def log_ud(page) -> None:
    page.locator("details.top-bruger summary").click()
    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url("**/login/**")


def foerste_sag(page, orden: str = "-nummer") -> str:
    """Open the first case of the list; returns its number."""
    page.goto(f"{page.omhu}/sager/?orden={orden}")
    raekke = page.locator("table.liste tbody tr").first
    nummer = raekke.locator("td").nth(2).inner_text()
    raekke.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/sager/\d+/"))
    return nummer


def test_break_glass_is_taken_seen_and_marked(side, axe, billede):
    log_ind(side, JONAS)
    nummer = foerste_sag(side, "nummer")  # the demo itself breaks the glass to the newest
    log_ud(side)
    log_ind(side, METTE)
    side.get_by_text("Menu for").locator("xpath=..").click()
    side.get_by_role("link", name="Nødadgang til en sag").click()
    assert axe(side) == []
    side.get_by_label("Sagsnummer eller barnets CPR-nummer").fill(nummer)
    side.get_by_label("Hvorfor har du brug for sagen nu?").fill("Skolen ringer om barnet i dag.")
    billede(side, "noedadgang")
    side.get_by_role("button", name="Åbn sagen").click()
    expect(side.locator(".besked")).to_contain_text("Sagen er åben for dig til")
    expect(side.locator("body")).to_contain_text(f"Sag {nummer}")
    log_ud(side)
    log_ind(side, CHEF)
    side.get_by_role("link", name="mangler, at du ser på dem").click()
    raekke = side.locator("tbody tr", has_text="Skolen ringer om barnet i dag.")
    expect(raekke).to_contain_text(METTE)
    assert axe(side) == []
    billede(side, "noedadgange")
    raekke.get_by_role("button").click()
    expect(side.locator(".besked")).to_contain_text("markeret som set")
    expect(side.locator("tbody tr", has_text="Skolen ringer om barnet i dag.")).to_have_count(0)


def test_a_leader_protects_a_case_and_a_colleague_no_longer_finds_it(side, axe, billede):
    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/sager/?orden=nummer")
    side.get_by_label("Ansvarlig").select_option(label=METTE)
    side.wait_for_url("**ansvarlig=**")
    raekke = side.locator("table.liste tbody tr").last
    nummer = raekke.locator("td").nth(2).inner_text()
    raekke.get_by_role("link").first.click()
    side.get_by_role("link", name="Adgang", exact=True).click()
    side.get_by_label("Beskyttelse").select_option(label="Ansats eller politikers barn")
    side.get_by_label("Hvorfor?").first.fill("Barnets far arbejder i Team Nord.")
    side.get_by_role("button", name="Gem beskyttelsen").click()
    expect(side.locator(".besked")).to_contain_text("Sagen er beskyttet")
    assert axe(side) == []
    billede(side, "hvem-kan-se-sagen")
    log_ud(side)
    log_ind(side, "Ulla Mørk")
    side.get_by_label("Søg barn, CPR-nummer, sagsnummer eller ord i sagerne").fill(nummer)
    side.keyboard.press("Enter")
    expect(side.locator("main")).not_to_contain_text(f"Sag {nummer}")
    log_ud(side)
    log_ind(side, METTE)
    side.get_by_label("Søg barn, CPR-nummer, sagsnummer eller ord i sagerne").fill(nummer)
    side.keyboard.press("Enter")
    expect(side.locator("main")).to_contain_text(f"Sag {nummer}")


def test_a_leader_hands_on_all_cases_but_one(side, axe, billede):
    log_ind(side, CHEF)
    side.get_by_role("link", name="Fordel sager mellem rådgivere").click()
    side.get_by_label("Sagerne er hos").select_option(label=JONAS)
    side.wait_for_url("**ansvarlig=**")
    antal = side.locator("tbody input[type=checkbox]").count()
    side.get_by_label("Vælg alle").check()
    side.locator("tbody input[type=checkbox]").last.uncheck()
    side.get_by_label("Hvem skal have dem?").select_option(label="Henrik Lund")
    side.get_by_label("Begrundelse").fill("Jonas går på orlov.")
    side.evaluate("scrollTo(0, 0)")  # the head that stays covers rows of a long list in part
    assert axe(side) == []
    billede(side, "fordel-sager")
    side.get_by_role("button", name="Giv sagerne videre").click()
    flyttet = f"{antal - 1} sag er" if antal == 2 else f"{antal - 1} sager er"
    expect(side.locator(".besked")).to_contain_text(f"{flyttet} givet til Henrik Lund")
    side.goto(f"{side.omhu}/fordel/")
    side.get_by_label("Sagerne er hos").select_option(label=JONAS)
    side.wait_for_url("**ansvarlig=**")
    expect(side.locator("tbody input[type=checkbox]")).to_have_count(1)


def test_an_account_is_made_and_its_owner_chooses_a_password(side, axe, billede):
    log_ind(side, ADMIN)
    side.get_by_role("link", name="Brugere", exact=True).click()
    assert axe(side) == []
    billede(side, "brugere")
    side.set_viewport_size({"width": 390, "height": 844})
    assert side.evaluate("document.documentElement.scrollWidth") == 390
    side.set_viewport_size({"width": 1366, "height": 768})
    side.get_by_role("link", name="Opret bruger").click()
    side.get_by_label("Brugernavn").fill("nina.ny")
    side.get_by_label("Fornavn").fill("Nina")
    side.get_by_label("Efternavn").fill("Ny")
    side.get_by_role("button", name="Opret").click()
    expect(side.locator("main")).to_contain_text("Vælg, hvilken enhed personen hører til")
    assert axe(side) == []
    side.get_by_label("Enhed").select_option(label="Team Nord")
    side.get_by_role("button", name="Opret").click()
    expect(side.locator(".besked")).to_contain_text("Nina Ny er oprettet")
    side.get_by_role("button", name="Lav et link til ny adgangskode").click()
    link = side.get_by_label("Link").input_value()
    log_ud(side)
    side.goto(link)
    kode = "en lang og god adgangskode"
    side.get_by_label("Adgangskode", exact=True).fill(kode)
    side.get_by_label("Adgangskode en gang til").fill(kode)
    side.get_by_role("button", name="Gem adgangskoden").click()
    expect(side.locator("body")).to_contain_text("Log ind med den")
