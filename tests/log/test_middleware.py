"""No answer leaves before the log has told of it. What is read, sought, taken out, changed or refused is one post."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from omhu.adgang.log import LogFejl
from omhu.adgang.log import skriv as skrivemodul
from omhu.adgang.log.models import Logpost
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import fyld


@pytest.fixture
def som_mette(hold, client):
    fyld(hold)
    client.force_login(hold.mette)
    return client


@pytest.fixture
def stum_log(monkeypatch):
    """From here on the log's database refuses to be written to."""

    def slaa_til():
        def nej(*_):
            raise DatabaseError("database is locked")

        monkeypatch.setattr(skrivemodul, "_tilfoej", nej)

    return slaa_til


def poster(**hvad) -> list[Logpost]:
    return list(Logpost.objects.filter(**hvad).order_by("nr"))


def den_eneste(**hvad) -> Logpost:
    fundne = poster(**hvad)
    assert len(fundne) == 1, [f"{p} {p.hvor} {p.sager}" for p in fundne]
    return fundne[0]


def test_opening_a_case_is_one_read_of_that_case(hold, som_mette):
    som_mette.get(reverse("sag", args=[hold.sag.pk]))
    post = den_eneste(handling="LAES")
    assert (post.bruger, post.hvor, post.sager) == (hold.mette.pk, "sag", [hold.sag.pk])
    assert (post.rolle, post.enhed, post.enhed_navn) == ("RAADGIVER", hold.nord.pk, "Team Nord")


def test_the_purpose_follows_from_how_one_stands_to_the_case(hold, som_mette):
    sti = reverse("sag", args=[hold.sag.pk])
    for hvem in (hold.mette, hold.leder_nord, hold.super):
        som_mette.force_login(hvem)
        som_mette.get(sti)
    assert [p.formaal for p in poster(handling="LAES")] == ["EGEN_SAG", "LEDELSE", "FORVALTNING"]
    hold.sag.ansvarlig = None
    hold.sag.save()
    som_mette.force_login(hold.mette)
    som_mette.get(sti)
    assert poster(handling="LAES")[-1].formaal == "EGEN_ENHED"


def test_a_page_without_a_child_leaves_no_post(som_mette):
    som_mette.get(reverse("adgangskode"))
    assert poster(handling="LAES") == []


def test_a_refusal_names_the_case_that_was_asked_for(hold, som_mette):
    som_mette.force_login(hold.ole)
    som_mette.get(reverse("sag", args=[hold.sag.pk]))
    post = den_eneste(handling="AFVIST")
    assert (post.bruger, post.hvor, post.sager) == (hold.ole.pk, "sag", [hold.sag.pk])


def test_a_refused_obligation_names_its_case(hold, som_mette):
    from omhu.frister.models import Pligt

    pligt = Pligt.objects.filter(sag=hold.sag).first()
    som_mette.force_login(hold.ole)
    som_mette.get(reverse("hvorfor", args=[pligt.pk]))
    assert den_eneste(handling="AFVIST").sager == [hold.sag.pk]


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_an_export_names_its_children_before_its_first_byte(format_, hold, som_mette):
    svar = som_mette.get(reverse("sager"), {"format": format_})
    post = den_eneste(handling="EKSPORT")  # nothing of the answer is read yet
    assert post.sager == [hold.sag.pk]
    assert b"".join(svar) if svar.streaming else svar.content


def test_a_search_leaves_its_kind_and_what_it_found_but_never_its_words(hold, som_mette):
    som_mette.post(reverse("soeg"), {"q": "Emil Holm"})
    som_mette.post(reverse("soeg"), {"q": "  emil   holm "})
    som_mette.post(reverse("soeg"), {"q": "700617-4001"})
    tre = poster(handling="SOEG")
    assert [p.sager for p in tre] == [[hold.sag.pk]] * 3
    foerste, anden, tredje = (p.detaljer["soegning"] for p in tre)
    assert foerste == anden  # the same search is seen to be the same
    assert (foerste["slags"], tredje["slags"]) == ("navn eller nummer", "cpr")
    assert foerste["maerke"] != tredje["maerke"]


def test_a_search_that_finds_nothing_is_told_too(som_mette):
    som_mette.post(reverse("soeg"), {"q": "Nabobarnet"})
    assert den_eneste(handling="SOEG").sager == []


def test_a_filtered_list_is_a_search(hold, som_mette):
    som_mette.post(reverse("sager"), {"q": "Emil"}, follow=True)
    assert den_eneste(handling="SOEG").sager == [hold.sag.pk]


def _registrer(client, hold, **felter):
    sti = reverse("registrer_skridt", args=[hold.sag.pk, "JOURNALNOTAT"])
    return client.post(sti, {"dag": "2026-01-15", "note": "Talt med skolen", **felter})


def test_a_change_is_one_post(hold, som_mette):
    assert _registrer(som_mette, hold).status_code == 302
    post = den_eneste(handling="AENDRE")
    assert (post.hvor, post.sager, post.bruger) == (
        "registrer_skridt",
        [hold.sag.pk],
        hold.mette.pk,
    )


def test_a_change_that_fails_after_its_post_is_followed_by_one_that_says_so(
    hold, som_mette, monkeypatch
):
    from omhu.bord.views import skridt

    def knaek(_):
        raise RuntimeError("midt i det hele")

    monkeypatch.setattr(skridt, "genberegn_sag", knaek)
    antal = Skridt.objects.count()
    som_mette.raise_request_exception = False
    assert _registrer(som_mette, hold).status_code == 500
    assert Skridt.objects.count() == antal
    fejl = den_eneste(handling="AENDRE_FEJL")
    assert fejl.detaljer["post"] == den_eneste(handling="AENDRE").nr
    assert fejl.detaljer["svar"] == 500
    assert fejl.sager == [hold.sag.pk]


def test_login_and_logout_are_told(hold, client):
    hold.mette.set_password("langt-kodeord-12")
    hold.mette.save()
    sti = reverse("login")
    client.post(sti, {"username": "mk", "password": "700617-4001"})
    client.post(sti, {"username": "mk", "password": "langt-kodeord-12"})
    client.post(reverse("logud"))
    assert [p.handling for p in poster()] == ["LOGIN_FEJL", "LOGIN", "LOGUD"]
    assert [p.bruger for p in poster()] == [None, hold.mette.pk, hold.mette.pk]


# -- the log cannot be written ------------------------------------------------------------------------


SIDER = {
    "sagen": lambda h: reverse("sag", args=[h.sag.pk]),
    "listen": lambda h: reverse("sager"),
    "skrivebordet": lambda h: reverse("skrivebord"),
    "csv": lambda h: reverse("sager") + "?format=csv",
    "xlsx": lambda h: reverse("sager") + "?format=xlsx",
}


@pytest.mark.parametrize("side", SIDER)
def test_without_the_log_nothing_is_shown(side, hold, som_mette, stum_log):
    sti = SIDER[side](hold)
    assert som_mette.get(sti).status_code == 200
    stum_log()
    svar = som_mette.get(sti)
    assert svar.status_code == 503
    assert svar.content.decode().startswith("Loggen kan ikke skrives")
    assert b"Emil" not in svar.content


def test_without_the_log_nothing_is_changed(hold, som_mette, stum_log):
    antal = Skridt.objects.count()
    stum_log()
    assert _registrer(som_mette, hold).status_code == 503
    assert Skridt.objects.count() == antal


def test_without_the_log_nobody_gets_in(hold, client, stum_log):
    hold.mette.set_password("langt-kodeord-12")
    hold.mette.save()
    stum_log()
    svar = client.post(reverse("login"), {"username": "mk", "password": "langt-kodeord-12"})
    assert svar.status_code == 503
    assert SESSION_KEY not in client.session
    assert client.get(reverse("adgangskode")).status_code == 302


class Inderst:
    """A middleware inside the log's: reads a child before the view is asked, as a guard may."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raise LogFejl("Loggen kan ikke skrives, siger en mellemmand.")


def test_without_the_log_no_guard_within_answers_500(som_mette, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Inderst"]
    som_mette.raise_request_exception = False
    svar = som_mette.get(reverse("skrivebord"))
    assert svar.status_code == 503
    assert svar.content.decode() == "Loggen kan ikke skrives, siger en mellemmand."
    assert svar["Retry-After"] == "30"


def test_without_the_log_a_refusal_is_no_answer_either(hold, som_mette, stum_log):
    som_mette.force_login(hold.ole)
    stum_log()
    assert som_mette.get(reverse("sag", args=[hold.sag.pk])).status_code == 503


def test_the_log_holds_neither_name_nor_cpr_nor_words(hold, som_mette):
    som_mette.post(reverse("soeg"), {"q": "Emil Holm"})
    som_mette.post(reverse("soeg"), {"q": "7006174001"})
    _registrer(som_mette, hold, note="Emil 700617-4001 er ked af det")
    som_mette.get(reverse("sag", args=[hold.sag.pk]))
    alt = json.dumps(list(Logpost.objects.values()), default=str, ensure_ascii=False).casefold()
    for ord_ in ("Emil", "Holm", "7006174001", "700617-4001", "ked af", "Mette", "Kjær"):
        assert ord_.casefold() not in alt, ord_


# -- print --------------------------------------------------------------------------------------------


def _side(svar) -> str:
    return re.search(r'data-logside="([\w-]+)"', svar.content.decode()).group(1)


def test_a_print_names_the_cases_of_the_page_and_of_its_parts(hold, som_mette):
    from omhu.frister.models import Pligt

    side = _side(som_mette.get(reverse("sag", args=[hold.sag.pk])))
    pligt = Pligt.objects.filter(sag=hold.sag).first()
    del_ = som_mette.get(reverse("hvorfor", args=[pligt.pk]), headers={"HX-Request": "true"})
    svar = som_mette.post(reverse("udskriv"), {"side": [side, del_["Omhu-Side"]]})
    assert svar.status_code == 204
    post = den_eneste(handling="UDSKRIV")
    assert (post.bruger, post.sager) == (hold.mette.pk, [hold.sag.pk])
    assert post.detaljer["vist_paa"] == ["hvorfor", "sag"]


def test_a_print_of_a_page_without_a_child_is_no_post(som_mette):
    side = _side(som_mette.get(reverse("adgangskode")))
    assert som_mette.post(reverse("udskriv"), {"side": side}).status_code == 204
    assert poster(handling="UDSKRIV") == []


def test_nobody_prints_a_page_of_somebody_else(hold, som_mette):
    side = _side(som_mette.get(reverse("sag", args=[hold.sag.pk])))
    som_mette.force_login(hold.ole)
    som_mette.post(reverse("udskriv"), {"side": side})
    assert poster(handling="UDSKRIV") == []


def test_a_print_without_its_token_is_refused(hold, som_mette):
    vogtet = Client(enforce_csrf_checks=True)
    vogtet.force_login(hold.mette)
    assert vogtet.post(reverse("udskriv"), {"side": "x"}).status_code == 403


def test_without_the_log_a_print_gets_no_yes(hold, som_mette, stum_log):
    side = _side(som_mette.get(reverse("sag", args=[hold.sag.pk])))
    stum_log()
    assert som_mette.post(reverse("udskriv"), {"side": side}).status_code == 503
