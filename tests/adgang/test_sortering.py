"""Lists by name are in Danish order, on SQLite by a key and on PostgreSQL by its own collation."""

from __future__ import annotations

import random
import re

import pytest

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.sortering import Dansk
from omhu.kerne.dansk import noegle
from omhu.sager.models import Barn, Sag
from tests.kerne.test_dansk import I_ORDEN

BOGSTAVER = "aaabdeouyzæøåAAÆØÅÄÖÜäöüéÉ -'.,(1"
AA_MED_TEGN = re.compile("[aA][åÅäÄ]")
"""PostgreSQL reads »aä« as »aa« with dots; in no name."""


def _fra_databasen(navne) -> list[str]:
    Barn.objects.bulk_create([Barn(navn=n) for n in navne])
    return list(Barn.objects.order_by(Dansk("navn")).values_list("navn", flat=True))


@pytest.mark.django_db
def test_the_database_orders_as_the_key_does():
    kast = random.Random(7)
    tilfaeldige = {"".join(kast.choices(BOGSTAVER, k=kast.randrange(1, 9))) for _ in range(1500)}
    navne = sorted({n for n in tilfaeldige if not AA_MED_TEGN.search(n)} | {*I_ORDEN}, key=noegle)
    bland = list(navne)
    kast.shuffle(bland)
    assert _fra_databasen(bland) == navne


NAVNE = ("Aage Bro", "Zenia Bro", "Åse Bro", "Østen Bro", "Anna Bro", "Ærling Bro")
I_LISTEN = ["Anna", "Zenia", "Ærling", "Østen", "Aage", "Åse"]


@pytest.fixture
def navngivne(hold, client):
    for nr, navn in enumerate(NAVNE):
        barn = Barn.objects.create(navn=navn)
        Sag.objects.create(barn=barn, nummer=f"D-{nr}", enhed=hold.nord, ansvarlig=hold.mette)
    client.force_login(hold.mette)
    return client


def _raekkefoelge(html: str) -> list[str]:
    return sorted(I_LISTEN, key=lambda fornavn: html.index(f"{fornavn} Bro"))


@pytest.mark.parametrize("valg", ["", "?orden=barn"])
def test_children_are_in_danish_order_in_the_list(valg, navngivne):
    assert _raekkefoelge(navngivne.get(f"/sager/{valg}").content.decode()) == I_LISTEN


def test_children_are_in_danish_order_turned_round_and_when_searched(navngivne):
    html = navngivne.get("/sager/?orden=-barn").content.decode()
    assert _raekkefoelge(html) == I_LISTEN[::-1]
    fundet = navngivne.post("/soeg/", {"q": "Bro"}).content.decode()
    assert _raekkefoelge(fundet) == I_LISTEN


@pytest.mark.django_db
def test_units_and_people_are_in_danish_order_wherever_they_are_listed():
    for nr, fornavn in enumerate(reversed(I_LISTEN)):
        Enhed.objects.create(navn=fornavn)
        Bruger.objects.create(username=f"u{nr}", first_name=fornavn, last_name="Bro")
    assert [e.navn for e in Enhed.objects.all()] == I_LISTEN
    assert [b.first_name for b in Bruger.objects.filter(last_name="Bro")] == I_LISTEN
