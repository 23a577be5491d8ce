"""What the tests of undersøgelser share: a running one, and its pages."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from omhu.frister.actions import genberegn_sag
from omhu.sagsarbejde.undersoegelse import queries
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt


def en_undersoegelse(sag) -> UUID:
    """The root of a BFU of the case, begun today when there is none."""
    fundet = Skridt.objects.filter(sag=sag, art="BFU_BESLUTTET").first()
    return (fundet or registrer(sag, "BFU_BESLUTTET", timezone.localdate())).rod


def begynd(sag, dag: date, art: str = "BFU_BESLUTTET", **felter) -> queries.Undersoegelse:
    """A course decided on a day, with an underretning the day before."""
    registrer(sag, "SAG_OPRETTET", dag - timedelta(2))
    registrer(sag, "UNDERRETNING", dag - timedelta(1), attributter={"afsender": "skole"})
    skridt = registrer(sag, art, dag, **felter)
    genberegn_sag(sag)
    sag.refresh_from_db()
    return queries.hent(sag, skridt.rod)


def igen(u: queries.Undersoegelse) -> queries.Undersoegelse:
    """The course as it is now."""
    return queries.hent(u.sag, u.forloeb.rod)


def sti(u: queries.Undersoegelse, navn: str, *mere) -> str:
    """The address of one of its pages."""
    return reverse(f"undersoegelse_{navn}", args=[u.sag.pk, u.forloeb.rod, *mere])
