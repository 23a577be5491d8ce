"""No page, export, header, session or log line shows a CPR number otherwise than masked, whatever role asks."""

import io
import json
import logging
import zipfile

import pytest

from omhu.adgang.models import Bruger
from tests.krypto.test_ingen_cpr import rester_af
from tests.sikkerhed.adresser import alle

SPOERGER_OM_ALT = "SYSTEMADMINISTRATOR"
"""The role that sees no case: it also asks for the formats of what it is refused."""


def _indhold(svar):
    """The body, unpacked when it is a workbook, and all that is sent before it."""
    krop = b"".join(svar)
    dele = [krop, repr(sorted(svar.headers.items())).encode(), repr(svar.cookies).encode()]
    if krop.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(krop)) as z:
            dele += [z.read(n) for n in z.namelist()]
    return b"\n".join(dele)


@pytest.mark.parametrize("rolle", Bruger.Rolle.values)
def test_pages_exports_headers_and_log_show_it_masked_at_most(hold, client, caplog, rolle):
    """Every address with every format, and every search by the number, as every role. Where a page is refused, its
    formats are asked for by one role for all."""
    client.raise_request_exception = False
    adresser = alle(hold)
    bruger = Bruger.objects.create(
        username="x", first_name="Ida", last_name="Berg", rolle=rolle, enhed=hold.nord
    )
    client.force_login(bruger)
    caplog.set_level(logging.DEBUG)
    sete, masker = [], 0
    for adresse in adresser:
        for kald in ("", "?format=csv", "?format=xlsx", "?soegt=1"):
            svar = client.get(adresse.sti + kald)
            data = _indhold(svar)
            masker += "700617-••••".encode() in data
            sete.append((adresse.sti + kald, rester_af(hold.barn.cpr, data)))
            if svar.status_code == 403 and rolle != SPOERGER_OM_ALT:
                break
    for sti in ("/soeg/", "/sager/", "/frister/"):
        for tekst in (hold.barn.cpr, "700617-4001", "7006174009"):
            svar = client.post(sti, {"q": tekst}, follow=True)
            gemt = json.dumps(dict(client.session.items()), default=str).encode()
            sete.append((f"sessionen efter {sti}", rester_af(hold.barn.cpr, gemt)))
            sete += [
                (sti, rester_af(hold.barn.cpr, _indhold(svar))),
                *((s, s) for s, _ in svar.redirect_chain if "4001" in s),
            ]
    assert [s for s in sete if s[1]] == []
    assert rester_af(hold.barn.cpr, caplog.text.encode()) == []
    assert (
        rolle
        in (
            "SYSTEMADMINISTRATOR",
            "POLITIKER",
            "EKSTERN_GRANSKER",
            "OEKONOM",
            "UDFOERER",
            "UDVALGSSEKRETAER",
        )
        or masker
    )


def test_a_list_can_be_searched_by_number_and_the_search_is_shown_masked(hold, client):
    """Sent again as it is shown, it is the same search."""
    adresser = alle(hold)
    client.force_login(hold.mette)
    for _ in range(2):
        svar = client.post(
            "/sager/", {"q": hold.barn.cpr if _ == 0 else "700617-••••"}, follow=True
        )
        side = svar.content.decode()
        assert "Emil Holm" in side
        assert 'value="700617-••••"' in side
    assert adresser
