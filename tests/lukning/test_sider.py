"""Closing a case, opening it again, taking one up: as one does it in the browser."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from omhu.bord.lukning import aabent
from omhu.frister.actions import genberegn_sag
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag
from tests.bord.stoette import for_dage_siden

pytestmark = pytest.mark.django_db


@pytest.fixture
def sag(hold):
    """A quiet open case of Mette's."""
    return skriv(
        hold.sag, ("SAG_OPRETTET", 200), ("SAGSBEHANDLER_TILDELT", 200, {"initialer": "MK"})
    )


def skriv(sag, *skridt):
    for art, dage, *rest in skridt:
        data = dict(rest[0]) if rest else {}
        indsatser = data.pop("indsatser", "")
        registrer(sag, art, for_dage_siden(dage), attributter=data, indsatser=indsatser)
    genberegn_sag(sag)
    return Sag.objects.get(pk=sag.pk)


def ind(client, hvem):
    client.force_login(hvem)
    return client


def sti(navn, sag):
    return reverse(navn, args=[sag.pk])


LUK = {"aarsag": "ophoert", "begrundelse": "Målene er nået, og familien klarer sig selv."}


def luk(client, sag, **felter):
    return client.post(sti("luk_sag", sag), LUK | {"dag": for_dage_siden(0).isoformat()} | felter)


# -- closing ----------------------------------------------------------------------------------------


def test_a_case_with_nothing_open_is_closed_with_a_reason(client, hold, sag):
    side = ind(client, hold.mette).get(sti("luk_sag", sag)).content.decode()
    assert "ingen pligter, der bliver stående" in side
    assert "selv om noget er åbent" not in side
    assert luk(client, sag).status_code == 302
    sag.refresh_from_db()
    assert sag.lukket == timezone.localdate()
    lukning = Skridt.objects.get(art="SAG_LUKKET")
    assert (lukning.data["aarsag"], lukning.data["begrundelse"]) == tuple(LUK.values())
    assert "genåbn sagen" in client.get(sti("sag", sag)).content.decode()


HANDLINGER = {
    "sag": "nyt_notat", "sagens_undersoegelse": "undersoegelse_screening", "sagens_samtaler": "hold_samtale",
    "sagens_afgoerelser": "ny_afgoerelse", "sagens_plan": "plan_ny", "sagens_opfoelgning": "opfoelgning_ny",
    "sagens_journal": "nyt_notat",
}  # fmt: skip
"""A page of the case, and an act that it offers while the case is open."""


def test_a_closed_case_offers_no_act_that_it_would_refuse_and_says_why(client, hold, sag):
    ind(client, hold.mette)
    sider = lambda: {n: client.get(sti(n, sag)).content.decode() for n in HANDLINGER}  # noqa: E731 - a word for the test
    assert [n for n, html in sider().items() if sti(HANDLINGER[n], sag) not in html] == []
    luk(client, sag)
    for navn, html in sider().items():
        assert sti(HANDLINGER[navn], sag) not in html, navn
        assert "Sagen er lukket" in html, navn
        assert sti("genaabn_sag", sag) in html, navn


def test_an_open_duty_of_a_closed_case_is_read_only_but_for_a_complaint(client, hold, sag):
    ind(client, hold.mette)
    luk(client, sag, trods="Familien er flyttet")
    registrer(sag, "AFGOERELSE", for_dage_siden(30), indsatser="kontaktperson")
    klage = registrer(sag, "KLAGE_MODTAGET", for_dage_siden(1))
    genberegn_sag(sag)
    html = client.get(sti("sag", sag)).content.decode()
    raekker = re.findall(r'<li class="raekke .*?</li>', html, re.DOTALL)
    aabne = [r for r in raekker if 'class="handling"' in r]
    assert len(raekker) > len(aabne) >= 1
    assert all("lage" in r for r in aabne), klage


def test_what_a_closed_case_takes_stands_apart_from_what_came_before(client, hold, sag):
    ind(client, hold.mette)
    luk(client, sag)
    efter, foer = client.get(sti("vaelg_skridt", sag)).content.decode().split("Før lukningen</h2>")
    assert "Klage modtaget" in efter
    assert "Børnesamtale" not in efter
    assert "Børnesamtale" in foer
    assert sti("luk_sag", sag) not in foer


AABENT = {
    "familiebehandling løber": ("IVAERKSAT", {"indsatser": "familiebehandling"}),
    "undersøgelse er ikke afsluttet": ("BFU_BESLUTTET", {}),
    "Klagen er ikke genvurderet": ("KLAGE_MODTAGET", {}),
    "aktindsigt er ikke besvaret": ("AKTINDSIGT_ANMODET", {}),
}


@pytest.mark.parametrize("ventet", AABENT)
def test_what_is_open_is_told_and_asks_for_a_reason(client, hold, sag, ventet):
    art, data = AABENT[ventet]
    sag = skriv(sag, (art, 20, data))
    side = ind(client, hold.mette).get(sti("luk_sag", sag)).content.decode()
    assert ventet.lower() in side.lower()
    uden = luk(client, sag)
    assert uden.status_code == 422
    assert "Skriv, hvorfor sagen lukkes alligevel" in uden.content.decode()
    assert LUK["begrundelse"] in uden.content.decode()
    sag.refresh_from_db()
    assert sag.lukket is None
    assert luk(client, sag, trods="Familien er flyttet til udlandet").status_code == 302
    assert Skridt.objects.get(art="SAG_LUKKET").data["trods"] == "Familien er flyttet til udlandet"


def test_what_was_answered_or_ended_is_not_open(client, hold, sag):
    sag = skriv(
        sag,
        ("BFU_BESLUTTET", 90),
        ("BFU_AFSLUTTET", 60, {"art": "ny"}),
        ("KLAGE_MODTAGET", 50),
        ("KLAGE_VIDERESENDT", 40),
    )
    side = ind(client, hold.mette).get(sti("luk_sag", sag)).content.decode()
    assert "ikke afsluttet" not in side
    assert "Klagen" not in side


def test_an_obligation_that_lapses_at_the_closing_is_not_in_the_way_and_others_are(
    client, hold, sag
):
    """The rules are asked: the four months lapse with the case, the answer to the underretter does not."""
    sag = skriv(sag, ("UNDERRETNING", 1, {"afsender": "skole"}), ("BFU_BESLUTTET", 1))
    aabne = {p.regel for p in sag.pligter.all() if not p.lukket and p.opfyldt_dag is None}
    assert {"underretning-kvittering", "bfu-4mdr"} <= aabne
    i_dag = for_dage_siden(0)
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    bliver = {p.regel: p for p in aabent.bliver_aabne(sag, trin, i_dag)}
    assert "underretning-kvittering" in bliver
    assert "bfu-4mdr" not in bliver
    luk(ind(client, hold.mette), sag, trods="Oprettet to gange")
    sag.refresh_from_db()
    lukkede = {p.regel for p in sag.pligter.all() if p.lukket}
    assert "bfu-4mdr" in lukkede
    assert not lukkede & set(bliver)


@pytest.mark.parametrize(
    ("felter", "fejl"),
    [
        ({"aarsag": ""}, "Vælg en årsag"),
        ({"begrundelse": ""}, "Vi mangler begrundelsen"),
        ({"dag": "2999-01-01"}, "ligger i fremtiden"),
        ({"dag": for_dage_siden(201).isoformat()}, "skridt efter den dag"),
        ({"begrundelse": "Barnet 700617-4001 klarer sig"}, "ligner et CPR-nummer"),
    ],
)
def test_a_closing_that_cannot_be_is_refused_at_the_field(client, hold, sag, felter, fejl):
    svar = luk(ind(client, hold.mette), sag, **felter)
    assert svar.status_code == 422
    assert fejl in svar.content.decode()
    assert not Skridt.objects.filter(art="SAG_LUKKET").exists()


def test_a_closed_case_is_opened_again_with_a_reason(client, hold, sag):
    luk(ind(client, hold.mette), sag)
    assert client.get(sti("luk_sag", sag)).url == sti("genaabn_sag", sag)
    i_dag = for_dage_siden(0).isoformat()
    assert client.post(sti("genaabn_sag", sag), {"dag": i_dag}).status_code == 422
    svar = client.post(sti("genaabn_sag", sag), {"dag": i_dag, "begrundelse": "Ny bekymring"})
    assert svar.status_code == 302
    sag.refresh_from_db()
    assert sag.lukket is None
    assert sag.ansvarlig == hold.mette
    assert Skridt.objects.filter(art="SAG_OPRETTET").order_by("nr").last().data == {
        "aarsag": "Ny bekymring"
    }


def test_an_open_case_is_not_opened(client, hold, sag):
    svar = ind(client, hold.mette).post(
        sti("genaabn_sag", sag), {"dag": for_dage_siden(0).isoformat(), "begrundelse": "Hvorfor ej"}
    )
    assert svar.status_code == 422
    assert Skridt.objects.filter(art="SAG_OPRETTET").count() == 1


# -- the list ---------------------------------------------------------------------------------------


def navne(client, **valg) -> set[str]:
    svar = client.get(reverse("kan_lukkes"), valg)
    assert svar.status_code == 200
    fundne = {s.nummer for s in svar.context["liste"].side}
    assert f"{len(fundne)} sag" in svar.content.decode()
    return fundne


def test_the_list_has_the_cases_with_nothing_in_the_way(client, hold, sag):
    def ny(nummer, enhed, *skridt):
        barn = Barn.objects.create(navn=f"Barn {nummer}", foedselsdato=hold.barn.foedselsdato)
        s = Sag.objects.create(barn=barn, nummer=nummer, enhed=enhed, oprettet_enhed=enhed)
        return skriv(s, ("SAG_OPRETTET", 300), *skridt)

    ny("forebyggende", hold.nord, ("IVAERKSAT", 100, {"indsatser": "konsulentbistand"}))
    ny("ophoert", hold.nord, ("IVAERKSAT", 100, {"indsatser": "konsulentbistand"}),
       ("FORANSTALTNING_OPHOERT", 45, {"indsatser": "konsulentbistand"}))  # fmt: skip
    ny("med-pligt", hold.nord, ("UNDERRETNING", 100, {"afsender": "skole"}))
    ny("lukket", hold.nord, ("SAG_LUKKET", 100))
    ny("syd", hold.syd)
    ind(client, hold.mette)
    assert navne(client) == {"N-1", "ophoert"}
    assert navne(client, dage="60") == {"N-1"}
    assert navne(client, ansvarlig=str(hold.mette.pk)) == {"N-1"}
    assert navne(client, dage="sludder") == {"N-1", "ophoert"}
    assert navne(ind(client, hold.leder_syd)) == {"syd"}


def test_the_numbers_of_quiet_cases_open_their_lists(client, hold, sag):
    side = ind(client, hold.mette).get(reverse("kan_lukkes"))
    assert side.context["stille"] == {30: 1, 60: 1, 90: 1}
    liste = client.get(reverse("sager"), {"stille": "90"})
    assert liste.context["liste"].antal == 1


# -- taking a case up -------------------------------------------------------------------------------


@pytest.fixture
def uden(hold):
    """A case of Nord that nobody has."""
    hold.sag.oprettet_enhed = hold.nord
    hold.sag.save()
    return skriv(hold.sag, ("SAG_OPRETTET", 10))


def test_a_raadgiver_takes_a_case_of_the_own_unit_in_one_click_and_reads_it(client, hold, uden):
    side = ind(client, hold.mette).get(sti("sag", uden)).content.decode()
    assert "Tag sagen" in side
    svar = client.post(sti("tag_sag", uden), follow=True)
    assert svar.redirect_chain[-1][0] == sti("ny_paa_sagen", uden)
    assert "læs dette først" in svar.content.decode()
    uden.refresh_from_db()
    assert uden.ansvarlig == hold.mette
    assert "Tag sagen" not in client.get(sti("sag", uden)).content.decode()


@pytest.mark.parametrize(
    ("hvem", "status"), [("mette", 302), ("leder_nord", 302), ("ole", 403), ("super", 302)]
)
def test_only_those_of_the_unit_take_it(client, hold, uden, hvem, status):
    assert ind(client, getattr(hold, hvem)).post(sti("tag_sag", uden)).status_code == status
    uden.refresh_from_db()
    tog = {"mette": hold.mette, "leder_nord": hold.leder_nord}
    assert uden.ansvarlig == tog.get(hvem)


def test_a_case_that_somebody_has_is_not_taken(client, hold, sag):
    hold.leder_nord.initialer = "LF"
    svar = ind(client, hold.leder_nord).post(sti("tag_sag", sag), follow=True)
    assert "Mette Kjær har sagen" in svar.content.decode()
    sag.refresh_from_db()
    assert sag.ansvarlig == hold.mette


def test_a_closed_case_is_not_taken(client, hold, uden):
    skriv(uden, ("SAG_LUKKET", 5))
    svar = ind(client, hold.mette).post(sti("tag_sag", uden), follow=True)
    assert "Genåbn den først" in svar.content.decode()


def test_the_page_for_one_who_is_new_has_what_to_read_first(client, hold, sag, giv_mor):
    sag.bekymring = "Bliver ofte alene hjemme."
    sag.save()
    skriv(sag, ("IVAERKSAT", 20, {"indsatser": "familiebehandling"}))
    side = ind(client, hold.mette).get(sti("ny_paa_sagen", sag)).content.decode()
    for ord_ in ("Bliver ofte alene hjemme.", "Familiebehandling siden", "Ida Holm", "Det næste"):
        assert ord_ in side, ord_


@pytest.fixture
def giv_mor(hold):
    from omhu.sager.models import Person, Relation

    person = Person.objects.create(navn="Ida Holm")
    return Relation.objects.create(barn=hold.barn, person=person, art="MOR")
