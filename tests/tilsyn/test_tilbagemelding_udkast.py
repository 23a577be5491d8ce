"""The draft of a feedback from a reading's answers. No database."""

from __future__ import annotations

from types import SimpleNamespace

from omhu.maalinger.tilsyn import leverede
from omhu.tilsyn.models import Svar
from omhu.tilsyn.tilbagemelding.udkast import lav


class Alle(list):
    """As a related manager gives them."""

    def all(self):
        return self


def test_a_confidential_question_is_not_told_to_the_raadgiver():
    svar = [
        Svar(spoergsmaal="KBH-18", svar="nej", bemaerkning="Skriv det i sagen."),
        Svar(spoergsmaal="KBH-21", svar="ja", bemaerkning="Tages op med det samme.", genopret=True),
    ]
    laesning = SimpleNamespace(svar=Alle(svar), blanketter=Alle(), styrker="", opmaerksomhed="")
    udkast = lav(leverede()["koebenhavn"], [laesning], "BL")
    assert "bisidder" in udkast.rettes
    assert "fortroligt" not in udkast.rettes
    assert udkast.rettelser == []
