"""The timeline is append-only: the database says so, and corrections are new rows."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from omhu.kerne.kalender import KOEBENHAVN
from omhu.tidslinje import actions
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende, trin_for_sag

I_DAG = Synsdag(date(2026, 6, 1))


def kendt(dag):
    return datetime(dag.year, dag.month, dag.day, 12, tzinfo=KOEBENHAVN)


@pytest.fixture
def samtale(hold):
    return actions.registrer(
        hold.sag, "BOERNESAMTALE", date(2026, 3, 2), registreret=kendt(date(2026, 3, 3))
    )


def test_the_database_refuses_an_update(samtale):
    with pytest.raises(DatabaseError, match="kan ikke ændres"), transaction.atomic():
        Skridt.objects.filter(pk=samtale.pk).update(dag=date(2020, 1, 1))
    with pytest.raises(DatabaseError, match="kan ikke ændres"), transaction.atomic():
        samtale.save()


def test_the_database_refuses_a_deletion_also_through_the_case(samtale):
    with pytest.raises(DatabaseError, match="slettes"), transaction.atomic():
        Skridt.objects.filter(pk=samtale.pk)._raw_delete("default")
    with pytest.raises(Exception, match="protected"), transaction.atomic():
        samtale.sag.delete()


def test_a_correction_is_a_new_row_and_the_old_one_stays(samtale):
    nyt = actions.ret(samtale, date(2026, 3, 4), registreret=kendt(date(2026, 3, 10)))
    assert Skridt.objects.count() == 2
    assert nyt.rod == samtale.rod
    assert [t.dag for t in trin_for_sag(samtale.sag_id, I_DAG)] == [date(2026, 3, 4)]


def test_a_withdrawn_step_never_happened(samtale):
    actions.traek_tilbage(samtale, af=None, begrundelse="forkert barn")
    assert trin_for_sag(samtale.sag_id, I_DAG) == []
    assert Skridt.objects.count() == 2


def test_a_step_is_corrected_once_and_then_its_correction_is(samtale):
    nyt = actions.ret(samtale, date(2026, 3, 4))
    with pytest.raises(ValidationError, match="allerede rettet"):
        actions.ret(samtale, date(2026, 3, 5))
    actions.ret(nyt, date(2026, 3, 6))
    assert [t.dag for t in trin_for_sag(samtale.sag_id, I_DAG)] == [date(2026, 3, 6)]


@pytest.mark.parametrize(
    ("kendt_pr", "forventet"),
    [
        (date(2026, 3, 2), []),
        (date(2026, 3, 3), [date(2026, 3, 2)]),
        (date(2026, 3, 9), [date(2026, 3, 2)]),
        (date(2026, 3, 10), [date(2026, 3, 4)]),
        (date(2026, 3, 20), []),
        (None, []),
    ],
)
def test_kendt_pr_sees_the_correction_that_was_known_that_day(samtale, kendt_pr, forventet):
    nyt = actions.ret(samtale, date(2026, 3, 4), registreret=kendt(date(2026, 3, 10)))
    actions.traek_tilbage(
        nyt, af=None, begrundelse="forkert barn", registreret=kendt(date(2026, 3, 20))
    )
    syn = Synsdag(date(2026, 6, 1), kendt_pr)
    assert [t.dag for t in trin_for_sag(samtale.sag_id, syn)] == forventet


def test_pr_keeps_what_had_happened_by_the_end_of_the_day(hold):
    for dag in (1, 2, 3):
        actions.registrer(hold.sag, "JOURNALNOTAT", date(2026, 3, dag))
    assert gaeldende(Synsdag(date(2026, 3, 2))).count() == 2


def test_a_local_evening_belongs_to_its_own_day(hold):
    aften = datetime(2026, 3, 2, 23, 30, tzinfo=KOEBENHAVN)
    skridt = actions.registrer(hold.sag, "UNDERRETNING", aften)
    assert skridt.dag == date(2026, 3, 2)
    assert skridt.kun_dato is False


def test_registreret_is_now_when_nothing_else_is_said(hold):
    skridt = actions.registrer(hold.sag, "JOURNALNOTAT", date(2026, 3, 2))
    assert timezone.now() - skridt.registreret < timedelta(minutes=1)


def test_a_step_entered_here_stands_after_the_imported_ones_of_its_day(hold):
    dag = date(2026, 3, 2)
    actions.nyt_skridt(hold.sag, "SCREENING", dag, nr=5 * 1024).save(force_insert=True)
    actions.registrer(hold.sag, "BFU_BESLUTTET", dag)
    assert [t.art for t in trin_for_sag(hold.sag.pk, I_DAG)] == ["SCREENING", "BFU_BESLUTTET"]


def test_an_unknown_kind_is_refused(hold):
    with pytest.raises(ValidationError, match="findes ikke"):
        actions.registrer(hold.sag, "HJEMMELAVET", date(2026, 3, 2))
    with pytest.raises(ValidationError, match="findes ikke"):
        actions.registrer(hold.sag, "FYLDER_16", date(2026, 3, 2))
