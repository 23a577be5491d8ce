"""A follow-up with the talk, the goals, the rhythm and the plan in one flow, under both laws."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from omhu.frister.models import Pligt
from omhu.sagsarbejde.opfoelgning import queries
from omhu.sagsarbejde.plan import queries as planer
from omhu.sagsarbejde.plan.actions import begynd, goer_faerdig
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag
from tests.bord.stoette import for_dage_siden, tekst
from tests.plan.stoette import MAAL, PLANEN, sag_med, send, skriv, stand, udfyldt

pytestmark = pytest.mark.django_db
DELMAAL = {
    "maal.2.tekst": "Emil har en voksen, han kan ringe til",
    "delmaal.1.maal": "1",
    "delmaal.1.tekst": "Mor ringer til skolen ved fravær",
}
SVAR = {
    "trivsel": "Emil er gladere om morgenen og har en ven i klassen.",
    "tilpas": "nej",
    "mere_undersoegelse": "nej",
}
TALT = {"samtale": "nu", "barnets_ord": "Det går okay. Jeg kan godt lide Peter."}
RYTME = "Emil ønsker ro, og skolen går ind i en ny periode."


@pytest.fixture
def klient(hold, client):
    client.force_login(hold.mette)
    return client


def trin(sag):
    return trin_for_sag(sag.pk, Synsdag.i_dag())


def om(dage: int) -> str:
    return (timezone.localdate() + timedelta(days=dage)).isoformat()


@pytest.fixture
def med_plan(hold):
    """A kontaktperson for ten weeks, and a plan with two goals."""
    sag_med(hold.sag, "kontaktperson", for_dage_siden(75), for_dage_siden(70), barnets_plan="ja")
    felter = {**PLANEN, **MAAL, **DELMAAL}
    plan = begynd(hold.sag, felter, art="BARNETS_PLAN", af=hold.mette)
    goer_faerdig(plan, for_dage_siden(60), ["kontaktperson"], af=hold.mette)
    skriv(hold.sag)
    return plan


def foelg_op(klient, sag, **felter):
    return send(klient, "opfoelgning_ny", sag.pk, **{**SVAR, **TALT, **felter})


# -- Barnets Lov -----------------------------------------------------------------------------------


def test_the_first_follow_up_settles_the_three_months_and_decides_the_rhythm(
    hold, klient, med_plan
):
    regler = (
        "opfoelgning-3mdr",
        "opfoelgning-tilrettelaeggelse",
        "opfoelgning-barn",
        "opfoelgning-aftalt",
    )
    assert [stand(hold.sag, r) for r in regler] == [["afventer"], [], [], []]
    svar = klient.get(reverse("opfoelgning_ny", args=[hold.sag.pk]))
    assert "Første opfølgning" in tekst(svar)
    assert udfyldt(svar)["naeste"] == [""]
    svar = foelg_op(klient, hold.sag, naeste=om(60), rytme=RYTME, rytme_maaneder="2")
    assert "Opfølgningen er gemt" in tekst(svar), tekst(svar)
    assert [stand(hold.sag, r) for r in regler] == [["overholdt"]] * 3 + [["afventer"]]
    (skridt,) = Skridt.objects.filter(sag=hold.sag, art="OPFOELGNING")
    assert (skridt.indsatser, skridt.naeste.isoformat()) == ("kontaktperson", om(60))
    (samtale,) = Skridt.objects.filter(sag=hold.sag, art="BOERNESAMTALE")
    assert (samtale.indsatser, samtale.data["udfoert_af"]) == ("kontaktperson", "myndighed")


def test_an_undersoegelse_at_the_side_brings_the_first_follow_up_forward(hold, klient, med_plan):
    skriv(
        hold.sag,
        ("BFU_BESLUTTET", for_dage_siden(72)),
        ("BFU_AFSLUTTET", for_dage_siden(3), {"attributter": {"art": "ny"}}),
    )
    (pligt,) = Pligt.objects.filter(sag=hold.sag, regel="opfoelgning-3mdr")
    assert pligt.frist_dag == for_dage_siden(3)
    assert "Overskredet 3 dage" in tekst(
        klient.get(reverse("sagens_opfoelgning", args=[hold.sag.pk]))
    )


@pytest.mark.parametrize(
    ("felter", "svar"),
    [
        ({"naeste": ""}, "Beslut, hvornår I følger op næste gang"),
        ({"naeste": om(-1)}, "Næste opfølgning skal ligge efter"),
        ({"naeste": om(0)}, "Næste opfølgning skal ligge efter"),
        ({"naeste": om(900)}, "mere end to år"),
        ({"rytme": "Fordi"}, "hvorfor den dag passer til barnet"),
        ({"dag": om(2)}, "ligger i fremtiden"),
        ({"dag": "2016-01-01"}, "før barnet blev født"),
        ({"dag": for_dage_siden(71).isoformat()}, "før fast kontaktperson begyndte"),
        ({"trivsel": " "}, "Skriv, hvordan barnet har det nu"),
        ({"tilpas": ""}, "Svar ja eller nej"),
        ({"barnets_ord": ""}, "Skriv, hvad barnet sagde"),
        ({"samtale_dag": om(2)}, "ligger i fremtiden"),
        ({"foranstaltning": []}, "Vælg mindst én indsats"),
        ({"samtale": "nej"}, "hvorfor I ikke har talt med barnet"),
        ({"samtale": "nej", "fravalg": "Emil er på lejrskole hele ugen"}, "på en anden måde"),
        ({"trivsel": "Far er 700617-4001"}, "CPR"),
    ],
)
def test_what_cannot_be_is_told_at_the_field_and_nothing_is_lost(
    hold, klient, med_plan, felter, svar
):
    rene = {"naeste": om(60), "rytme": RYTME}
    fundet = foelg_op(klient, hold.sag, **{**rene, **felter})
    assert fundet.status_code == 422
    assert svar in tekst(fundet)
    igen = udfyldt(fundet)
    assert igen["status.1.stand"] == ["ikke_begyndt"]
    if "trivsel" not in felter:
        assert igen["trivsel"] == [SVAR["trivsel"]]
    assert not Skridt.objects.filter(
        sag=hold.sag, art__in=("OPFOELGNING", "BOERNESAMTALE")
    ).exists()


def test_a_talk_that_still_counts_is_offered_first(hold, klient, med_plan):
    skriv(hold.sag, ("BOERNESAMTALE", for_dage_siden(9), {"indsatser": "kontaktperson"}))
    data = udfyldt(klient.get(reverse("opfoelgning_ny", args=[hold.sag.pk])))
    assert data["samtale"] == ["foer"]
    send(klient, "opfoelgning_ny", hold.sag.pk, **SVAR, naeste=om(60), rytme=RYTME)
    assert stand(hold.sag, "opfoelgning-barn") == ["overholdt"]
    assert Skridt.objects.filter(sag=hold.sag, art="BOERNESAMTALE").count() == 1


def test_a_talk_is_waived_with_a_reason_and_another_source(hold, klient, med_plan):
    foelg_op(
        klient,
        hold.sag,
        samtale="nej",
        fravalg="Emil er indlagt og kan ikke tale med nogen",
        alternativ_kilde="Kontaktpersonen",
        naeste=om(60),
        rytme=RYTME,
    )
    assert stand(hold.sag, "opfoelgning-barn") == ["fravalgt"]


# -- goals -----------------------------------------------------------------------------------------


def test_goals_stand_where_they_were_and_their_way_is_shown(hold, klient, med_plan):
    første = {
        "dag": for_dage_siden(40).isoformat(),
        "naeste": om(-5),
        "rytme": RYTME,
        "rytme_maaneder": "1",
    }
    svar = foelg_op(
        klient, hold.sag, **første, status__1__stand="i_gang", status__1__vaerdi="30 % fravær"
    )
    assert "Opfølgningen er gemt" in tekst(svar), tekst(svar)
    data = udfyldt(klient.get(reverse("opfoelgning_ny", args=[hold.sag.pk])))
    assert data["status.1.stand"] == ["i_gang"]
    assert data["status.1.vaerdi"] == ["30 % fravær"]
    assert data["delstatus.1.stand"] == ["ikke_begyndt"]
    i_dag = timezone.localdate()
    assert data["naeste"] == [(i_dag + relativedelta(months=1)).isoformat()]
    assert data["rytme"] == [RYTME]
    foelg_op(klient, hold.sag, status__1__stand="naaet")
    svar = klient.get(reverse("sagens_opfoelgning", args=[hold.sag.pk]))
    assert "● Nået" in tekst(svar)
    assert svar.content.count(b'class="prik prik-') == 6  # three goals, two follow-ups
    data = udfyldt(klient.get(reverse("opfoelgning_ny", args=[hold.sag.pk])))
    assert "status.1.stand" not in data  # what is reached is left in peace
    assert "status.2.stand" in data


def test_a_follow_up_is_read_as_it_was(hold, klient, med_plan):
    foelg_op(klient, hold.sag, naeste=om(60), rytme=RYTME, status__2__stand="opgivet")
    (o,) = queries.opfoelgninger(hold.sag, trin(hold.sag))
    ord_ = tekst(klient.get(reverse("opfoelgning_vis", args=[o.skrift.pk])))
    for led in (SVAR["trivsel"], "Opgivet", RYTME, "Jeg kan godt lide Peter"):
        assert led in ord_


def test_the_plan_is_revised_in_the_same_flow(hold, klient, med_plan):
    sti = reverse("opfoelgning_ny", args=[hold.sag.pk])
    data = udfyldt(klient.get(sti)) | SVAR | TALT | {"naeste": om(60), "rytme": RYTME}
    data = udfyldt(klient.post(sti, {**data, "tilfoej": "planen"}))
    assert data["trivsel"] == [SVAR["trivsel"]]
    assert data["foranstaltning"] == ["kontaktperson"]
    assert data["maal.1.tekst"] == [MAAL["maal.1.tekst"]]
    data = udfyldt(klient.post(sti, {**data, "tilfoej": "maal"}))
    data |= {"maal.3.tekst": "Emil går til fodbold hver uge"}
    svar = klient.post(sti, data, follow=True)
    assert "Planen er revideret" in tekst(svar), tekst(svar)
    ny, gammel = planer.planer(hold.sag, trin(hold.sag))
    assert gammel.skrift == med_plan
    assert ny.skrift.bygger_paa == med_plan
    assert [m.id for m in planer.maal(ny.felter)] == ["1", "2", "3"]
    (o,) = queries.opfoelgninger(hold.sag, trin(hold.sag))
    assert o.skrift.bygger_paa == ny.skrift
    assert Skridt.objects.filter(sag=hold.sag, art="BARNETS_PLAN").count() == 2


def test_a_plan_that_is_refused_takes_the_follow_up_with_it(hold, klient, med_plan):
    sti = reverse("opfoelgning_ny", args=[hold.sag.pk])
    data = udfyldt(klient.get(sti)) | SVAR | TALT | {"naeste": om(60), "rytme": RYTME}
    data = udfyldt(klient.post(sti, {**data, "tilfoej": "planen"}))
    svar = klient.post(sti, {**data, "formaal": ""})
    assert svar.status_code == 422
    assert "hvorfor planen er færdig uden det" in tekst(svar)
    assert len(planer.planer(hold.sag, trin(hold.sag))) == 1
    assert planer.kladde(hold.sag) is None
    data = udfyldt(klient.post(sti, {**udfyldt(svar), "tilfoej": "ikke-planen"}))
    assert "formaal" not in data
    assert data["trivsel"] == [SVAR["trivsel"]]


# -- Serviceloven ----------------------------------------------------------------------------------


@time_machine.travel(datetime(2022, 9, 10, 10, tzinfo=UTC))
def test_the_rhythm_of_serviceloven_is_fixed_and_shown(hold, client):
    client.force_login(hold.mette)
    sag_med(hold.sag, "kontaktperson", date(2022, 6, 10), date(2022, 6, 20))
    svar = client.get(reverse("opfoelgning_ny", args=[hold.sag.pk]))
    assert "Næste opfølgning er senest 10. marts 2023" in tekst(svar)
    assert "naeste" not in udfyldt(svar)
    foelg_op(client, hold.sag)
    assert stand(hold.sag, "opfoelgning-3mdr") == ["overholdt"]
    assert stand(hold.sag, "opfoelgning-barn") == ["overholdt"]
    assert stand(hold.sag, "opfoelgning-6mdr") == ["afventer"]
    assert stand(hold.sag, "opfoelgning-aftalt") == []
    (pligt,) = Pligt.objects.filter(sag=hold.sag, regel="opfoelgning-6mdr")
    assert pligt.frist_dag == date(2023, 3, 10)


def test_who_may_not_follow_up_is_told_before_typing_and_refused_after(hold, client, med_plan):
    client.force_login(hold.leder_nord)
    sti = reverse("opfoelgning_ny", args=[hold.sag.pk])
    assert "Din rolle kan ikke følge op" in tekst(client.get(sti))
    data = {
        **SVAR,
        **TALT,
        "dag": om(0),
        "naeste": om(60),
        "rytme": RYTME,
        "foranstaltning": ["kontaktperson"],
    }
    assert client.post(sti, data).status_code == 403
    client.force_login(hold.ole)
    assert client.get(sti).status_code == 403


def test_a_closed_case_is_not_followed_up_after_its_day(hold, klient, med_plan):
    skriv(hold.sag, ("SAG_LUKKET", for_dage_siden(3)))
    svar = foelg_op(klient, hold.sag, naeste=om(60), rytme=RYTME, foranstaltning="kontaktperson")
    assert "Sagen blev lukket" in tekst(svar)
