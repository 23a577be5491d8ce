"""An underretning in a real browser: the child is known as one begins, and the clock runs on its own page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.haand import Haand
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
