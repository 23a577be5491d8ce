"""At most 20 SQL statements per page, and no more of them for a larger municipality."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omhu.frister.models import Pligt
from omhu.sager.models import Sag

HOEJST = 20


def sider(bruger) -> list[str]:
    sag = (
        Sag.objects.filter(lukket=None, enhed=bruger.enhed).first()
        or Sag.objects.filter(lukket=None).first()
    )
    pligt = Pligt.objects.filter(sag=sag).first()
    return [
        "/", "/sager/", "/sager/?tilstand=alle&orden=-over", "/frister/", "/frister/?tilstand=alle&orden=barn",
        "/regler/", f"/regler/{pligt.regel}/", "/soeg/", f"/sager/{sag.pk}/", f"/sager/{sag.pk}/tidslinje/",
        f"/sager/{sag.pk}/bekymring/",
        f"/sager/{sag.pk}/?pr=2026-01-15&kendt_pr=2026-02-01", f"/sager/{sag.pk}/registrer/",
        f"/frister/{pligt.pk}/hvorfor/", f"/frister/{pligt.pk}/registrer/",
    ]  # fmt: skip


@pytest.mark.parametrize("skala", [0.02, 0.05])
def test_pages_ask_little(skala, kommune, client):
    for bruger in kommune(skala).values():
        client.force_login(bruger)
        for sti in sider(bruger):
            with CaptureQueriesContext(connection) as alle:
                assert client.get(sti).status_code == 200, sti
            # To tell PostgreSQL whose rows to show is no question of the page's.
            spurgt = [q["sql"] for q in alle.captured_queries if "set_config" not in q["sql"]]
            assert len(spurgt) <= HOEJST, (sti, bruger, spurgt)


def test_the_desk_asks_the_same_however_many_rows(kommune, client):
    bruger = kommune(0.02)["leder"]
    client.force_login(bruger)

    def opslag() -> int:
        with CaptureQueriesContext(connection) as alle:
            client.get("/")
        # Whose rows to show is told anew only when it differs from what the connection was told last.
        return sum("set_config" not in q["sql"] for q in alle.captured_queries)

    opslag()
    foer = opslag()
    # Where one is about a repair, its words are read: that is one more.
    resten = Pligt.objects.exclude(udloest_art="GENOPRETNING")
    hver_anden = list(resten.order_by("pk").values_list("pk", flat=True))[::2]
    Pligt.objects.filter(pk__in=hver_anden).delete()
    assert opslag() == foer <= HOEJST
