"""The letters of plan, follow-up and visit: what they say, and what they keep to themselves."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from omhu.rapporter.brev import alle
from omhu.rapporter.docx import docx
from omhu.sagsarbejde.plan.actions import begynd
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, tekst
from tests.plan.forloeb import anbragt_forloeb
from tests.plan.stoette import PLANEN, skriv
from tests.rapporter.laes import ord_i_docx

pytestmark = pytest.mark.django_db


def sagt(hold, kode: str, art: str) -> str:
    skridt = Skridt.objects.filter(sag=hold.sag, art=art).latest("nr")
    return " ".join(ord_i_docx(docx(alle()[kode].lav(hold.mette, hold.sag, skridt))))


def test_the_plan_tells_the_family_what_is_to_be_reached_by_whom_and_when(hold):
    anbragt_forloeb(hold)
    ord_ = sagt(hold, "plan", "BARNETS_PLAN")
    for led in (
        "Barnets plan",
        "Dette er planen for Emil Holm",
        "Fraværet er under 20 %",
        "Kontaktpersonen",
        "1. februar 2027",
        "Mor ringer til skolen, Mor, 10. januar 2027",
        "Jeg vil gerne i skole igen",
    ):
        assert led in ord_


def test_the_place_reads_the_chosen_parts_and_nothing_else(hold):
    anbragt_forloeb(hold)
    ord_ = sagt(hold, "plan-til-stedet", "PLAN_UDLEVERET")
    for led in (
        "Solgården",
        PLANEN["formaal"],
        PLANEN["maal.1.tekst"],
        "BL § 94",
    ):
        assert led in ord_
    for led in (PLANEN["foraeldre"], PLANEN["barnets_oensker"], "besøg hver uge"):
        assert led not in ord_


def test_the_follow_up_tells_where_the_goals_are_and_why_the_next_one_is_when_it_is(hold):
    anbragt_forloeb(hold)
    ord_ = sagt(hold, "opfoelgning", "OPFOELGNING")
    for led in ("I gang", "30 % fravær", "Derfor venter vi til foråret", "BL § 95, stk. 3"):
        assert led in ord_


def test_the_note_of_a_visit_has_what_was_seen_and_said(hold):
    anbragt_forloeb(hold)
    ord_ = sagt(hold, "tilsynsnotat", "TILSYNSSAMTALE")
    for led in ("På anbringelsesstedet", "Jeg savner mor", "tæller som et af årets tilsyn"):
        assert led in ord_


def test_a_plan_under_way_is_printed_as_a_draft(hold, client):
    skrift = begynd(hold.sag, PLANEN, art="BARNETS_PLAN", af=hold.mette)
    client.force_login(hold.mette)
    sti = reverse("brev", args=[hold.sag.pk, "plan.docx"])
    svar = client.get(f"{sti}?skrift={skrift.pk}")
    assert "Det er et udkast" in " ".join(ord_i_docx(svar.content))


@pytest.mark.parametrize(
    ("kode", "art", "svar"),
    [
        ("plan", "BARNETS_PLAN", "kun registreret med en dato"),
        ("opfoelgning", "OPFOELGNING", "kun registreret med en dato"),
        ("plan-til-stedet", "PLAN_UDLEVERET", "hvilke dele stedet fik"),
    ],
)
def test_a_step_without_words_gives_no_letter(hold, kode, art, svar):
    skriv(hold.sag, (art, for_dage_siden(3)))
    skridt = Skridt.objects.get(sag=hold.sag, art=art)
    with pytest.raises(ValidationError, match=svar):
        alle()[kode].lav(hold.mette, hold.sag, skridt)


def test_a_text_of_another_kind_is_no_plan(hold, client):
    anbragt_forloeb(hold)
    client.force_login(hold.mette)
    skrift = hold.sag.skrifter.get(slags="tilsyn")
    for fil in ("plan.pdf", "opfoelgning.pdf", "plan-til-stedet.pdf"):
        svar = client.get(
            f"{reverse('brev', args=[hold.sag.pk, fil])}?skrift={skrift.pk}", follow=True
        )
        assert "Hent siden igen" in tekst(svar)
