"""The concept that a round reads by, as typed objects."""

from __future__ import annotations

from functools import lru_cache

from omhu.maalinger import hent_koncept
from omhu.maalinger.sprog import Koncept as Maalekoncept
from omhu.maalinger.tilsyn import Tilsynskoncept, laes_tekst
from omhu.maalinger.tilsyn.sprog import Sagstrin
from omhu.tilsyn.models import Konceptudgave


def koncept_af(udgave: Konceptudgave) -> Tilsynskoncept:
    """What an edition says; editions never change, so each is read once."""
    return _laest(udgave.aftryk, udgave.indhold)


@lru_cache(maxsize=64)
def _laest(_aftryk: str, indhold: str) -> Tilsynskoncept:
    return laes_tekst(indhold, efterse=False)


def begreber(koncept: Tilsynskoncept) -> Maalekoncept:
    """The measure whose names the conditions of a concept use."""
    return hent_koncept(koncept.begreber)


def trin_at_traekke(koncept: Tilsynskoncept) -> list[Sagstrin]:
    """The sagstrin that a case can be drawn at; those asked of every case are none."""
    return [t for t in koncept.sagstrin if not t.altid]


def pr_sagstrin(koncept: Tilsynskoncept) -> bool:
    """Is a case drawn at one of its sagstrin? So where some are asked whatever it was drawn for."""
    return any(t.altid for t in koncept.sagstrin)
