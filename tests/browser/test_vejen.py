"""The way through Omhu in a real browser: login, desk, case, explanation, an act, and the row is gone."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.conftest import log_ind

METTE = "Mette Kjær"
GULD = Path(__file__).resolve().parents[2] / "omhu" / "maalinger" / "data" / "guld"


def ny_underretning(page, dage_siden: int = 20) -> None:
    """Register an underretning on Mette's first case, so that a receipt is overdue there."""
    page.goto(f"{page.omhu}/sager/?orden=barn")
    page.get_by_label("Ansvarlig").select_option(label="Mig")
    page.wait_for_url("**ansvarlig=**")
    page.locator("table.liste tbody tr").nth(1).get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/sager/\d+/$"))
    page.goto(f"{page.url}registrer/UNDERRETNING/")  # the short form: only the day is needed here
    page.get_by_label("Dato").fill((localdate() - timedelta(days=dage_siden)).isoformat())
    page.get_by_label("Klokken").fill("09:15")
    page.get_by_label("Hvem underretter?").fill("skole")
    page.get_by_role("button", name="Gem").click()
    expect(page.locator(".besked")).to_contain_text("Underretning er registreret")


def kvitteringer(page):
    return page.locator("[data-raekke]", has_text="Kvittering til underretter")


def test_desk_why_act_and_the_row_is_gone(side, axe):
    log_ind(side, METTE)
    ny_underretning(side)
    side.goto(f"{side.omhu}/")
    raekke = kvitteringer(side).first
    noegle, antal = raekke.get_attribute("id"), kvitteringer(side).count()
    raekke.get_by_role("link", name=re.compile("Hvorfor")).click()
    forklaring = raekke.locator(".hvorfor")
    expect(forklaring).to_contain_text("hverdage efter underretning")
    expect(forklaring).to_be_focused()
    assert axe(side) == []
    raekke.get_by_role("link", name=re.compile("Registrér kvittering")).click()
    expect(raekke.get_by_label("Dato")).to_be_focused()
    expect(raekke.get_by_label("Dato")).to_have_value(localdate().isoformat())
    assert axe(side) == []
    raekke.get_by_role("button", name="Gem").click()
    expect(side.locator(f"#{noegle}")).to_have_count(0)
    assert kvitteringer(side).count() == antal - 1
    assert side.url == f"{side.omhu}/"
    side.wait_for_function("document.activeElement.closest('[data-raekke]') !== null")
    expect(side.locator(".besked")).to_contain_text("er registreret")
    assert axe(side) == []


def test_undo_brings_the_row_back(side):
    log_ind(side, METTE)
    ny_underretning(side, 25)
    side.goto(f"{side.omhu}/")
    antal = kvitteringer(side).count()
    raekke = kvitteringer(side).first
    raekke.get_by_role("link", name=re.compile("Registrér kvittering")).click()
    raekke.get_by_role("button", name="Gem").click()
    expect(kvitteringer(side)).to_have_count(antal - 1)
    side.locator(".besked").get_by_role("button", name="Fortryd").click()
    expect(side.locator(".besked")).to_contain_text("Fortrudt")
    expect(kvitteringer(side)).to_have_count(antal)


def test_the_undo_goes_away_after_ten_seconds(side):
    side.clock.install()
    log_ind(side, METTE)
    ny_underretning(side, 2)
    expect(side.locator(".besked")).to_have_count(1)
    side.mouse.move(5, 5)
    side.clock.fast_forward(9_000)
    expect(side.locator(".besked")).to_have_count(1)
    side.clock.fast_forward(2_000)
    expect(side.locator(".besked")).to_have_count(0)


def test_a_mistake_is_told_at_the_row_and_nothing_typed_is_lost(side):
    log_ind(side, METTE)
    ny_underretning(side, 22)
    side.goto(f"{side.omhu}/")
    raekke = kvitteringer(side).first
    raekke.get_by_role("link", name=re.compile("Registrér kvittering")).click()
    raekke.get_by_label("Dato").fill("")
    raekke.get_by_role("button", name="Gem").click()
    expect(raekke).to_contain_text("Vi mangler datoen. Skriv den dag, det skete.")
    expect(raekke.get_by_label("Dato")).to_be_focused()


def test_keys(side):
    log_ind(side, METTE)
    side.keyboard.press("Tab")
    expect(side.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    side.keyboard.press("Control+k")
    expect(side.get_by_role("searchbox")).to_be_focused()
    raekke = side.locator("[data-raekke]").first
    raekke.locator("summary").focus()
    side.keyboard.press("Enter")
    expect(raekke.get_by_role("link", name="Påmind mig")).to_be_visible()
    side.keyboard.press("Escape")
    expect(raekke.get_by_role("link", name="Påmind mig")).to_be_hidden()
    expect(raekke.locator("summary")).to_be_focused()


def test_search_opens_the_case_and_leaves_no_name_in_the_address(side):
    log_ind(side, METTE)
    navn = side.locator("[data-raekke] .barn a").first.inner_text()
    side.keyboard.press("Control+k")
    side.keyboard.type(navn)
    side.keyboard.press("Enter")
    side.wait_for_url(re.compile(r"/(sager/\d+|soeg)/$"))
    expect(side.locator("main")).to_contain_text(navn)


def test_the_whole_way_without_javascript(browser, server):
    kontekst = browser.new_context(java_script_enabled=False, locale="da-DK")
    page = kontekst.new_page()
    page.omhu = server
    log_ind(page, METTE)
    page.goto(f"{server}/sager/?orden=barn")
    page.get_by_label("Ansvarlig").select_option(label="Mig")
    page.get_by_role("button", name="Vis", exact=True).click()
    page.locator("table.liste tbody tr").first.get_by_role("link").first.click()
    page.goto(f"{page.url}registrer/UNDERRETNING/")
    page.get_by_label("Dato").fill((localdate() - timedelta(days=21)).isoformat())
    page.get_by_label("Klokken").fill("09:15")
    page.get_by_label("Hvem underretter?").fill("nabo")
    page.get_by_role("button", name="Gem").click()
    page.goto(f"{server}/")
    antal = kvitteringer(page).count()
    assert antal
    kvitteringer(page).first.get_by_role("link", name=re.compile("Registrér kvittering")).click()
    page.get_by_role("button", name="Gem").click()
    page.wait_for_url(f"{server}/")
    assert kvitteringer(page).count() == antal - 1
    kontekst.close()


def test_import_desk_case_explanation(side, axe):
    """The golden set through the browser, as the superbruger."""
    log_ind(side, "Peter Skov")
    side.get_by_role("link", name="Indlæsning").click()
    side.goto(f"{side.omhu}/indlaesning/ny/")
    side.locator("input[type=file]").first.set_input_files(
        [GULD / "stevns_sager.csv", GULD / "stevns_haendelser.csv"]
    )
    assert axe(side) == []
    side.locator("main form button[type=submit]").first.click()
    side.wait_for_url(re.compile(r"/indlaesning/[0-9a-f-]{36}/"))
    assert axe(side) == []
    side.get_by_role("button", name="Indlæs", exact=True).click()
    expect(side.locator("main")).to_contain_text("Indlæst")
    side.goto(f"{side.omhu}/sager/?tilstand=alle")
    side.get_by_label("Barn, CPR eller sag").last.fill("ST-01")
    side.get_by_role("button", name="Søg i listen").click()
    expect(side.locator("#antal")).to_contain_text("1 sag")
    side.locator("table.liste tbody a").first.click()
    expect(side.locator("svg[role=img]").first).to_be_visible()
    side.locator("details.lukkede > summary").click()
    raekke = side.locator("[data-raekke]").first
    raekke.get_by_role("link", name=re.compile("Hvorfor")).click()
    expect(raekke.locator(".hvorfor")).to_contain_text("Sådan er fristen talt")
    assert axe(side) == []


@pytest.mark.parametrize("navn", [METTE, "Lise Holm", "Peter Skov"])
def test_axe_finds_nothing_on_any_page(side, axe, navn):
    side.goto(f"{side.omhu}/login/")
    assert axe(side) == []
    log_ind(side, navn)
    sag = side.locator("[data-raekke] .barn a").first.get_attribute("href")
    frist = side.locator("[data-raekke]").first.get_attribute("data-raekke")
    stier = [
        "/", "/?regel=bfu-4mdr", "/sager/", "/sager/?tilstand=lukkede&orden=-alder", "/frister/",
        "/frister/?tilstand=alle", "/regler/", "/regler/bfu-4mdr/", "/soeg/", "/adgangskode/", sag,
        f"{sag}tidslinje/", f"{sag}bekymring/", f"{sag}?pr={localdate() - timedelta(days=90)}", f"{sag}registrer/",
        f"{sag}registrer/UNDERRETNING/", f"{sag}registrer/JOURNALNOTAT/", f"/frister/{frist}/hvorfor/",
        f"/frister/{frist}/registrer/", f"/frister/{frist}/fravaelg/", f"/frister/{frist}/giv-videre/",
        f"/frister/{frist}/paamind/",
    ]  # fmt: skip
    for sti in stier:
        side.goto(f"{side.omhu}{sti}")
        assert axe(side) == [], sti


def test_pictures(side, billede):
    log_ind(side, METTE)
    billede(side, "skrivebord")
    sag = _laererig_sag(side)
    side.goto(f"{side.omhu}{sag}")
    billede(side, "sag")
    side.goto(f"{side.omhu}{_laererig_frist(side)}")
    billede(side, "hvorfor")
    side.goto(f"{side.omhu}/sager/")
    billede(side, "sager")
    side.goto(f"{side.omhu}/regler/boernesamtale-foer-afgoerelse/")
    billede(side, "regel")
    side.context.clear_cookies()
    log_ind(side, "Lise Holm")
    billede(side, "hold")


def _laererig_sag(page) -> str:
    """The case on the desk whose drawing has most to show: an overdue duty, courses, a dead period."""
    stier = page.locator("[data-raekke] .barn a").evaluate_all(
        "as => as.map(a => a.getAttribute('href'))"
    )

    def indhold(sti: str) -> int:
        html = page.request.get(f"{page.omhu}{sti}").text()
        vaegte = {"tl-tekst-over": 9, "url(#tl-doed)": 3, "tl-indsats": 2, "tl-aaben": 2}
        return sum(min(html.count(ord_), 3) * vaegt for ord_, vaegt in vaegte.items())

    return max(list(dict.fromkeys(stier))[:25], key=indhold)


def _laererig_frist(page) -> str:
    """An overdue duty that something nearly kept, else the newest overdue one."""
    page.goto(f"{page.omhu}/frister/?tilstand=overskredet&orden=-frist")
    stier = page.get_by_role("link", name=re.compile("^Hvorfor")).evaluate_all(
        "as => as.map(a => a.getAttribute('href'))"
    )
    sider = {sti: page.request.get(f"{page.omhu}{sti}").text() for sti in stier[:40]}
    return max(stier[:40], key=lambda sti: "Tæller ikke" in sider[sti])


def test_pictures_on_a_phone(browser, server, billede, axe):
    kontekst = browser.new_context(viewport={"width": 390, "height": 844}, locale="da-DK")
    page = kontekst.new_page()
    page.omhu = server
    log_ind(page, METTE)
    billede(page, "skrivebord-telefon")
    hoejre = page.locator(".top-menu a").evaluate_all(
        "as => as.map(a => a.getBoundingClientRect().right)"
    )
    assert len(hoejre) > 4
    assert max(hoejre) <= 390
    sag = page.locator("[data-raekke] .barn a").first.get_attribute("href")
    for sti in ("/", sag, f"{sag}registrer/JOURNALNOTAT/", f"{sag}registrer/OPFOELGNING/"):
        page.goto(f"{server}{sti}")
        bredde = page.evaluate("document.documentElement.scrollWidth")
        assert bredde <= 390, sti
        assert axe(page) == [], sti
    page.goto(f"{server}{sag}")
    billede(page, "sag-telefon")
    kontekst.close()
