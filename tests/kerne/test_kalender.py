"""The calendar of the law, day by day."""

from datetime import UTC, date, datetime

import pytest

from omhu.kerne.kalender import (
    Kalender,
    dag_af,
    dagens_begyndelse,
    dagens_slutning,
    dagnr,
    lokal_dag,
    ms,
    tid_af,
)

KALENDER = Kalender()


@pytest.mark.parametrize(
    ("fra", "enhed", "antal", "til"),
    [
        ("2023-10-31", "maaneder", 4, "2024-02-29"),  # clamped in a leap year
        ("2022-10-31", "maaneder", 4, "2023-02-28"),
        ("2024-02-29", "aar", 1, "2025-02-28"),
        ("2013-04-17", "aar", 1, "2014-04-17"),  # Ankestyrelsen's own example
        ("2026-08-03", "maaneder", 4, "2026-12-03"),
        ("2026-03-31", "maaneder", -1, "2026-02-28"),
        ("2026-03-02", "uger", 4, "2026-03-30"),
        ("2026-03-02", "hverdage", 6, "2026-03-10"),
        ("2026-03-28", "hverdage", 6, "2026-04-09"),  # across Easter, from a Saturday
        ("2023-05-03", "hverdage", 2, "2023-05-08"),  # Friday 5 May 2023 was Store bededag
        ("2024-04-24", "hverdage", 2, "2024-04-26"),  # abolished: an ordinary Friday
        ("2026-06-01", "arbejdsdage", 4, "2026-06-08"),  # 5 June is closed
        ("2026-06-01", "hverdage", 4, "2026-06-05"),  # but a hverdag
        ("2026-12-22", "arbejdsdage", 2, "2026-12-28"),
    ],
)
def test_a_length_of_time_ends_on_its_day(fra, enhed, antal, til):
    slut = KALENDER.laeg_til(date.fromisoformat(fra), enhed, antal)
    assert slut == date.fromisoformat(til)


def test_saturday_is_a_hverdag_by_setting_only():
    assert Kalender(loerdag_er_hverdag=True).laeg_til(date(2026, 3, 2), "hverdage", 6) == date(
        2026, 3, 9
    )


@pytest.mark.parametrize(
    ("dag", "rullet"),
    [
        ("2026-03-07", "2026-03-09"),
        ("2026-03-09", "2026-03-09"),
        ("2026-04-02", "2026-04-07"),  # Skærtorsdag rolls past Easter
        ("2026-12-26", "2026-12-28"),
    ],
)
def test_a_citizens_deadline_rolls_to_the_next_arbejdsdag(dag, rullet):
    assert KALENDER.rul(date.fromisoformat(dag)) == date.fromisoformat(rullet)


@pytest.mark.parametrize(
    ("dag", "timer"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25)]
)
def test_a_local_day_is_as_long_as_the_clock_says(dag, timer):
    d = date.fromisoformat(dag)
    assert dagens_slutning(d) + 1 - dagens_begyndelse(d) == timer * 3_600_000


def test_instants_and_local_days_agree():
    sen_aften = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert lokal_dag(sen_aften) == date(2026, 7, 2)
    assert tid_af(ms(sen_aften)) == sen_aften
    assert dag_af(dagnr(date(2026, 7, 2))) == date(2026, 7, 2)
