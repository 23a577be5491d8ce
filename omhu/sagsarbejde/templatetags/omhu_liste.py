"""How the headings of a long list sort it, on every page that has one: links, so that they work without JavaScript."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def med(context: Context, **felter: Any) -> str:
    """This page's query string with some fields set (None takes one away) and back at the first page."""
    forespoergsel = context["request"].GET.copy()
    for navn, vaerdi in {"side": None, **felter}.items():
        if vaerdi in (None, ""):
            forespoergsel.pop(navn, None)
        else:
            forespoergsel[navn] = str(vaerdi)
    return f"?{forespoergsel.urlencode()}"


@register.inclusion_tag("dele/kolonnehoved.html", takes_context=True)
def kolonnehoved(context: Context, kolonne: Any, anker: str = "") -> dict[str, Any]:
    """A heading of a column (`kode`, `navn`, `tal`, `sorter`; the page's `orden`): click for ascending, again for
    descending. `anker`: the place on the page to come back to."""
    orden = context["orden"]
    stigende, faldende = orden == kolonne.kode, orden == f"-{kolonne.kode}"
    return {
        "kolonne": kolonne,
        "kan_sorteres": bool(kolonne.sorter),
        "sti": med(context, orden=f"-{kolonne.kode}" if stigende else kolonne.kode) + anker,
        "retning": "ascending" if stigende else "descending" if faldende else "",
    }
