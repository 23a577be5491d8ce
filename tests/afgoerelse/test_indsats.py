"""Measures start and end, parties are heard, complaints are answered; and the obligations right after each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from omhu.frister.actions import genberegn_sag
from omhu.frister.models import Pligt
from omhu.sagsarbejde.afgoerelse.forloeb import forloeb
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag
from tests.afgoerelse.conftest import BL_DAG, SEL_DAG
from tests.bord.stoette import tekst

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[SEL_DAG, BL_DAG], ids=["SEL", "BL"])
def dag(request):
    return request.param


@pytest.fixture
def sag(familie, dag, hold, client):
    sag = familie(9, dag)
    registrer(sag, "AFGOERELSE", dag, indsatser="anbringelse", attributter={"samtykke": "ja"})
    genberegn_sag(sag)
    client.force_login(hold.mette)
    return sag


def post(client, navn, *ider, **felter):
    return client.post(reverse(navn, args=ider), felter, follow=True)


def stand(sag, regel):
    return [
        (p.frist_dag, p.lukket)
        for p in Pligt.objects.filter(sag=sag, regel=regel).order_by("frist_dag")
    ]


def test_a_measure_starts_and_ends_and_its_follow_up_begins_and_lapses(sag, dag, client):
    svar = post(client, "ivaerksaet", sag.pk, "anbringelse", dag=dag.isoformat())
    assert "hvor barnet skal bo" in tekst(svar)
    post(client, "ivaerksaet", sag.pk, "anbringelse", dag=dag.isoformat(), sted="Familien Lund")
    [f] = forloeb(trin_for_sag(sag.pk, Synsdag.i_dag()))
    assert (f.stand, f.sted, f.besluttet, f.startet) == ("i_gang", "Familien Lund", dag, dag)
    tre = dag.replace(month=dag.month + 3)
    assert stand(sag, "opfoelgning-3mdr") == [(tre, "")]
    slut = dag + timedelta(days=30)
    svar = post(client, "ophoer", sag.pk, "anbringelse", dag=(dag - timedelta(days=1)).isoformat())
    assert "før indsatsen blev iværksat" in tekst(svar)
    post(client, "ophoer", sag.pk, "anbringelse", dag=slut.isoformat(), aarsag="Flyttet hjem")
    assert stand(sag, "opfoelgning-3mdr") == [(tre, "ikke_relevant")]
    [f] = forloeb(trin_for_sag(sag.pk, Synsdag.i_dag()))
    assert (f.stand, f.slut, f.aarsag) == ("ophoert", slut, "Flyttet hjem")


@pytest.mark.parametrize(
    ("kode", "om", "svar"),
    [
        ("anbringelse", -1, "før afgørelsen"),
        ("anbringelse", -4000, "før barnet blev født"),
        ("kontaktperson", 0, "ingen afgørelse om fast kontaktperson"),
    ],
)
def test_a_start_that_cannot_be_is_refused(sag, dag, client, kode, om, svar):
    tid = (dag + timedelta(days=om)).isoformat()
    assert svar in tekst(post(client, "ivaerksaet", sag.pk, kode, dag=tid, sted="Her"))
    assert not Skridt.objects.filter(sag=sag, art="IVAERKSAT").exists()


def test_a_measure_that_runs_cannot_start_again_and_one_that_does_not_cannot_end(sag, dag, client):
    assert "er ikke i gang" in tekst(
        post(client, "ophoer", sag.pk, "anbringelse", dag=dag.isoformat())
    )
    for _ in range(2):
        svar = post(client, "ivaerksaet", sag.pk, "anbringelse", dag=dag.isoformat(), sted="Lund")
    assert "allerede iværksat" in tekst(svar)


def test_a_new_decision_of_a_running_measure_does_not_make_it_two(sag, dag, client):
    post(client, "ivaerksaet", sag.pk, "anbringelse", dag=dag.isoformat(), sted="Lund")
    registrer(sag, "AFGOERELSE", dag + timedelta(days=5), indsatser="anbringelse")
    assert len(forloeb(trin_for_sag(sag.pk, Synsdag.i_dag()))) == 1


# -- hearing -----------------------------------------------------------------------------------------


def hoer(client, sag, sendt, **felter):
    data = {
        "dag": sendt.isoformat(),
        "svar_senest": (sendt + timedelta(days=14)).isoformat(),
        "oplysninger": "Skolen siger …",
        "emner": "anbringelse",
        "til": "Line Holm",
    }
    return post(client, "hoer_part", sag.pk, **{**data, **felter})


def test_a_party_is_heard_with_a_day_to_answer_by_and_its_answer_is_kept(sag, dag, client):
    hoer(client, sag, dag)
    [s] = Skridt.objects.filter(sag=sag, art="PARTSHOERING")
    assert (s.naeste, s.indsatser) == (dag + timedelta(days=14), "anbringelse")
    assert stand(sag, "partshoering") == [(dag, "overholdt")]
    tab = reverse("sagens_afgoerelser", args=[sag.pk])
    assert "fristen er gået" in tekst(client.get(tab))
    post(client, "hoeringssvar", s.pk, svar="Mor er enig")
    assert "Svar: Mor er enig" in tekst(client.get(tab))


@pytest.mark.parametrize(
    ("felter", "svar"),
    [
        ({"svar_senest": "2020-01-01"}, "skal ligge efter høringen"),
        ({"oplysninger": ""}, "Vi mangler »de oplysninger"),
        (
            {
                "dag": (timezone.localdate() + timedelta(days=2)).isoformat(),
                "svar_senest": "2099-01-01",
            },
            "fremtiden",
        ),
    ],
)
def test_a_hearing_that_cannot_be_is_told_at_its_field(sag, dag, client, felter, svar):
    assert svar in tekst(hoer(client, sag, dag, **felter))
    assert not Skridt.objects.filter(sag=sag, art="PARTSHOERING").exists()


# -- complaint ---------------------------------------------------------------------------------------


def test_a_complaint_is_to_be_answered_within_four_weeks_and_then_is(sag, dag, client):
    [afgoerelse] = Skridt.objects.filter(sag=sag, art="AFGOERELSE")
    kom = dag + timedelta(days=10)
    svar = post(
        client,
        "klag_over",
        afgoerelse.pk,
        dag=(dag - timedelta(days=1)).isoformat(),
        fra="Per Holm",
    )
    assert "før afgørelsen" in tekst(svar)
    post(client, "klag_over", afgoerelse.pk, dag=kom.isoformat(), fra="Per Holm", klage="Stedet")
    [klage] = Skridt.objects.filter(sag=sag, art="KLAGE_MODTAGET")
    assert stand(sag, "klagefrist")[0][1] == "overholdt"
    assert stand(sag, "klage-genvurdering") == [(kom + timedelta(weeks=4), "")]
    svar = post(client, "genvurder_klage", klage.pk, dag=kom.isoformat(), resultat="fastholdt")
    assert "hvad I har lagt vægt på" in tekst(svar)
    post(
        client,
        "genvurder_klage",
        klage.pk,
        dag=kom.isoformat(),
        resultat="fastholdt",
        tekst="Intet nyt",
    )
    assert stand(sag, "klage-genvurdering")[0][1] == "overholdt"
    side = tekst(client.get(reverse("sagens_afgoerelser", args=[sag.pk])))
    assert "Klage 1" in side
    assert "Intet nyt" in side


def test_the_catalogue_shows_the_measures_of_a_day(client, hold):
    client.force_login(hold.mette)
    sti = reverse("indsatskatalog")
    assert "BL § 46" in tekst(client.get(sti))
    assert "SEL § 52, stk. 3, nr. 8" in tekst(client.get(sti, {"dag": "2010-05-01"}))
