"""Status = sign + word + colour, exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from omhu.bord.statusord import HASTEGRUPPER, statusord
from omhu.regler.sprog import Status

I_DAG = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("status", "om", "ord_", "klasse"),
    [
        (Status.MANGLER, -6, "▲ Overskredet 6 dage", "over"),
        (Status.MANGLER, -1, "▲ Overskredet 1 dag", "over"),
        (Status.AFVENTER, 0, "◆ I dag", "snart"),
        (Status.AFVENTER, 1, "◆ I morgen", "snart"),
        (Status.AFVENTER, 3, "◇ Om 3 dage", "rolig"),
        (Status.AFVENTER, 7, "◇ Om 7 dage", "rolig"),
        (Status.AFVENTER, 21, "○ 12. december", "rolig"),
        (Status.OVERHOLDT, -6, "✓ Overholdt", "fint"),
        (Status.IKKE_RELEVANT, 0, "– Ikke relevant", "svag"),
        (Status.FRAVALGT, 0, "– Fravalgt med begrundelse", "svag"),
        (Status.KAN_IKKE_VURDERES, -6, "? Kan ikke vurderes", "uvis"),
    ],
)
def test_words_of_a_status(status, om, ord_, klasse):
    s = statusord(status, I_DAG + timedelta(om), I_DAG)
    assert (str(s), s.klasse) == (ord_, klasse)


def test_a_duty_met_late_says_how_late_and_is_not_red():
    s = statusord(Status.OVERSKREDET, I_DAG - timedelta(9), I_DAG, opfyldt_dag=I_DAG - timedelta(3))
    assert str(s) == "△ Sket 6 dage for sent"
    assert s.klasse != "over"


def test_a_deadline_in_hours_tells_the_clock():
    s = statusord(
        Status.AFVENTER, I_DAG, I_DAG, frist_tid=datetime(2026, 11, 21, 13, 10, tzinfo=UTC)
    )
    assert str(s) == "◆ I dag kl. 14.10"


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_sign_and_a_word(status):
    s = statusord(status, I_DAG, I_DAG)
    assert s.tegn
    assert s.ord


def test_red_is_for_overdue_duties_alone():
    roede = [s for s in Status if statusord(s, I_DAG - timedelta(3), I_DAG).klasse == "over"]
    assert roede == [Status.MANGLER]


def test_the_groups_of_the_desk_leave_no_day_out():
    dage = [d for h in HASTEGRUPPER if h.fra is not None for d in range(h.fra, h.til + 1)]
    assert dage == list(range(31))
