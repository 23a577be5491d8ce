"""Plan, hand-over, follow-up and visit in a real browser: what a hand does is counted, axe looks, so does a phone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.haand import Haand

METTE = "Mette Kjær"
HOEJST = 12
I_DAG = localdate()


def aabn_skolebarn(h: Haand) -> None:
    """Open the oldest case of a schoolchild: from 16 years the plan is another."""
    side = h.page
    h.gaa("/sager/?orden=nummer")
    aldre = side.locator("table.liste tbody tr td:nth-child(2)").all_inner_texts()
    nr = next(i for i, alder in enumerate(aldre) if alder in map(str, range(6, 13)))
    side.locator("table.liste tbody tr").nth(nr).get_by_role("link").first.click()
    side.wait_for_url(re.compile(r"/sager/\d+/"))
    side.sag = re.search(r"/sager/(\d+)/", side.url).group(1)


def op(side) -> None:
    """To the top of the page."""
    side.evaluate("scrollTo(0, 0)")


@pytest.fixture
def haand(side):
    """Mette with a case of her team, whose child was placed at Solgården two months ago."""
    log_ind(side, METTE)
    h = Haand(side)
    aabn_skolebarn(h)
    h.gaa(f"/sager/{side.sag}/registrer/IVAERKSAT/")
    h.skriv("Dato", (I_DAG - timedelta(days=60)).isoformat())
    kendt = side.get_by_role("checkbox", name="Anbringelse uden for hjemmet")
    if kendt.count():
        kendt.check()
    else:
        side.locator("select").first.select_option(label="Anbringelse uden for hjemmet")
    h.skriv(re.compile("^Sted"), "Solgården")
    h.gem("Gem")
    return h


def mobil(side) -> None:
    """On a phone nothing sticks out to the side."""
    side.set_viewport_size({"width": 390, "height": 844})
    assert side.evaluate("document.documentElement.scrollWidth") == 390
    side.set_viewport_size({"width": 1366, "height": 768})


def ren(side, axe) -> None:
    assert axe(side) == []
    mobil(side)


def test_a_plan_is_written_given_followed_up_and_the_child_visited(haand, side, axe, billede):
    haand.gaa(f"/sager/{side.sag}/plan/")
    ren(side, axe)
    haand.gaa(f"/sager/{side.sag}/plan/ny/")
    haand.knap(re.compile("^Tilføj mål"))
    side.wait_for_load_state()
    maal = side.get_by_role("group", name=re.compile(r"^Mål \d")).last
    maal.get_by_label("Mål", exact=True).or_(maal.locator("textarea")).first.fill("Trives bedre")
    haand.knap(re.compile("^Tilføj delmål"), inden=maal)
    expect(side.get_by_role("note").last).to_contain_text("en helt almindelig tirsdag")
    side.get_by_role("group", name=re.compile("^Delmål 1")).last.get_by_label("Delmål").fill(
        "Mor ringer godnat hver søndag"
    )
    haand.prosa("Hvad er formålet?", "En tryg hverdag med søvn og skole.")
    haand.prosa("Hvad ønsker barnet selv?", "Jeg vil gerne have min egen seng.")
    haand.prosa(re.compile("^Hvad siger forældrene"), "De er enige.")
    haand.prosa(re.compile("^Hvilken støtte"), "Anbringelse hos Solgården.")
    haand.prosa(re.compile("^Hvad bygger planen"), "Undersøgelsen fra i sommer.")
    ren(side, axe)
    op(side)
    billede(side, "plan-skriv")
    haand.gem("Gem")
    expect(side.locator("main")).to_contain_text("er i gang")
    ren(side, axe)
    haand.klik("Gør planen færdig")
    side.wait_for_url("**/faerdig/")
    ren(side, axe)
    grund = side.get_by_label("Hvorfor er planen færdig uden det?")
    if grund.count():
        grund.fill("Resten skrives ved første opfølgning.")
    haand.gem("Gør færdig")
    expect(side.locator(".besked").first).to_contain_text("er færdig")
    billede(side, "plan-og-maal")

    haand.gaa(f"/sager/{side.sag}/plan/")
    with haand.handling("Giv planen til stedet") as giv:
        haand.klik("Giv planen til stedet")
        side.wait_for_url("**/udlever/")
        expect(side.get_by_label("Hvem får planen?")).to_have_value("Solgården")
        haand.gem("Gem, at planen er givet")
    assert giv.uden_prosa <= HOEJST, giv
    expect(side.locator("table.liste")).to_contain_text("Solgården")
    ren(side, axe)
    billede(side, "plan-givet")

    foelg_op(haand, side, axe, billede, i_gang=True)
    igen = foelg_op(haand, side, axe, billede)
    assert igen.uden_prosa <= HOEJST, igen
    besoeg(haand, side, axe, billede)


def foelg_op(haand, side, axe, billede, *, i_gang: bool = False):
    """A follow-up; the second one leaves the goals as they are."""
    haand.gaa(f"/sager/{side.sag}/opfoelgning/")
    with haand.handling("Opfølgning med uændrede mål") as t:
        haand.klik("Følg op")
        side.wait_for_url("**/opfoelgning/ny/")
        haand.prosa("Hvordan har barnet det nu?", "Sover bedre og har fået en ven.")
        if side.get_by_role("radio", name="Ja, jeg skriver det her").is_checked():
            haand.prosa("Hvad siger barnet?", "Jeg har fået min egen seng.")
        haand.valg("Nej", inden=side.get_by_role("group", name=re.compile("^Skal støtten")))
        haand.valg("Nej", inden=side.get_by_role("group", name=re.compile("^Er der brug for")))
        if i_gang:
            side.get_by_label("Hvor langt er I?").first.select_option(label="I gang")
        naeste = side.get_by_label("Hvornår følger I op næste gang?")
        if naeste.count() and not naeste.input_value():
            haand.skriv("Hvornår følger I op næste gang?", (I_DAG + timedelta(days=60)).isoformat())
        hvorfor = side.get_by_label(re.compile("^Hvorfor passer den dag"))
        if hvorfor.count() and not hvorfor.input_value():
            haand.prosa(
                re.compile("^Hvorfor passer den dag"), "Der er brug for ro efter flytningen."
            )
        ren(side, axe)
        op(side)
        billede(side, "opfoelgning-skriv")
        haand.gem("Gem opfølgningen")
    expect(side.locator(".besked").first).to_contain_text("Opfølgningen er gemt")
    expect(side.locator("svg.prikker").first).to_be_visible()
    ren(side, axe)
    billede(side, "opfoelgning")
    return t


def besoeg(haand, side, axe, billede) -> None:
    haand.gaa(f"/sager/{side.sag}/opfoelgning/")
    with haand.handling("Tilsynsbesøg") as t:
        haand.klik("Skriv tilsynsbesøg")
        side.wait_for_url("**/tilsyn/ny/")
        haand.skriv("Hvem var til stede?", "Barnet og plejemor")
        haand.valg(re.compile("^Ja, uden voksne"))
        haand.prosa("Hvad sagde barnet?", "Her er rart. Hunden sover hos mig.")
        haand.valg("Nej", inden=side.get_by_role("group", name=re.compile("^Giver besøget")))
        ren(side, axe)
        op(side)
        billede(side, "tilsyn-skriv")
        haand.gem("Gem besøget")
    assert t.uden_prosa <= HOEJST, t
    expect(side.locator("main")).to_contain_text(re.compile(rf"[1-9] af 2 i {I_DAG.year}"))
    haand.gaa(f"/sager/{side.sag}/tilsyn/aftal/")
    ren(side, axe)
