"""The concept that a round reads by, as typed objects."""

from __future__ import annotations

from functools import lru_cache

from omhu.maalinger import hent_koncept
from omhu.maalinger.sprog import Koncept as Maalekoncept
from omhu.maalinger.tilsyn import Tilsynskoncept, laes_tekst
from omhu.tilsyn.models import Konceptudgave


def koncept_af(udgave: Konceptudgave) -> Tilsynskoncept:
    """What an edition says; editions never change, so each is read once."""
    return _laest(udgave.aftryk, udgave.indhold)


@lru_cache(maxsize=64)
def _laest(_aftryk: str, indhold: str) -> Tilsynskoncept:
    return laes_tekst(indhold)


def begreber(koncept: Tilsynskoncept) -> Maalekoncept:
    """The measure whose names the conditions of a concept use."""
    return hent_koncept(koncept.begreber)


def pr_sagstrin(koncept: Tilsynskoncept) -> bool:
    """Does the concept say of its sagstrin which cases have them? Then a case is drawn at one of them."""
    return any(t.relevant is not None for t in koncept.sagstrin)
