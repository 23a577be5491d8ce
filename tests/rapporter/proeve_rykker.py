"""A filled case for the letter."""

from __future__ import annotations

from omhu.tidslinje.models import Skridt
from tests.undersoegelse.hel import planlagt


def lav(hold):
    """(user, case, step)."""
    planlagt(hold)
    return hold.mette, hold.sag, Skridt.objects.get(sag=hold.sag, art="UDTALELSE_ANMODET")
