"""Danish order: the list below is what CLDR says (PostgreSQL's `da-x-icu`; tests/adgang/test_sortering.py asks it)."""

from __future__ import annotations

import random

from omhu.kerne.dansk import noegle

I_ORDEN = (
    "", "1 Barn", "Ali", "ali", "Anne Bo", "Anne-Bo", "Annea", "Bo", "D'Or", "Dan", "Etta", "Étta", "Ettb", "Maria",
    "maria", "María", "Mariab", "Muller", "Myller", "Müller", "Mylm", "Zoe", "Æble", "Ægir", "Äl", "Ærø", "Öst",
    "Østre", "Øz", "Åge", "Aage", "åge", "aage", "Aageb", "Åse", "Aase",
)  # fmt: skip


def test_names_are_in_danish_order():
    bland = list(I_ORDEN)
    random.Random(2026).shuffle(bland)
    assert tuple(sorted(bland, key=noegle)) == I_ORDEN


def test_two_names_share_a_key_only_when_they_are_the_same():
    assert len({noegle(navn) for navn in I_ORDEN}) == len(I_ORDEN)
