"""The answers that no walk over the addresses meets carry the headers too: errors, downloads, static files.

Every address as every role: `test_hver_adresse.py`.
"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.sikkerhed.hoveder import mangler


@pytest.fixture
def hold(alt):
    """Rows of the module's own are there already: the cast is that of `alt`."""
    return alt


@pytest.fixture
def roligt(client):
    """A client that turns exceptions into the answers that a browser would get."""
    client.raise_request_exception = False
    return client


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
