"""The log in the browser: for those who control, with every look at it in it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from omhu.adgang.log.models import Logpost, Stikproeve, Stikproevefund
from tests.adgang.hold import lav_kreds


@pytest.fixture
def kreds(db, client):
    k = lav_kreds()
    k.sag = k.sager["egen_enhed"]
    client.force_login(k.folk["RAADGIVER"])
    client.get(reverse("sag", args=[k.sag.pk]))
    client.get(reverse("sagens_adgang", args=[k.sag.pk]))
    client.force_login(k.folk["CHEF"])
    return k


def test_the_page_tells_who_has_seen_the_case_and_why(kreds, client):
    html = client.get(reverse("log_sag", args=[kreds.sag.pk])).content.decode()
    for ord_ in (str(kreds.folk["RAADGIVER"]), "Rådgiver, Nord", "Læst", "Sagens side"):
        assert ord_ in html
    assert "Arbejder i den enhed, der har sagen" in html


def test_looking_in_the_log_is_in_the_log(kreds, client):
    client.get(reverse("log_sag", args=[kreds.sag.pk]))
    post = Logpost.objects.last()
    assert (post.handling, post.hvor, post.formaal, post.sager) == (
        "LOG",
        "log_sag",
        "KONTROL",
        [kreds.sag.pk],
    )
    html = client.get(reverse("log_sag", args=[kreds.sag.pk])).content.decode()
    assert "Brug af loggen" in html


@pytest.mark.parametrize(
    ("filter_", "antal"),
    [({"handling": "LAES"}, 2), ({"handling": "AENDRE"}, 0), ({"fra": "2999-01-01"}, 0), ({"fra": "vrøvl"}, 2),
     ({"til": "1999-01-01"}, 0), ({"bruger": "999999"}, 0), ({"handling": "vrøvl", "bruger": "x"}, 2)],
)  # fmt: skip
def test_filters(filter_, antal, kreds, client):
    html = client.get(reverse("log_sag", args=[kreds.sag.pk]), filter_).content.decode()
    assert f'id="antal">{antal} post' in html


def test_pages_of_fifty(kreds, client):
    from omhu.adgang.log import Handling, log

    for _ in range(60):
        log(Handling.LAES, sager=[kreds.sag.pk], bruger=kreds.folk["RAADGIVER"])
    sti = reverse("log_sag", args=[kreds.sag.pk])
    assert "Side 1 af 2" in client.get(sti).content.decode()
    assert "Side 2 af 2" in client.get(sti, {"side": "2"}).content.decode()


def test_the_case_is_found_without_its_number_in_an_address(kreds, client):
    svar = client.post(reverse("log"), {"noegle": kreds.sag.nummer})
    assert svar.url == reverse("log_sag", args=[kreds.sag.pk])
    assert client.post(reverse("log"), {"noegle": kreds.sag.barn.cpr}).url == svar.url
    ingen = client.post(reverse("log"), {"noegle": "findes-ikke"})
    assert ingen.status_code == 422
    assert "Ingen sag" in ingen.content.decode()


def test_the_file_for_the_family_has_no_names(kreds, client):
    svar = client.get(reverse("log_sag", args=[kreds.sag.pk]), {"format": "familie"})
    tekst = svar.content.decode("utf-8-sig")
    assert "Medarbejder 1, rådgiver, Nord" in tekst
    assert str(kreds.folk["RAADGIVER"]) not in tekst
    assert Logpost.objects.last().formaal == "EGENACCESS"


def test_the_file_for_control_has_them(kreds, client):
    svar = client.get(reverse("log_sag", args=[kreds.sag.pk]), {"format": "csv"})
    assert str(kreds.folk["RAADGIVER"]) in b"".join(svar.streaming_content).decode()
    assert Logpost.objects.last().handling == "LOG"


def _traek(client) -> Stikproeve:
    svar = client.post(
        reverse("log_stikproever"),
        {"fro": "prøve", "antal": "10", "fra": "2020-01-01", "til": "2090-01-01"},
    )
    assert svar.status_code == 302
    return Stikproeve.objects.get()


def test_a_sample_is_drawn_shown_and_its_findings_kept(kreds, client):
    proeve = _traek(client)
    sti = reverse("log_stikproeve", args=[proeve.pk])
    post = proeve.udvalg[0][0]
    svar = client.post(sti, {"post": post, "udfald": "I_ORDEN", "note": "Havde vagt"}, follow=True)
    html = svar.content.decode()
    assert f"Fundet ved post {post} er gemt." in html
    assert "<strong>I orden</strong>" in html
    assert "Havde vagt" in html
    client.post(sti, {"post": post, "udfald": "BRUD", "note": ""})
    assert "<strong>Ikke i orden</strong>" in client.get(sti).content.decode()
    assert Stikproevefund.objects.count() == 2


@pytest.mark.parametrize(
    "felter",
    [
        {"post": "2", "udfald": ""},
        {"post": "999", "udfald": "BRUD"},
        {"post": "2", "udfald": "BRUD", "note": "700617-4001"},
        {},
    ],
)
def test_a_finding_that_is_none_is_refused(felter, kreds, client):
    proeve = _traek(client)
    sti = reverse("log_stikproeve", args=[proeve.pk])
    assert "Fundet er ikke gemt" in client.post(sti, felter, follow=True).content.decode()
    assert not Stikproevefund.objects.exists()


@pytest.mark.parametrize(
    "felter",
    [{"fro": ""}, {"antal": "0"}, {"antal": "1001"}, {"fra": "x"}, {"til": "2019-01-01"}],
)
def test_a_sample_of_nothing_is_refused(felter, kreds, client):
    godt = {"fro": "prøve", "antal": "10", "fra": "2020-01-01", "til": "2090-01-01"}
    assert client.post(reverse("log_stikproever"), {**godt, **felter}).status_code == 422
    assert not Stikproeve.objects.exists()


def test_a_leader_controls_the_staff_of_the_units_one_leads(kreds, client):
    client.force_login(kreds.leder_syd)
    client.get(reverse("sag", args=[kreds.sager["andet_team"].pk]))
    client.force_login(kreds.folk["JURIST"])
    proeve = _traek(client)
    sti = reverse("log_stikproeve", args=[proeve.pk])
    assert str(kreds.leder_syd) in client.get(sti).content.decode()
    chef = kreds.folk["CHEF"]
    chef.enhed = kreds.enheder["nord"]
    chef.save()
    client.force_login(chef)
    html = client.get(sti).content.decode()
    assert str(kreds.leder_syd) not in html
    assert str(kreds.folk["RAADGIVER"]) in html


def test_a_protected_case_is_closed_here_too(kreds, client):
    client.force_login(kreds.folk["JURIST"])
    assert client.get(reverse("log_sag", args=[kreds.sager["beskyttet"].pk])).status_code == 403


def test_a_protected_case_is_in_the_sample_also_for_one_who_may_not_open_it(kreds, client):
    client.force_login(kreds.folk["TEAMLEDER"])
    client.get(reverse("sag", args=[kreds.sager["beskyttet"].pk]))
    client.force_login(kreds.folk["JURIST"])
    proeve = _traek(client)
    html = client.get(reverse("log_stikproeve", args=[proeve.pk])).content.decode()
    assert "Sagen er beskyttet" in html
    assert f"<td>{kreds.sager['beskyttet'].nummer}</td>" in html
    assert str(kreds.sager["beskyttet"].barn) not in html
