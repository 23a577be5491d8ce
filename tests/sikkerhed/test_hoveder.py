"""Every answer carries the headers: all pages, refusals, errors, downloads and static files."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.sikkerhed.adresser import bliv

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
"""The whole policy. A new word here is a decision, not an accident."""
CSP_FIL = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "frame-ancestors": "'none'",
    "sandbox": "",
}
"""Of a file that came from outside and is shown as it is: it loads and runs nothing, and is no part of the site."""


def politik(svar) -> dict[str, str]:
    dele = svar["Content-Security-Policy"].split(";")
    return {navn: ord_ for navn, _, ord_ in (d.strip().partition(" ") for d in dele) if navn}


def ventet_politik(svar) -> dict[str, str]:
    er_fil = "Content-Disposition" in svar and not svar["Content-Type"].startswith("text/html")
    return CSP_FIL if er_fil and svar.resolver_match.view_name in FILER else CSP


FILER = ("dokument_vis", "dokument_hent")


def mangler(svar, *, data: bool = True) -> list[str]:
    """What is wrong with the headers of an answer."""
    fundet = {k: svar.get(k, "") for k in (
        "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
    )}  # fmt: skip
    ventet = dict(
        zip(fundet, ("nosniff", "same-origin", "same-origin", "same-origin"), strict=True)
    )
    fejl = [f"{k}: {v}" for k, v in fundet.items() if v != ventet[k]]
    if "Content-Security-Policy" not in svar or politik(svar) != ventet_politik(svar):
        fejl.append(f"CSP: {svar.get('Content-Security-Policy', 'mangler')}")
    if "camera=()" not in svar.get("Permissions-Policy", ""):
        fejl.append("Permissions-Policy")
    if data and "no-store" not in svar.get("Cache-Control", ""):
        fejl.append(f"Cache-Control: {svar.get('Cache-Control', 'mangler')}")
    tekst = svar.get("Content-Type", "text/html; charset=utf-8")
    if tekst.startswith(("text/", "application/xml", "application/json")) and "utf-8" not in tekst:
        fejl.append(f"Content-Type: {tekst}")
    return fejl


@pytest.fixture
def hold(alt):
    """Rows of the module's own are there already: the cast is that of `alt`."""
    return alt


@pytest.fixture
def roligt(client):
    """A client that turns exceptions into the answers that a browser would get."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("hvem", ["ukendt", "raadgiver", "superbruger"])
def test_every_address_by_every_method(hvem, alt, roligt):
    brud, sete = [], 0
    for adresse in alt.adresser:
        if hvem != "ukendt":
            bliv(roligt, {"raadgiver": alt.mette, "superbruger": alt.super}[hvem])
        for metode in ("get", "head", "post", "put"):
            svar = getattr(roligt, metode)(adresse.sti)
            sete += 1
            brud += [f"{metode} {adresse.sti} ({svar.status_code}): {m}" for m in mangler(svar)]
    assert sete > 100
    assert brud == []


def test_downloads_are_files_and_nothing_else(hold, client):
    client.force_login(hold.super)
    for sti in ("/sager/", "/frister/"):
        for format_, type_ in (("csv", "text/csv; charset=utf-8"), ("xlsx", "spreadsheetml.sheet")):
            svar = client.get(sti, {"format": format_})
            assert mangler(svar) == []
            assert svar["Content-Disposition"].startswith('attachment; filename="')
            assert svar["Content-Type"].endswith(type_)


@pytest.mark.parametrize(
    ("sti", "kw", "status"),
    [
        ("/findes-ikke/", {}, 404),
        ("/login/", {"HTTP_HOST": "en-anden.example"}, 400),
        ("/login/", {"REQUEST_METHOD": "TRACE"}, 405),
        ("/soeg/", {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "99999999"}, 413),
    ],
)
def test_errors_have_them_too(sti, kw, status, roligt, db):
    svar = roligt.generic(kw.pop("REQUEST_METHOD", "GET"), sti, **kw)
    assert svar.status_code == status
    assert mangler(svar) == []


def test_a_failing_page_has_them_too(hold, roligt, monkeypatch):
    def falder(*_args, **_kw):
        raise RuntimeError("Emil Holm")

    monkeypatch.setattr("omhu.bord.views.skrivebord.kontekst", falder)
    roligt.force_login(hold.mette)
    svar = roligt.get("/")
    assert svar.status_code == 500
    assert mangler(svar) == []
    assert "Emil" not in svar.content.decode()


@pytest.mark.parametrize("fil", ["omhu/omhu.css", "omhu/omhu.js", "omhu/omhu.svg"])
def test_static_files_have_them_and_may_be_kept(fil, client):
    svar = client.get(f"/static/{fil}")
    assert svar.status_code == 200
    assert mangler(svar, data=False) == []
    assert "no-store" not in svar.get("Cache-Control", "")


def test_a_file_that_is_not_there_is_never_another_file(client, db):
    for sti in ("/static/omhu/findes-ikke.css", "/static/../config/settings.py", "/static/"):
        assert client.get(sti).status_code in (302, 404), sti


def test_the_browser_forgets_what_it_saw_at_logout(hold, client):
    client.force_login(hold.mette)
    assert "Clear-Site-Data" not in client.get("/")
    assert client.post("/logud/")["Clear-Site-Data"] == '"cache", "storage"'


def test_nothing_of_another_site_is_let_in(hold, client):
    """No CORS: no answer says that another site may read it, whatever the request claims to come from."""
    client.force_login(hold.mette)
    svar = client.get("/", headers={"Origin": "https://ondt.example"})
    assert not [navn for navn in svar.headers if navn.startswith("Access-Control-")]


def test_messages_stay_on_the_server(hold, client):
    """What was done may name a child; a cookie would leave it in the browser."""
    from django.conf import settings

    assert settings.MESSAGE_STORAGE.endswith("SessionStorage")
    klient = Client()
    klient.force_login(hold.mette)
    klient.post(f"/sager/{hold.sag.pk}/registrer/JOURNALNOTAT/", {"dag": "2026-11-01"})
    assert set(klient.cookies) <= {"sessionid", "csrftoken"}
