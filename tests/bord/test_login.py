"""Login: with a password; without one only in the demo and only from this machine."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.bord.stoette import tekst


@pytest.fixture
def demo(settings):
    settings.OMHU = settings.OMHU.model_copy(update={"demo": True})


def test_a_password_logs_in_and_the_wrong_one_tells_nothing_of_which(hold, client):
    hold.mette.set_password("et-langt-kodeord-2026")
    hold.mette.save()
    svar = client.post(reverse("login"), {"username": "mk", "password": "forkert"})
    assert "Brugernavn og adgangskode passer ikke sammen." in tekst(svar)
    svar = client.post(reverse("login"), {"username": "mk", "password": "et-langt-kodeord-2026"})
    assert svar.url == "/"
    assert hold.mette.password.startswith("argon2")


def test_empty_fields_are_told_in_words(hold, client):
    ord_ = tekst(client.post(reverse("login"), {}))
    assert "Vi mangler dit brugernavn." in ord_
    assert "Vi mangler din adgangskode." in ord_


def test_the_demo_logs_in_by_one_click(hold, client, demo):
    assert "Mette Kjær" in tekst(client.get(reverse("login")))
    assert client.post(reverse("demologin", args=[hold.mette.pk])).url == "/"
    assert client.get("/").status_code == 200


def test_one_click_is_no_link(hold, client, demo):
    assert client.get(reverse("demologin", args=[hold.mette.pk])).status_code == 405


@pytest.mark.parametrize(
    "fra",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    ],
)
def test_the_demo_is_closed_to_others_than_this_machine(hold, client, demo, fra):
    assert "Mette Kjær" not in tekst(client.get(reverse("login"), **fra))
    assert client.post(reverse("demologin", args=[hold.mette.pk]), **fra).status_code == 403


def test_outside_the_demo_nobody_is_listed(hold, client):
    assert "Mette Kjær" not in tekst(client.get(reverse("login")))


def test_one_changes_ones_own_password(hold, client):
    hold.mette.set_password("et-langt-kodeord-2026")
    hold.mette.save()
    client.force_login(hold.mette)
    sti = reverse("adgangskode")
    nyt = {
        "old_password": "et-langt-kodeord-2026",
        "new_password1": "kort",
        "new_password2": "kort",
    }
    assert client.post(sti, nyt).status_code == 200
    nyt |= {"new_password1": "solsorten-synger-kl-4", "new_password2": "solsorten-synger-kl-4"}
    assert client.post(sti, nyt).url == "/"
    hold.mette.refresh_from_db()
    assert hold.mette.check_password("solsorten-synger-kl-4")


def test_logout_ends_it(hold, client):
    client.force_login(hold.mette)
    client.post(reverse("logud"))
    assert client.get("/").status_code == 302
