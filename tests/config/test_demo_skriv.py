"""Storing the demo: what was generated is what stands in the database, and only once."""

from __future__ import annotations

from datetime import date

import pytest

from omhu.adgang.models import Bruger, Enhed
from omhu.config.demo import byg_demo, findes_demo
from omhu.config.demo.brugere import DEMO_BRUGERE
from omhu.config.demo.kommune import lav_kommune
from omhu.frister.models import Pligt
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag

I_DAG = date(2026, 11, 21)
pytestmark = pytest.mark.django_db


def test_the_demo_is_built_once():
    meldt = []
    assert not findes_demo()
    assert byg_demo(3, 0.02, I_DAG, lambda nu, af: meldt.append((nu, af)))
    assert findes_demo()
    antal = Skridt.objects.count()
    assert not byg_demo(3, 0.02, I_DAG)
    assert Skridt.objects.count() == antal
    assert meldt == sorted(meldt)
    assert meldt[-1] == (1000, 1000)


def test_what_was_generated_stands_in_the_database():
    kommune = lav_kommune(3, 0.02, I_DAG)
    byg_demo(3, 0.02, I_DAG)
    assert Sag.objects.count() == len(kommune.sager) == 136
    assert Sag.objects.filter(lukket=None).count() == 16
    assert Skridt.objects.count() == kommune.antal_skridt
    assert Enhed.objects.get(navn="Team Nord").overordnet.navn == "Center for Børn og Unge"
    for demo in kommune.sager:
        sag = Sag.objects.get(nummer=demo.nummer)
        assert trin_for_sag(sag.pk, Synsdag(I_DAG)) == [s.som_trin() for s in demo.gaeldende()]
        assert sag.lukket == demo.lukket
        assert sag.aabnet == demo.aabnet
        assert sag.ansvarlig_initialer == demo.ansvarlig
        assert sag.enhed.navn == demo.enhed
    assert Pligt.objects.filter(sag__lukket=None).exists()


def test_nobody_can_log_in_with_a_password_and_the_offered_people_have_work():
    byg_demo(3, 0.02, I_DAG)
    assert not any(b.has_usable_password() for b in Bruger.objects.all())
    for brugernavn, rolle, _ in DEMO_BRUGERE:
        bruger = Bruger.objects.get(username=brugernavn, rolle=rolle, is_active=True)
        if rolle == "RAADGIVER":
            assert bruger.sager.exists()
    assert Bruger.objects.filter(is_active=False).exists()


def test_all_children_carry_the_demo_mark():
    byg_demo(3, 0.02, I_DAG)
    assert not Barn.objects.exclude(kilde="demo").exists()
    assert not Sag.objects.exclude(kilde="demo").exists()
