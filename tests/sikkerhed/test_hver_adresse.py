"""Every address as every role, by every method: what each answer must be, asked in one walk.

To look (GET in every format, HEAD) changes nothing and shows no whole CPR number: every row of the database is as it
was; no page, export, header, session or log line has a number otherwise than masked; what comes as a file is counted as
an export. To send (POST, PUT, PATCH, DELETE) deletes nothing, with the words that a deletion would come by; that the
database itself refuses is shown in `sager/test_vaern.py`. Each answer carries the headers.
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
from omhu.config.web import graenser
from omhu.frister.models import Advis, Pligt
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.models import Skridt
from tests.krypto.test_ingen_cpr import rester_af
from tests.sikkerhed.adresser import bliv, navne
from tests.sikkerhed.hoveder import mangler

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
RAEKKER = (Sag, Barn, Skridt, Advis, Pligt)
"""What no address may make fewer."""
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


def gaa(client, stier: list[str], rolle: str, talte: list[str]):
    """(address, answer) of every address in every format. Where a page is refused, or is the same page when a file is
    asked for, its other formats are asked for by the thorough roles."""
    for sti in stier:
        for kald in FORMATER:
            talte.clear()
            svar = client.get(sti + kald)
            yield sti + kald, svar
            uden_fil = "csv" in kald and svar.get("Content-Type", "").startswith("text/html")
            if (svar.status_code == 403 or uden_fil) and rolle not in GRUNDIGT:
                break
        if rolle in GRUNDIGT:
            talte.clear()
            yield sti, client.head(sti)


@pytest.fixture
def talte(monkeypatch):
    """The kinds of limit that the last request was counted by."""
    slags: list[str] = []
    rigtig = graenser.slags_af
    monkeypatch.setattr(graenser, "slags_af", lambda r: slags.append(rigtig(r)) or slags[-1])
    return slags


def brud_i(kald: str, svar, talte: list[str]) -> list[str]:
    """What is wrong with an answer: its headers, or a file that does not count as an export."""
    fil = "attachment" in svar.get("Content-Disposition", "")
    ikke_talt = [f"en fil, talt som {talte}"] if fil and talte != [graenser.EKSPORT] else []
    return [f"{kald} ({svar.status_code}): {b}" for b in mangler(svar) + ikke_talt]


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


@pytest.fixture
def roligt(client):
    """A client that turns exceptions into the answers that a browser would get."""
    client.raise_request_exception = False
    return client


def en_bruger(rolle: str, enhed) -> Bruger:
    return Bruger.objects.create(
        username="x", first_name="Ida", last_name="Berg", rolle=rolle, enhed=enhed, initialer="IB"
    )


@pytest.mark.parametrize("rolle", Bruger.Rolle.values)
def test_to_look_changes_no_row_and_shows_no_whole_number(rolle, alt, roligt, talte, caplog):
    roligt.force_login(en_bruger(rolle, alt.nord))
    caplog.set_level(logging.DEBUG)
    foer = aftryk()
    assert foer["tidslinje_skridt"][0] > 3
    sete, brud, masker = [], [], 0
    for kald, svar in gaa(roligt, [a.sti for a in alt.adresser], rolle, talte):
        assert svar.status_code < 500, (kald, svar.status_code)
        data = indhold(svar)
        masker += "700617-••••".encode() in data
        sete.append((kald, rester_af(alt.barn.cpr, data)))
        brud += brud_i(kald, svar, talte)
    efter = aftryk()
    assert {t: (foer[t][0], efter[t][0]) for t in foer if foer[t] != efter[t]} == {}
    sete += [(hvor, rester_af(alt.barn.cpr, data)) for hvor, data in soeg(roligt, alt.barn.cpr)]
    assert [s for s in sete if s[1]] == []
    assert rester_af(alt.barn.cpr, caplog.text.encode()) == []
    assert rolle in SER_INTET or masker
    assert brud == []


def antal() -> dict[str, int]:
    return {m.__name__: m._base_manager.count() for m in RAEKKER}


@pytest.mark.parametrize("rolle", ["SUPERBRUGER", "CHEF", "SYSTEMADMINISTRATOR", "RAADGIVER"])
def test_to_send_deletes_nothing(rolle, alt, roligt, talte):
    bruger = en_bruger(rolle, alt.nord)
    foer, brud = antal(), []
    ord_ = {"slet": "1", "delete": "1", "handling": "slet", "action": "delete_selected", "_method": "DELETE",
            "_selected_action": str(alt.sag.pk), "bekraeft": "ja", "post": "yes"}  # fmt: skip
    for adresse in alt.adresser:
        bliv(roligt, bruger)
        for metode in ("post", "delete", "put", "patch"):
            talte.clear()
            svar = getattr(roligt, metode)(adresse.sti, ord_ if metode == "post" else "")
            assert svar.status_code < 500, (adresse, metode)
            brud += brud_i(f"{metode} {adresse.sti}", svar, talte)
    efter = antal()
    assert all(efter[navn] >= foer[navn] for navn in foer), (foer, efter)
    assert Sag.objects.filter(pk=alt.sag.pk).exists()
    assert brud == []


def test_a_stranger_gets_no_file_and_the_same_headers(alt, roligt, talte):
    brud = []
    for adresse in alt.adresser:
        for metode in ("get", "head", "post", "put"):
            talte.clear()
            svar = getattr(roligt, metode)(adresse.sti)
            brud += brud_i(f"{metode} {adresse.sti}", svar, talte)
            assert "attachment" not in svar.get("Content-Disposition", ""), adresse
    assert len(alt.adresser) > 100
    assert brud == []


def test_there_is_no_address_for_deleting_a_case():
    assert [n for n in navne() if "slet" in n and "sag" in n] == []
    assert not apps.is_installed("django.contrib.admin")


def test_a_list_can_be_searched_by_number_and_the_search_is_shown_masked(alt, client):
    """Sent again as it is shown, it is the same search."""
    client.force_login(alt.mette)
    for q in (alt.barn.cpr, "700617-••••"):
        svar = client.post("/sager/", {"q": q}, follow=True)
        side = svar.content.decode()
        assert "Emil Holm" in side
        assert 'value="700617-••••"' in side
