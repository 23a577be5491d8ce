"""An undersøgelse from worry to end in the browser's forms, with its steps and obligations."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from omhu.frister.models import Pligt
from omhu.frister.pligter import status
from omhu.kerne.kalender import KOEBENHAVN
from omhu.kerne.ord_om_tid import dato
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.undersoegelse import queries
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import tekst
from tests.undersoegelse.stoette import begynd, igen, sti

pytestmark = pytest.mark.django_db
I_DAG = timezone.localdate


@pytest.fixture
def mette(hold, client):
    client.force_login(hold.mette)
    return client


def for_(dage):
    return I_DAG() - timedelta(days=dage)


def arter(sag):
    return list(Skridt.objects.filter(sag=sag).order_by("nr").values_list("art", flat=True))


def stand(sag, regel):
    p = Pligt.objects.filter(sag=sag, regel=regel).order_by("-frist_dag").first()
    return str(status(p, timezone.now())) if p else None


def fejl_i(svar):
    return tekst(svar)


# -- screening -------------------------------------------------------------------------------------


def screen(client, sag, **felter):
    data = {"resultat": "bfu", "begrundelse": "Barnet trives ikke", "dag": I_DAG().isoformat()}
    return client.post(reverse("undersoegelse_screening", args=[sag.pk]), data | felter)


def test_screening_to_a_bfu_decides_it_in_the_same_act(hold, mette):
    begyndt = for_(1)
    registrer(hold.sag, "UNDERRETNING", begyndt, attributter={"afsender": "skole"})
    svar = screen(mette, hold.sag)
    assert arter(hold.sag) == ["UNDERRETNING", "SCREENING", "BFU_BESLUTTET"]
    (f,) = queries.alle(hold.sag)
    assert svar.url == reverse("undersoegelse_plan", args=[hold.sag.pk, f.rod])
    p = Pligt.objects.get(sag=hold.sag, regel="bfu-4mdr")
    assert p.anker_dag == begyndt
    assert stand(hold.sag, "screening") == "overholdt"


def test_screening_to_nothing_closes_with_its_reason(hold, mette):
    screen(mette, hold.sag, resultat="ingen", begrundelse="Skolen har løst det")
    (s,) = Skridt.objects.filter(sag=hold.sag)
    assert (s.art, s.data["resultat"], s.data["begrundelse"]) == (
        "SCREENING", "ingen", "Skolen har løst det",
    )  # fmt: skip
    assert "Skolen har løst det" in tekst(
        mette.get(reverse("sagens_undersoegelse", args=[hold.sag.pk]))
    )


def test_screening_to_an_afdaekning(hold, mette):
    screen(mette, hold.sag, resultat="afdaekning")
    assert arter(hold.sag) == ["SCREENING", "AFDAEKNING_BESLUTTET"]
    assert stand(hold.sag, "afdaekning") == "afventer"


@pytest.mark.parametrize("resultat", ["ingen", "afdaekning"])
def test_a_must_of_barnets_lov_allows_no_less_than_a_bfu(hold, mette, resultat):
    svar = screen(mette, hold.sag, resultat=resultat, bfu_grunde=["overgreb"])
    assert "skal I lave en børnefaglig undersøgelse" in fejl_i(svar)
    assert arter(hold.sag) == []


def test_serviceloven_knows_no_afdaekning_and_no_screening(hold, mette):
    svar = screen(mette, hold.sag, resultat="afdaekning", dag="2022-03-02")
    assert "Afdækning findes først fra 1. januar 2024" in fejl_i(svar)
    screen(mette, hold.sag, dag="2022-03-02")
    assert arter(hold.sag) == ["BFU_BESLUTTET"]
    assert Skridt.objects.get(sag=hold.sag).data["begrundelse"] == "Barnet trives ikke"


@pytest.mark.parametrize(
    ("felter", "ord_"),
    [
        ({"dag": "2100-01-01"}, "ligger i fremtiden"),
        ({"dag": "2016-01-01"}, "før barnet blev født"),
        ({"dag": "igår"}, "Datoen kan ikke læses"),
        ({"begrundelse": ""}, "Skriv kort, hvorfor"),
        ({"begrundelse": "Født 0101601233"}, "ligner et CPR-nummer"),
        ({"resultat": ""}, "Vælg, hvad screeningen fører til"),
    ],
)
def test_bad_input_is_told_at_the_field_and_nothing_is_lost(hold, mette, felter, ord_):
    svar = screen(mette, hold.sag, **felter)
    assert ord_ in fejl_i(svar)
    if "begrundelse" not in felter:
        assert "Barnet trives ikke" in svar.content.decode()
    assert arter(hold.sag) == []


def test_a_second_undersoegelse_beside_a_running_one_is_refused(hold, mette):
    begynd(hold.sag, for_(10))
    assert "er allerede i gang" in fejl_i(screen(mette, hold.sag))


def test_an_afdaekning_can_be_made_a_bfu(hold, mette):
    begynd(hold.sag, for_(10), "AFDAEKNING_BESLUTTET")
    screen(mette, hold.sag)
    assert [(f.slags, f.i_gang) for f in queries.alle(hold.sag)] == [
        ("afdaekning", False),
        ("bfu", True),
    ]


@pytest.mark.parametrize("dag", [25, 15, 10])
@pytest.mark.parametrize("resultat", ["bfu", "afdaekning"])
def test_a_decision_before_the_end_of_an_earlier_one_is_refused_at_the_day(
    hold, mette, resultat, dag
):
    begynd(hold.sag, for_(20))
    registrer(hold.sag, "BFU_AFSLUTTET", datetime.combine(for_(10), time(14), tzinfo=KOEBENHAVN))
    foer = arter(hold.sag)
    svar = screen(mette, hold.sag, resultat=resultat, dag=for_(dag).isoformat())
    assert svar.context["form"].errors["dag"] == [
        f"Sagen havde en børnefaglig undersøgelse fra {dato(for_(20))} til {dato(for_(10))}. En ny skal være "
        "besluttet senere. Vælg en senere dag, eller ret den gamle på tidslinjen, hvis dens datoer er forkerte."
    ]
    assert arter(hold.sag) == foer
    assert screen(mette, hold.sag, resultat=resultat, dag=for_(9).isoformat()).status_code == 302


def test_a_decision_before_the_case_was_closed_is_refused_at_the_day(hold, mette):
    for art, dag in (("SAG_OPRETTET", 30), ("SAG_LUKKET", 20), ("SAG_OPRETTET", 10)):
        registrer(hold.sag, art, for_(dag))
    svar = screen(mette, hold.sag, dag=for_(25).isoformat())
    assert f"Sagen blev lukket {dato(for_(20))}" in svar.context["form"].errors["dag"][0]
    assert screen(mette, hold.sag, dag=for_(10).isoformat()).status_code == 302


def test_an_afdaekning_cannot_become_a_bfu_before_it_began(hold, mette):
    begynd(hold.sag, for_(10), "AFDAEKNING_BESLUTTET")
    svar = screen(mette, hold.sag, dag=for_(11).isoformat())
    assert "før afdækning blev besluttet" in svar.context["form"].errors["dag"][0]


# -- themes and plan -------------------------------------------------------------------------------


@pytest.fixture
def u(hold):
    return begynd(hold.sag, for_(30))


PLAN = {
    "spoergsmaal": "Hvorfor sover Emil ikke?",
    "tema.1.valg": "valgt", "tema.1.grund": "Han slår",
    "tema.2.valg": "valgt", "tema.2.grund": "Far drikker",
    "tema.3.valg": "fravalgt", "tema.3.grund": "Skolen går godt",
    "punkt.1.hvad": "Udtalelse", "punkt.1.hvem": "Skolen",
    "punkt.2.hvad": "Udtalelse", "punkt.2.hvem": "Lægen",
}  # fmt: skip


def gem_plan(client, u, paa=1, **felter):
    return client.post(sti(u, "plan"), PLAN | {"paa": paa} | felter)


def test_the_plan_is_kept_with_themes_and_reasons(mette, u):
    assert gem_plan(mette, u).status_code == 302
    temaer = {
        t.navn: (t.valg, t.grund) for t in queries.temaer(igen(u).felter("undersoegelsesplan"))
    }
    assert temaer["Skoleforhold"] == ("fravalgt", "Skolen går godt")
    assert temaer["Sundhedsforhold"] == ("", "")
    assert "Hvorfor sover Emil ikke?" in mette.get(sti(u, "plan")).content.decode()


def test_a_theme_left_out_needs_its_reason_and_nothing_typed_is_lost(mette, u):
    svar = gem_plan(mette, u, **{"tema.3.grund": ""})
    assert "hvorfor temaet ikke er med" in fejl_i(svar)
    assert "Far drikker" in svar.content.decode()
    assert "undersoegelsesplan" not in igen(u).tekster


def test_all_themes_without_a_reason_are_warned_of(mette, u):
    alle = {
        f"tema.{nr}.{n}": v for nr in range(1, 7) for n, v in (("valg", "valgt"), ("grund", "Ja"))
    }
    gem_plan(mette, u, **alle)
    assert "Alle temaer er med" in fejl_i(mette.get(sti(u, "plan")))
    gem_plan(mette, u, paa=2, **alle, bred="Alt er uklart")
    assert "Alle temaer er med" not in fejl_i(mette.get(sti(u, "plan")))


def test_a_row_of_the_plan_before_the_undersoegelse_began_is_refused(mette, u):
    svar = gem_plan(mette, u, **{"punkt.1.senest": for_(90).isoformat()})
    assert "før undersøgelsen begyndte" in fejl_i(svar)


def test_a_row_more_or_less_keeps_what_was_typed(mette, u):
    svar = gem_plan(mette, u, tilfoej="punkt").content.decode()
    assert 'name="punkt.3.hvad"' in svar
    assert "Far drikker" in svar
    svar = gem_plan(mette, u, fjern="punkt.1").content.decode()
    assert 'name="punkt.1.hvad"' not in svar
    assert 'value="Lægen"' in svar
    assert "undersoegelsesplan" not in igen(u).tekster


def test_two_who_write_in_different_themes_both_keep_their_words(hold, mette, u, client):
    gem_plan(mette, u)
    gem_plan(mette, u, paa=2, **{"tema.1.grund": "Mettes ord"})
    client.force_login(hold.leder_nord)
    assert gem_plan(client, u, paa=2, **{"tema.2.grund": "Lenes ord"}).status_code == 302
    grunde = {t.nr: t.grund for t in queries.temaer(igen(u).felter("undersoegelsesplan"))}
    assert (grunde["1"], grunde["2"]) == ("Mettes ord", "Lenes ord")


def test_two_who_write_in_the_same_field_see_the_difference(hold, mette, u, client):
    gem_plan(mette, u)
    gem_plan(mette, u, paa=2, spoergsmaal="Mettes spørgsmål")
    client.force_login(hold.leder_nord)
    svar = gem_plan(client, u, paa=2, spoergsmaal="Lenes spørgsmål")
    assert svar.status_code == 422
    assert "har gemt, mens du skrev" in fejl_i(svar)
    assert "Lenes spørgsmål" in svar.content.decode()
    assert igen(u).felter("undersoegelsesplan")["spoergsmaal"] == "Mettes spørgsmål"


# -- statements asked for --------------------------------------------------------------------------


def anmod(client, u, nr=1, dag=20, om=-5, **felter):
    """Asked for `dag` days ago, wanted `om` days ago (a negative number lies ahead)."""
    data = {
        "fra": "Skolen",
        "om": "Udtalelse",
        "dag": for_(dag).isoformat(),
        "senest": for_(om).isoformat(),
    }
    return client.post(sti(u, "anmod", nr), data | felter)


def modtag(client, u, nr=1, dag=0, **felter):
    return client.post(sti(u, "modtag", nr), {"dag": for_(dag).isoformat()} | felter)


def test_a_statement_asked_for_has_its_day_and_its_reminder(hold, mette, u):
    gem_plan(mette, u)
    side = mette.get(sti(u, "anmod", 1)).content.decode()
    assert 'value="Skolen"' in side
    assert anmod(mette, u).status_code == 302
    s = Skridt.objects.get(sag=hold.sag, art="UDTALELSE_ANMODET")
    assert (s.naeste, s.vedroerer, s.data["punkt"]) == (for_(-5), str(u.forloeb.rod), "1")
    assert stand(hold.sag, "udtalelse-modtaget") == "afventer"
    assert "0 af 2 modtaget" in fejl_i(mette.get(sti(u, "plan")))


def test_a_late_statement_stands_on_the_desk_and_can_be_reminded_of(hold, mette, u):
    gem_plan(mette, u)
    anmod(mette, u, om=3)
    registrer(hold.sag, "SAGSBEHANDLER_TILDELT", for_(30), attributter={"initialer": "MK"})
    assert stand(hold.sag, "udtalelse-modtaget") == "mangler"
    side = mette.get(sti(u, "plan")).content.decode()
    assert "Rykkerbrev" in side
    s = Skridt.objects.get(sag=hold.sag, art="UDTALELSE_ANMODET")
    brev = mette.get(reverse("brev", args=[hold.sag.pk, "rykker.pdf"]), {"skridt": s.pk})
    assert brev["Content-Type"] == "application/pdf"


def test_an_answer_settles_its_own_request_only_and_becomes_statements(hold, mette, u):
    gem_plan(mette, u)
    anmod(mette, u, 1)
    anmod(mette, u, 2, fra="Lægen")
    modtag(
        mette, u, 2, dag=1,
        **{"udsagn.1.tekst": "Har mange sår", "udsagn.1.slags": "bekymring", "udsagn.1.dimension": "r-sundhed"},
    )  # fmt: skip
    p1, p2 = queries.punkter(igen(u).forloeb, igen(u).felter("undersoegelsesplan"))
    assert (bool(p1.modtaget), bool(p2.modtaget)) == (False, True)
    assert sorted(str(status(p, timezone.now())) for p in Pligt.objects.filter(regel="udtalelse-modtaget")) == [
        "afventer", "overholdt",
    ]  # fmt: skip
    (x,) = queries.udsagn(igen(u).felter("udsagn"))
    assert (x.kilde, x.dato, x.tekst, x.domaene) == ("Lægen", for_(1), "Har mange sår", "barn")


def test_an_answer_with_half_a_statement_is_sent_back_whole(hold, mette, u):
    gem_plan(mette, u)
    anmod(mette, u, 1)
    svar = modtag(
        mette,
        u,
        1,
        **{"udsagn.2.tekst": "Kommer for sent", "udsagn.2.slags": "", "udsagn.2.dimension": ""},
    )
    assert "Vælg, hvad det handler om" in fejl_i(svar)
    assert "Kommer for sent" in svar.content.decode()
    assert "UDTALELSE_MODTAGET" not in arter(hold.sag)


@pytest.mark.parametrize(
    ("hvad", "ord_"),
    [
        (lambda c, u: anmod(c, u, dag=40), "før børnefaglig undersøgelse blev besluttet"),
        (lambda c, u: anmod(c, u, dag=2, om=9), "før I beder om den"),
        (lambda c, u: anmod(c, u, fra=""), "Skriv, hvem I beder"),
        (lambda c, u: modtag(c, u), "Der er ikke bedt om den endnu"),
        (lambda c, u: (anmod(c, u), anmod(c, u))[1], "allerede bedt om den"),
        (lambda c, u: (anmod(c, u, dag=5), modtag(c, u, dag=8))[1], "før I bad om den"),
        (lambda c, u: (anmod(c, u), modtag(c, u), modtag(c, u))[2], "allerede modtaget"),
    ],
)
def test_impossible_requests_and_answers_are_refused(mette, u, hvad, ord_):
    gem_plan(mette, u)
    assert ord_ in fejl_i(hvad(mette, u))


def test_a_row_that_was_asked_for_is_not_taken_away(mette, u):
    gem_plan(mette, u)
    anmod(mette, u, 1)
    svar = gem_plan(mette, u, paa=2, **{"punkt.1.hvad": "", "punkt.1.hvem": ""})
    assert "træk anmodningen tilbage" in fejl_i(svar)


# -- halfway, preliminary --------------------------------------------------------------------------


@pytest.mark.parametrize(("dage", "vist"), [(55, False), (63, True), (130, False)])
def test_the_halfway_check_is_offered_at_the_middle_of_the_time(hold, mette, dage, vist):
    begynd(hold.sag, for_(dage))
    side = fejl_i(mette.get(reverse("sagens_undersoegelse", args=[hold.sag.pk])))
    assert ("Halvvejs." in side) is vist
    assert f"dag {dage + 1} af 12" in side


@pytest.mark.parametrize(
    ("dage", "ord_", "uden"),
    [(115, "Kan I ikke nå fristen?", "Fristen var"), (130, "Fristen var", "Kan I ikke nå")],
)
def test_what_is_said_of_a_preliminary_assessment_before_and_after_the_deadline(
    hold, mette, dage, ord_, uden
):
    begynd(hold.sag, for_(dage))
    side = fejl_i(mette.get(reverse("sagens_undersoegelse", args=[hold.sag.pk])))
    assert ord_ in side
    assert uden not in side


def test_the_halfway_check_is_a_note_and_is_not_asked_twice(hold, mette):
    u = begynd(hold.sag, for_(70))
    svar = mette.post(
        sti(u, "midtvejs"), {"fokus": "nej", "grund": "Det er skolen, det handler om"}
    )
    assert svar.url == sti(u, "plan")
    s = Skridt.objects.get(sag=hold.sag, art="JOURNALNOTAT")
    assert "fokus skal ændres" in s.data["emne"]
    assert Skrift.objects.get(slags="midtvejs").skridt_rod == s.rod
    assert "Halvvejs." not in fejl_i(mette.get(reverse("sagens_undersoegelse", args=[hold.sag.pk])))


def test_a_preliminary_assessment_is_offered_near_the_deadline_and_keeps_its_own_duty(hold, mette):
    u = begynd(hold.sag, for_(115))
    oversigt = reverse("sagens_undersoegelse", args=[hold.sag.pk])
    assert "Skriv foreløbig vurdering" in fejl_i(mette.get(oversigt))
    data = {"hvorfor": "Psykologen er syg", "dag": I_DAG().isoformat()}
    assert "Skriv, hvad I vurderer nu" in fejl_i(mette.post(sti(u, "foreloebig"), data))
    assert mette.post(sti(u, "foreloebig"), data | {"vurdering": "Støtte nu"}).status_code == 302
    assert stand(hold.sag, "bfu-foreloebig-vurdering") == "overholdt"
    assert stand(hold.sag, "bfu-4mdr") == "afventer"
    assert "Skriv foreløbig vurdering" not in fejl_i(mette.get(oversigt))
