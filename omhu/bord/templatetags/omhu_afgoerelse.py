"""Paragraphs and choices of talks and decisions, as templates write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from omhu.regler.love import lov_paa
from omhu.sagsarbejde.afgoerelse.skema import ADVOKATSVAR, GRUNDLAG
from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.sagsarbejde.samtale.queries import Samtale
from omhu.sagsarbejde.samtale.skema import BISIDDER, HOERES
from omhu.sagsarbejde.tekster.skema import Tekstfelt
from omhu.tidslinje.models import Skridt

register = template.Library()


@register.simple_tag
def hoeres(dag: date | None = None) -> str:
    """The paragraph that lets the child be heard, on a day (default: today)."""
    return HOERES[lov_paa(dag or timezone.localdate())]


@register.simple_tag
def bisidderret(dag: date | None = None) -> str:
    """The child's right to a bisidder."""
    return BISIDDER[lov_paa(dag or timezone.localdate())]


@register.simple_tag
def krav_efter(felt: Tekstfelt, lov: str) -> str:
    """Who asks for a field under a law; `ikke verificeret` follows where nobody has checked it."""
    tillaeg = "" if felt.status == "verificeret" else f", {felt.status}"
    return f"{felt.krav.get(lov, '')}{tillaeg}"


@register.simple_tag
def valgord(felt: Tekstfelt, vaerdi: str) -> str:
    """A value as words: the choice's own, else as it was written."""
    return dict(felt.valg).get(vaerdi, vaerdi)


@register.filter
def opslag(data: Mapping[str, Any], noegle: str) -> Any:
    """The value of a key."""
    return data.get(noegle)


@register.simple_tag
def ordvalg(ord_: Mapping[str, str], kode: str) -> str:
    """A code in words, as it stands when nobody knows it."""
    return ord_.get(kode, kode or "besvaret")


@register.simple_tag
def grundlagsord(kode: str) -> str:
    """What a decision rests on."""
    return dict(GRUNDLAG).get(kode, kode).lower()


@register.filter
def advokatord(kode: str) -> str:
    """Whether a lawyer was offered, in words."""
    return dict(ADVOKATSVAR).get(kode, kode)


@register.filter
def som_samtale(skridt: Skridt) -> Samtale:
    """A waiver's step as the page of a case shows it."""
    return Samtale(skridt)


@register.simple_tag
def aftalested(aftale: Aftale) -> str:
    """Where an appointment is recorded, else the tab of its kind."""
    if aftale.slags == Aftale.Slags.SAMTALE:
        return reverse("hold_samtale", args=[aftale.sag_id], query={"aftale": aftale.pk})
    return reverse("sagens_opfoelgning", args=[aftale.sag_id])
