"""No page deletes: every address by every method, with the words that a deletion would come by.

That the database itself refuses, on SQLite and on PostgreSQL: `sager/test_vaern.py`.
"""

from __future__ import annotations

import pytest
from django.apps import apps

from omhu.adgang.models import Bruger
from omhu.frister.models import Advis, Pligt
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.models import Skridt
from tests.sikkerhed.adresser import bliv, navne

RAEKKER = (Sag, Barn, Skridt, Advis, Pligt)


def antal() -> dict[str, int]:
    return {m.__name__: m._base_manager.count() for m in RAEKKER}


@pytest.mark.parametrize("rolle", ["SUPERBRUGER", "CHEF", "SYSTEMADMINISTRATOR", "RAADGIVER"])
def test_no_address_deletes(rolle, alt, client):
    client.raise_request_exception = False
    bruger = Bruger.objects.create(
        username=rolle.lower(), first_name="Ida", last_name="Berg", rolle=rolle, enhed=alt.nord
    )
    foer = antal()
    ord_ = {"slet": "1", "delete": "1", "handling": "slet", "action": "delete_selected", "_method": "DELETE",
            "_selected_action": str(alt.sag.pk), "bekraeft": "ja", "post": "yes"}  # fmt: skip
    for adresse in alt.adresser:
        bliv(client, bruger)
        for kald in (client.post, client.delete, client.put, client.patch):
            svar = kald(adresse.sti, ord_ if kald == client.post else "")
            assert svar.status_code < 500, (adresse, kald)
    efter = antal()
    assert all(efter[navn] >= foer[navn] for navn in foer), (foer, efter)
    assert Sag.objects.filter(pk=alt.sag.pk).exists()


def test_there_is_no_address_for_deleting_a_case():
    assert [n for n in navne() if "slet" in n and "sag" in n] == []
    assert not apps.is_installed("django.contrib.admin")
