"""Behind a proxy with https: cookies, redirects, addresses, and Django's own list for deployment."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.http import HttpRequest

from omhu.config.web.proxy import kalder
from tests.sikkerhed.hoveder import CSP
from tests.sikkerhed.server import ROD, VAERT


def _uden_browserproever() -> dict[str, str]:
    """The environment without what the browser tests of the same process ask Django to allow."""
    return {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}


def test_django_finds_nothing_to_say_about_the_deployment(tmp_path):
    svar = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROD, capture_output=True, text=True, check=False,
        env={**_uden_browserproever(), "OMHU_MAPPE": str(tmp_path), "OMHU_HTTPS": "1", "OMHU_VAERTER": VAERT,
             "DJANGO_SETTINGS_MODULE": "omhu.config.settings", "PYTHONPATH": str(ROD)},
    )  # fmt: skip
    assert svar.returncode == 0, svar.stderr


def test_cookies_are_for_this_host_alone(server):
    cookies = server.hent("/login/", X_Forwarded_For="192.0.2.20").cookies
    assert cookies
    for cookie in cookies:
        dele = {d.strip().split("=")[0] for d in cookie.split(";")}
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite", "Path"} <= dele
        assert "Path=/" in cookie
        assert "Domain" not in dele
        assert len(cookie.split(";")[0]) < 4096


def test_the_session_cookie_has_the_same_marks(monkeypatch, tmp_path):
    kode = (
        "from omhu.config import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_NAME)"
    )
    miljoe = {**os.environ, "OMHU_MAPPE": str(tmp_path), "OMHU_HTTPS": "1", "PYTHONPATH": str(ROD)}
    svar = subprocess.run(
        [sys.executable, "-c", kode],
        cwd=ROD,
        env=miljoe,
        capture_output=True,
        text=True,
        check=False,
    )
    assert svar.stdout.split() == ["__Host-sessionid", "True", "True", "Lax", "__Host-csrftoken"], (
        svar.stderr
    )


def test_the_browser_is_told_to_stay_on_https(server):
    hsts = server.hent("/login/", X_Forwarded_For="192.0.2.21").hoveder["strict-transport-security"]
    assert hsts == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    ("sti", "status"),
    [("/login/", 200), ("/findes-ikke/", 404), ("/static/omhu/omhu.css", 200), ("/falder/", 500)],
)
def test_the_real_server_sends_every_header(sti, status, server):
    svar = server.hent(sti, X_Forwarded_For="192.0.2.22")
    assert svar.status == status
    politik = dict(
        d.strip().split(" ", 1) for d in svar.hoveder["content-security-policy"].split(";")
    )
    assert politik == CSP
    assert svar.hoveder["x-content-type-options"] == "nosniff"
    assert svar.hoveder["strict-transport-security"]
    assert ("no-store" in svar.hoveder.get("cache-control", "")) == (not sti.startswith("/static/"))


def test_a_call_without_https_is_sent_there_and_gets_no_page(server):
    svar = server.hent("/login/", X_Forwarded_Proto="http", X_Forwarded_For="192.0.2.23")
    assert (svar.status, svar.hoveder["location"]) == (301, f"https://{VAERT}/login/")
    assert svar.cookies == []


def test_the_address_is_the_one_that_our_proxy_saw(server):
    """What the caller wrote himself stands before it, and is not believed."""
    svar = server.hent("/falder/kalder/", X_Forwarded_For="9.9.9.9, 192.0.2.24")
    assert svar.tekst == "192.0.2.24"
    svar = server.hent(
        "/falder/kalder/",
        X_Forwarded_For="192.0.2.25",
        Forwarded="for=9.9.9.9",
        X_Real_IP="9.9.9.9",
    )
    assert svar.tekst == "192.0.2.25"


@pytest.mark.parametrize(
    ("led", "proxyer", "ventet"),
    [
        ("", 1, "127.0.0.1"),
        ("203.0.113.5", 1, "203.0.113.5"),
        ("9.9.9.9, 203.0.113.5", 1, "203.0.113.5"),
        ("9.9.9.9, 203.0.113.5, 10.0.0.2", 2, "203.0.113.5"),
        ("203.0.113.5", 2, "127.0.0.1"),
        ("<script>", 1, "127.0.0.1"),
        ("2001:db8::1", 1, "2001:db8::1"),
    ],
)
def test_as_many_entries_from_the_end_as_there_are_proxies(led, proxyer, ventet):
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": led}
    assert kalder(request, proxyer) == ventet


def test_without_a_proxy_no_word_of_one_is_believed(client, db, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    svar = client.get(
        "/login/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "9.9.9.9"}
    )
    assert svar.wsgi_request.META["REMOTE_ADDR"] == "127.0.0.1"
    assert not svar.wsgi_request.is_secure()
    assert "HTTP_X_FORWARDED_PROTO" not in svar.wsgi_request.META


@pytest.mark.parametrize("besked", [
    "POST /soeg/ HTTP/1.1\nHost: x\nContent-Length: 6\nContent-Length: 7\n\nabcdefg",
    "GET /login/ HTTP/1.1\nHost: x\nX: a\0b\n\n",
    "GET /login/ HTTP/1.1\nConnection: close\n\n",
])  # fmt: skip
def test_messages_of_two_meanings_are_refused(besked, server):
    """Two lengths, a control sign in a header, no host: each is a way to smuggle a second message in."""
    assert server.raat(besked).startswith(b"HTTP/1.1 400 ")


def test_a_length_beside_chunks_never_makes_two_messages(server):
    svar = server.raat(
        f"POST /soeg/ HTTP/1.1\nHost: {VAERT}\nX-Forwarded-Proto: https\nX-Forwarded-For: 192.0.2.26\n"
        "Content-Length: 6\nTransfer-Encoding: chunked\nConnection: close\n\n0\n\nGET /falder/ HTTP/1.1\n\n"
    )
    assert svar.count(b"HTTP/1.1 ") == 1
    assert b" 500 " not in svar.split(b"\r\n")[0]


@pytest.mark.parametrize(
    ("navn", "vaerdi"),
    [("OMHU_VAERTER", "*"), ("OMHU_VAERTER", ".example"), ("OMHU_HEMMELIG_NOEGLE", "kort")],
)
def test_settings_that_open_the_door_stop_the_start(navn, vaerdi, tmp_path):
    miljoe = {**os.environ, "OMHU_MAPPE": str(tmp_path), navn: vaerdi, "PYTHONPATH": str(ROD)}
    svar = subprocess.run(
        [sys.executable, "-c", "from omhu.config import settings"],
        cwd=ROD, env=miljoe, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert svar.returncode == 1
    assert svar.stderr.startswith("Omhu kan ikke starte")
    assert navn in svar.stderr
