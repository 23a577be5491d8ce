"""A decision without consent: what the gate asks before the udvalg decides, and what the letters then say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from omhu.rapporter.brev import alle
from omhu.rapporter.docx import docx
from tests.afgoerelse.conftest import BL_DAG, SEL_DAG
from tests.afgoerelse.test_afgoerelse import FULD, afgoerelser, mangler, send  # noqa: F401  # the fixture
from tests.bord.stoette import tekst
from tests.rapporter.laes import ord_i_docx

pytestmark = pytest.mark.django_db
TVANG = "anbringelse_uden_samtykke"
SPURGT = {
    "indstilling",
    "indstilling-naegtet_af",
    "indstilling-betingelser",
    "indstilling-ressourcer",
    "indstilling-soeskende",
    "advokat",
    "aktindsigt-oplyst",
}
SVARET = {
    "indstillet": (BL_DAG - timedelta(days=5)).isoformat(),
    "advokat": "valgt",
    "advokat_navn": "Advokat Birk for mor",
    "aktindsigt_oplyst": "ja",
    "naegtet_af": "mor",
    "naegtet_grund": "Hun vil have Emil hjemme.",
    "naegtet_foerer_til": "udvalg",
    "betingelser": "Emil er i fare hjemme.",
    "ressourcer": "Mor kan lave mad.",
    "soeskende": "Der er ingen.",
}


def trods(svar) -> dict[str, str]:
    return {f"trods_{k}": "Det kan ikke vente længere" for k in mangler(svar)}


def test_the_gate_asks_for_the_indstilling_and_the_lawyer_by_paragraph(familie, send):  # noqa: F811
    familie(11)
    svar = send(indsatser=TVANG, se="1")
    assert mangler(svar) >= SPURGT
    hjemler = {p.kode: p.hjemmel for p in svar.context["port"].punkter}
    assert (hjemler["indstilling"], hjemler["advokat"]) == ("BL § 51", "BL §§ 140-141")
    assert "hver part: Emil Holm, Line Holm, Per Holm" in tekst(svar)
    assert 'href="#id_betingelser"' in svar.content.decode()
    assert not mangler(send(indsatser=TVANG, se="1", **SVARET)) & SPURGT


def test_serviceloven_has_its_own_paragraphs_and_a_child_of_eleven_no_lawyer(familie, send):  # noqa: F811
    familie(11, SEL_DAG)
    svar = send(SEL_DAG, indsatser=TVANG, se="1")
    hjemler = {p.kode: p.hjemmel for p in svar.context["port"].punkter}
    assert (hjemler["indstilling"], hjemler["advokat"]) == ("SEL §§ 58-59", "SEL §§ 72-73")
    assert "hver part: Line Holm, Per Holm" in tekst(svar)


@pytest.mark.parametrize("advokat", ["", "nej"])
def test_a_lawyer_must_be_offered_before_the_meeting(familie, send, advokat):  # noqa: F811
    familie(9)
    assert "advokat" in mangler(send(indsatser=TVANG, se="1", **SVARET | {"advokat": advokat}))


def test_support_with_consent_asks_nothing_of_it(familie, send):  # noqa: F811
    familie(9)
    assert not mangler(send(indsatser="kontaktperson", se="1")) & SPURGT


def test_a_refusal_of_ordinary_support_is_told_where_the_consent_is_asked(familie, send):  # noqa: F811
    familie(9)
    svar = send(indsatser="anbringelse", se="1", naegtet_af="Per", naegtet_foerer_til="udvalg")
    assert "Udvalget afgør det, når nogen siger nej" in tekst(svar)
    svar = send(indsatser="kontaktperson", se="1", naegtet_af="Per")
    assert "Per siger nej. Uden samtykke kan indsatsen ikke sættes i gang." in tekst(svar)


def test_an_indstilling_after_the_decision_is_refused(familie, send):  # noqa: F811
    sag = familie(9)
    felter = {**FULD, **SVARET, "indstillet": (BL_DAG + timedelta(days=1)).isoformat()}
    foerst = send(indsatser=TVANG, se="1", **felter)
    svar = send(indsatser=TVANG, plan="ja", grundlag="bfu", **felter, **trods(foerst))
    assert "Indstillingen ligger efter udvalgets afgørelse" in tekst(svar)
    assert not afgoerelser(sag).exists()


def test_the_decision_keeps_it_and_the_letters_say_it(familie, send, hold, client):  # noqa: F811
    sag = familie(11)
    felter = {**FULD, **SVARET, "grundlag": "bfu", "plan": "ja"}
    send(indsatser=TVANG, **felter, **trods(send(indsatser=TVANG, se="1", **felter)))
    skridt = afgoerelser(sag).get()
    assert {n: skridt.data[n] for n in ("samtykke", "indstillet", "advokat")} == {
        "samtykke": "nej",
        "indstillet": SVARET["indstillet"],
        "advokat": "valgt",
    }
    side = tekst(client.get(reverse("afgoerelse", args=[skridt.pk])))
    for ord_ in ("indstillet til udvalget", "Advokat Birk for mor", "Hun vil have Emil hjemme."):
        assert ord_ in side
    brev = " ".join(ord_i_docx(docx(alle()["afgoerelse"].lav(hold.mette, sag, skridt))))
    for ord_ in (
        "Børne- og ungeudvalget har besluttet",
        "Mor siger nej. Hun vil have Emil hjemme.",
        "Emil er i fare hjemme.",
        "Du har ret til en gratis advokat.",
        "Send klagen til Ankestyrelsen.",
    ):
        assert ord_ in brev
    assert "Send klagen til os" not in brev
    barnets = brev.split("Kære Emil Holm")[1].split("Kære Line Holm")[0]
    assert "Mor siger nej" not in barnets
