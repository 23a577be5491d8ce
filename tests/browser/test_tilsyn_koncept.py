"""A concept in a real browser: found, copied, changed with a fault on the way, and the difference seen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import log_ind

JURIST = "Christian Juhl"


def test_from_a_shipped_concept_to_ones_own(side, axe, billede):
    log_ind(side, JURIST)
    side.goto(f"{side.omhu}/tilsyn/koncepter/")
    assert axe(side) == []
    side.get_by_role("link", name="Stevns, Rådgivningsteam").click()
    expect(side.locator("main")).to_contain_text("SEL § 50, stk. 7 / BL § 20, stk. 3")
    assert axe(side) == []
    billede(side, "tilsyn-koncept")
    side.get_by_role("link", name="Lav jeres eget ud fra det").click()
    side.get_by_label("Navn").fill("Vores tilsyn")
    side.get_by_label("Kode").fill("vores-tilsyn")
    side.get_by_role("button", name="Lav konceptet").click()
    side.locator("summary", has_text="STV-06").click()
    side.locator("#spoergsmaal-0-maaling").fill("taskforce:T9")
    side.get_by_label("Hvorfor ændres konceptet?").fill("Vores egne ord")
    side.get_by_role("button", name="Gem som ny udgave").click()
    expect(side.locator("#spoergsmaal-0-maaling-fejl")).to_contain_text("Ret id'et")
    assert axe(side) == []
    side.locator("#spoergsmaal-0-maaling").fill("taskforce:T1-06")
    side.locator("#spoergsmaal-0-tekst").fill("Var undersøgelsen færdig til tiden?")
    side.get_by_role("button", name="Gem som ny udgave").click()
    expect(side.get_by_role("heading", name="Spørgsmål STV-06 er ændret")).to_be_visible()
    assert axe(side) == []
