"""The pages ask the database as often with much in them as with little, and seldom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.undersoegelse.hel import med_udsagn, planlagt
from tests.undersoegelse.stoette import sti

pytestmark = pytest.mark.django_db
HOEJST = 20


@pytest.mark.parametrize("side", ["oversigt", "plan", "udsagn", "tekst", "afslut"])
def test_few_statements_however_much_is_written(hold, client, side):
    u = med_udsagn(hold, planlagt(hold), 60)
    client.force_login(hold.mette)
    adresse = (
        reverse("sagens_undersoegelse", args=[u.sag.pk]) if side == "oversigt" else sti(u, side)
    )
    client.get(adresse)
    with CaptureQueriesContext(
        connection,
    ) as sete:
        assert client.get(adresse).status_code == 200
    egne = [
        q["sql"]
        for q in sete
        if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
    assert len(egne) <= HOEJST, "\n".join(x[:140] for x in egne)
