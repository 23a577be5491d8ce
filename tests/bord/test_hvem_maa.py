"""Who may open what: one row per address and kind of person. A new address without a row fails."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from omhu.frister.models import Pligt
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import fyld

LOGIN = "login"
PERSONER = (
    "anonym",
    "egen_raadgiver",
    "anden_raadgiver",
    "egen_leder",
    "anden_leder",
    "superbruger",
)
ALLE = (LOGIN, 200, 200, 200, 200, 200)
EGNE = (LOGIN, 200, 403, 200, 403, 200)
EGNE_POST = (LOGIN, 302, 403, 302, 403, 302)
LEDERE = (LOGIN, 403, 403, "ok", "ok", "ok")
SUPER = (LOGIN, 403, 403, 403, 403, "ok")

HVEM = {
    "login": ("get", (200, 302, 302, 302, 302, 302)),
    "demologin": ("post", (403, 403, 403, 403, 403, 403)),
    "logud": ("post", (LOGIN, 302, 302, 302, 302, 302)),
    "adgangskode": ("get", ALLE),
    "skrivebord": ("get", ALLE),
    "soeg": ("get", ALLE),
    "sager": ("get", ALLE),
    "frister": ("get", ALLE),
    "regler": ("get", ALLE),
    "regel": ("get", ALLE),
    "sag": ("get", EGNE),
    "sagens_hvorfor": ("get", (LOGIN, 404, 403, 404, 403, 404)),
    "vaelg_skridt": ("get", EGNE),
    "registrer_skridt": ("get", EGNE),
    "ret_skridt": ("get", EGNE),
    "traek_skridt_tilbage": ("get", EGNE),
    "fortryd": ("post", EGNE_POST),
    "hvorfor": ("get", EGNE),
    "registrer_frist": ("get", EGNE),
    "fravaelg": ("get", EGNE),
    "laeg_vaek": ("get", EGNE),
    "tag_frem": ("post", EGNE_POST),
    "giv_videre": ("get", EGNE),
    "paamind": ("get", EGNE),
    "indlaesning": ("get", LEDERE),
    "indlaesning_ny": ("post", SUPER),
    "indlaesning_profiler": ("get", SUPER),
    "indlaesning_ny_profil": ("post", SUPER),
    "indlaesning_kolonner": ("post", SUPER),
    "indlaesning_vis": ("get", LEDERE),
    "indlaesning_godkend": ("post", SUPER),
    "indlaesning_forkast": ("post", SUPER),
    "indlaesning_karantaene": ("get", SUPER),
}


def navne(resolver=None) -> set[str]:
    alle = set()
    for del_ in (resolver or get_resolver()).url_patterns:
        if isinstance(del_, URLResolver):
            alle |= navne(del_)
        elif isinstance(del_, URLPattern):
            alle.add(del_.name)
    return alle


def test_every_address_has_a_row_and_every_row_an_address():
    assert navne() == set(HVEM)


def adresse(navn: str, hold) -> str:
    pligt = Pligt.objects.filter(sag=hold.sag).first()
    skridt = Skridt.objects.get(sag=hold.sag, art="UNDERRETNING")
    felter = {
        "demologin": [hold.mette.pk],
        "regel": ["bfu-4mdr"],
        "sag": [hold.sag.pk],
        "sagens_hvorfor": [hold.sag.pk],
        "vaelg_skridt": [hold.sag.pk],
        "registrer_skridt": [hold.sag.pk, "JOURNALNOTAT"],
        **dict.fromkeys(("ret_skridt", "traek_skridt_tilbage", "fortryd"), [skridt.pk]),
        **dict.fromkeys(
            (
                "hvorfor",
                "registrer_frist",
                "fravaelg",
                "laeg_vaek",
                "tag_frem",
                "giv_videre",
                "paamind",
            ),
            [pligt.pk],
        ),
        **dict.fromkeys(
            (
                "indlaesning_kolonner",
                "indlaesning_vis",
                "indlaesning_godkend",
                "indlaesning_forkast",
                "indlaesning_karantaene",
            ),
            [uuid4()],
        ),
    }
    return reverse(navn, args=felter.get(navn, []))


def person(hold, hvem: str):
    return {
        "egen_raadgiver": hold.mette,
        "anden_raadgiver": hold.ole,
        "egen_leder": hold.leder_nord,
        "anden_leder": hold.leder_syd,
        "superbruger": hold.super,
    }[hvem]


@pytest.mark.parametrize("navn", sorted(HVEM))
def test_who_may_open(navn, hold, client):
    fyld(hold)
    metode, forventet = HVEM[navn]
    sti = adresse(navn, hold)
    for hvem, ventet in zip(PERSONER, forventet, strict=True):
        client.logout()
        if hvem != "anonym":
            client.force_login(person(hold, hvem))
        svar = getattr(client, metode)(sti)
        if ventet == LOGIN:
            assert (svar.status_code, svar.url.split("?")[0]) == (302, reverse("login")), hvem
        elif ventet == "ok":
            assert svar.status_code in (200, 302, 404, 422), hvem
        else:
            assert svar.status_code == ventet, hvem


def test_a_case_that_is_not_there_looks_like_one_of_another_unit(hold, client):
    fyld(hold)
    client.force_login(hold.ole)
    fremmed = client.get(reverse("sag", args=[hold.sag.pk]))
    findes_ikke = client.get(reverse("sag", args=[999_999]))
    assert fremmed.status_code == findes_ikke.status_code == 403
    assert fremmed.content.count(b"Den h") == findes_ikke.content.count(b"Den h") == 1
    assert b"Emil" not in fremmed.content


def test_names_of_raadgivere_in_the_counts_are_for_leaders_only(hold, client):
    fyld(hold)
    sti = reverse("regel", args=["underretning-kvittering"])
    client.force_login(hold.leder_nord)
    assert f"ansvarlig={hold.mette.pk}" in client.get(sti).content.decode()
    client.force_login(hold.mette)
    assert f"ansvarlig={hold.mette.pk}" not in client.get(sti).content.decode()
