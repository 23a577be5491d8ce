"""What comes of it: findings, feedback, repairs, learning, results and documents."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from tests.browser.tilsynsgang.gang import (
    LANGSOM,
    RAADGIVER,
    SMAA_FILER,
    Gang,
    indsend,
    til_runden,
)


def foelg_fund_op(side: Page, gang: Gang) -> None:
    """The serious finding leads to an underretning on the case, and is closed by it."""
    side.goto(f"{side.omhu}/tilsyn/alvorlige/")
    gang.se(side, "alvorlige")
    side.get_by_role("link", name=re.compile(f"{gang.navn}, sag nr. {gang.fund}$")).click()
    if side.get_by_role("button", name="Jeg følger det op").count():
        side.get_by_role("button", name="Jeg følger det op").click()
    gang.se(side, "fund")
    fundets = side.url
    side.get_by_text("Registrér en underretning på sagen").click()
    gang.se(side, "fund-underretning")
    side.get_by_label("Hvem underretter?").select_option(index=1)
    side.get_by_label("Hvad er der sagt?").fill(
        "Fundet i et ledelsestilsyn: skolen beskriver slag."
    )
    side.get_by_role("checkbox", name="Omsorgssvigt").check()
    side.locator("main [name=overgreb][value=nej]").check()
    side.get_by_role("radio", name="Nej, ikke akut").check()
    side.get_by_role("radio", name="Alvorlig bekymring", exact=True).check()
    side.get_by_label("Hvad gør vi?").select_option(index=1)
    with side.expect_navigation():
        side.get_by_role("button", name="Gem underretningen").click()
    expect(side).to_have_url(re.compile("/underretninger/"))
    side.goto(fundets)
    side.get_by_role("radio", name=re.compile("[Uu]nderretning")).first.check()
    side.get_by_label("Hvad er der gjort?").fill(
        "Underretningen er registreret og vurderet samme dag."
    )
    skridtet = side.get_by_label("Skridtet, det førte til")
    skridtet.select_option(
        skridtet.locator("option", has_text=re.compile("^Underretning,")).first.get_attribute(
            "value"
        )
    )
    side.get_by_role("button", name="Afslut fundet").click()
    expect(side.locator("main")).to_contain_text("Afsluttet")
    gang.se(side, "fund-afsluttet")


def giv_tilbagemelding(side: Page, gang: Gang) -> None:
    """Drafts of all, one mended by hand, all sent."""
    til_runden(side, gang, "Tilbagemeldinger")
    indsend(side, side.get_by_role("button", name=re.compile("^Lav udkast")))
    gang.se(side, "tilbagemeldinger")
    raekker = side.locator("main tbody tr", has_text="Udkast").filter(has_text=RAADGIVER)
    med_rettelse = raekker.filter(has_text=re.compile(r"\d+ af \d+ åbne"))
    med_rettelse.get_by_role("link", name=re.compile("^Udkast")).first.click()
    gang.se(side, "tilbagemelding-udkast")
    for felt in side.locator("main input[type=date]").all():
        if felt.is_visible():
            felt.fill((localdate() + timedelta(days=21)).isoformat())
    side.get_by_label("Det, der er godt").fill("Du har talt med barnet hver gang.")
    indsend(side, side.get_by_role("button", name="Send til rådgiveren"))
    til_runden(side, gang, "Tilbagemeldinger")
    if side.locator("main tbody tr", has_text="Udkast").count():
        indsend(side, side.get_by_role("button", name="Send alle udkast"))
    gang.se(side, "tilbagemeldinger-sendt")


def faa_tilbagemelding(side: Page, gang: Gang) -> None:
    """The caseworker reads the letter, answers, and tells that it is mended."""
    side.goto(f"{side.omhu}/tilsyn/")
    gang.se(side, "raadgiver-tilsyn")
    nye = side.get_by_role("listitem").filter(has_text=re.compile("^Ny"))
    links = nye.get_by_role("link", name=re.compile(gang.navn)).all()
    for sti in [x.get_attribute("href") for x in links]:
        side.goto(f"{side.omhu}{sti}")
        if side.get_by_role("link", name=re.compile("^Meld rettet")).count():
            break
    gang.se(side, "tilsyn-tilbagemelding")
    indsend(side, side.get_by_role("button", name="Jeg har læst den"))
    expect(side.locator("main")).to_contain_text("læst")
    gang.se(side, "tilbagemelding-laest")
    side.get_by_label("Dit svar til lederen").fill("Tak. Jeg skriver det ind i dag.")
    indsend(side, side.get_by_role("button", name="Send svar"))
    side.get_by_role("link", name=re.compile("^Meld rettet")).first.click()
    side.get_by_label(re.compile("^Hvad er gjort")).fill("Formålet er skrevet ind i planen.")
    gang.se(side, "meld-rettet")
    indsend(side, side.get_by_role("button", name=re.compile("^Meld")))


def bekraeft(side: Page, gang: Gang) -> None:
    """The leader looks whether it is mended."""
    side.goto(f"{side.omhu}/tilsyn/rettelser/?vis=venter")
    gang.se(side, "rettelser")
    raekke = side.locator("main tr", has_text=gang.navn)
    raekke.get_by_role("link", name=re.compile("^Se efter og bekræft")).first.click()
    gang.se(side, "bekraeft")
    indsend(side, side.get_by_role("button", name=re.compile("^Bekræft")))


def laer(side: Page, gang: Gang) -> None:
    """Tendencies for the staff meeting, a theme, and what others found."""
    til_runden(side, gang, "Til personalemødet")
    side.get_by_text("Føj et punkt til").click()
    side.get_by_label("Skriv det, som du vil sige det").fill("Vi skriver, hvad børnene siger.")
    side.get_by_role("button", name="Føj til").click()
    expect(side.locator("main")).to_contain_text("Vi skriver, hvad børnene siger.")
    gang.se(side, "personalemoede")
    til_runden(side, gang, "Læringstemaer")
    side.get_by_text("Nyt tema").click()
    side.get_by_label("Tema", exact=True).fill("Formålet i planen")
    side.get_by_label("Hvad gør vi?").fill("Sparring hver tirsdag i otte uger")
    side.get_by_role("button", name="Gem temaet").click()
    expect(side.locator("main")).to_contain_text("Sparring hver tirsdag")
    gang.se(side, "temaer")
    til_runden(side, gang, "Andres resultater")
    side.get_by_label("Hvem har undersøgt det?").fill("Ankestyrelsen")
    side.get_by_label("Overholdt i").fill("5")
    side.get_by_label("ud af (sager").fill("11")
    side.get_by_role("button", name="Gem").last.click()
    expect(side.locator("main")).to_contain_text("5 ud af 11")
    gang.se(side, "andres-resultater")


def luk(side: Page, gang: Gang) -> None:
    til_runden(side, gang)
    side.get_by_role("link", name="Afslut runden").click()
    gang.se(side, "slut")
    side.get_by_role("button", name="Afslut runden").click()
    expect(side.locator("main")).to_contain_text("afsluttet", timeout=LANGSOM)
    gang.se(side, "runde-afsluttet")


def vist_tal(side: Page, gang: Gang, niveau: str = "") -> dict[str, tuple[str, str, str]]:
    """Question -> (kept, not relevant, cannot be judged) as the page of results says it."""
    til_runden(side, gang, "Resultat")
    if niveau:
        side.get_by_label("Læst af").select_option(label=niveau)
        side.get_by_role("button", name="Vis", exact=True).click()
    ud = {}
    for raekke in side.locator("table.resultat tbody tr").all():
        id_ = re.search(r"[A-ZÆØÅ]+-\d+", raekke.locator("small").first.inner_text())[0]
        celler = raekke.locator("td").all_inner_texts()
        ud[id_] = (celler[0], celler[-2], celler[-1])
    return ud


def se_resultater(side: Page, gang: Gang) -> None:
    til_runden(side, gang, "Resultat")
    gang.se(side, "resultat")
    for fane in ("Enheder", "Enighed i tal", "Før og nu", "Over tid", "Alle sager"):
        side.get_by_role("navigation", name="Rundens tal").get_by_role("link", name=fane).click(
            timeout=LANGSOM
        )
        expect(side.locator("nav.faner [aria-current]")).to_have_text(fane, timeout=LANGSOM)
        gang.se(side, f"resultat-{fane}")


def dokumenter(side: Page, gang: Gang) -> dict[str, bytes]:
    """Every file of the round that the page offers; of a small one, one of each form."""
    til_runden(side, gang, "Dokumenter")
    gang.se(side, "tilsyn-dokumenter")
    links = side.locator("main a[href*='/dokument/']").all()
    stier = dict.fromkeys(x.get_attribute("href") for x in links)
    filer = {}
    for sti in stier:
        if gang.stor or sti.endswith(SMAA_FILER):
            svar = side.request.get(f"{side.omhu}{sti}", timeout=LANGSOM)
            assert svar.ok, sti
            assert svar.body()[:2] in (b"PK", b"%P"), sti
            filer[sti] = svar.body()
    return filer
