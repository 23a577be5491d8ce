"""The reading of every case by keys, and a registration corrected in the same pass."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.tilsynsgang.gang import (
    FLEST_SPOERGSMAAL,
    TAELLER,
    Gang,
    indsend,
)


def lov_tavshed(side: Page, gang: Gang) -> None:
    """The external reviewer promises, once."""
    if side.get_by_role("button", name="Ja, det lover jeg").count():
        gang.se(side, "tavshed")
        side.get_by_role("button", name="Ja, det lover jeg").click()


def laes_alle(side: Page, gang: Gang, niveau: str, hoejst: int = 1000) -> int:
    """Read one's cases of the round to the lock; returns how many."""
    antal = 0
    while antal < hoejst:
        side.goto(f"{side.omhu}/tilsyn/")
        runden = side.locator(".laes-runde", has_text=gang.navn)
        link = runden.get_by_role("link", name=re.compile("^Læs ")) if runden.count() else None
        if link is None or not link.count():
            break
        link.first.click()
        laes_sag(side, gang, niveau, f"{niveau}-{antal}")
        antal += 1
    return antal


def ret_registrering(
    side: Page, gang: Gang, spoergsmaal: str, skridt: str, dag: date
) -> tuple[str, str]:
    """In the next reading: a step was registered on a wrong day and is corrected in the same pass. What the data said
    before and after."""
    side.goto(f"{side.omhu}/tilsyn/")
    runden = side.locator(".laes-runde", has_text=gang.navn)
    runden.get_by_role("link", name=re.compile("^Læs ")).first.click()
    if side.get_by_role("button", name="Begynd").count():
        side.get_by_role("button", name="Begynd").click()
    side.get_by_role("link", name=spoergsmaal).first.click()
    foer = side.locator(".laes-auto").inner_text()
    side.get_by_role("link", name=re.compile(f"^Ret ({skridt})")).first.click()
    side.get_by_label("Dato", exact=True).fill(dag.isoformat())
    side.get_by_label("Hvorfor rettes skridtet?").fill("Dagen stod forkert. Set i tilsynet.")
    gang.se(side, "ret-registrering")
    indsend(side, side.get_by_role("button", name="Gem rettelsen"))
    gang.se(side, "ret-registrering-efter")
    return foer, side.locator(".laes-auto").inner_text()


def laes_sag(side: Page, gang: Gang, niveau: str, billednavn: str) -> None:
    """One case to the lock, by keys: what the data say is confirmed or overruled, the rest is judged."""
    taster = 0
    if side.get_by_role("button", name="Begynd").count():
        gang.se(side, f"begynd-{billednavn}")
        side.get_by_role("button", name="Begynd").press("Enter")
        taster += 1
    side.wait_for_url("**/spoergsmaal/**")
    nr = int(re.search(r"Sag (\d+)", side.locator("h1").inner_text()).group(1))
    for _ in range(FLEST_SPOERGSMAAL):
        if "/meld/" in side.url:
            taster += _alvorligt(side, gang, nr)
        elif "/spoergsmaal/" in side.url:
            gang.se(side, f"spoergsmaal-{billednavn}-{_id(side)}")
            taster += _svar(side, gang, niveau, nr)
        else:
            break
    gang.se(side, f"helhed-{billednavn}")
    if nr % 3 == 0:
        side.get_by_label("Styrker").fill(f"Sag {nr}: barnets egne ord står i planen.")
        side.get_by_label("Opmærksomhedspunkter").fill(f"Sag {nr}: hold øje med skolen.")
    side.get_by_role("button", name="Gem, og se efter").press("Enter")
    side.wait_for_url("**/laas/")
    gang.se(side, f"laas-{billednavn}")
    side.get_by_role("button", name="Lås læsningen").press("Enter")
    expect(side.locator("main")).to_contain_text("Læsningen er låst")
    gang.se(side, f"laast-{billednavn}")
    gang.taster.append(taster + 2)


def _id(side: Page) -> str:
    return side.url.rstrip("/").split("/")[-1]


def _vaelg(gang: Gang, niveau: str, nr: int, id_: str, data: str, koder: Sequence[str]) -> str:
    """What this reader answers: the data's answer, but for every eleventh; by turns where there is none; the second
    level sees some questions another way than the first."""
    tal = nr * 7 + sum(map(ord, id_))
    if data:
        modsat = {"ja": "nej", "nej": "ja"}.get(data, data)
        return modsat if gang.stor and tal % 11 == 0 else data
    kandidater = [k for k in koder if k != "fravalgt"]
    if niveau != gang.foerste and tal % 4 == 0:
        return "nej"
    return (
        (*["ja"] * 5, "nej", "nej", *kandidater)[tal % (7 + len(kandidater))]
        if gang.stor
        else "nej"
    )


def _svar(side: Page, gang: Gang, niveau: str, nr: int) -> int:
    """Answer one question by keys; returns how many. `sekunder`: until the next page."""
    id_, taster = _id(side), 0
    expect(side.locator("#spm")).to_be_focused()
    form = side.locator("#svarform")
    data = form.get_attribute("data-auto") or ""
    koder = [x.get_attribute("value") for x in form.locator("input[name=svar]").all()]
    svar = _vaelg(gang, niveau, nr, id_, data, koder)
    if form.locator("input[name=svar]:checked").count() == 0 or svar != data:
        side.keyboard.press(str(koder.index(svar) + 1))
        taster += 1
    if data and svar != data:
        side.keyboard.press("b")
        side.keyboard.type("Datoen er skrevet ind efter mødet.")
        side.keyboard.press("Escape")
        taster += 2
    if TAELLER.get(svar) == "mangel":
        side.keyboard.press("r")
        side.keyboard.type(f"Skriv det ind i planen ({id_}, sag {nr}).")
        taster += 1
        if nr % 2 or not gang.stor:
            side.keyboard.press("Tab")
            side.keyboard.press("Tab")
            expect(side.get_by_label("Skal rettes i sagen")).to_be_focused()
            side.keyboard.press("Space")
            taster += 3
    foer = side.url
    side.keyboard.press("Control+Enter" if TAELLER.get(svar) == "mangel" else "Enter")
    side.wait_for_url(lambda sti: sti != foer)
    gang.svar[niveau, nr, id_] = (data, svar)
    return taster + 1


def _alvorligt(side: Page, gang: Gang, nr: int) -> int:
    """May it be a serious finding? One is."""
    foer = side.url
    gang.se(side, f"meld-{nr}")
    if gang.stor and not gang.fund:
        gang.fund = nr
        side.get_by_label("Hvad har du set?").fill("Barnet er ikke hørt, og skolen beskriver slag.")
        side.get_by_role("button", name="Ja, meld fundet").press("Enter")
    else:
        side.get_by_role("link", name="Nej, gå videre").press("Enter")
    side.wait_for_url(lambda sti: sti != foer)
    return 1
