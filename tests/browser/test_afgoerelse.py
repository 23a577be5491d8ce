"""Talk and decision in a real browser: the gate follows the choices, axe looks, so does a phone, hands are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.haand import Haand
from tests.browser.langsom import Tilbageholdt
from tests.browser.test_plan import aabn_skolebarn, op, ren

HOEJST = 12


@pytest.fixture
def haand(side):
    """Mette on the case of a schoolchild."""
    log_ind(side, "Mette Kjær")
    h = Haand(side)
    aabn_skolebarn(h)
    return h


def samtale(haand) -> None:
    """Book a talk about a kontaktperson for today, and record it: counted together."""
    side = haand.page
    haand.gaa(f"/sager/{side.sag}/samtaler/aftal/?indsatser=kontaktperson")
    with haand.handling("Aftal og registrér en børnesamtale") as t:
        haand.skriv("Dato", localdate().isoformat())
        haand.gem("Aftal")
        haand.klik(re.compile("^Registrér samtalen"))
        haand.gem("Gem samtalen")
    expect(side.locator(".besked").first).to_contain_text("Samtalen er registreret")
    assert t.uden_prosa <= HOEJST, t


def test_a_talk_is_booked_held_and_written(haand, side, axe, billede):
    samtale(haand)
    ren(side, axe)
    billede(side, "samtaler")
    side.locator(".samtale h3 a").first.click()
    haand.klik("Skriv videre")
    haand.prosa("Barnets egne ord", "Jeg vil gerne have Karen.")
    ren(side, axe)
    billede(side, "samtale-notat")
    haand.gem("Gem notatet")
    expect(side.locator("main")).to_contain_text("Jeg vil gerne have Karen.")


def test_the_gate_follows_the_choices_and_the_decision_is_taken(haand, side, axe, billede):
    samtale(haand)
    haand.gaa(f"/sager/{side.sag}/afgoerelser/")
    port = side.locator("#port")
    with haand.handling("Træf en afgørelse om en indsats") as t:
        haand.klik("Ny afgørelse")
        side.wait_for_url("**/ny/")
        haand.valg(re.compile("^Fast kontaktperson"), "checkbox")
        expect(port).to_contain_text("Hvem har samtykket?")
        expect(port).to_contain_text("BL § 91, stk. 1")
        op(side)
        billede(side, "afgoerelse-port")
        for noegle in port.locator("[name=samtykker]").evaluate_all("e => e.map(x => x.value)"):
            haand.valg_af("samtykker", noegle)
        haand.valg_af("plan", "ja")
        haand.prosa(re.compile("^Formål"), "Ro i hverdagen")
        haand.skriv(re.compile("^Forventet varighed"), "Et år")
        haand.vaelg(re.compile("^Bygger afgørelsen på"), "Nej, parterne kender oplysningerne")
        haand.vaelg(re.compile("^Har barnet og forældrene"), "Ja")
        haand.prosa(re.compile("^Barnets holdning"), "Vil gerne")
        side.get_by_label(re.compile("^Afgørelsen fortalt")).focus()
        expect(port).to_contain_text("Intet mangler")
        ren(side, axe)
        haand.gem("Træf afgørelsen")
    expect(side.locator(".besked").first).to_contain_text("Afgørelsen er truffet")
    ren(side, axe)
    billede(side, "afgoerelser")
    assert t.uden_prosa <= HOEJST, t


def test_what_is_missing_is_told_with_its_paragraph_and_the_catalogue_is_clean(
    haand, side, axe, billede
):
    haand.gaa(f"/sager/{side.sag}/afgoerelser/ny/?indsatser=anbringelse_uden_samtykke")
    expect(side.locator("#port")).to_contain_text("BL § 46, stk. 3, § 47, stk. 2, og § 51")
    ren(side, axe)
    haand.gaa("/indsatser/")
    assert axe(side) == []
    billede(side, "indsatskatalog")


def test_the_focus_and_what_is_typed_outlive_the_gates_answer(haand, side):
    """A slow answer comes while one is already at work in the gate, by keyboard."""
    haand.gaa(f"/sager/{side.sag}/afgoerelser/ny/?indsatser=kontaktperson")
    grund = side.locator("#port details", has=side.locator("[name^=trods_]")).first
    with sent_svar(side, "**/afgoerelser/ny/"):
        ret_formaalet(side, "Ro i hverdagen")
        grund.locator("summary").press("Enter")
        grund.get_by_role("textbox").press_sequentially("Det haster for barnet")
    expect(grund.get_by_role("textbox")).to_have_value("Det haster for barnet")
    expect(grund.get_by_role("textbox")).to_be_focused()
    with sent_svar(side, "**/afgoerelser/ny/"):
        ret_formaalet(side, "Ro i hverdagen og i skolen")
        side.get_by_role("button", name="Se, hvad der mangler").focus()
    expect(side.get_by_role("button", name="Se, hvad der mangler")).to_be_focused()
    with side.expect_navigation():
        side.keyboard.press("Enter")
    expect(grund.get_by_role("textbox")).to_have_value("Det haster for barnet")


def ret_formaalet(side, tekst: str) -> None:
    """Write it anew and leave the field by Tab, which asks the gate again."""
    felt = side.get_by_label(re.compile("^Formål"))
    felt.fill(tekst)
    with side.expect_request(lambda r: "hx-request" in r.headers):
        felt.press("Tab")


@contextmanager
def sent_svar(side, sti: str) -> Iterator[None]:
    """Hold htmx' requests back; at the end they are answered, and the answer is on the page."""
    langsom = Tilbageholdt(side, sti, lambda r: "hx-request" in r.headers)
    yield
    side.evaluate(
        "() => { window.svaret = new Promise(r => addEventListener('htmx:afterSettle', () => r(), {once: true})) }"
    )
    langsom.slip()
    side.evaluate("() => window.svaret")
    side.unroute(sti)
