"""A round made in a real browser: the frame, what it can show, the draw, and the draw done again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import log_ind

CHEF = "Bente Krogh"
FOERSTE_GANG = 120_000
"""Each worker loads scipy once."""


def test_a_round_in_three_steps(side, axe, billede):
    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/tilsyn/runder/ny/")
    side.get_by_label("Koncept").select_option(label="Stevns, Rådgivningsteam")
    assert axe(side) == []
    side.get_by_role("button", name="Frys rammen").click()
    expect(side.get_by_role("heading", name="Trin 2: Rammen er frosset")).to_be_visible(
        timeout=FOERSTE_GANG
    )
    expect(side.locator("main")).to_contain_text("påvises med 80 % sikkerhed")
    assert axe(side) == []
    billede(side, "tilsyn-udtraek")
    side.get_by_role("radio", name="Fast liste udefra").check()
    expect(side.get_by_label("Fra hver gruppe")).to_be_hidden()
    side.get_by_label("Sagsnumre, ét på hver linje").fill("findes-ikke")
    side.get_by_role("button", name="Træk og fordel").click()
    expect(side.locator("main")).to_contain_text("Ikke i rammen: findes-ikke", timeout=FOERSTE_GANG)
    expect(side.get_by_label("Sagsnumre, ét på hver linje")).to_have_value("findes-ikke")
    side.get_by_role("radio", name="Tilfældigt udvalgt i grupper").check()
    side.get_by_role("button", name="Træk og fordel").click()
    expect(side.get_by_role("heading", name="Sagerne", exact=True)).to_be_visible(
        timeout=FOERSTE_GANG
    )
    assert axe(side) == []
    side.get_by_role("link", name="Efterprøv udtrækket").click()
    expect(side.locator("main")).to_contain_text("Trukket igen nu: de samme", timeout=FOERSTE_GANG)
    assert axe(side) == []
    billede(side, "tilsyn-efterproev")


def test_progress_and_a_case_that_is_taken_out(side, axe):
    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/tilsyn/runder/2/")
    expect(side.locator(".runde-stand")).to_contain_text("sager læst")
    assert axe(side) == []
    side.get_by_role("link", name="Tag ud: sag nr. 95").click()
    expect(side.locator("main")).to_contain_text("Man kan ikke vælge en anden")
    assert axe(side) == []
    side.get_by_role("button", name="Erstat med den næste").click()
    expect(side.locator("main")).to_contain_text("Skriv hvorfor")
