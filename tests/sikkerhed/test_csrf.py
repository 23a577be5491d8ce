"""Nothing is changed by a form of another site: every address, every method that changes, as one who may do all."""

from __future__ import annotations

import pytest
from django.test import Client

UDEN_TOKEN: dict[str, str] = {
    "saml_svar": "the provider's page posts it: a signed assertion that answers a question of this browser",
}
"""Addresses that another site must be able to post to, and what protects them instead."""


@pytest.fixture
def hold(alt):
    """Rows of the module's own are there already: the cast is that of `alt`."""
    return alt


@pytest.fixture
def vogtet(hold):
    klient = Client(enforce_csrf_checks=True, raise_request_exception=False)
    klient.force_login(hold.super)
    return klient


@pytest.mark.parametrize("metode", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_address_takes_a_change_without_a_token(metode, alt, vogtet):
    gennem, proevet = [], 0
    for adresse in alt.adresser:
        if adresse.navn in UDEN_TOKEN:
            continue
        svar = vogtet.generic(metode, adresse.sti)
        proevet += 1
        if svar.status_code != 403 or "blevet for gammel" not in svar.content.decode():
            gennem.append(f"{metode} {adresse.navn} {adresse.sti}: {svar.status_code}")
    assert proevet > 30
    assert gennem == []


def test_the_exceptions_are_real():
    from tests.sikkerhed.adresser import navne

    assert set(UDEN_TOKEN) <= set(navne())


def test_a_stranger_s_login_form_needs_one_too(db):
    svar = Client(enforce_csrf_checks=True).post("/login/", {"username": "x", "password": "y"})
    assert svar.status_code == 403


def test_a_token_of_another_site_is_refused(hold, vogtet):
    svar = vogtet.post("/soeg/", {"q": "N-1", "csrfmiddlewaretoken": "a" * 64})
    assert svar.status_code == 403


def test_with_the_page_s_own_token_the_form_goes_through(hold, vogtet):
    side = vogtet.get("/adgangskode/").content.decode()
    token = side.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert vogtet.post("/soeg/", {"q": "N-1", "csrfmiddlewaretoken": token}).status_code != 403
