"""The results of the demo's rounds in a real browser: from the figure to its cases, and over the years."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import log_ind

CHEF = "Bente Krogh"
FOERSTE_GANG = 120_000
"""Each worker loads scipy and statsmodels once."""


def test_from_a_figure_to_its_cases(side, axe, billede):
    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/tilsyn/runder/1/resultat/", timeout=FOERSTE_GANG)
    expect(side.locator(".noegletal")).to_contain_text("sager læst")
    expect(side.locator(".basis").first).to_contain_text("i rammen")
    assert axe(side) == []
    billede(side, "tilsyn-resultat")
    side.locator("table.resultat tbody th a").first.click()
    expect(side.get_by_role("heading", level=2)).to_be_visible()
    expect(side.locator("table.liste tbody tr").first).to_be_visible()
    assert axe(side) == []
    for fane in ("Enheder", "Enighed i tal", "Før og nu", "Over tid", "Alle sager"):
        faner = side.get_by_role("navigation", name="Rundens tal")
        faner.get_by_role("link", name=fane).click(timeout=FOERSTE_GANG)
        expect(side.locator("nav.faner [aria-current]")).to_have_text(fane, timeout=FOERSTE_GANG)
        assert axe(side) == []


def test_a_duty_over_the_years_with_the_day_of_the_new_law(side, axe, billede):
    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/tilsyn/forloeb/?regel=bfu-4mdr&fra=2022-01-01")
    expect(side.locator(".maerker")).to_contain_text("1. januar 2024: Barnets Lov")
    side.get_by_role("textbox", name="Dato").fill("2025-03-01")
    side.get_by_label("Slags").select_option("SYSTEM")
    side.get_by_label("Hvad skete der?").fill("Omhu taget i brug")
    side.get_by_role("button", name="Tilføj dato").click()
    side.goto(f"{side.omhu}/tilsyn/forloeb/?regel=bfu-4mdr&fra=2022-01-01")
    expect(side.locator(".maerker")).to_contain_text("Omhu taget i brug (nyt niveau regnes herfra)")
    assert axe(side) == []
    billede(side, "tilsyn-forloeb")
    side.get_by_role("button", name="Fjern Omhu taget i brug").click()
    expect(side.locator("main")).not_to_contain_text("Omhu taget i brug")
