"""Deletion by rule takes the persons that no case needs any more, and leaves the others."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from omhu.config.sletning import lav_plan
from omhu.config.sletning.udfoer import slet
from omhu.sager.kle import Sletteregler
from omhu.sager.models import Barn, Person, Relation, Rettelse, Sag
from tests.bord.stoette import for_dage_siden, skriv

pytestmark = pytest.mark.django_db
REGLER = Sletteregler(
    regler=[
        {
            "kle": "27.27",
            "slettefrist": "P5Y",
            "bevaring": "kasseres",
            "besluttet": date(2026, 11, 1),
            "besluttet_af": "Arkivansvarlig",
        }
    ],
    undtagelser=(),
    sum="x",
)


@pytest.fixture
def karla(hold):
    """A child whose case goes; Emil, with an open one, is her brother."""
    barn = Barn.objects.create(navn="Karla Holm", foedselsdato=date(2010, 1, 1))
    sag = Sag.objects.create(barn=barn, nummer="G-1", enhed=hold.nord, kle="27.27.09")
    skriv(sag, ("SAG_OPRETTET", 3000), ("SAG_LUKKET", 2200))
    return barn


def til(barn, navn, art="MOR"):
    person = Person.objects.filter(navn=navn).first() or Person.objects.create(navn=navn)
    return Relation.objects.create(barn=barn, person=person, art=art)


def koer():
    plan = lav_plan(REGLER, timezone.localdate())
    assert [k.nummer for k in plan.kandidater] == ["G-1"]
    slet(plan.sum, REGLER, kopi=None)


def navne() -> set[str]:
    return set(Person.objects.values_list("navn", flat=True))


def test_a_person_of_that_case_alone_goes_with_what_was_corrected(hold, karla):
    r = til(karla, "Lis Vang", "SKOLE")
    Rettelse.objects.create(person=r.person, felt="navn", foer="Lis Bak", rettet_af=hold.mette)
    Rettelse.objects.create(barn=karla, felt="navn", foer="Ufødt barn", rettet_af=hold.mette)
    koer()
    assert navne() == set()
    assert not Relation.objects.exists()
    assert not Rettelse.objects.exists()
    assert not Barn.objects.filter(pk=karla.pk).exists()


def test_a_parent_of_a_sibling_with_a_case_stays(hold, karla):
    til(karla, "Ida Holm")
    til(hold.barn, "Ida Holm")
    til(karla, "Per Holm", "FAR")
    koer()
    assert navne() == {"Ida Holm"}
    assert Relation.objects.get().barn == hold.barn


def test_a_sister_stays_by_name_on_the_brothers_case_and_nothing_else_of_her(hold, karla):
    Relation.objects.create(barn=hold.barn, soeskende=karla, art="SOESKENDE")
    til(karla, "Lis Vang", "SKOLE")
    koer()
    assert Barn.objects.filter(pk=karla.pk).exists()
    assert navne() == set()
    assert Relation.objects.get().soeskende == karla


def test_a_sibling_without_a_case_goes_with_the_last_child_that_named_it(hold, karla):
    lille = Barn.objects.create(navn="Villads Holm")
    Relation.objects.create(barn=karla, soeskende=lille, art="SOESKENDE")
    koer()
    assert not Barn.objects.filter(pk__in=[karla.pk, lille.pk]).exists()
    assert Barn.objects.filter(pk=hold.barn.pk).exists()


def test_a_child_with_another_case_keeps_its_people(hold, karla):
    Sag.objects.create(
        barn=karla, nummer="G-2", enhed=hold.nord, kle="27.24", lukket=for_dage_siden(100)
    )
    til(karla, "Ida Holm")
    koer()
    assert navne() == {"Ida Holm"}
    assert Relation.objects.count() == 1
