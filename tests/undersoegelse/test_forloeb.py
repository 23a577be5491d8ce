"""Courses read off steps: what begins one, what ends it, which law it follows."""

from datetime import date
from uuid import uuid4

import pytest

from omhu.regler.trin import Trin
from omhu.sagsarbejde.undersoegelse.forloeb import aabent, forloeb, ved_rod


def trin(*linjer):
    return [
        Trin(art, date.fromisoformat(dag), id=uuid4(), attributter=dict(a[0]) if a else {})
        for dag, art, *a in linjer
    ]


def kort(alle):
    return [(f.slags, f.begyndt.isoformat(), f.slut.art if f.slut else "") for f in alle]


def test_screening_and_decision_of_one_day_are_one_course():
    t = trin(("2026-03-02", "SCREENING", {"resultat": "bfu"}), ("2026-03-02", "BFU_BESLUTTET"))
    (f,) = forloeb(t)
    assert f.rod == t[1].id
    assert ved_rod([f], str(t[0].id)) is f


@pytest.mark.parametrize("resultat", ["ingen", ""])
def test_a_screening_that_leads_to_nothing_begins_nothing(resultat):
    assert forloeb(trin(("2026-03-02", "SCREENING", {"resultat": resultat}))) == []


def test_an_afdaekning_that_becomes_a_bfu_ends_with_it():
    alle = forloeb(
        trin(
            ("2026-03-02", "AFDAEKNING_BESLUTTET"),
            ("2026-03-20", "BFU_BESLUTTET"),
            ("2026-06-01", "BFU_AFSLUTTET"),
        )
    )
    assert kort(alle) == [
        ("afdaekning", "2026-03-02", "BFU_BESLUTTET"),
        ("bfu", "2026-03-20", "BFU_AFSLUTTET"),
    ]
    assert [f.afsluttet for f in alle] == [False, True]


def test_closing_the_case_breaks_it_off():
    (f,) = forloeb(trin(("2026-03-02", "BFU_BESLUTTET"), ("2026-04-01", "SAG_LUKKET")))
    assert not f.i_gang
    assert not f.afsluttet


def test_an_update_is_a_course_of_its_own():
    alle = forloeb(
        trin(
            ("2025-03-02", "BFU_BESLUTTET"),
            ("2025-06-02", "BFU_AFSLUTTET"),
            ("2026-03-02", "BFU_BESLUTTET"),
        )
    )
    assert [f.begyndt.year for f in alle] == [2025, 2026]
    assert aabent(alle) is alle[1]
    assert [t.dag.year for t in alle[1].trin] == [2026]


def test_an_extract_with_the_end_only_is_told_as_finished():
    (f,) = forloeb(trin(("2025-06-02", "BFU_AFSLUTTET")))
    assert f.afsluttet
    assert aabent([f]) is None


@pytest.mark.parametrize(("dag", "lov"), [("2023-12-31", "SEL"), ("2024-01-01", "BL")])
def test_the_law_is_that_of_the_decision(dag, lov):
    (f,) = forloeb(trin((dag, "BFU_BESLUTTET")))
    assert f.lov == lov
