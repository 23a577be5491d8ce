"""Who may open what: every address × every role × every nearness of the case.

The table says of each address which rule holds; the answer sheet of roles is in `tests/adgang/hold.py`. Both are
written by hand: `hvem.py` and that. An address that is not in the table fails, however it came into the URL
configuration.
"""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.adgang.hold import NAERHEDER, ROLLER, lav_kreds
from tests.bord.hvem import HVEM
from tests.bord.sagens_adresser import adresse, om_en_sag

GODTAGET = (200, 204, 302, 404, 405, 422)
"""Let in: what then happened is asked elsewhere."""


def navne(resolver=None, foer: str = "") -> set[str]:
    fundne = set()
    for del_ in (resolver or get_resolver()).url_patterns:
        if isinstance(del_, URLResolver):
            under = f"{foer}{del_.namespace}:" if del_.namespace else foer
            fundne |= navne(del_, under)
        elif isinstance(del_, URLPattern):
            fundne.add(f"{foer}{del_.name}")
    return fundne


def test_every_address_has_a_row_and_every_row_an_address():
    assert navne() == set(HVEM)


@pytest.fixture(scope="module")
def delt_kreds(delte_raekker):
    """The cast, and for each role a client that is logged in: made once, every test works on top of it."""
    with delte_raekker():
        kreds = lav_kreds()
        klienter = {rolle: Client() for rolle in ROLLER}
        for rolle, klient in klienter.items():
            klient.handler = klienter[ROLLER[0]].handler  # the middleware is made once
            klient.force_login(kreds.folk[rolle])
        return kreds, klienter


@pytest.fixture
def kreds(delt_kreds, db):
    """The cast, to be changed by the test."""
    return deepcopy(delt_kreds[0])


@pytest.fixture
def som(delt_kreds, db):
    """som[role]: a client with that person's session; what a test does with its cookies is forgotten."""
    foer = {rolle: deepcopy(klient.cookies) for rolle, klient in delt_kreds[1].items()}
    yield delt_kreds[1]
    for rolle, klient in delt_kreds[1].items():
        klient.cookies = foer[rolle]


@pytest.mark.parametrize("navn", sorted(HVEM))
def test_who_may_open(navn, kreds, som, client):
    metode, regel = HVEM[navn]
    naerheder = NAERHEDER if om_en_sag(navn) else NAERHEDER[:1]
    stier = {n: adresse(navn, kreds, n) for n in naerheder}
    for sti in stier.values():
        svar = getattr(client, metode)(sti)
        if regel is None or navn == "demologin":
            assert svar.status_code in (200, 302, 403, 404), (sti, "anonym")
        else:
            assert (svar.status_code, svar.url.split("?")[0]) == (302, reverse("login"))
    for rolle in ROLLER:
        for naerhed, sti in stier.items():
            svar = getattr(som[rolle], metode)(sti)
            if regel is None or regel(rolle, naerhed):
                assert svar.status_code in GODTAGET, (rolle, naerhed, svar.status_code)
                til_login = svar.status_code == 302 and svar.url.startswith(reverse("login"))
                assert not til_login or navn in ("login", "login_kode", "logud"), (
                    rolle,
                    naerhed,
                    svar.url,
                )
            else:
                assert svar.status_code == 403, (rolle, naerhed, svar.status_code)


def test_a_case_that_is_not_there_looks_like_one_of_another_unit(kreds, som):
    fremmed = som["RAADGIVER"].get(reverse("sag", args=[kreds.sager["andet_team"].pk]))
    findes_ikke = som["RAADGIVER"].get(reverse("sag", args=[999_999]))
    assert fremmed.status_code == findes_ikke.status_code == 403
    assert fremmed.content.count(b"Den h") == findes_ikke.content.count(b"Den h") == 1
    assert b"Barn1" not in fremmed.content


def test_names_of_raadgivere_in_the_counts_are_for_those_who_distribute(som):
    sti = reverse("regel", args=["underretning-kvittering"])
    assert "ansvarlig=ingen" in som["TEAMLEDER"].get(sti).content.decode()
    assert "ansvarlig=ingen" not in som["RAADGIVER"].get(sti).content.decode()
