"""Days that something can be asked for by, and those a person is still here."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.omfang import er_udloebet

HOEJST = timedelta(days=731)
"""Two years: a day further off is a slip of the pen."""
FORESLAAET = timedelta(days=28)
"""How far ahead the day of a repair is proposed."""
IKKE_AABNET = 7
"""After so many days a feedback that nobody has opened is told of."""


def check_inden(dag: date | None, felt: str = "inden") -> date:
    """A day that something can be mended by. Raises ValidationError at `felt` (Danish)."""
    i_dag = timezone.localdate()
    if dag is None:
        raise ValidationError({felt: "Vi mangler dagen. Skriv, hvornår det skal være rettet."})
    if dag < i_dag:
        raise ValidationError({felt: "Dagen er gået. Skriv en dag fra i dag og frem."})
    if dag > i_dag + HOEJST:
        raise ValidationError({felt: "Dagen ligger mere end to år frem. Skriv en tidligere dag."})
    return dag


def er_rejst(person: Bruger) -> bool:
    """Has the person left the municipality, so that nobody would open what is sent?"""
    slut = person.ansat_til
    return (
        not person.is_active
        or er_udloebet(person)
        or (slut is not None and slut < timezone.localdate())
    )
