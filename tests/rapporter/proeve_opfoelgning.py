"""A filled case for the letter."""

from __future__ import annotations

from omhu.tidslinje.models import Skridt
from tests.plan.forloeb import anbragt_forloeb


def lav(hold):
    """(user, case, step)."""
    anbragt_forloeb(hold)
    return hold.mette, hold.sag, Skridt.objects.get(sag=hold.sag, art="OPFOELGNING")
