"""Visits to a placed child: what counts, what does not, and who is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.sagsarbejde.opfoelgning import queries
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag
from tests.bord.stoette import tekst
from tests.plan.stoette import sag_med, send, stand, udfyldt

pytestmark = pytest.mark.django_db
NU = datetime(2026, 11, 22, 10, tzinfo=UTC)
BESOEG = {
    "talt": "alene",
    "til_stede": "Emil, plejemor",
    "barnets_ord": "Jeg har mit eget værelse. Jeg savner mor.",
    "bekymring": "nej",
}


@pytest.fixture(autouse=True)
def _dagen():
    with time_machine.travel(NU):
        yield


@pytest.fixture
def klient(hold, client):
    """Emil was placed at Solgården in the autumn of the year before."""
    sag_med(hold.sag, "anbringelse", date(2025, 10, 1), date(2025, 10, 10), samtykke="ja")
    client.force_login(hold.mette)
    return client


def besoeg(klient, sag, **felter):
    return send(klient, "tilsyn_ny", sag.pk, **{**BESOEG, **felter})


def alle(sag):
    return queries.besoeg(sag, trin_for_sag(sag.pk, Synsdag.i_dag()))


def test_two_visits_with_a_talk_settle_the_year(hold, klient):
    sti = reverse("sagens_opfoelgning", args=[hold.sag.pk])
    assert "Tilsynsbesøg: 0 af 2 i 2026" in tekst(klient.get(sti))
    besoeg(klient, hold.sag, dag="2026-05-05")
    assert "Tilsynsbesøg: 1 af 2 i 2026" in tekst(klient.get(sti))
    assert stand(hold.sag, "personrettet-tilsyn") == ["afventer", "afventer"]
    besoeg(klient, hold.sag)
    assert "Tilsynsbesøg: 2 af 2 i 2026" in tekst(klient.get(sti))
    arter = Skridt.objects.filter(sag=hold.sag, art="TILSYNSSAMTALE").values_list("data", flat=True)
    assert list(arter) == [{"sted": "anbringelsessted"}] * 2
    assert stand(hold.sag, "personrettet-tilsyn") == [
        "overholdt",
        "afventer",
    ]  # this year and the next


@pytest.mark.parametrize(
    ("felter", "art", "ord_"),
    [
        (
            {
                "talt": "nej",
                "begrundelse": "Emil var ikke kommet hjem fra skole",
                "barnets_ord": "",
            },
            "TILSYNSBESOEG",
            "tæller ikke: ingen samtale med barnet",
        ),
        ({"sted": "skole"}, "TILSYNSSAMTALE", "tæller ikke: ikke på stedet"),
    ],
)
def test_a_visit_without_a_talk_or_elsewhere_is_kept_and_does_not_count(
    hold, klient, felter, art, ord_
):
    besoeg(klient, hold.sag, **felter)
    assert [b.trin.art for b in alle(hold.sag)] == [art]
    svar = tekst(klient.get(reverse("sagens_opfoelgning", args=[hold.sag.pk])))
    assert ord_ in svar
    assert "Tilsynsbesøg: 0 af 2 i 2026" in svar


@pytest.mark.parametrize(
    ("felter", "svar"),
    [
        ({"talt": ""}, "Vælg, om du talte med barnet"),
        ({"bekymring": ""}, "Vælg, om besøget giver bekymring"),
        ({"barnets_ord": ""}, "Skriv, hvad barnet sagde"),
        ({"talt": "nej", "begrundelse": "Syg"}, "hvorfor I ikke talte sammen"),
        ({"talt": "med_voksen"}, "hvorfor en voksen fra stedet var med"),
        ({"bekymring": "ja"}, "hvad der bekymrer dig"),
        ({"dag": "2026-11-23"}, "ligger i fremtiden"),
        ({"dag": "2016-01-01"}, "før barnet blev født"),
        ({"dag": "i går"}, "kan ikke læses"),
    ],
)
def test_what_is_missing_or_cannot_be_is_told_at_the_field(hold, klient, felter, svar):
    fundet = besoeg(klient, hold.sag, **felter)
    assert fundet.status_code == 422
    assert svar in tekst(fundet)
    assert udfyldt(fundet)["til_stede"] == ["Emil, plejemor"]
    assert alle(hold.sag) == []


def test_a_worry_about_the_place_stands_there_until_socialtilsynet_is_told(hold, klient):
    svar = besoeg(klient, hold.sag, bekymring="ja", bekymring_hvad="Medicinen ligger fremme")
    assert "Husk at fortælle socialtilsynet" in tekst(svar)
    (b,) = alle(hold.sag)
    sti = reverse("sagens_opfoelgning", args=[hold.sag.pk])
    assert "Medicinen ligger fremme" in tekst(klient.get(sti))
    besked = reverse("tilsyn_socialtilsyn", args=[b.skrift.pk])
    forside, besoeget = (
        reverse("sag", args=[hold.sag.pk]),
        reverse("tilsyn_vis", args=[b.skrift.pk]),
    )
    assert besoeget in klient.get(forside).content.decode()
    assert "Fortæl socialtilsynet om bekymringen for stedet" in tekst(klient.get(forside))
    assert besked in klient.get(besoeget).content.decode()
    assert "før besøget" in tekst(klient.post(besked, {"dag": "2026-11-01"}, follow=True))
    klient.post(besked, {"dag": "2026-11-22", "tilbage": sti})
    assert alle(hold.sag)[0].socialtilsyn == date(2026, 11, 22)
    for side in (sti, forside, besoeget):
        assert "Fortæl socialtilsynet" not in tekst(klient.get(side))
    assert "allerede fået besked" in tekst(klient.post(besked, {"dag": "2026-11-22"}, follow=True))
    assert Skridt.objects.filter(sag=hold.sag, art="DOKUMENT").count() == 1
    assert klient.get(reverse("sagens_journal", args=[hold.sag.pk])).status_code == 200


def test_a_booked_visit_becomes_the_one_that_is_written(hold, klient):
    i_dag = timezone.localdate()
    send(klient, "tilsyn_aftal", hold.sag.pk, dag=i_dag.isoformat(), klokken="14.00")
    (aftale,) = Aftale.objects.all()
    assert (aftale.sted, aftale.hos) == ("Solgården", hold.mette)
    data = udfyldt(klient.get(reverse("tilsyn_ny", args=[hold.sag.pk])))
    assert (data["aftale"], data["dag"]) == ([str(aftale.pk)], [i_dag.isoformat()])
    besoeg(klient, hold.sag)
    aftale.refresh_from_db()
    assert aftale.skridt_rod == alle(hold.sag)[0].trin.id
    svar = send(klient, "tilsyn_aftal", hold.sag.pk, dag=(i_dag - timedelta(days=1)).isoformat())
    assert "Dagen er gået" in tekst(svar)


def test_a_visit_counts_as_the_talk_of_the_next_follow_up(hold, klient):
    besoeg(klient, hold.sag, dag="2026-11-15")
    data = udfyldt(klient.get(reverse("opfoelgning_ny", args=[hold.sag.pk])))
    assert data["samtale"] == ["foer"]


def test_the_visits_of_2022_are_counted_under_serviceloven(hold, client):
    with time_machine.travel(datetime(2022, 12, 20, 10, tzinfo=UTC)):
        client.force_login(hold.mette)
        sag_med(hold.sag, "anbringelse", date(2021, 10, 1), date(2021, 10, 10))
        besoeg(client, hold.sag, dag="2022-03-01")
        besoeg(client, hold.sag)
        assert "Tilsynsbesøg: 2 af 2 i 2022" in tekst(
            client.get(reverse("sagens_opfoelgning", args=[hold.sag.pk]))
        )
        assert "overholdt" in stand(hold.sag, "personrettet-tilsyn")


def test_only_a_raadgiver_of_the_case_writes_a_visit(hold, klient):
    sti = reverse("tilsyn_ny", args=[hold.sag.pk])
    klient.force_login(hold.leder_nord)
    assert "Din rolle kan ikke skrive et tilsynsbesøg" in tekst(klient.get(sti))
    data = {**BESOEG, "dag": "2026-11-22", "sted": "anbringelsessted"}
    assert klient.post(sti, data).status_code == 403
    klient.force_login(hold.ole)
    assert klient.get(sti).status_code == 403
    assert not alle(hold.sag)
