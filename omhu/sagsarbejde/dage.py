"""Days that an act cannot have happened on, in words that say what to do."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from omhu.kerne.ord_om_tid import dato
from omhu.sager.models import Sag


def check_dag(sag: Sag, dag: date, felt: str = "dag") -> None:
    """The day of an act: not ahead, not before the child was born, not after the case was closed. Raises
    ValidationError at `felt`."""
    foedt = sag.barn.foedselsdato
    if dag > timezone.localdate():
        raise ValidationError({felt: "Dagen ligger i fremtiden. Skriv, hvornår det skete."})
    if foedt and dag < foedt:
        raise ValidationError(
            {felt: f"Dagen ligger, før barnet blev født ({dato(foedt)}). Ret datoen."}
        )
    if sag.lukket and dag > sag.lukket:
        raise ValidationError(
            {felt: f"Sagen blev lukket {dato(sag.lukket)}. Genåbn den, eller vælg en dag før."}
        )


def check_efter(dag: date, foer: date, hvad: str, felt: str = "dag") -> None:
    """An act cannot come before the one that it follows. Raises ValidationError at `felt`."""
    if dag < foer:
        raise ValidationError({felt: f"Dagen ligger før {hvad} {dato(foer)}. Ret datoen."})
