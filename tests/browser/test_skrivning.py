"""Nothing typed is lost: drafts while one types, a connection that goes, and two who write the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.test_hele_sagen import METTE

LEDER = "Bente Krogh"


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
    assert axe(skriver) == []
    billede(skriver, "kladde")
    skriver.get_by_role("button", name="Kassér kladden").click()
    expect(skriver.locator(".kladde-note")).to_have_count(0)
    expect(felt(skriver)).not_to_have_value("Skrevet, men ikke sendt.")


def test_a_lost_connection_takes_nothing(skriver, billede):
    skriver.context.set_offline(True)
    felt(skriver).fill("Skrevet i toget.")
    expect(stand(skriver)).to_contain_text("Ingen forbindelse")
    tryk_gem(skriver)
    expect(felt(skriver)).to_have_value("Skrevet i toget.")
    billede(skriver, "uden-forbindelse")
    skriver.context.set_offline(False)
    expect(stand(skriver)).to_contain_text("Kladde gemt kl.", timeout=15_000)
    gem(skriver)
    expect(skriver.locator(".besked")).to_contain_text("Bekymringen er gemt")
    expect(skriver.locator("main")).to_contain_text("Skrevet i toget.")


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
