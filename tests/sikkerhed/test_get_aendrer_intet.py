"""To look changes nothing: every address by GET as every role leaves every row of the database as it was."""

from __future__ import annotations

import hashlib

import pytest
from django.apps import apps
from django.db import connections

from omhu.adgang.models import Bruger
from tests.sikkerhed.adresser import alle

UNDTAGET = {"django_session", "login_session"}
"""Who is logged in, and when last seen: no data of the municipality. The log has a database of its own."""

GRUNDIGT = ("RAADGIVER", "SUPERBRUGER")
"""Roles that also ask for files and by HEAD."""


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


@pytest.mark.parametrize("rolle", Bruger.Rolle.values)
def test_a_get_changes_no_row(rolle, hold, client):
    client.raise_request_exception = False
    bruger = Bruger.objects.create(
        username=rolle.lower(),
        first_name="Ida",
        last_name="Berg",
        rolle=rolle,
        enhed=hold.nord,
        initialer="IB",
    )
    stier = [a.sti for a in alle(hold)]
    client.force_login(bruger)
    foer = aftryk()
    assert foer["tidslinje_skridt"][0] > 3
    for sti in stier:
        for kald, metode in ((sti, "get"), (f"{sti}?format=csv", "get"), (sti, "head")):
            if rolle not in GRUNDIGT and (kald, metode) != (sti, "get"):
                continue
            svar = getattr(client, metode)(kald)
            assert svar.status_code < 500, (kald, svar.status_code)
            b"".join(svar)
    efter = aftryk()
    assert {t: (foer[t][0], efter[t][0]) for t in foer if foer[t] != efter[t]} == {}
