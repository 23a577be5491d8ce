"""Codes of an underretning as words."""

from __future__ import annotations

from django import template

from omhu.bord.felter import vist

register = template.Library()


@register.filter
def vist_felt(vaerdi: str, navn: str) -> str:
    """A field of an underretning in words: `{{ u.data.afsender|vist_felt:"afsender" }}`."""
    return vist("UNDERRETNING", navn, str(vaerdi)) if vaerdi else ""


@register.filter
def vist_resultat(vaerdi: str, art: str) -> str:
    """The result of a step in words."""
    return vist(art, "resultat", str(vaerdi))
