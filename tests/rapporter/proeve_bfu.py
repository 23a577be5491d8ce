"""A filled case for the letter."""

from __future__ import annotations

from omhu.tidslinje.models import Skridt
from tests.undersoegelse.hel import afsluttet


def lav(hold):
    """(user, case, step)."""
    afsluttet(hold)
    return hold.mette, hold.sag, Skridt.objects.get(sag=hold.sag, art="BFU_AFSLUTTET")
