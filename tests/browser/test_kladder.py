"""Nothing typed is lost and no press is: drafts, a connection that goes or is slow, two who write the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.langsom import Tilbageholdt
from tests.browser.test_plan import ren

METTE, LEDER = "Mette Kjær", "Bente Krogh"


@pytest.fixture
def skriver(page, server):
    """Mette on the page where the worry of one of her cases is written. A lost connection is no error here."""
    page.omhu = server
    page.on("dialog", lambda d: d.accept())
    log_ind(page, METTE)
    page.goto(f"{server}/sager/?ansvarlig=mig")
    page.locator("table.liste tbody tr a").first.click()
    page.locator("main").get_by_role("link", name="Bekymring", exact=False).first.click()
    return page


def felt(page):
    return page.get_by_label("Hvad er vi bekymrede for?")


def stand(page):
    return page.locator(".kladde-stand")


def tryk_gem(page) -> None:
    page.locator("main").get_by_role("button", name="Gem", exact=True).click()


def gem(page) -> None:
    with page.expect_navigation():
        tryk_gem(page)


def test_what_is_typed_is_there_when_one_comes_back(skriver, axe, billede):
    felt(skriver).fill("Skrevet, men ikke sendt.")
    expect(stand(skriver)).to_contain_text("Kladde gemt kl.")
    sti = skriver.url
    skriver.goto(f"{skriver.omhu}/")
    skriver.goto(sti)
    expect(felt(skriver)).to_have_value("Skrevet, men ikke sendt.")
    expect(skriver.locator(".kladde-note")).to_contain_text("Din kladde fra")
    ren(skriver, axe)
    billede(skriver, "kladde")
    langsom = Tilbageholdt(skriver, "**/kladde/")
    with skriver.expect_request("**/kladde/"):
        felt(skriver).fill("Skrevet videre.")
    skriver.get_by_role("button", name="Kassér kladden").click()
    expect(stand(skriver)).to_contain_text("Sender")
    with skriver.expect_navigation():
        langsom.slip()
    expect(skriver.locator(".kladde-note")).to_have_count(0)
    expect(felt(skriver)).not_to_have_value("Skrevet, men ikke sendt.")


def test_a_lost_connection_takes_nothing(skriver):
    skriver.context.set_offline(True)
    felt(skriver).fill("Skrevet i toget.")
    expect(stand(skriver)).to_contain_text("Ingen forbindelse")
    tryk_gem(skriver)
    expect(felt(skriver)).to_have_value("Skrevet i toget.")
    skriver.context.set_offline(False)
    expect(stand(skriver)).to_contain_text(
        "Siden er ikke sendt endnu. Tryk på »Gem« igen.", timeout=15_000
    )
    gem(skriver)
    expect(skriver.locator(".besked")).to_contain_text("Bekymringen er gemt")
    expect(skriver.locator("main")).to_contain_text("Skrevet i toget.")


def test_a_slow_draft_does_not_come_after_a_newer_one_or_after_the_page(skriver):
    sti, kladder = skriver.url, []
    langsom = Tilbageholdt(skriver, "**/kladde/", lambda r: "hele" not in r.post_data)
    skriver.on(
        "request", lambda r: kladder.append(r.post_data) if r.url.endswith("/kladde/") else None
    )
    with skriver.expect_request("**/kladde/"):
        felt(skriver).fill("Begyndelsen.")
    felt(skriver).fill("Det hele.")
    tryk_gem(skriver)
    expect(stand(skriver)).to_have_text("Sender …")
    assert len(kladder) == 1
    with skriver.expect_navigation():
        langsom.slip()
    expect(skriver.locator(".besked")).to_contain_text("Bekymringen er gemt")
    assert len(kladder) == 2
    skriver.goto(sti)
    expect(felt(skriver)).to_have_value("Det hele.")
    expect(skriver.locator(".kladde-note")).to_have_count(0)


def test_enter_saves_once_though_the_server_is_slow_and_pressed_twice(skriver):
    """The page waits for the draft to reach the server; by keyboard, with a draft on the page."""
    skriver.goto(skriver.url.split("/bekymring/")[0] + "/journal/notat/")
    sti = skriver.url
    skriver.get_by_label("Overskrift").fill("Opkald fra skolen")
    expect(stand(skriver)).to_contain_text("Kladde gemt kl.")
    skriver.goto(sti)
    expect(skriver.locator(".kladde-note")).to_be_visible()
    skriver.locator("main textarea[name=tekst]").fill("Læreren ringede.")
    expect(stand(skriver)).to_contain_text("Kladde gemt kl.")
    sendt = []
    langsom = Tilbageholdt(skriver, "**/kladde/")
    skriver.on("request", lambda r: sendt.append(r) if r.is_navigation_request() else None)
    skriver.get_by_label("Overskrift").press("End")
    skriver.keyboard.type(" kl. 9")
    skriver.keyboard.press("Enter")
    expect(stand(skriver)).to_contain_text("Sender")
    skriver.keyboard.press("Enter")
    with skriver.expect_navigation():
        langsom.slip()
    expect(skriver.locator(".besked")).to_contain_text("Notatet er gemt")
    expect(skriver.locator("main")).to_contain_text("Opkald fra skolen kl. 9")
    assert [r.method for r in sendt].count("POST") == 1


def test_the_second_of_two_sees_both_and_loses_nothing(skriver, browser, axe, billede):
    sti = skriver.url
    felt(skriver).fill("Det, vi begge begynder med.")
    gem(skriver)
    expect(skriver.locator(".besked")).to_contain_text("Bekymringen er gemt")
    skriver.goto(sti)
    anden = browser.new_context(locale="da-DK").new_page()
    anden.omhu = skriver.omhu
    log_ind(anden, LEDER)
    anden.goto(sti)
    felt(anden).fill("Lederens ord om barnet.")
    gem(anden)
    expect(anden.locator(".besked")).to_contain_text("Bekymringen er gemt")
    anden.context.close()
    felt(skriver).fill("Rådgiverens ord om barnet.")
    gem(skriver)
    forskel = skriver.locator(".sammenstoed")
    expect(forskel).to_contain_text(f"{LEDER} har gemt, mens du skrev")
    expect(forskel.locator("del")).to_contain_text("Lederens")
    expect(forskel.locator("ins")).to_contain_text("Rådgiverens")
    expect(felt(skriver)).to_have_value("Rådgiverens ord om barnet.")
    assert axe(skriver) == []
    billede(skriver, "to-skriver")
    felt(skriver).fill("Begges ord om barnet.")
    gem(skriver)
    expect(skriver.locator(".besked")).to_contain_text("Bekymringen er gemt")
    skriver.goto(sti)
    skriver.get_by_text("Tidligere udgaver").click()
    expect(skriver.locator("main")).to_contain_text("Lederens ord om barnet.")
