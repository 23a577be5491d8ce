"""To look changes nothing and shows no whole CPR number: every address by GET, in every format, as every role.

Every row of the database is as it was; no page, export, header, session or log line has a number otherwise than masked.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import zipfile

import pytest
from django.apps import apps
from django.db import connections

from omhu.adgang.models import Bruger
from tests.krypto.test_ingen_cpr import rester_af

UNDTAGET = {"django_session", "login_session"}
"""Who is logged in, and when last seen: no data of the municipality. The log has a database of its own."""

GRUNDIGT = ("RAADGIVER", "SUPERBRUGER", "SYSTEMADMINISTRATOR")
"""Roles that also ask by HEAD, and for every format of what they are refused and of pages that have none: one that
works, the one that sees most, and one that sees no case."""
SER_INTET = (
    "SYSTEMADMINISTRATOR",
    "POLITIKER",
    "EKSTERN_GRANSKER",
    "OEKONOM",
    "UDFOERER",
    "UDVALGSSEKRETAER",
)
"""Roles that meet no number, not even masked."""
FORMATER = ("", "?format=csv", "?format=xlsx", "?soegt=1")


def aftryk() -> dict[str, tuple[int, str]]:
    """Rows and a digest of each table of the default database."""
    forbindelse = connections["default"]
    tabeller = {m._meta.db_table for m in apps.get_models(include_auto_created=True)} - UNDTAGET
    findes = set(forbindelse.introspection.table_names())
    svar = {}
    with forbindelse.cursor() as markoer:
        for tabel in sorted(tabeller & findes):
            markoer.execute(f"SELECT * FROM {forbindelse.ops.quote_name(tabel)}")
            raekker = sorted(repr(r) for r in markoer.fetchall())
            svar[tabel] = (len(raekker), hashlib.sha256("\n".join(raekker).encode()).hexdigest())
    return svar


def indhold(svar) -> bytes:
    """The body, unpacked when it is a workbook, and all that is sent before it."""
    krop = b"".join(svar)
    dele = [krop, repr(sorted(svar.headers.items())).encode(), repr(svar.cookies).encode()]
    if krop.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(krop)) as z:
            dele += [z.read(n) for n in z.namelist()]
    return b"\n".join(dele)


def gaa(client, stier: list[str], rolle: str):
    """(address, answer) of every address in every format. Where a page is refused, or is the same page when a file is
    asked for, its other formats are asked for by the thorough roles."""
    for sti in stier:
        for kald in FORMATER:
            svar = client.get(sti + kald)
            yield sti + kald, svar
            uden_fil = "csv" in kald and svar.get("Content-Type", "").startswith("text/html")
            if (svar.status_code == 403 or uden_fil) and rolle not in GRUNDIGT:
                break
        if rolle in GRUNDIGT:
            yield sti, client.head(sti)


def soeg(client, cpr: str):
    """(where, what it holds) of every search by the number: the session after it, each address, each answer."""
    for sti in ("/soeg/", "/sager/", "/frister/"):
        for tekst in (cpr, "700617-4001", "7006174009"):
            svar = client.post(sti, {"q": tekst}, follow=True)
            yield (
                f"sessionen efter {sti}",
                json.dumps(dict(client.session.items()), default=str).encode(),
            )
            yield sti, indhold(svar)
            assert not [s for s, _ in svar.redirect_chain if "4001" in s]


@pytest.mark.parametrize("rolle", Bruger.Rolle.values)
def test_a_get_changes_no_row_and_shows_no_whole_number(rolle, alt, client, caplog):
    client.raise_request_exception = False
    bruger = Bruger.objects.create(
        username="x",
        first_name="Ida",
        last_name="Berg",
        rolle=rolle,
        enhed=alt.nord,
        initialer="IB",
    )
    client.force_login(bruger)
    caplog.set_level(logging.DEBUG)
    foer = aftryk()
    assert foer["tidslinje_skridt"][0] > 3
    sete, masker = [], 0
    for kald, svar in gaa(client, [a.sti for a in alt.adresser], rolle):
        assert svar.status_code < 500, (kald, svar.status_code)
        data = indhold(svar)
        masker += "700617-••••".encode() in data
        sete.append((kald, rester_af(alt.barn.cpr, data)))
    efter = aftryk()
    assert {t: (foer[t][0], efter[t][0]) for t in foer if foer[t] != efter[t]} == {}
    sete += [(hvor, rester_af(alt.barn.cpr, data)) for hvor, data in soeg(client, alt.barn.cpr)]
    assert [s for s in sete if s[1]] == []
    assert rester_af(alt.barn.cpr, caplog.text.encode()) == []
    assert rolle in SER_INTET or masker


def test_a_list_can_be_searched_by_number_and_the_search_is_shown_masked(alt, client):
    """Sent again as it is shown, it is the same search."""
    client.force_login(alt.mette)
    for q in (alt.barn.cpr, "700617-••••"):
        svar = client.post("/sager/", {"q": q}, follow=True)
        side = svar.content.decode()
        assert "Emil Holm" in side
        assert 'value="700617-••••"' in side
