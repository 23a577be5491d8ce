"""Days as people say them: the day before, the day, the day after, and over a year's end."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime, timedelta

import pytest

from omhu.kerne import ord_om_tid
from omhu.kerne.ord_om_tid import dag_ord, dato, klokken, varighed_mellem
from omhu.sagsarbejde.templatetags import omhu_ord

I_DAG = date(2026, 11, 21)  # a Saturday


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(ord_om_tid).failed == 0
    assert doctest.testmod(ord_om_tid).attempted > 10


@pytest.mark.parametrize(
    ("om", "ord_"),
    [
        (-63, "for 2 måneder siden"),
        (-62, "for 62 dage siden"),
        (-2, "for 2 dage siden"),
        (-1, "i går"),
        (0, "i dag"),
        (1, "i morgen"),
        (2, "på mandag"),
        (6, "på fredag"),
        (7, "28. november"),
        (41, "1. januar 2027"),
    ],
)
def test_a_day_is_told_from_today(om, ord_):
    assert dag_ord(I_DAG + timedelta(days=om), I_DAG) == ord_


def test_the_year_is_told_only_when_it_is_another():
    assert dato(date(2026, 1, 1), I_DAG) == "1. januar"
    assert dato(date(2025, 12, 31), I_DAG) == "31. december 2025"


def test_the_clock_is_local_on_both_sides_of_summer_time():
    assert klokken(datetime(2026, 7, 1, 12, 5, tzinfo=UTC)) == "kl. 14.05"
    assert klokken(datetime(2026, 12, 1, 12, 5, tzinfo=UTC)) == "kl. 13.05"


def test_months_are_whole():
    assert varighed_mellem(date(2026, 1, 31), date(2026, 4, 30)) == "2 måneder"
    assert varighed_mellem(date(2026, 1, 30), date(2026, 4, 30)) == "3 måneder"
    assert varighed_mellem(date(2025, 4, 30), date(2026, 4, 30)) == "1 år"


def test_an_instant_is_written_by_the_day_it_was_here():
    sent = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert omhu_ord.fuld_dato(sent) == omhu_ord.fuld_dato(date(2026, 1, 1)) == "1. januar 2026"
    assert omhu_ord.dato(datetime(2024, 6, 30, 22, 30, tzinfo=UTC)) == "1. juli 2024"
