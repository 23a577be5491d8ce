"""The demo's families: everybody with an open case has parents, the same for the same seed, all invented."""

from __future__ import annotations

import re
from datetime import date

import pytest

from omhu.config.demo import byg_demo
from omhu.sager.models import Person, Relation, Sag
from omhu.sager.parter import parter

pytestmark = pytest.mark.django_db
I_DAG = date(2026, 11, 21)


def test_every_open_case_has_somebody_with_custody_and_nobody_can_be_called():
    byg_demo(3, 0.02, I_DAG)
    for sag in Sag.objects.filter(lukket=None).select_related("barn"):
        alle = parter(sag, I_DAG)
        foraeldre = [p for p in alle if p.rolle == "foraelder"]
        assert (sag.barn.alder(I_DAG) or 0) >= 18 or any(p.part and p.person for p in foraeldre)
    assert all(re.fullmatch(r"00 \d\d \d\d \d\d", p.telefon) for p in Person.objects.all())
    assert not Person.objects.exclude(cpr_indeks="").exists()


def test_the_same_seed_gives_the_same_people():
    from django.db import transaction

    def byg() -> list[tuple]:
        byg_demo(3, 0.02, I_DAG)
        svar = list(
            Relation.objects.order_by("pk").values_list(
                "barn__kilde_id", "person__navn", "person__telefon", "art", "foraeldremyndighed"
            )
        )
        transaction.set_rollback(True)
        return svar

    with transaction.atomic():
        foerste = byg()
    with transaction.atomic():
        assert byg() == foerste
    assert len(foerste) > 30
