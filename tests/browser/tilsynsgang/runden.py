"""The beginning: the concept is changed, the round drawn and dealt out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

from tests.browser.tilsynsgang.gang import (
    ANDET_NIVEAU,
    EKSTERN,
    JURIST,
    KONCEPT,
    LANGSOM,
    NYT_SPOERGSMAAL,
    SAGSNUMMER,
    Gang,
    indsend,
    til_runden,
)


def ret_koncept(side: Page, gang: Gang) -> None:
    """A level, an answer and a question more."""
    side.goto(f"{side.omhu}/tilsyn/koncepter/")
    side.get_by_role("link", name=KONCEPT).click()
    side.get_by_role("link", name="Ret", exact=True).click()
    _ny_raekke(side, "niveauer", "niveau")
    _udfyld(side, "niveauer", kode="n2", navn=ANDET_NIVEAU, andel="34")
    for rolle in ("JURIST", "EKSTERN_GRANSKER"):
        _sidste(side, "niveauer").locator(f"input[value={rolle}]").check()
    skala = side.locator("section", has=side.get_by_role("heading", name="Svarskalaer"))
    skala.locator("summary", has_text="ja_nej_fravalgt").click()
    felt = skala.get_by_label("Svar", exact=True).last
    felt.fill(f"{felt.input_value().rstrip()}\ndelvis | Delvist | mangel")
    _ny_raekke(side, "spoergsmaal", "spørgsmål")
    _udfyld(
        side,
        "spoergsmaal",
        id=NYT_SPOERGSMAAL,
        tekst="Kan familien se, hvorfor kommunen gør, som den gør?",
    )
    for navn, vaerdi in (("sagstrin", "sagen"), ("skala", "ja_nej_fravalgt")):
        _sidste(side, "spoergsmaal").locator(f"[name$={navn}]").select_option(vaerdi)
    gang.se(side, "koncept-ret")
    side.get_by_label("Hvorfor ændres konceptet?").fill(
        "Familiens syn mangler, og jurist og ekstern læser med."
    )
    side.get_by_role("button", name="Gem som ny udgave").click()
    expect(side.locator("main")).to_contain_text(NYT_SPOERGSMAAL)
    gang.se(side, "koncept-forskelle")


def _ny_raekke(side: Page, sektion: str, en: str) -> None:
    with side.expect_navigation():
        side.get_by_role("button", name=f"Tilføj {en}", exact=True).click()
    if _sidste(side, sektion).get_attribute("open") is None:
        _sidste(side, sektion).locator("summary").click()


def _sidste(side: Page, sektion: str) -> Locator:
    return side.locator(f"section[aria-labelledby=s-{sektion}] details").last


def _udfyld(side: Page, sektion: str, **felter: str) -> None:
    for navn, vaerdi in felter.items():
        _sidste(side, sektion).locator(f"[name$={navn}]").fill(vaerdi)


def ny_runde(side: Page, gang: Gang, raadgivere: Sequence[str], laesere: Sequence[str]) -> None:
    """Frame, draw, readers of the first level."""
    side.goto(f"{side.omhu}/tilsyn/")
    side.get_by_role("link", name="Ny runde").click()
    gang.se(side, "ny-runde")
    side.get_by_label("Koncept").select_option(label=KONCEPT)
    side.get_by_label("Navn").fill(gang.navn)
    side.get_by_label("Læses af to, procent").fill("10" if gang.stor else "0")
    if gang.stor:  # three months of the demo's earlier round, so that the two windows overlap
        foer = date.fromisoformat(side.get_by_label("Periode fra").input_value()) - timedelta(92)
        side.get_by_label("Periode fra").fill(foer.isoformat())
        side.get_by_label("Læses inden").fill((localdate() + timedelta(30)).isoformat())
    side.get_by_text("Flere valg").click()
    for navn in raadgivere:
        side.get_by_label(navn, exact=True).check()
    if gang.stor:
        side.get_by_label("Frø").fill("lotto 4 8 15 16 23 36")
        side.get_by_label("Formål").fill("Tre sager fra hver rådgiver.")
    gang.se(side, "ny-runde-udfyldt")
    side.get_by_role("button", name="Frys rammen").click()
    side.wait_for_url("**/udtraek/")
    expect(side.get_by_role("heading", name=re.compile("Rammen er frosset"))).to_be_visible(
        timeout=LANGSOM
    )
    slags = "Tilfældigt udvalgt i grupper" if gang.stor else "Tilfældigt udvalgt"
    side.get_by_label(slags, exact=True).check()
    if gang.stor:
        side.get_by_label("rådgiver", exact=True).check()
        side.get_by_label("Fra hver gruppe", exact=True).fill("3")
    i_alt = "Sager i alt fra grupperne" if gang.stor else "Sager i alt"
    side.get_by_label(i_alt, exact=True).fill(str(gang.sager))
    with side.expect_navigation():
        side.get_by_role("button", name="Regn igen").click()
    expect(side.locator("main")).to_contain_text(f"Med {gang.sager} sager")
    gang.se(side, "udtraek")
    vaelg_laesere(side, laesere)
    side.get_by_role("button", name="Træk og fordel").click()
    expect(side.locator("main")).to_contain_text(f"0 af {gang.sager} sager læst", timeout=LANGSOM)
    gang.se(side, "runde")


def vaelg_laesere(side: Page, navne: Sequence[str]) -> None:
    """These and no others read."""
    valgte = side.locator("main .runde-mange input[type=checkbox]:checked")
    while valgte.count():
        valgte.first.uncheck()
    for navn in navne:
        for felt in side.locator("main .runde-mange").get_by_label(navn).all():
            felt.check()


def erstat(side: Page, gang: Gang, nr: int, grund: str) -> None:
    """One case is replaced by the next of the draw, with a reason."""
    til_runden(side, gang)
    side.get_by_role("link", name=f"Tag ud: sag nr. {nr}", exact=True).click()
    side.get_by_label("Hvorfor?").fill(grund)
    gang.se(side, "tag-ud")
    indsend(side, side.get_by_role("button", name="Erstat med den næste"))
    gang.se(side, "runde-erstattet")


def inviter_ekstern(side: Page, gang: Gang) -> list[str]:
    """The external reviewer gets the round's cases by name, to a last day."""
    til_runden(side, gang)
    raekker = side.locator("main tbody tr:not(.runde-ude)")
    numre = [
        x for x in raekker.locator("small").all_inner_texts() if SAGSNUMMER.fullmatch(x.strip())
    ]
    assert len(numre) == gang.sager
    side.goto(f"{side.omhu}/tilsyn/granskere/")
    gang.se(side, "granskere")
    side.get_by_role("link", name=EKSTERN).first.click()
    side.get_by_text("Flyt den sidste dag").click()
    side.get_by_label("Ny sidste dag").fill((localdate() + timedelta(45)).isoformat())
    side.get_by_role("button", name="Gem dagen").click()
    side.get_by_label("Sagsnumre").fill("\n".join(numre))
    side.get_by_role("button", name="Sæt på listen").click()
    expect(side.locator("main table")).to_contain_text(numre[-1], timeout=LANGSOM)
    gang.se(side, "gransker")
    return numre


def fordel_andet_niveau(side: Page, gang: Gang) -> None:
    """The second level is dealt out between the lawyer and the external reviewer."""
    til_runden(side, gang)
    side.get_by_role("link", name=re.compile("^Find læsere")).first.click()
    gang.se(side, "laesere")
    vaelg_laesere(side, [JURIST, EKSTERN])
    indsend(side, side.get_by_role("button", name="Fordel sagerne"))
    gang.se(side, "runde-fordelt")
