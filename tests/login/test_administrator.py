"""The system administrator helps: unlocks, takes lost one-time codes away. Nobody else does, and not for oneself."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from omhu.adgang.login import spaerring, totp
from omhu.adgang.login.models import Session
from omhu.adgang.models import Bruger
from omhu.config.cli import main
from tests.bord.stoette import tekst
from tests.login.stoette import KODE, poster


@pytest.fixture
def karin(db) -> Bruger:
    b = Bruger.objects.create(
        username="karin", first_name="Karin", last_name="Holst", rolle="SYSTEMADMINISTRATOR"
    )
    b.set_password(KODE)
    b.save()
    return b


@pytest.fixture
def kontor(client, karin):
    """Karin's browser."""
    client.force_login(karin)
    return client


def test_lost_codes_are_taken_away_and_the_person_is_out(kontor, mette, hemmelig):
    telefon = Client()
    telefon.force_login(mette)
    svar = kontor.post(reverse("nulstil_totp", args=[mette.pk]), follow=True)
    assert "Mette Kjær har ingen engangskoder mere" in tekst(svar)
    assert not totp.har(mette)
    assert not Session.objects.filter(bruger=mette).exists()
    assert {"login": "uden engangskode", "bruger": mette.pk} in [
        p.detaljer for p in poster("ADMIN")
    ]


def test_it_asks_who_one_is_when_one_has_not_said_so_lately(kontor, mette, hemmelig):
    session = kontor.session
    session["bekraeftet"] -= 3600
    session.save()
    sti = reverse("nulstil_totp", args=[mette.pk])
    assert "Er det stadig dig?" in tekst(kontor.post(sti))
    assert totp.har(mette)
    kontor.post(sti, {"bekraeft_med": KODE})
    assert not totp.har(mette)


def test_ones_own_codes_go_the_ordinary_way(kontor, karin):
    assert kontor.post(reverse("nulstil_totp", args=[karin.pk])).status_code == 403


def test_a_superuser_of_cases_is_no_administrator(client, hold, hemmelig, mette):
    client.force_login(hold.super)
    for navn in ("nulstil_totp", "laas_op"):
        assert client.post(reverse(navn, args=[mette.pk])).status_code == 403
    assert totp.har(mette)


def test_a_locked_account_is_opened_on_the_page_and_by_the_command(kontor, mette, log_ind, capsys):
    for aabn in (
        lambda: kontor.post(reverse("laas_op", args=[mette.pk])),
        lambda: main(["bruger", "mk", "--laas-op"]),
    ):
        fremmed = Client()
        for _ in range(6):
            fremmed.post("/login/", {"username": "mk", "password": "forkert"})
        assert spaerring.spaerret_til("mk")
        aabn()
        assert not spaerring.spaerret_til("mk")
    assert "Mette Kjær (mk) er låst op." in capsys.readouterr().out


def test_the_command_resets_codes_and_knows_the_municipality_s_id(mette, hemmelig, hold, capsys):
    from omhu.adgang.login.kommunen import id_for

    assert main(["bruger", "mk", "--nulstil-engangskode", "--kommunens-id", "guid-1"]) == 0
    assert not totp.har(mette)
    assert id_for(mette) == "guid-1"
    assert main(["bruger", "ob", "--kommunens-id", "guid-1"]) == 1
    assert "Det id hører til en anden bruger." in capsys.readouterr().err
    assert id_for(hold.ole) == ""
    assert main(["bruger", "mk", "--kommunens-id", ""]) == 0
    assert id_for(mette) == ""
