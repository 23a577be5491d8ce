"""A family around Emil: persons are made here as the forms make them."""

from __future__ import annotations

import pytest

from omhu.sager.models import Person, Relation


@pytest.fixture
def giv(hold):
    """Give Emil somebody: `giv("Ida Holm", "MOR", foraeldremyndighed="DELT")` -> the relation."""

    def giv(navn: str, art: str, **felter) -> Relation:
        egne = {k: felter.pop(k) for k in ("adresse", "telefon") if k in felter}
        person = Person.objects.create(navn=navn, oprettet_af=hold.mette, **egne)
        return Relation.objects.create(
            barn=hold.barn, person=person, art=art, skrevet_af=hold.mette, **felter
        )

    return giv
