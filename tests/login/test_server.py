"""A real server with several processes: what one counts the others know, and the demo stays at home."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from tests.login.server import FOLK, Installation

KODE = "solsorten-synger-kl-4"


class Klient:
    """A browser without a screen."""

    def __init__(self, rod: str) -> None:
        self.rod, self.kager = rod, CookieJar()
        self.aabner = build_opener(HTTPCookieProcessor(self.kager))

    def hent(self, sti: str, data: dict | None = None, **hoveder: str) -> tuple[int, str, str]:
        krop = urlencode(data).encode() if data is not None else None
        request = Request(self.rod + sti, krop, {"Referer": self.rod + sti, **hoveder})
        try:
            with self.aabner.open(request, timeout=60) as svar:
                return svar.status, svar.url, svar.read().decode()
        except HTTPError as svar:
            return svar.code, svar.url, svar.read().decode()

    def log_ind(self, kode: str, navn: str = "mette", **hoveder: str) -> tuple[int, str, str]:
        token = re.search(
            r'csrfmiddlewaretoken" value="([^"]+)"', self.hent("/login/", **hoveder)[2]
        )[1]
        felter = {"csrfmiddlewaretoken": token, "username": navn, "password": kode, "next": ""}
        return self.hent("/login/", felter, **hoveder)


@pytest.fixture(scope="module")
def rod(tmp_path_factory):
    omhu = Installation(
        tmp_path_factory.mktemp("server"),
        OMHU_LOGIN_FORSOEG_PR_ADRESSE="1000",
        OMHU_UDEN_TOTP="RAADGIVER",
    )
    omhu.koer(FOLK)
    with omhu.server("--processer", "2"):
        yield omhu


def test_guesses_at_the_same_time_in_two_processes_are_counted_one_by_one(rod):
    def gaet(nr: int) -> str:
        side = Klient(rod.adresse).log_ind(f"forkert-{nr}")[2]
        return (
            "spærret"
            if "for mange forsøg" in side
            else "forkert"
            if "passer ikke" in side
            else side
        )

    with ThreadPoolExecutor(8) as traade:
        svar = list(traade.map(gaet, range(24)))
    assert {s: svar.count(s) for s in svar} == {"forkert": 5, "spærret": 19}
    assert "for mange forsøg" in Klient(rod.adresse).log_ind(KODE)[2]
    assert "er låst op" in rod.omhu("bruger", "mette", "--laas-op").stdout
    _, adresse, _ = Klient(rod.adresse).log_ind(KODE)
    assert adresse == f"{rod.adresse}/"


def test_a_session_made_in_one_process_is_ended_in_the_others(rod):
    a, b = Klient(rod.adresse), Klient(rod.adresse)
    for k in (a, b):
        assert k.log_ind(KODE)[1] == f"{rod.adresse}/"
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', a.hent("/konto/sessioner/")[2])[1]
    a.hent("/konto/sessioner/afslut/", {"csrfmiddlewaretoken": token})
    for _ in range(6):
        assert "/login/" in b.hent("/")[1]
        assert a.hent("/")[1] == f"{rod.adresse}/"


def test_the_administrator_must_set_up_one_time_codes(rod):
    k = Klient(rod.adresse)
    assert k.log_ind(KODE, "karin")[1] == f"{rod.adresse}/konto/engangskode/"


def test_outside_the_demo_nobody_gets_in_by_a_click(rod):
    k = Klient(rod.adresse)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', k.hent("/login/")[2])[1]
    assert k.hent("/login/demo/1/", {"csrfmiddlewaretoken": token})[0] == 403


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    omhu = Installation(tmp_path_factory.mktemp("demo"), OMHU_DEMO="1")
    omhu.koer(FOLK)
    with omhu.server("--processer", "1"):
        yield omhu


def test_the_demo_lets_one_in_by_a_click_from_the_same_machine(demo):
    k = Klient(demo.adresse)
    side = k.hent("/login/")[2]
    assert "Prøv demoen som" in side
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', side)[1]
    assert k.hent("/login/demo/1/", {"csrfmiddlewaretoken": token})[1] == f"{demo.adresse}/"


@pytest.mark.parametrize("hoved", ["X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"])
def test_the_demo_is_closed_to_whoever_comes_through_a_proxy(demo, hoved):
    vaerdi = {"Forwarded": "for=192.0.2.7", "Via": "1.1 proxy"}.get(hoved, "127.0.0.1")
    k = Klient(demo.adresse)
    side = k.hent("/login/", **{hoved: vaerdi})[2]
    assert "Prøv demoen som" not in side
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', side)[1]
    svar = k.hent("/login/demo/1/", {"csrfmiddlewaretoken": token}, **{hoved: vaerdi})
    assert svar[0] == 403


@pytest.mark.parametrize("vaert", ["0.0.0.0", "192.0.2.7", "::"])
def test_the_demo_does_not_start_where_others_can_reach_it(tmp_path, vaert):
    omhu = Installation(tmp_path, OMHU_DEMO="1")
    svar = omhu.omhu("server", "--port", str(omhu.port), "--vaert", vaert)
    assert svar.returncode == 1
    assert "Demoen lader alle ind uden adgangskode" in svar.stderr
    assert "Traceback" not in svar.stderr
