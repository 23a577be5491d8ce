"""Accounts: only a systemadministrator makes and changes them, never one's own access."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.brugerstyring import Adgangsdata, gem_bruger
from omhu.adgang.log import Handling
from omhu.adgang.log.models import Logpost
from omhu.adgang.models import Bruger
from tests.adgang.hold import lav_kreds


@pytest.fixture
def kreds(db):
    return lav_kreds(med_skridt=False)


@pytest.fixture
def admin(kreds):
    return kreds.folk["SYSTEMADMINISTRATOR"]


def felter(**andre) -> dict:
    return {
        "username": "ny",
        "first_name": "Nina",
        "last_name": "Ny",
        "initialer": "NN",
        "email": "",
        "rolle": "RAADGIVER",
        "enhed": "",
        "kle": "",
        "udloeber": "",
    } | andre


def test_an_account_is_made_changed_closed_and_opened_in_the_browser(kreds, admin, client):
    client.force_login(admin)
    nord = kreds.enheder["nord"]
    svar = client.post(reverse("ny_bruger"), felter(enhed=nord.pk))
    ny = Bruger.objects.get(username="ny")
    assert svar.url == reverse("ret_bruger", args=[ny.pk])
    assert (ny.enhed, ny.has_usable_password()) == (nord, False)
    client.post(svar.url, felter(enhed=kreds.enheder["syd"].pk, rolle="TEAMLEDER"))
    ny.refresh_from_db()
    assert (ny.rolle, ny.enhed) == ("TEAMLEDER", kreds.enheder["syd"])
    client.post(reverse("spaer_bruger", args=[ny.pk]))
    assert not Bruger.objects.get(pk=ny.pk).is_active
    client.post(reverse("aabn_bruger", args=[ny.pk]))
    assert Bruger.objects.get(pk=ny.pk).is_active
    poster = Logpost.objects.filter(handling=Handling.ADMIN, bruger=admin.pk).order_by("nr")
    aktiv = [p.detaljer["efter"][-1] for p in poster if p.detaljer.get("bruger") == ny.pk]
    assert aktiv == [True, True, False, True]


@pytest.mark.parametrize(
    ("andre", "felt"),
    [
        ({"rolle": "RAADGIVER"}, "Vælg, hvilken enhed"),
        ({"rolle": "EKSTERN_GRANSKER"}, "Skriv den sidste dag"),
        ({"rolle": "JURIST", "kle": "børn"}, "ikke et KLE-nummer"),
        ({"rolle": "KONGE"}, "KONGE"),
        ({"rolle": "OEKONOM", "username": "b0"}, "Brugernavnet er taget"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(kreds, admin, client, andre, felt):
    client.force_login(admin)
    svar = client.post(reverse("ny_bruger"), felter(**andre))
    assert svar.status_code == 422
    assert felt in svar.content.decode()
    assert 'value="Nina"' in svar.content.decode()
    assert not Bruger.objects.filter(first_name="Nina").exists()


def test_nobody_changes_ones_own_role_by_any_road(kreds, admin, client):
    client.force_login(admin)
    sti = reverse("ret_bruger", args=[admin.pk])
    svar = client.post(
        sti, felter(username=admin.username, rolle="CHEF", enhed=kreds.enheder["center"].pk)
    )
    assert svar.status_code == 403
    assert client.post(reverse("spaer_bruger", args=[admin.pk])).status_code == 403
    admin.refresh_from_db()
    assert (admin.rolle, admin.is_active) == ("SYSTEMADMINISTRATOR", True)


def test_one_who_may_not_manage_accounts_reaches_no_change(kreds):
    raadgiver, offer = kreds.folk["RAADGIVER"], kreds.folk["OEKONOM"]
    for bruger in (raadgiver, offer):
        with pytest.raises(PermissionDenied):
            gem_bruger(raadgiver, bruger, Adgangsdata("CHEF", kreds.enheder["center"]))
    assert not Bruger.objects.filter(rolle="CHEF").exclude(pk=kreds.folk["CHEF"].pk).exists()


def test_accounts_and_access_ask_again_who_one_is_and_keep_what_was_typed(kreds, admin, client):
    leder, sag = kreds.folk["TEAMLEDER"], kreds.sager["egen_enhed"]
    andet = kreds.folk["JURIST"]
    forsoeg = [
        (admin, reverse("ny_bruger"), felter(rolle="JURIST")),
        (admin, reverse("spaer_bruger", args=[andet.pk]), {}),
        (admin, reverse("kodelink", args=[andet.pk]), {}),
        (
            leder,
            reverse("beskyt_sag", args=[sag.pk]),
            {"beskyttelse": "ANSAT", "begrundelse": "x" * 20},
        ),
        (
            leder,
            reverse("giv_adgang", args=[sag.pk]),
            {"giv-til": andet.pk, "giv-spaer": "nej", "giv-begrundelse": "x" * 20},
        ),
    ]
    for hvem, sti, data in forsoeg:
        hvem.set_password("en lang og god adgangskode")
        hvem.save()
        client.force_login(hvem)
        session = client.session
        session["bekraeftet"] = 0
        session.save()
        svar = client.post(sti, data)
        assert "Er det stadig dig?" in svar.content.decode(), sti
        assert all(f'name="{navn}"' in svar.content.decode() for navn in data), sti
    assert not Bruger.objects.filter(username="ny").exists()
    sag.refresh_from_db()
    assert (sag.beskyttelse, Bruger.objects.get(pk=andet.pk).is_active) == ("", True)
    svar = client.post(sti, data | {"bekraeft_med": "en lang og god adgangskode"})
    assert svar.status_code == 302
    assert sag.adgange.filter(bruger=andet).exists()


def test_the_last_systemadministrator_stays(kreds, admin):
    anden = gem_bruger(None, Bruger(username="sa2"), Adgangsdata("SYSTEMADMINISTRATOR"))
    gem_bruger(anden, admin, Adgangsdata("SYSTEMADMINISTRATOR", aktiv=False))
    with pytest.raises(ValidationError, match="sidste systemadministrator"):
        gem_bruger(None, anden, Adgangsdata("POLITIKER"))


def test_a_link_to_choose_a_password_works_once(kreds, admin, client):
    client.force_login(admin)
    person = kreds.folk["JURIST"]
    side = client.post(reverse("kodelink", args=[person.pk])).content.decode()
    link = side.split('value="http://testserver')[1].split('"')[0]
    client.logout()
    sti = client.get(link).url
    kode = "en lang og god adgangskode"
    svar = client.post(sti, {"new_password1": kode, "new_password2": kode})
    assert svar.url == reverse("login")
    person.refresh_from_db()
    assert person.check_password(kode)
    client.session.flush()
    igen = client.get(link)
    assert "brugt eller for gammelt" in igen.content.decode()


def test_the_list_can_be_searched_and_filtered(kreds, admin, client):
    client.force_login(admin)
    sti = reverse("brugere")

    def antal(**valg) -> str:
        return client.get(sti, valg).content.decode().split('id="antal">')[1].split("<")[0].strip()

    assert antal() == "14 brugere"
    assert antal(q="dahl") == "1 bruger"
    assert antal(rolle="TEAMLEDER") == "2 brugere"
    assert antal(enhed=kreds.enheder["syd"].pk) == "1 bruger"
    assert antal(tilstand="spaerrede") == "0 brugere"


def test_the_account_of_one_whose_time_is_over_shows_nothing(kreds, client):
    gransker = kreds.folk["EKSTERN_GRANSKER"]
    client.force_login(gransker)
    assert client.get(reverse("sager")).status_code == 200
    Bruger.objects.filter(pk=gransker.pk).update(udloeber=timezone.localdate() - timedelta(1))
    assert client.get(reverse("sager")).status_code in (302, 403)
