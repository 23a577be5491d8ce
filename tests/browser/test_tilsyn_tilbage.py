"""What an audit leaves behind, in a real browser: feedback, a repair on the desk, and an external reviewer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.test_adgang import log_ud

CHEF, ADMIN, EVA = "Bente Krogh", "Anders Vang", "Eva Lorentzen"


def modtager(side) -> tuple[str, str]:
    """The first draft to somebody who logs in to the demo by one click: (name, address)."""
    raekker = side.locator("tbody tr", has_text="Udkast")
    fundet = {
        raekke.locator("td").nth(2).inner_text().strip(): raekke.get_by_role("link").nth(1)
        for raekke in raekker.all()
    }
    stier = {navn: link.get_attribute("href") for navn, link in fundet.items()}
    log_ud(side)
    for navn, sti in stier.items():
        if side.get_by_role("button", name=navn).count():
            return navn, sti
    pytest.fail(f"none of {sorted(stier)} logs in by one click")


def test_feedback_goes_to_the_caseworker_and_the_repair_back_to_the_leader(side, axe, billede):
    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/tilsyn/")
    side.get_by_role("link", name="Ledelsestilsyn i to niveauer").click()
    runde = side.url.rstrip("/").split("/")[-1]
    side.goto(f"{side.omhu}/tilsyn/runder/{runde}/tilbagemeldinger/")
    side.get_by_role("button", name="Lav udkast").click()
    expect(side.locator(".besked")).to_contain_text("lavet")
    assert axe(side) == []
    billede(side, "tilsyn-tilbagemelding-liste")
    navn, sti = modtager(side)

    log_ind(side, CHEF)
    side.goto(f"{side.omhu}{sti}")
    side.get_by_label("Det, der er godt").fill("Du har talt med barnet hver gang.")
    side.get_by_text("Føj en rettelse til").click()
    ny = side.locator("details[open]").filter(has_text="Føj en rettelse til")
    ny.get_by_label("Hvad skal rettes?").fill("Skriv barnets syn i planen.")
    ny.get_by_role("button", name="Føj til").click()
    expect(side.locator(".besked")).to_contain_text("Rettelsen er føjet til")
    assert axe(side) == []
    billede(side, "tilsyn-tilbagemelding-skriv")
    side.get_by_role("button", name="Send til rådgiveren").click()
    expect(side.locator(".besked")).to_contain_text(f"sendt til {navn}")
    log_ud(side)

    log_ind(side, navn)
    side.get_by_role("link", name="tilbagemelding").first.click()
    side.locator("main").get_by_role("listitem").filter(has_text="Ny").get_by_role(
        "link"
    ).first.click()
    expect(side.locator("article")).to_contain_text("Du har talt med barnet hver gang.")
    assert axe(side) == []
    billede(side, "tilsyn-tilbagemelding-laes")
    side.get_by_role("button", name="Jeg har læst den").click()
    expect(side.locator(".besked")).to_contain_text("du har læst den")
    side.get_by_role("link", name="Meld rettet").last.click()
    side.get_by_label("Hvad er gjort?").fill("Barnets ord står nu i planen.")
    assert axe(side) == []
    side.get_by_role("button", name="Meld rettet").last.click()
    expect(side.locator(".besked")).to_contain_text("Lederen ser det efter")
    log_ud(side)

    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/tilsyn/rettelser/?vis=venter")
    raekke = side.locator("tbody tr", has_text="Skriv barnets syn i planen.")
    assert axe(side) == []
    billede(side, "tilsyn-rettelser")
    raekke.get_by_role("link", name="Se efter og bekræft").click()
    expect(side.locator("main")).to_contain_text("Barnets ord står nu i planen.")
    side.get_by_role("button", name="Bekræft").click()
    expect(side.locator(".besked")).to_contain_text("bekræftet")


def test_tendencies_themes_and_others_results(side, axe, billede):
    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/tilsyn/runder/1/tendenser/")
    side.get_by_text("Føj et punkt til").click()
    side.get_by_label("Skriv det, som du vil sige det").fill("Vi bliver færdige til tiden.")
    side.get_by_role("button", name="Føj til").click()
    expect(side.locator("main")).to_contain_text("Vi bliver færdige til tiden.")
    assert axe(side) == []
    billede(side, "tilsyn-personalemoede")
    side.get_by_role("link", name="Læringstemaer").click()
    side.get_by_text("Nyt tema").click()
    side.get_by_label("Tema", exact=True).fill("Samtalen før afgørelsen")
    side.get_by_label("Hvad gør vi?").fill("Sparring hver tirsdag i otte uger")
    side.get_by_role("button", name="Gem temaet").click()
    expect(side.locator("main")).to_contain_text("Sparring hver tirsdag")
    assert axe(side) == []
    billede(side, "tilsyn-temaer")
    side.get_by_role("link", name="Andres resultater").click()
    side.get_by_label("Hvem har undersøgt det?").fill("Ankestyrelsen")
    side.get_by_label("Overholdt i").fill("5")
    side.get_by_label("ud af (sager").fill("11")
    side.get_by_role("button", name="Gem").last.click()
    expect(side.locator("main")).to_contain_text("5 ud af 11")
    assert axe(side) == []
    billede(side, "tilsyn-andres-resultater")


def test_an_external_reviewer_promises_reads_and_writes_notes(side, axe, billede):
    log_ind(side, EVA)
    expect(side.get_by_role("heading", name="Tavshedspligt")).to_be_visible()
    side.goto(f"{side.omhu}/sager/")
    expect(side.get_by_role("heading", name="Tavshedspligt")).to_be_visible()
    assert axe(side) == []
    billede(side, "tilsyn-gransker-tavshed")
    side.get_by_role("button", name="Ja, det lover jeg").click()
    side.get_by_role("textbox", name="Notat").fill("Barnets ord står i planen.")
    side.get_by_role("combobox", name="Om").select_option(index=1)
    side.get_by_role("button", name="Gem notatet").click()
    expect(side.locator("main")).to_contain_text("Barnets ord står i planen.")
    assert axe(side) == []
    billede(side, "tilsyn-gransker-noter")
    side.locator("section.tilsyn-tema h3 a").first.click()
    expect(side.locator("main")).to_contain_text("Sag")
    log_ud(side)

    log_ind(side, CHEF)
    side.goto(f"{side.omhu}/tilsyn/granskere/")
    assert axe(side) == []
    side.get_by_role("link", name=EVA).click()
    expect(side.locator("main")).to_contain_text("Lovede tavshed")
    side.get_by_label("Sagsnumre").fill("FINDES-IKKE")
    side.get_by_role("button", name="Sæt på listen").click()
    expect(side.get_by_role("alert")).to_contain_text("FINDES-IKKE: findes ikke")
    assert axe(side) == []
    billede(side, "tilsyn-gransker")
    side.goto(f"{side.omhu}/tilsyn/granskere/ny/")
    side.get_by_label("Ny person: for- og efternavn").fill("Karen Østergård")
    side.get_by_label("Hvad skal personen se efter?").fill("Se efter, om børnene er inddraget")
    side.get_by_label("Sidste dag").fill((localdate() + timedelta(30)).isoformat())
    assert axe(side) == []
    side.get_by_role("button", name="Lav aftalen").click()
    expect(side.locator("main")).to_contain_text("Kontoen er ikke oprettet endnu")
    log_ud(side)

    log_ind(side, ADMIN)
    side.get_by_role("link", name="Brugere", exact=True).click()
    side.get_by_role("link", name="Eksterne granskere").click()
    assert axe(side) == []
    billede(side, "tilsyn-gransker-konti")
    side.get_by_role("button", name="Opret kontoen til Karen Østergård").click()
    expect(side.locator(".besked")).to_contain_text("Kontoen er oprettet")
