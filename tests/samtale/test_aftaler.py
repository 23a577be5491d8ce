"""Appointments: no step, no duty kept; what is held or called off stays to be read."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from omhu.sagsarbejde.aftaler import actions, queries
from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import skriv

pytestmark = pytest.mark.django_db


def om(dage: int):
    return timezone.localdate() + timedelta(days=dage)


@pytest.fixture
def aftale(hold):
    return actions.book(hold.sag, "SAMTALE", om(1), af=hold.mette, klokken=time(14), sted="Skolen")


def test_an_appointment_is_no_step(hold, aftale):
    assert not Skridt.objects.filter(sag=hold.sag).exists()
    assert list(queries.aabne(hold.sag)) == [aftale]


def test_the_desk_shows_todays_tomorrows_and_the_forgotten_ones_only_to_whom_they_belong(hold):
    skriv(hold.sag, ("SAG_OPRETTET", 40))
    naer = actions.book(hold.sag, "TILSYN", om(0), af=hold.mette)
    actions.book(hold.sag, "TILSYN", om(2), af=hold.mette)
    glemt = actions.book(hold.sag, "SAMTALE", om(1), af=hold.mette)
    Aftale.objects.filter(pk=glemt.pk).update(dag=om(-5))
    assert list(queries.paa_bordet(hold.mette, om(0))) == [glemt, naer]
    assert not queries.paa_bordet(hold.leder_nord, om(0)).exists()


def test_the_desk_forgets_a_case_one_may_no_longer_see(hold, aftale):
    hold.sag.enhed = hold.syd
    hold.sag.save()
    assert not queries.paa_bordet(hold.mette, om(0)).exists()


def test_held_and_called_off_appointments_are_over(hold, aftale):
    anden = actions.flyt(aftale, om(3), af=hold.mette, klokken=time(9))
    aftale.refresh_from_db()
    assert (aftale.aaben, anden.sted, anden.klokken) == (False, "Skolen", time(9))
    assert aftale.aflyst_grund.startswith("Flyttet til")
    actions.afhold(anden, uuid4(), af=hold.mette)
    assert not queries.aabne(hold.sag).exists()
    with pytest.raises(ValidationError, match="allerede holdt eller aflyst"):
        actions.aflys(anden, af=hold.mette, grund="Syg")


@pytest.mark.parametrize(("dage", "svar"), [(-1, "er gået"), (800, "to år ude")])
def test_a_day_that_cannot_be_is_refused(hold, dage, svar):
    with pytest.raises(ValidationError, match=svar):
        actions.book(hold.sag, "SAMTALE", om(dage), af=hold.mette)


def test_a_closed_case_takes_no_appointment(hold):
    skriv(hold.sag, ("SAG_OPRETTET", 40), ("SAG_LUKKET", 2))
    with pytest.raises(ValidationError, match="lukket"):
        actions.book(hold.sag, "SAMTALE", om(1), af=hold.mette)


def test_only_those_who_work_in_the_case_book_and_only_for_those_who_do(hold):
    with pytest.raises(PermissionDenied):
        actions.book(hold.sag, "SAMTALE", om(1), af=hold.ole)
    with pytest.raises(ValidationError, match="kan ikke arbejde i sagen"):
        actions.book(hold.sag, "SAMTALE", om(1), af=hold.mette, hos=hold.ole)
    with pytest.raises(PermissionDenied):
        queries.hent_aftale(hold.ole, 1)


def test_the_texts_take_no_cpr_number(hold):
    with pytest.raises(ValidationError, match="CPR"):
        actions.book(hold.sag, "SAMTALE", om(1), af=hold.mette, note="700617-4001")


def test_the_database_refuses_to_delete_an_appointment(aftale):
    with pytest.raises(DatabaseError, match="kan ikke slettes"), transaction.atomic():
        aftale.delete()
