"""Every number on desk, team and rule pages opens the list that makes it, and the list shows the same number."""

from __future__ import annotations

import csv
import io

import pytest

from omhu.frister.models import Pligt
from tests.bord.stoette import antal_paa, taltlinks

SKALA = 0.02


def efterproev(client, sti: str, mindst: int) -> None:
    html = client.get(sti).content.decode()
    links = {*taltlinks(html, "/frister/"), *taltlinks(html, "/sager/?")}
    assert len(links) >= mindst
    for adresse, tal in sorted(links):
        assert antal_paa(client.get(adresse)) == tal, adresse


@pytest.mark.parametrize(("hvem", "mindst"), [("raadgiver", 6), ("leder", 20)])
def test_numbers_of_the_desk(hvem, mindst, kommune, client):
    client.force_login(kommune(SKALA)[hvem])
    efterproev(client, "/", mindst)


def test_numbers_of_the_rules_and_the_rows_of_the_export(kommune, client):
    client.force_login(kommune(SKALA)["leder"])
    efterproev(client, "/regler/", mindst=20)
    regel = Pligt.objects.filter(lukket="overholdt").values_list("regel", flat=True).first()
    efterproev(client, f"/regler/{regel}/", mindst=2)
    for valg in ("tilstand=aktive", "tilstand=overskredet", "gruppe=tilsyn&tilstand=alle"):
        antal = antal_paa(client.get(f"/frister/?{valg}"))
        fil = b"".join(client.get(f"/frister/?{valg}&format=csv").streaming_content).decode(
            "utf-8-sig"
        )
        assert len(list(csv.reader(io.StringIO(fil), delimiter=";"))) == antal + 1, valg


def test_the_groups_of_the_desk_share_out_all_open_deadlines(kommune, client):
    raadgiver = kommune(SKALA)["raadgiver"]
    client.force_login(raadgiver)

    def antal(kode: str) -> int:
        return antal_paa(client.get(f"/frister/?ansvarlig={raadgiver.pk}&tilstand={kode}"))

    dele = [antal(k) for k in ("overskredet", "i_dag", "uge", "maaned", "senere")]
    assert sum(dele) == antal("aktive") > 0
