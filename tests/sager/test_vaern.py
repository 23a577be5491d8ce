"""What is registered stays: no page, no action and no cascade deletes a case, and the database itself says no.
The pages: `sikkerhed/test_hver_adresse.py`.

Seen in another system: a user deletes a case with granted payments, and all of it cascades away.
"""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError

from omhu.adgang.models import Bruger
from omhu.frister.actions import paamind
from omhu.frister.models import Advis, Pligt
from omhu.sager import vaern
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, fyld

ROD = Path(__file__).parents[2] / "omhu"
pytestmark = pytest.mark.django_db
VARIGE = (Sag, Barn, Skridt, Advis)


@pytest.fixture
def sag(hold):
    """Emil's case with steps, obligations, and a reminder about one of them."""
    fyld(hold)
    paamind(Pligt.objects.filter(sag=hold.sag).first(), af=hold.mette, dato=for_dage_siden(-3))
    return hold.sag


def antal():
    return {m.__name__: m._base_manager.count() for m in (*VARIGE, Pligt)}


# -- the database ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tabel", "ord_"),
    [
        ("sager_sag", "Sager kan ikke slettes"),
        ("sager_barn", "Børn kan ikke slettes"),
        ("frister_advis", "kan ikke slettes"),
        ("tidslinje_skridt", "ikke ændres eller slettes"),
    ],
)
def test_the_database_refuses_to_delete(sag, tabel, ord_):
    foer = antal()
    with pytest.raises(DatabaseError, match=ord_), transaction.atomic(), connection.cursor() as c:
        c.execute(f"DELETE FROM {tabel}")
    assert antal() == foer


@pytest.mark.parametrize("tabel", ["sager_sag", "sager_barn", "frister_advis", "tidslinje_skridt"])
def test_postgresql_refuses_to_empty_a_table(sag, tabel):
    """SQLite knows no TRUNCATE; there it is a DELETE, see above."""
    if connection.vendor != "postgresql":
        return
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as c:
        c.execute(f"TRUNCATE {tabel} CASCADE")


def test_what_was_said_about_an_obligation_is_not_changed(sag):
    for ret in (
        lambda: Advis.objects.update(begrundelse="noget andet"),
        lambda: Advis.objects.first().save(),
        lambda: Advis.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="skrevet om en pligt"), transaction.atomic():
            ret()


def test_a_case_and_a_child_may_still_be_corrected(sag):
    Sag.objects.filter(pk=sag.pk).update(lukket=for_dage_siden(0))
    sag.barn.navn = "Emil Holm Dahl"
    sag.barn.save()
    assert Barn.objects.get(pk=sag.barn_id).navn == "Emil Holm Dahl"


def test_django_refuses_first_and_nothing_cascades(sag):
    foer = antal()
    for slet in (
        sag.delete,
        sag.barn.delete,
        Sag.objects.all().delete,
        Barn.objects.all().delete,
        sag.enhed.delete,
        Bruger.objects.filter(username="mk").delete,
    ):
        with pytest.raises((ProtectedError, DatabaseError)), transaction.atomic():
            slet()
    with pytest.raises(DatabaseError), transaction.atomic():
        Sag.objects.all()._raw_delete("default")
    assert antal() == foer


def test_every_way_to_a_case_a_child_and_a_step_is_protected():
    """Also those of apps that come later: nothing hangs on a case so that it would go with it."""
    loese = {
        f"{m._meta.label}.{f.name}": f.remote_field.on_delete.__name__
        for m in apps.get_models(include_auto_created=True)
        for f in m._meta.get_fields()
        if isinstance(f, models.ForeignKey)
        and f.remote_field.model in (Sag, Barn, Skridt)
        and f.remote_field.on_delete is not models.PROTECT
    }
    assert loese == {}


# -- the one lawful way ---------------------------------------------------------------------------


def _slet_sag(sag):
    """What a deletion by rule comes to; returns nothing."""
    with connection.cursor() as c:
        for tabel in ("frister_pligt", "frister_advis"):
            c.execute(f"DELETE FROM {tabel} WHERE sag_id = %s", [sag.pk])
        c.execute("DELETE FROM tidslinje_skridt WHERE sag_id = %s", [sag.pk])
        c.execute("DELETE FROM sager_sag WHERE id = %s", [sag.pk])
        c.execute("DELETE FROM sager_barn WHERE id = %s", [sag.barn_id])


def test_deletion_by_rule_lifts_the_guard_and_puts_it_back(sag):
    with transaction.atomic(), vaern.uden_vaern(connection):
        _slet_sag(sag)
    assert antal() == dict.fromkeys(antal(), 0)
    barn = Barn.objects.create(navn="Ida")
    with pytest.raises(DatabaseError, match="Børn kan ikke slettes"), transaction.atomic():
        Barn.objects.filter(pk=barn.pk)._raw_delete("default")


def test_a_deletion_that_fails_leaves_case_and_guard(sag):
    foer = antal()
    with pytest.raises(LookupError), transaction.atomic(), vaern.uden_vaern(connection):  # noqa: PT012 - the guards lift within
        _slet_sag(sag)
        raise LookupError
    assert antal() == foer
    with pytest.raises(DatabaseError, match="Sager kan ikke slettes"), transaction.atomic():
        Sag.objects.all()._raw_delete("default")


def test_only_the_deletion_by_rule_may_lift_the_guard():
    brugere = {
        fil.relative_to(ROD).as_posix()
        for fil in ROD.rglob("*.py")
        for node in ast.walk(ast.parse(fil.read_text("utf-8")))
        if (isinstance(node, ast.Name | ast.alias) and "uden_vaern" in ast.dump(node))
        or (isinstance(node, ast.Attribute) and node.attr == "uden_vaern")
        or (isinstance(node, ast.Constant) and node.value == "uden_vaern")
    }
    assert brugere == {"config/sletning/udfoer.py"}
