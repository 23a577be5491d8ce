"""One audit from the concept to the report: a leader, a caseworker who gets the feedback, and an external reviewer."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.test_tilsyn_laes import ren

CHEF, LEDER, RAADGIVER = "Bente Krogh", "Lise Holm", "Mette Kjær"
NAVN = "Prøverunden"
FLEST_SPOERGSMAAL = 40


def log_ud(side) -> None:
    side.context.clear_cookies()


def ny_runde(side, axe) -> None:
    """Three of Mette's cases by Stevns' concept, read by her leader."""
    side.goto(f"{side.omhu}/tilsyn/")
    side.get_by_role("link", name="Ny runde").click()
    ren(side, axe)
    side.get_by_label("Koncept").select_option(label="Stevns, Rådgivningsteam")
    side.get_by_label("Navn").fill(NAVN)
    side.get_by_label("Læses af to, procent").fill("0")
    side.get_by_text("Flere valg").click()
    side.get_by_label(RAADGIVER).check()
    side.get_by_role("button", name="Frys rammen").click()
    side.wait_for_url("**/udtraek/")
    expect(side.get_by_role("heading", name=re.compile("Rammen er frosset"))).to_be_visible()
    side.get_by_label("Tilfældigt udvalgt", exact=True).check()
    side.get_by_label("Sager i alt").fill("3")
    with side.expect_navigation():
        side.get_by_role("button", name="Regn igen").click()
    expect(side.locator("main")).to_contain_text("Med 3 sager")
    ren(side, axe)
    valgte = side.locator("main .runde-mange input[type=checkbox]:checked")
    while valgte.count():
        valgte.first.uncheck()
    side.locator("main .runde-mange").get_by_label(LEDER).check()
    side.get_by_role("button", name="Træk og fordel").click()
    expect(side.locator("main")).to_contain_text("0 af 3 sager læst")
    ren(side, axe)


def laes_sag(side) -> None:
    """Confirm what the data say; judge the rest as missing, to be mended."""
    side.goto(f"{side.omhu}/tilsyn/")
    runden = side.locator(".laes-runde", has_text=NAVN)
    runden.get_by_role("link", name=re.compile("^Læs ")).first.click()
    side.get_by_role("button", name="Begynd").click()
    side.wait_for_url("**/spoergsmaal/**")
    for _ in range(FLEST_SPOERGSMAAL):
        if "/meld/" in side.url:
            side.get_by_role("link", name="Nej, gå videre").click()
        elif "/spoergsmaal/" in side.url:
            _svar(side)
        else:
            break
    side.get_by_role("button", name="Gem, og se efter").click()
    side.get_by_role("button", name="Lås læsningen").click()
    expect(side.locator("main")).to_contain_text("Læsningen er låst")


def _svar(side) -> None:
    if not side.locator("input[name=svar]:checked").count():
        side.locator("input[name=svar]").nth(1).check()
        side.get_by_label(re.compile("^Bemærkning|^Til rådgiveren")).fill(
            "Skriv formålet ind i planen."
        )
        side.get_by_label(re.compile("[Ss]kal rettes")).check()
    foer = side.url
    side.get_by_role("button", name=re.compile("og næste$")).click()
    side.wait_for_url(lambda sti: sti != foer)


def giv_tilbagemelding(side, axe) -> None:
    side.goto(f"{side.omhu}/tilsyn/")
    side.get_by_role("link", name=NAVN).first.click()
    side.get_by_role("link", name="Tilbagemeldinger", exact=True).click()
    side.get_by_role("button", name=re.compile("^Lav udkast")).click()
    ren(side, axe)
    side.locator("main table").get_by_role("link", name=re.compile("^Udkast")).first.click()
    ren(side, axe)
    for felt in side.locator("main input[type=date]").all():
        if felt.is_visible():
            felt.fill((date.today() + timedelta(days=21)).isoformat())
    side.get_by_role("button", name="Send til rådgiveren").click()
    expect(side.locator(".besked")).to_be_visible()


def faa_tilbagemelding(side, axe, billede) -> None:
    log_ind(side, RAADGIVER)
    side.goto(f"{side.omhu}/tilsyn/")
    side.get_by_role("link", name=re.compile(NAVN)).first.click()
    ren(side, axe)
    billede(side, "tilsyn-tilbagemelding")
    side.get_by_role("button", name="Jeg har læst den").click()
    expect(side.locator("main")).to_contain_text("læst")
    side.get_by_role("link", name=re.compile("^Meld rettet")).first.click()
    side.get_by_label(re.compile("^Hvad|^Skriv")).first.fill("Formålet er skrevet ind i planen.")
    ren(side, axe)
    side.get_by_role("button", name=re.compile("^Meld")).click()
    expect(side.locator(".besked")).to_be_visible()


def bekraeft(side, axe) -> None:
    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/tilsyn/rettelser/")
    ren(side, axe)
    raekke = side.locator("main tr", has_text=NAVN)
    raekke.get_by_role("link", name=re.compile("^Se efter og bekræft")).first.click()
    side.get_by_role("button", name=re.compile("^Bekræft")).click()
    expect(side.locator(".besked")).to_be_visible()


def rapport(side, axe, billede) -> None:
    side.goto(f"{side.omhu}/tilsyn/")
    side.get_by_role("link", name=NAVN).first.click()
    side.get_by_role("link", name="Resultat", exact=True).first.click()
    expect(side.locator("main")).to_contain_text("Tilfældigt udvalgt")
    ren(side, axe)
    side.get_by_role("link", name="Dokumenter", exact=True).click()
    ren(side, axe)
    billede(side, "tilsyn-dokumenter")
    for fil in ("bilag-1.xlsx", "bilag-3.docx", "statusnotat.pdf"):
        svar = side.request.get(side.url.replace("/dokumenter/", "/dokument/") + fil)
        assert svar.ok, fil
        assert svar.body()[:2] in (b"PK", b"%P"), fil


def test_an_audit_from_the_concept_to_the_report(side, axe, billede):
    side.on("dialog", lambda d: d.accept())
    log_ind(side, CHEF)
    ny_runde(side, axe)
    log_ud(side)
    log_ind(side, LEDER)
    laes_sag(side)
    log_ud(side)
    log_ind(side, CHEF)
    giv_tilbagemelding(side, axe)
    log_ud(side)
    faa_tilbagemelding(side, axe, billede)
    log_ud(side)
    bekraeft(side, axe)
    rapport(side, axe, billede)
