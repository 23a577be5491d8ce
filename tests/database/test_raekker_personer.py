"""PostgreSQL shows the people of the cases one may see, and no others."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from omhu.adgang.raekkesikkerhed import som_bruger, som_system
from omhu.sager.models import Barn, Person, Relation, Rettelse, Sag

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("postgresql")]


def ser(model) -> set:
    return set(model._base_manager.values_list("pk", flat=True))


@pytest.fixture
def folk(hold):
    """A mother of Nord's Emil, one of Syd's Noor, one of both; Noor is Emil's sister, and Bo has no case."""
    noor = Barn.objects.create(navn="Noor Holm")
    Sag.objects.create(barn=noor, nummer="S-1", enhed=hold.syd)
    bo = Barn.objects.create(navn="Bo Holm")
    p = {navn: Person.objects.create(navn=navn) for navn in ("nord", "syd", "begge", "ingen")}
    for barn, person in ((hold.barn, "nord"), (hold.barn, "begge"), (noor, "syd"), (noor, "begge")):
        Relation.objects.create(barn=barn, person=p[person], art="MOR")
    Relation.objects.create(barn=hold.barn, soeskende=noor, art="SOESKENDE")
    Relation.objects.create(barn=noor, soeskende=bo, art="SOESKENDE")
    for person in p.values():
        Rettelse.objects.create(person=person, felt="navn", foer="x", rettet_af=hold.super)
    return {"noor": noor, "bo": bo, **p}


def test_persons_follow_the_cases_and_a_sibling_is_seen_from_both(hold, folk, som_app):
    with som_app(), som_bruger(hold.mette):
        assert ser(Person) == {folk["nord"].pk, folk["begge"].pk}
        assert ser(Barn) == {hold.barn.pk, folk["noor"].pk}
        assert Rettelse.objects.count() == 2
        assert Relation.objects.count() == 3
    with som_app(), som_bruger(hold.ole):
        assert ser(Person) == {folk["syd"].pk, folk["begge"].pk}
        assert ser(Barn) == {hold.barn.pk, folk["noor"].pk, folk["bo"].pk}
    with som_app(), som_bruger(None):
        assert ser(Person) == ser(Relation) == ser(Rettelse) == set()
    with som_app(), som_system():
        assert len(ser(Person)) == 4


def test_nobody_is_written_on_a_case_one_does_not_see(hold, folk, som_app):
    with som_app(), som_bruger(hold.mette):
        Relation.objects.create(barn=hold.barn, person=folk["nord"], art="VAERGE")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Relation.objects.create(barn=folk["noor"], person=folk["nord"], art="MOR")
        assert Person.objects.filter(pk=folk["syd"].pk).update(telefon="1") == 0
