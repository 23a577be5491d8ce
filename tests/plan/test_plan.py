"""A plan from the first word to the anbringelsessted, in the browser's forms, under both laws."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from omhu.sagsarbejde.plan import queries
from omhu.sagsarbejde.tekster.actions import opret
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag
from tests.bord.stoette import for_dage_siden, tekst
from tests.plan.stoette import MAAL, PLANEN, sag_med, send, skriv, stand, udfyldt

pytestmark = pytest.mark.django_db


@pytest.fixture
def klient(hold, client):
    client.force_login(hold.mette)
    return client


def punktum(felter: dict[str, str]) -> dict[str, str]:
    return {n.replace(".", "__"): v for n, v in felter.items()}


def skriv_plan(klient, sag, **felter) -> Skrift:
    svar = send(klient, "plan_ny", sag.pk, **punktum({**PLANEN, **felter}))
    assert "Den er ikke færdig endnu" in tekst(svar), tekst(svar)
    return queries.kladde(sag)


def goer_faerdig(klient, skrift, **felter):
    return send(klient, "plan_faerdig", skrift.pk, **felter)


# -- Barnets Lov -----------------------------------------------------------------------------------


def test_barnets_plan_settles_the_three_months_after_placement(hold, klient):
    sag_med(hold.sag, "anbringelse", for_dage_siden(20), for_dage_siden(10), samtykke="ja")
    assert stand(hold.sag, "barnets-plan-3mdr") == ["afventer"]
    skrift = skriv_plan(klient, hold.sag, familien="Mor får støtte hver uge")
    assert stand(hold.sag, "barnets-plan-3mdr") == ["afventer"]
    svar = goer_faerdig(klient, skrift)
    assert "Barnets plan er færdig" in tekst(svar)
    assert stand(hold.sag, "barnets-plan-3mdr") == ["overholdt"]
    (skridt,) = Skridt.objects.filter(sag=hold.sag, art="BARNETS_PLAN")
    skrift.refresh_from_db()
    assert (skridt.indsatser, skridt.dag) == ("anbringelse", timezone.localdate())
    assert skrift.skridt_rod == skridt.rod
    assert skrift.afsluttet


def test_from_sixteen_it_is_an_ungeplan_with_goals_for_adult_life(hold, klient):
    hold.barn.foedselsdato = for_dage_siden(17 * 365 - 40)  # 16 years and ten months
    hold.barn.save()
    sag_med(hold.sag, "anbringelse", for_dage_siden(20), for_dage_siden(10), samtykke="ja")
    assert stand(hold.sag, "ungeplan-16") == ["afventer"]
    svar = klient.get(reverse("plan_ny", args=[hold.sag.pk]))
    assert "Beskæftigelse" in tekst(svar)
    skrift = skriv_plan(klient, hold.sag, familien="Støtte", uddannelse="HF", overgang="Egen bolig")
    svar = klient.get(reverse("plan_faerdig", args=[skrift.pk]))
    assert "Beskæftigelse BL § 109" in tekst(svar)
    svar = goer_faerdig(klient, skrift, uden="Hun går stadig i skole.")
    assert "Ungeplan er færdig" in tekst(svar)
    assert stand(hold.sag, "ungeplan-16") == ["overholdt"]


def test_what_the_law_misses_is_named_and_needs_a_reason(hold, klient):
    sag_med(hold.sag, "kontaktperson", for_dage_siden(20), barnets_plan="ja")
    skrift = skriv_plan(klient, hold.sag, barnets_oensker="")
    assert "Hvad ønsker barnet selv? BL § 92" in tekst(
        klient.get(reverse("plan_faerdig", args=[skrift.pk]))
    )
    svar = goer_faerdig(klient, skrift, uden="nej")
    assert svar.status_code == 422
    assert "hvorfor planen er færdig uden det" in tekst(svar)
    assert not Skridt.objects.filter(sag=hold.sag, art="BARNETS_PLAN").exists()
    goer_faerdig(klient, skrift, uden="Barnet er to år og har intet sprog.")
    assert stand(hold.sag, "barnets-plan-3mdr") == ["overholdt"]
    felter = queries.planer(hold.sag, trin(hold.sag))[0].felter
    assert felter["uden"] == "Barnet er to år og har intet sprog."


def trin(sag):
    return trin_for_sag(sag.pk, Synsdag.i_dag())


def test_no_plan_is_a_decision_with_a_reason_and_not_for_a_placed_child(hold, klient):
    sag_med(hold.sag, "kontaktperson+anbringelse", for_dage_siden(20), samtykke="ja")
    svar = send(klient, "plan_fravaelg", hold.sag.pk, begrundelse="kort")
    assert "mindst 10 tegn" in tekst(svar)
    svar = send(
        klient,
        "plan_fravaelg",
        hold.sag.pk,
        foranstaltning_anden="anbringelse",
        begrundelse="Ikke nødvendigt her",
    )
    assert "Den kan ikke fravælges" in tekst(svar)
    assert stand(hold.sag, "barnets-plan-stillingtagen") == ["mangler"]
    send(klient, "plan_fravaelg", hold.sag.pk, begrundelse="Afgørelsen siger det hele")
    (skridt,) = Skridt.objects.filter(sag=hold.sag, art="PLAN_FRAVALGT")
    assert skridt.indsatser == "kontaktperson"
    assert "Afgørelsen siger det hele" in tekst(
        klient.get(reverse("sagens_plan", args=[hold.sag.pk]))
    )


# -- Serviceloven ----------------------------------------------------------------------------------


@time_machine.travel(datetime(2022, 5, 10, 10, tzinfo=UTC))
def test_handleplan_before_the_decision_under_serviceloven(hold, client):
    client.force_login(hold.mette)
    skriv(hold.sag, ("SAG_OPRETTET", date(2022, 3, 1)))
    svar = client.get(reverse("plan_ny", args=[hold.sag.pk]))
    assert "Handleplan" in tekst(svar)
    assert "SEL § 140" in tekst(svar)
    skrift = skriv_plan(client, hold.sag)
    svar = goer_faerdig(client, skrift, foranstaltning="anbringelse")
    assert "Handleplan er færdig" in tekst(svar), tekst(svar)
    skriv(hold.sag, ("AFGOERELSE", date(2022, 5, 10), {"indsatser": "anbringelse"}))
    assert stand(hold.sag, "handleplan-foer-afgoerelse") == ["overholdt"]


def test_a_plan_typed_afterwards_is_named_by_its_own_day(hold, klient):
    hold.barn.foedselsdato = date(2017, 6, 10)
    sag_med(hold.sag, "kontaktperson", date(2023, 6, 1))
    svar = klient.get(reverse("plan_ny", args=[hold.sag.pk]), {"art": "HANDLEPLAN"})
    assert "Efter Serviceloven" in tekst(svar)
    skrift = skriv_plan(klient, hold.sag, art="HANDLEPLAN")
    goer_faerdig(klient, skrift, dag="2023-05-20")
    assert stand(hold.sag, "handleplan-foer-afgoerelse") == ["overholdt"]


# -- goals -----------------------------------------------------------------------------------------


def test_rows_are_added_and_taken_away_without_a_script(hold, klient):
    sti = reverse("plan_ny", args=[hold.sag.pk])
    data = udfyldt(klient.get(sti)) | {"maal.1.tekst": "Emil sover hver nat hjemme"}
    svar = klient.post(sti, {**data, "tilfoej": "maal"})
    data = udfyldt(svar)
    assert {"maal.1.tekst", "maal.2.tekst"} <= set(data)
    data = udfyldt(klient.post(sti, {**data, "tilfoej": "delmaal:1"}))
    assert data["delmaal.1.maal"] == ["1"]
    data["delmaal.1.tekst"] = ["Mor siger godnat"]
    data = udfyldt(klient.post(sti, {**data, "tilfoej": "delmaal:2"}))
    assert data["delmaal.2.maal"] == ["2"]
    data = udfyldt(klient.post(sti, {**data, "fjern": "maal.2"}))
    assert "maal.2.tekst" not in data
    assert "delmaal.2.tekst" not in data
    assert data["delmaal.1.tekst"] == ["Mor siger godnat"]
    assert not Skrift.objects.exists()
    klient.post(sti, data)
    (maal,) = queries.maal(Udgave.objects.get().felter)
    assert [d.tekst for d in maal.delmaal] == ["Mor siger godnat"]


def test_a_vague_goal_is_asked_about_and_saved(hold, klient):
    skrift = skriv_plan(
        klient, hold.sag, **{"maal.1.tekst": "Emil trives bedre", "maal.1.indikator": ""}
    )
    for navn, pk in (("plan_skriv", skrift.pk), ("sagens_plan", hold.sag.pk)):
        assert "en helt almindelig tirsdag" in tekst(klient.get(reverse(navn, args=[pk])))


def test_goals_take_up_the_needs_that_the_undersoegelse_found(hold, klient):
    from omhu.sagsarbejde.tekster.actions import opret

    bfu = opret(
        hold.sag,
        "bfu",
        {"behov.1.tekst": "Ro om aftenen", "behov.2.tekst": "En ven"},
        af=hold.mette,
    )
    svar = klient.get(reverse("plan_ny", args=[hold.sag.pk]))
    data = udfyldt(svar)
    assert data["maal.2.behov"] == [f"{bfu.pk}.2"]
    skriv_plan(klient, hold.sag, **{"maal.1.behov": f"{bfu.pk}.1", "maal.2.behov": f"{bfu.pk}.2"})
    goer_faerdig(klient, queries.kladde(hold.sag), foranstaltning="kontaktperson")
    ord_ = tekst(klient.get(reverse("sagens_plan", args=[hold.sag.pk])))
    assert "Behov: Ro om aftenen" in ord_
    assert "Behov uden mål: En ven" in ord_


# -- versions --------------------------------------------------------------------------------------


@pytest.fixture
def plan(hold, klient):
    sag_med(hold.sag, "anbringelse", for_dage_siden(20), for_dage_siden(10), samtykke="ja")
    skrift = skriv_plan(klient, hold.sag, familien="Mor får støtte")
    goer_faerdig(klient, skrift, dag=for_dage_siden(5).isoformat())
    return skrift


def test_a_revision_is_a_new_plan_and_shows_what_changed(hold, klient, plan):
    svar = send(klient, "plan_ny", hold.sag.pk, formaal="Emil får en tryg hverdag hos Solgården")
    assert "ikke færdig endnu" in tekst(svar)
    ny = queries.kladde(hold.sag)
    assert ny.bygger_paa == plan
    svar = goer_faerdig(klient, ny, dag=for_dage_siden(6).isoformat())
    assert "Dagen ligger før den plan, du reviderer" in tekst(svar)
    goer_faerdig(klient, ny)
    assert [p.skrift for p in queries.planer(hold.sag, trin(hold.sag))] == [ny, plan]
    html = klient.get(reverse("plan_vis", args=[ny.pk])).content.decode()
    assert "<ins> hos Solgården</ins>" in html
    assert "hos Solgården" not in tekst(klient.get(reverse("plan_vis", args=[plan.pk])))


def test_two_who_write_in_the_same_plan_lose_nothing(hold, klient):
    skrift = skriv_plan(klient, hold.sag)
    sti = reverse("plan_skriv", args=[skrift.pk])
    mine = udfyldt(klient.get(sti)) | {"formaal": "Mit formål"}
    klient.force_login(hold.leder_nord)
    send(klient, "plan_skriv", skrift.pk, formaal="Lenes formål")
    klient.force_login(hold.mette)
    svar = klient.post(sti, mine)
    assert "Lene Friis har gemt" in tekst(svar)
    assert udfyldt(svar)["formaal"] == ["Mit formål"]
    klient.post(sti, udfyldt(svar))
    assert queries.kladde(hold.sag).felter["formaal"] == "Mit formål"


def test_a_case_has_one_plan_under_way_and_a_finished_one_is_not_written_in(hold, klient, plan):
    assert "Planen er færdig" in tekst(
        klient.get(reverse("plan_skriv", args=[plan.pk]), follow=True)
    )
    send(klient, "plan_ny", hold.sag.pk)
    svar = klient.get(reverse("plan_ny", args=[hold.sag.pk]))
    assert svar.url == reverse("plan_skriv", args=[queries.kladde(hold.sag).pk])


@pytest.mark.parametrize(
    ("dag", "svar"),
    [
        ("2099-01-01", "ligger i fremtiden"),
        ("2016-01-01", "før barnet blev født"),
        ("", "Vi mangler datoen"),
    ],
)
def test_a_day_that_cannot_be_is_told_at_the_field(hold, klient, dag, svar):
    sag_med(hold.sag, "kontaktperson", for_dage_siden(20))
    skrift = skriv_plan(klient, hold.sag)
    fundet = goer_faerdig(klient, skrift, dag=dag)
    assert fundet.status_code == 422
    assert svar in tekst(fundet)
    assert not Skridt.objects.filter(sag=hold.sag, art="BARNETS_PLAN").exists()


def test_a_plan_without_goals_and_purpose_is_not_finished(hold, klient):
    sag_med(hold.sag, "kontaktperson", for_dage_siden(20))
    skrift = skriv_plan(klient, hold.sag, formaal="", **dict.fromkeys(MAAL, ""))
    assert "Planen er tom" in tekst(goer_faerdig(klient, skrift, uden="Det er for tidligt endnu"))


# -- handed over -----------------------------------------------------------------------------------


def test_the_place_gets_the_chosen_parts_and_the_log_says_which(hold, klient, plan):
    assert stand(hold.sag, "handleplan-til-anbringelsessted") == ["afventer"]
    data = udfyldt(klient.get(reverse("plan_udlever", args=[plan.pk])))
    assert data["til"] == ["Solgården"]
    assert "maal.1" in data["dele"]
    assert "foraeldre" not in data["dele"]
    send(klient, "plan_udlever", plan.pk, dele=["formaal", "maal.1"])
    assert stand(hold.sag, "handleplan-til-anbringelsessted") == ["overholdt"]
    (u,) = queries.udleveringer(hold.sag, trin(hold.sag))
    assert (u.til, u.felter.get("til")) == ("Solgården", None), "said once, on the step"
    assert (u.felter["udgave"], u.dele, u.felter["hvordan"]) == (
        "1",
        ["formaal", "maal.1"],
        "sikker_mail",
    )
    givet = queries.givet(hold.sag, u.felter)
    assert set(givet) == {"formaal", *MAAL}
    ord_ = tekst(klient.get(reverse("sagens_plan", args=[hold.sag.pk])))
    assert "Solgården" in ord_
    assert "Hvad er formålet? · mål 1" in ord_


def test_what_was_given_stays_as_it_was_when_the_plan_goes_on(hold, klient, plan):
    from omhu.sagsarbejde.tekster.actions import gem

    send(klient, "plan_udlever", plan.pk, dele=["formaal"])
    gem(
        plan, {"formaal": "Noget andet"}, paa=1, af=hold.mette, hele=False, begrundelse="Skrivefejl"
    )
    (u,) = queries.udleveringer(hold.sag, trin(hold.sag))
    assert queries.givet(hold.sag, u.felter) == {"formaal": PLANEN["formaal"]}
    data = udfyldt(klient.get(reverse("plan_udlever", args=[plan.pk])))
    svar = klient.post(reverse("plan_udlever", args=[plan.pk]), {**data, "udgave": "1"})
    assert "Planen er ændret, mens du så på den" in tekst(svar)


@pytest.mark.parametrize(
    ("felter", "svar"),
    [
        ({"dele": []}, "Vælg mindst én del"),
        ({"til": ""}, "hvem der får planen"),
        ({"dag": for_dage_siden(6).isoformat()}, "før planen blev færdig"),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused(hold, klient, plan, felter, svar):
    fundet = send(klient, "plan_udlever", plan.pk, **felter)
    assert fundet.status_code == 422
    assert svar in tekst(fundet)
    assert not Skridt.objects.filter(sag=hold.sag, art="PLAN_UDLEVERET").exists()


def test_who_may_not_act_is_told_before_typing_and_refused_after(hold, client, plan):
    client.force_login(hold.leder_nord)
    sti = reverse("plan_udlever", args=[plan.pk])
    assert "Din rolle kan ikke give planen videre" in tekst(client.get(sti))
    data = {
        "til": "X",
        "hvordan": "brev",
        "dag": timezone.localdate().isoformat(),
        "dele": ["formaal"],
        "udgave": "1",
    }
    assert client.post(sti, data).status_code == 403
    client.force_login(hold.ole)
    assert client.get(sti).status_code == 403


def test_a_new_plan_begins_with_what_the_decision_said(hold, klient):
    dag = timezone.localdate()
    sag_med(hold.sag, "kontaktperson", dag, grundlag="afdaekning")
    sagt = {"formaal": "Ro derhjemme", "varighed": "Et år", "barnets_syn": "Vil gerne i skole"}
    opret(hold.sag, "afgoerelse", sagt, af=hold.mette)
    data = udfyldt(klient.get(reverse("plan_ny", args=[hold.sag.pk])))
    assert {n: data[n] for n in ("formaal", "varighed", "barnets_oensker", "grundlag")} == {
        "formaal": ["Ro derhjemme"],
        "varighed": ["Et år"],
        "barnets_oensker": ["Vil gerne i skole"],
        "grundlag": ["Afdækning."],
    }
