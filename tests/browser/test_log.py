"""A real browser prints: the log has it first, and what the log cannot hold is not on the paper."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.test_adgang import CHEF, METTE, foerste_sag, log_ud


def test_a_print_is_in_the_log_and_the_chief_sees_it(side, axe, billede):
    log_ind(side, METTE)
    foerste_sag(side)
    sag = re.search(r"/sager/(\d+)/", side.url)[1]
    with side.expect_response("**/udskriv/") as svar:
        side.pdf()  # Chromium tells the page that it prints
    assert svar.value.status == 204
    log_ud(side)
    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/log/sager/{sag}/?handling=UDSKRIV")
    expect(side.locator("tbody tr").first).to_contain_text(METTE)
    expect(side.locator("tbody tr").first).to_contain_text("Udskrevet")
    side.goto(f"{side.omhu}/log/sager/{sag}/")
    assert axe(side) == []
    billede(side, "log-sag")
    side.goto(f"{side.omhu}/log/stikproever/")
    assert axe(side) == []
    side.get_by_role("button", name="Træk prøven").click()
    expect(side.locator("h1")).to_contain_text("Stikprøve")
    assert axe(side) == []


def test_without_the_log_the_paper_is_empty(page, server):
    page.omhu = server  # without the watch on the console: the refusal is reported there
    log_ind(page, METTE, server)
    foerste_sag(page)
    overskrift = page.locator("h1")
    page.route("**/udskriv/", lambda rute: rute.fulfill(status=503, body="Loggen kan ikke skrives"))
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(overskrift).not_to_be_visible()
    page.unroute("**/udskriv/")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(overskrift).to_be_visible()
