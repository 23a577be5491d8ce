"""The board of underretninger, and the tab of a case."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from omhu.frister.actions import genberegn_sag
from omhu.frister.underretninger import TILSTANDE, underretninger
from omhu.sager.models import Barn, Sag
from omhu.sagsarbejde.modtagelse.kaede import kaeder
from omhu.tidslinje.actions import nyt_skridt, registrer
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import antal_paa, for_dage_siden, fremmed_sag, skriv, tekst

pytestmark = pytest.mark.django_db
STI = "/underretninger/"


def en_sag(hold, navn: str, *skridt, enhed=None) -> Sag:
    """A case with an underretning two hours old and what came of it."""
    barn = Barn.objects.create(navn=navn, foedselsdato=for_dage_siden(3000))
    sag = Sag.objects.create(barn=barn, nummer=navn, enhed=enhed or hold.nord)
    u = registrer(
        sag, "UNDERRETNING", timezone.now() - timedelta(hours=2), attributter={"afsender": "skole"}
    )
    for art, data in skridt:
        registrer(sag, art, timezone.localdate(), vedroerer=str(u.rod), attributter=data)
    genberegn_sag(sag)
    return sag


VURDERET = ("AKUTVURDERING", {"resultat": "ikke_akut", "udfoert_af": "MK"})
KVITTERET = ("KVITTERING", {})
SCREENET = ("SCREENING", {"resultat": "bfu"})


@pytest.fixture
def tavle(client, hold):
    """One underretning in each of four states, and one of Team Syd."""
    en_sag(hold, "Ny Ida")
    en_sag(hold, "Uden Kvittering", VURDERET, SCREENET)
    en_sag(hold, "Uden Screening", VURDERET, KVITTERET)
    en_sag(hold, "Helt Færdig", VURDERET, KVITTERET, SCREENET)
    fremmed_sag(hold)
    client.force_login(hold.mette)
    return client


@pytest.mark.parametrize(
    ("navn", "kode"),
    [("Ny Ida", "ny"), ("Uden Kvittering", "kvittering"), ("Uden Screening", "screening"),
     ("Helt Færdig", "afsluttet")],
)  # fmt: skip
def test_the_state_follows_from_the_obligations(navn, kode, tavle, hold):
    fundet = underretninger(hold.mette).get(sag__nummer=navn)
    assert fundet.tilstand == kode


def test_the_board_groups_by_state_and_every_number_opens_its_list(tavle):
    side = tavle.get(STI).content.decode()
    assert "3 åbne underretninger" in side
    assert "Sofie Lund" not in side
    links = re.findall(r'href="(\?tilstand=\w+)"[^>]*>[^<(]*\((\d+)\)<', side)
    assert {sti.split("=")[1] for sti, _ in links} == set(TILSTANDE)
    for sti, antal in links:
        assert antal_paa(tavle.get(STI + sti)) == int(antal), sti
    assert sum(int(n) for _, n in links) == 4


def test_a_new_one_shows_its_clock(tavle):
    assert re.search(r"2(1 timer 59|2 timer 0) min. tilbage \(til i ", tekst(tavle.get(STI)))


def test_filters_and_order(tavle, hold, client):
    client.force_login(hold.super)
    assert antal_paa(client.get(f"{STI}?tilstand=ny&enhed={hold.nord.pk}")) == 1
    assert "Sofie Lund" in client.get(f"{STI}?enhed={hold.syd.pk}").content.decode()
    assert "Ny Ida" not in client.get(f"{STI}?enhed={hold.syd.pk}").content.decode()
    skriv(Sag.objects.get(nummer="Ny Ida"), ("SAG_LUKKET", 0))
    assert antal_paa(client.get(f"{STI}?tilstand=ny&enhed={hold.nord.pk}")) == 0
    assert antal_paa(client.get(f"{STI}?tilstand=ny&enhed={hold.nord.pk}&sager=alle")) == 1
    for valg in ("enhed=x", "tilstand=x", "enhed=99999999999999999999", "side=9", "orden=x"):
        assert client.get(f"{STI}?{valg}").status_code == 200
    for n in range(3):
        en_sag(hold, f"Rad{n}")
    html = client.get(f"{STI}?tilstand=ny&orden=-barn").content.decode()
    assert html.index("Rad2") < html.index("Rad1") < html.index("Rad0")


def test_the_list_is_paged(tavle, hold):
    for n in range(55):
        en_sag(hold, f"B{n:02d}")
    side = tavle.get(f"{STI}?tilstand=ny").content.decode()
    assert "Side 1 af 2" in side
    assert antal_paa(tavle.get(f"{STI}?tilstand=ny&side=2")) == 56


def test_the_pages_ask_little(tavle, hold):
    for n in range(10):
        en_sag(hold, f"C{n}", VURDERET)
    sag = Sag.objects.get(nummer="C1")
    u = Skridt.objects.get(sag=sag, art="UNDERRETNING")
    for sti in (
        STI,
        f"{STI}?tilstand=kvittering",
        reverse("ny_underretning"),
        reverse("sagens_underretninger", args=[sag.pk]),
        reverse("underretning", args=[sag.pk, u.rod]),
    ):
        with CaptureQueriesContext(connection) as opslag:
            assert tavle.get(sti).status_code == 200
        assert len(opslag) <= 20, (sti, len(opslag))


def test_the_tab_tells_what_came_of_each(tavle):
    sag = Sag.objects.get(nummer="Helt Færdig")
    side = tekst(tavle.get(reverse("sagens_underretninger", args=[sag.pk])))
    assert "fra skole Afsluttet" in side
    assert "Endte med: screenet til børnefaglig undersøgelse." in side
    assert side.index("Modtaget") < side.index("Kvittering til underretter")


def test_a_step_that_names_no_underretning_belongs_to_the_newest_before_it(hold):
    trin = [
        nyt_skridt(hold.sag, "UNDERRETNING", for_dage_siden(30), attributter={"afsender": "a"}),
        nyt_skridt(hold.sag, "KVITTERING", for_dage_siden(29)),
        nyt_skridt(hold.sag, "UNDERRETNING", for_dage_siden(20), attributter={"afsender": "b"}),
        nyt_skridt(hold.sag, "BFU_BESLUTTET", for_dage_siden(10)),
    ]
    ny, gammel = kaeder(trin)
    assert ny.ende == "børnefaglig undersøgelse besluttet"
    assert gammel.kvittering == trin[1]
    assert gammel.ende == "ikke vurderet"
