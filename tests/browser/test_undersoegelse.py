"""An undersøgelse in a real browser: screening to statements, the drawings clicked, axe and a phone on each page."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.haand import Haand
from tests.browser.sagsgang import Sagsgang

METTE = "Mette Kjær"
HOEJST = 12
I_DAG = localdate()


def sag_uden_undersoegelse(side, navn: str, nr: str) -> Haand:
    """Mette with a child of its own that is to be screened."""
    log_ind(side, METTE)
    side.on("dialog", lambda d: d.accept())
    s = Sagsgang(Haand(side), I_DAG, navn, nr)
    s.underretning(40, udfald="Screening og eventuelt afdækning")
    s.til("undersoegelse/")
    return s.h


def ren(side, axe) -> None:
    assert axe(side) == []
    side.set_viewport_size({"width": 390, "height": 844})
    assert side.evaluate("document.documentElement.scrollWidth") == 390
    side.set_viewport_size({"width": 1366, "height": 768})


def test_an_undersoegelse_from_screening_to_the_end(side, axe, billede):
    haand = sag_uden_undersoegelse(side, "Ida Holm", "111")
    side.get_by_role("link", name="Begynd screening").click()
    ren(side, axe)
    billede(side, "undersoegelse-screening")
    side.get_by_label("Børnefaglig undersøgelse", exact=True).check()
    side.get_by_label("Hvorfor?").fill("To underretninger på en måned")
    side.get_by_label("Besluttet den").fill((I_DAG - timedelta(days=30)).isoformat())
    side.get_by_role("button", name="Gem beslutningen").click()
    expect(side.locator(".besked")).to_contain_text("er besluttet")
    side.get_by_label("Hvad skal vi finde ud af?").fill("Hvordan går det derhjemme?")
    for nr, valg in enumerate(("Med", "Med", "Ikke med", "Ikke med", "Ikke med", "Ikke med"), 1):
        side.locator(f"input[name='tema.{nr}.valg']").nth(int(valg != "Med")).check()
        grund = "Det peger underretningen på" if valg == "Med" else "Intet tyder på det"
        side.locator(f"input[name='tema.{nr}.grund']").fill(grund)
    side.get_by_label("Hvad, punkt 1").fill("Udtalelse")
    side.get_by_label("Fra hvem, punkt 1").fill("Skolen")
    side.get_by_role("button", name="Gem planen").click()
    expect(side.locator(".besked")).to_contain_text("Planen er gemt")
    ren(side, axe)
    with haand.handling("Bed om en udtalelse") as t:
        haand.klik(re.compile("^Bed om den"))
        side.wait_for_load_state()
        haand.gem("Gem anmodningen")
    assert t.uden_prosa <= HOEJST, t
    expect(side.locator(".besked")).to_contain_text("Udtalelsen er bedt om")
    billede(side, "undersoegelse-plan")
    side.get_by_role("link", name=re.compile("^Modtaget")).click()
    ren(side, axe)
    raekke = side.get_by_role("group", name="Udsagn 1")
    raekke.get_by_label("Udsagn").fill("42 procent fravær siden august")
    raekke.get_by_label("Slags").select_option(label="Bekymring")
    raekke.get_by_label("Hvad handler det om?").select_option(
        label="Dagtilbud, skoleforhold og læring"
    )
    side.get_by_role("button", name="Gem", exact=True).click()
    expect(side.locator("main")).to_contain_text("1 af 1 modtaget")
    _udsagn(side, axe, billede)
    _tekst_og_slut(side, axe, billede)


def _udsagn(side, axe, billede) -> None:
    """One more statement by keyboard alone; then the drawing's links narrow the list."""
    side.get_by_role("link", name="Udsagn", exact=True).click()
    side.get_by_label("Udsagn", exact=True).focus()
    side.keyboard.type("Mor trøster ham om aftenen")
    side.keyboard.press("Tab")
    side.keyboard.type("Res")
    side.keyboard.press("Tab")
    side.keyboard.type("Trygt")
    side.keyboard.press("Tab")
    side.keyboard.press("ControlOrMeta+a")
    side.keyboard.type("Hjemmebesøg")
    side.keyboard.press("Enter")
    expect(side.locator(".besked")).to_contain_text("Udsagnet er gemt")
    expect(side.get_by_label("Udsagn", exact=True)).to_be_focused()
    ren(side, axe)
    billede(side, "undersoegelse-udsagn")
    side.get_by_role("link", name=re.compile("^Forældrekompetencer: 1 ressource")).first.click()
    expect(side.locator("#udsagn")).to_contain_text("1 af 2 udsagn")
    expect(side.locator("#udsagn")).not_to_contain_text("fravær")


def _tekst_og_slut(side, axe, billede) -> None:
    side.get_by_role("link", name="Overblik", exact=True).last.click()
    ren(side, axe)
    billede(side, "undersoegelse-overblik")
    side.get_by_role("link", name=re.compile("^Analyse:")).click()
    side.locator("#id_analyse").fill("Han er væk fra skole, når far har drukket.")
    side.get_by_label("Behov 1", exact=True).fill("Ro om aftenen")
    side.get_by_role("button", name="Gem teksten").click()
    expect(side.locator(".besked")).to_contain_text("Teksten er gemt")
    ren(side, axe)
    side.get_by_role("link", name="Afslut", exact=True).click()
    ren(side, axe)
    billede(side, "undersoegelse-afslut")
    side.get_by_label("Hvorfor afslutter I uden det, der mangler?").fill("Familien er flyttet")
    side.get_by_role("button", name="Afslut børnefaglig undersøgelse").click()
    expect(side.locator(".besked")).to_contain_text("er afsluttet")
    side.get_by_role("link", name="Teksten").first.click()
    expect(side.locator("main")).to_contain_text("Familien er flyttet")
    ren(side, axe)


def test_no_action_is_told_in_few_hands(side):
    haand = sag_uden_undersoegelse(side, "Bo Holm", "112")
    with haand.handling("Afslut en screening uden handling") as t:
        haand.klik("Begynd screening")
        side.wait_for_load_state()
        haand.valg("Ingen undersøgelse")
        haand.prosa("Hvorfor?", "Skolen har løst det")
        haand.gem("Gem beslutningen")
    assert t.uden_prosa <= HOEJST, t
    expect(side.locator("main")).to_contain_text("Skolen har løst det")
