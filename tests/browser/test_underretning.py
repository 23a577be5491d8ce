"""An underretning in a real browser: the child is known as one begins, and the clock runs on its own page."""

from __future__ import annotations

import re

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.haand import Haand
from tests.browser.sagsgang import Sagsgang
from tests.browser.test_plan import aabn_skolebarn, ren


def test_an_underretning_waits_with_its_clock_running(side, axe, billede):
    log_ind(side, "Mette Kjær")
    haand = Haand(side)
    aabn_skolebarn(haand)
    haand.gaa(f"/sager/{side.sag}/underretninger/")
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
    haand.gaa("/underretninger/")
    expect(side.locator("nav.faner")).to_contain_text(re.compile(r"Ny \([1-9]"))
    ren(side, axe)
    billede(side, "underretninger")


def test_a_family_asks_for_help_and_is_led_to_the_screening(side, axe, billede):
    """From the application by the family itself to the decision to make an undersøgelse, with no 24-hour clock."""
    log_ind(side, "Mette Kjær")
    haand = Haand(side)
    haand.gaa("/underretninger/")
    haand.klik("Familien søger hjælp")
    s = Sagsgang(haand, localdate(), "Alma Bæk", "107")
    haand.skriv("CPR-nummer", s.cpr)
    haand.skriv("Navn", s.navn)
    haand.vaelg("Hvem henvender sig?", "Mor")
    haand.prosa("Hvad fortæller familien?", "Vi skændes hver aften, og Alma vil ikke hjem.")
    ren(side, axe)
    billede(side, "henvendelse-ny")
    haand.gem("Gem henvendelsen")
    expect(side.locator(".tal-top")).to_have_text("Venter på screening")
    expect(side.locator(".ur")).to_have_count(0)
    ren(side, axe)
    billede(side, "henvendelse")
    fundet = re.search(r"(/sager/\d+/)", side.url)
    assert fundet
    s.sag = fundet[1]
    s.screening(0)
    haand.gaa(f"{s.sag}underretninger/")
    haand.klik(re.compile(", fra "))
    expect(side.locator(".tal-top")).to_have_text("Screenet")
