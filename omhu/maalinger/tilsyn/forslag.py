"""The answers that data can give to a concept's questions. Built on `maalinger.beregn`: never a second evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from omhu.kerne.kalender import Kalender
from omhu.maalinger.sag import Maalesag
from omhu.maalinger.tilsyn.sprog import Tilsynskoncept
from omhu.regler.sprog import Regel


@dataclass(frozen=True)
class Forslag:
    """One answer and what it rests on."""

    svar: str
    """A code of the question's scale."""
    grund: str
    """Danish, with the dates."""
    belaeg: tuple[str, ...] = ()
    """Ids of the steps that decided."""
    hjemmel: str = ""
    """The paragraph of the law of the act."""
    regel: str = ""
    """Id of the rule, or `maaling:raekke`."""
    lov: str = ""


def forslag(
    koncept: Tilsynskoncept,
    sager: Iterable[Maalesag],
    fra: date,
    til: date,
    *,
    regler: Sequence[Regel] | None = None,
    kalender: Kalender | None = None,
) -> dict[tuple[str, str], Forslag]:
    """Answer per case and question, for the questions that data can answer. The window is the round's."""
    return {}
