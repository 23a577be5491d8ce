"""One-time codes: set up with an app, asked for at each login, good once, and nobody's to read in the database."""

from __future__ import annotations

import base64
import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from omhu.adgang.login import totp
from tests.bord.stoette import tekst
from tests.login.stoette import KODE, poster

TOTP, LOGIN_KODE = "/konto/engangskode/", "/login/kode/"


@pytest.fixture
def kraeves(omhu):
    omhu(uden_totp="")


def saet_op(client, app) -> str:
    """Open the page, give the code; gives the page that shows the recovery codes."""
    side = client.get(TOTP).content.decode()
    hemmelig = re.search(r'class="noegle">([A-Z2-7 ]+)<', side)[1].replace(" ", "")
    return client.post(TOTP, {"kode": app(hemmelig)}).content.decode()


def koder_i(side: str) -> list[str]:
    return [k.replace(" ", "") for k in re.findall(r"<code>(\d{5} \d{5})</code>", side)]


def test_a_local_account_sets_up_codes_at_its_first_login(mette, kraeves, client, log_ind, app):
    assert log_ind().url == "/"
    assert client.get("/").url == TOTP
    assert client.get("/sager/").url == TOTP
    assert len(koder_i(saet_op(client, app))) == 10
    assert client.get("/").status_code == 200


def test_no_page_but_those_of_the_login_opens_before(mette, kraeves, client, log_ind):
    log_ind()
    for sti in ("/sager/", "/frister/", "/regler/", "/konto/sessioner/"):
        assert client.get(sti).url == TOTP, sti
    assert client.get("/adgangskode/").status_code == 200


def test_a_role_may_be_let_off(mette, omhu, client, log_ind):
    omhu(uden_totp="raadgiver, UDFOERER")
    log_ind()
    assert client.get("/").status_code == 200


def test_the_demo_asks_for_no_codes(mette, omhu, client, log_ind):
    omhu(uden_totp="", demo=True)
    log_ind()
    assert client.get("/").status_code == 200


def test_the_password_alone_lets_nobody_in(mette, hemmelig, client, log_ind):
    assert log_ind().url == LOGIN_KODE
    assert client.get("/").url.startswith("/login/")
    assert "_auth_user_id" not in client.session


def test_password_and_code_let_in_and_lead_to_where_one_was_going(
    mette, hemmelig, client, app, kraeves
):
    client.post("/login/", {"username": "mk", "password": KODE, "next": "/sager/"})
    assert client.post(LOGIN_KODE, {"kode": app(hemmelig)}).url == "/sager/"
    assert client.get("/").status_code == 200


def test_a_code_is_good_once(mette, hemmelig, client, log_ind, app, ur):
    log_ind()
    kode = app(hemmelig)
    client.post(LOGIN_KODE, {"kode": kode})
    client.post(reverse("logud"))
    log_ind()
    svar = client.post(LOGIN_KODE, {"kode": kode})
    assert svar.status_code == 422
    assert "den er brugt" in tekst(svar)
    ur.frem()
    assert client.post(LOGIN_KODE, {"kode": app(hemmelig)}).url == "/"


def test_the_code_used_to_set_up_is_used_too(mette, client, log_ind, app, ur):
    log_ind()
    side = client.get(TOTP).content.decode()
    hemmelig = re.search(r'class="noegle">([A-Z2-7 ]+)<', side)[1].replace(" ", "")
    client.post(TOTP, {"kode": app(hemmelig)})
    assert totp.proev(mette, app(hemmelig)) == ""


def test_an_older_code_than_the_last_is_refused(mette, hemmelig, app, ur):
    gammel = app(hemmelig)
    ur.frem()
    assert totp.proev(mette, app(hemmelig)) == "totp"
    assert totp.proev(mette, gammel) == ""


def test_codes_a_step_off_fit_and_two_steps_off_do_not(mette, hemmelig, app, ur):
    kode = app(hemmelig)
    ur.frem(2)
    assert totp.proev(mette, kode) == ""
    kode = app(hemmelig)
    ur.frem(1)
    assert totp.proev(mette, f"{kode[:3]} {kode[3:]}") == "totp"


def test_a_recovery_code_is_good_once_and_told(mette, hemmelig, client, log_ind):
    kode = totp.nye_koder(mette)[3]
    log_ind()
    assert client.post(LOGIN_KODE, {"kode": kode}).url == "/"
    assert "Du har 9 genskabelseskoder tilbage." in tekst(client.get("/"))
    client.post(reverse("logud"))
    log_ind()
    assert client.post(LOGIN_KODE, {"kode": kode}).status_code == 422


def test_recovery_codes_are_shown_once(mette, client, log_ind, app):
    log_ind()
    koder = koder_i(saet_op(client, app))
    side = client.get(TOTP).content.decode()
    assert koder
    assert not any(k in side.replace(" ", "") for k in koder)
    nye = koder_i(client.post(reverse("totp_koder")).content.decode())
    assert len(nye) == 10
    assert not set(nye) & set(koder)
    assert totp.proev(mette, koder[0]) == ""


def test_the_code_must_follow_within_five_minutes(mette, hemmelig, client, log_ind, app):
    log_ind()
    session = client.session
    session["login_afventer"] = {
        **session["login_afventer"],
        "tid": session["login_afventer"]["tid"] - 301,
    }
    session.save()
    assert client.post(LOGIN_KODE, {"kode": app(hemmelig)}).url == "/login/"
    assert client.get("/").status_code == 302


def test_a_changed_password_ends_the_wait_for_the_code(mette, hemmelig, client, log_ind, app):
    log_ind()
    mette.set_password("et-andet-kodeord-2026")
    mette.save()
    assert client.post(LOGIN_KODE, {"kode": app(hemmelig)}).url == "/login/"


def test_the_qr_code_is_an_image_that_the_content_policy_allows(mette, client, log_ind):
    log_ind()
    side = client.get(TOTP).content.decode()
    svg = base64.b64decode(re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', side)[1]).decode()
    assert svg.startswith("<?xml")
    assert "<script" not in svg
    assert "style=" not in svg


def test_no_secret_stands_in_the_database_as_it_is(mette, hemmelig, client, log_ind, app):
    totp.fjern(mette)
    log_ind()
    side = client.get(TOTP).content.decode()
    noegle = re.search(r'class="noegle">([A-Z2-7 ]+)<', side)[1].replace(" ", "")
    assert noegle not in json.dumps(dict(client.session.items()))
    client.post(TOTP, {"kode": app(noegle)})
    rakker = list(Authenticator.objects.filter(user=mette))
    assert len(rakker) == 2
    for r in rakker:
        data = json.dumps(r.data)
        assert noegle not in data
        assert re.search(r'"k\d{3}:', data)


def test_taking_it_away_leaves_nothing_and_asks_for_it_anew(mette, kraeves, client, log_ind, app):
    log_ind()
    saet_op(client, app)
    client.post(reverse("totp_fjern"))
    assert not Authenticator.objects.filter(user=mette).exists()
    assert client.get("/").url == TOTP


def test_a_session_from_before_does_not_pass_when_codes_were_set_up_elsewhere(
    mette, kraeves, client, log_ind, app, hemmelig
):
    client.force_login(mette)  # password alone
    assert client.get("/").url == TOTP
    assert client.get(TOTP).url == "/login/"
    assert client.get("/").url.startswith("/login/")


def test_changes_are_in_the_log(mette, client, log_ind, app, hemmelig):
    totp.fjern(mette)
    log_ind()
    saet_op(client, app)
    client.post(reverse("totp_koder"))
    client.post(reverse("totp_fjern"))
    hvad = [p.detaljer["login"] for p in poster("ADMIN") if "login" in p.detaljer]
    assert hvad == ["totp sat op", "nye genskabelseskoder", "totp fjernet"]


def test_a_wrong_code_is_in_the_log_and_counts(mette, hemmelig, client, log_ind, omhu):
    omhu(login_forsoeg=3)
    log_ind()
    for _ in range(3):
        assert client.post(LOGIN_KODE, {"kode": "000000"}).status_code == 422
    assert "for mange forsøg" in tekst(client.post(LOGIN_KODE, {"kode": "000000"}))
    assert [p.detaljer["grund"] for p in poster("LOGIN_FEJL")] == ["engangskode"] * 3 + ["spærret"]


def test_there_is_no_secret_way_past_the_codes(settings):
    from allauth.mfa import app_settings

    assert not getattr(settings, "MFA_TOTP_INSECURE_BYPASS_CODE", None)
    assert app_settings.TRUST_ENABLED is False
