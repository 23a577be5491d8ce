"""Storing the demo: what was generated is what stands in the database, and only once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

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


def test_the_demo_is_of_the_danish_day_though_the_machine_counts_in_utc(monkeypatch):
    dage = []
    monkeypatch.setattr("omhu.config.demo.kommune.lav_kommune", lambda *a: dage.append(a[2]))
    monkeypatch.setattr("omhu.config.demo.skriv.skriv_kommune", lambda *_: None)
    with time_machine.travel(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), tick=False):
        byg_demo()
    assert dage == [date(2026, 11, 22)]


def test_what_was_generated_stands_in_the_database():
    kommune = lav_kommune(3, 0.02, I_DAG)
    byg_demo(3, 0.02, I_DAG)
    assert Sag.objects.count() == len(kommune.sager) == 136
    assert Sag.objects.filter(lukket=None).count() == 16
    af_sagerne = Skridt.objects.exclude(art="GENOPRETNING")  # these follow the audit of a year back
    assert af_sagerne.count() == kommune.antal_skridt
    assert Enhed.objects.get(navn="Team Nord").overordnet.navn == "Center for Børn og Unge"
    for demo in kommune.sager:
        sag = Sag.objects.get(nummer=demo.nummer)
        trin = [t for t in trin_for_sag(sag.pk, Synsdag(I_DAG)) if t.art != "GENOPRETNING"]
        assert trin == [s.som_trin() for s in demo.gaeldende()]
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


def test_the_demo_has_a_finished_audit_and_one_under_way(db):
    """36 and 95 cases where there are enough; the draw can be done again, and what was mended is mended."""
    from omhu.tilsyn.models import Genopretning, Laesning, Runde, Tilbagemelding
    from omhu.tilsyn.runder import vis

    byg_demo(3, 0.05, I_DAG)
    faerdig, i_gang = Runde.objects.order_by("til")
    assert (faerdig.tilstand, faerdig.sager.count()) == ("AFSLUTTET", 36)
    assert (i_gang.tilstand, i_gang.sager.count()) == ("I_GANG", 95)
    assert [p.passer for r in (faerdig, i_gang) for p in vis.efterproev(r)] == [True, True]
    assert not Laesning.objects.filter(tilsynssag__runde=faerdig, laast=None).exists()
    assert Tilbagemelding.objects.exclude(sendt=None).count() == 36
    assert not Genopretning.objects.filter(skridt_rod=None, frafaldet=None).exists()
    niveauer = Laesning.objects.filter(tilsynssag__runde=i_gang).order_by("niveau")
    assert set(niveauer.values_list("niveau", flat=True)) == {"n1", "n2"}
    assert 0 < niveauer.exclude(laast=None).count() < niveauer.count()
