"""What the pages of a round share: the same way between them everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from omhu.tilsyn.models import Runde

register = template.Library()


@register.filter
def antal_i(talt: Mapping[int, int], noegle: int) -> int | None:
    """What is counted under a key."""
    return talt.get(noegle)


FANER = (
    ("Fremdrift", "tilsyn_runde", ("tilsyn_traek", "tilsyn_ramme", "tilsyn_efterproev")),
    (
        "Resultat",
        "tilsyn_resultat",
        (
            "tilsyn_enheder",
            "tilsyn_enighed",
            "tilsyn_sammenlign",
            "tilsyn_rundens_forloeb",
            "tilsyn_alle_sager",
            "tilsyn_tal",
        ),
    ),
    ("Læst forskelligt", "tilsyn_uenighed", ()),
    ("Tilbagemeldinger", "tilsyn_runde_tilbagemeldinger", ()),
    ("Til personalemødet", "tilsyn_tendenser", ()),
    ("Læringstemaer", "tilsyn_temaer", ()),
    ("Andres resultater", "tilsyn_kalibrering", ()),
    ("Dokumenter", "tilsyn_dokumenter", ()),
)
"""The words of a tab, its page, and the pages that belong under it."""


@register.inclusion_tag("tilsyn/dele/rundefaner.html", takes_context=True)
def rundefaner(context: dict[str, Any], runde: Runde) -> dict[str, Any]:
    """The tabs of a round, with the one that this page belongs to marked."""
    fundet = context["request"].resolver_match
    her = fundet.view_name if fundet else ""
    return {
        "runde": runde,
        "faner": [
            (navn, reverse(side, args=[runde.pk]), her == side or her in under)
            for navn, side, under in FANER
        ],
    }
