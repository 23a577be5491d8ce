"""»Er det stadig dig?«: sensitive acts ask again, keep what was typed, and cannot be had by guessing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from omhu.adgang.login.bekraeft import kraev_ny_bekraeftelse, med_ny_bekraeftelse
from omhu.config.urls import urlpatterns as rigtige
from tests.bord.stoette import tekst
from tests.login.stoette import KODE, poster


@med_ny_bekraeftelse
def foelsom(request):
    return HttpResponse(f"Gjort: {request.POST.getlist('linje')} {request.GET.get('q')}")


urlpatterns = [*rigtige, path("foelsom/", foelsom, name="foelsom")]


@pytest.fixture
def inde(mette, client, log_ind, settings):
    """Mette, who logged in eleven minutes ago."""
    settings.ROOT_URLCONF = "tests.login.test_bekraeft"
    log_ind()
    session = client.session
    session["bekraeftet"] -= 11 * 60
    session.save()
    return client


def skjulte(side: str) -> list[tuple[str, str]]:
    fundne = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', side)
    return [(n, unescape(v)) for n, v in fundne if n != "csrfmiddlewaretoken"]


def test_a_fresh_login_is_a_confirmation(mette, client, log_ind, settings):
    settings.ROOT_URLCONF = "tests.login.test_bekraeft"
    log_ind()
    assert client.post("/foelsom/", {"linje": "a"}).content.startswith(b"Gjort")


def test_later_it_asks_and_keeps_what_was_typed(inde):
    side = inde.post("/foelsom/?q=1", {"linje": ['æ "<b>', "to"], "csrfmiddlewaretoken": "x"})
    assert "Er det stadig dig?" in tekst(side)
    html = side.content.decode()
    assert skjulte(html) == [("linje", 'æ "<b>'), ("linje", "to")]
    assert 'action="/foelsom/?q=1"' in html
    svar = inde.post("/foelsom/?q=1", {"linje": ['æ "<b>', "to"], "bekraeft_med": KODE})
    assert svar.content.decode() == "Gjort: ['æ \"<b>', 'to'] 1"


def test_once_confirmed_it_holds_for_ten_minutes(inde):
    inde.post("/foelsom/", {"bekraeft_med": KODE})
    assert inde.post("/foelsom/", {"linje": "a"}).content.startswith(b"Gjort")


def test_a_wrong_password_does_nothing_and_counts(inde, omhu):
    omhu(login_forsoeg=3)
    for _ in range(3):
        svar = inde.post("/foelsom/", {"linje": "a", "bekraeft_med": "forkert"})
        assert svar.status_code == 422
        assert ("linje", "a") in skjulte(svar.content.decode())
    assert "for mange forsøg" in tekst(inde.post("/foelsom/", {"bekraeft_med": KODE}))
    assert [p.detaljer["grund"] for p in poster("LOGIN_FEJL")] == ["bekræftelse"] * 3 + ["spærret"]


def test_a_one_time_code_will_do(inde, hemmelig, app):
    svar = inde.post("/foelsom/", {"linje": "a", "bekraeft_med": app(hemmelig)})
    assert svar.content.startswith(b"Gjort")


def test_a_page_that_is_only_opened_leads_back_to_itself(inde):
    side = inde.get("/foelsom/?q=7").content.decode()
    maal = unescape(re.search(r'<form method="post" action="(/konto/bekraeft/[^"]*)"', side)[1])
    svar = inde.post(maal, {"bekraeft_med": KODE})
    assert svar.url == "/foelsom/?q=7"


@pytest.mark.parametrize(
    "fremmed", ["https://ond.example/", "//ond.example/", "javascript:alert(1)"]
)
def test_nobody_is_led_out_of_the_house(inde, fremmed):
    svar = inde.post(f"/konto/bekraeft/?next={fremmed}", {"bekraeft_med": KODE})
    assert svar.url == "/"


def test_htmx_gets_a_whole_page(inde):
    svar = inde.post("/foelsom/", headers={"HX-Request": "true"})
    assert (svar["HX-Retarget"], svar["HX-Reswap"]) == ("body", "innerHTML")


def test_changes_of_the_second_factor_ask(inde, hemmelig):
    for sti in ("/konto/engangskode/nye-koder/", "/konto/engangskode/fra/"):
        assert "Er det stadig dig?" in tekst(inde.post(sti)), sti
    from omhu.adgang.login import totp

    assert totp.har(inde.get("/").wsgi_request.user)


def test_setting_up_a_second_factor_asks_too(inde):
    assert "Er det stadig dig?" in tekst(inde.get("/konto/engangskode/"))


def test_the_helper_can_be_called_in_a_view(inde, mette):
    request = RequestFactory().get("/x/")
    request.session, request.user = inde.session, mette
    assert kraev_ny_bekraeftelse(request) is not None
