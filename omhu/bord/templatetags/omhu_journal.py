"""How an entry of the journal is told in a few words."""

from __future__ import annotations

from django import template

from omhu.sagsarbejde.journal.queries import Post
from omhu.sagsarbejde.journal.skema import DOKUMENTSLAGS, NOTATSLAGS, RETNINGER

register = template.Library()


@register.filter
def postens_slags(p: Post) -> str:
    """`Telefonsamtale`; for a file `Udtalelse, til os, fra skolen`."""
    if p.slags == "notat":
        return dict(NOTATSLAGS).get(p.felter.get("slags", ""), "Notat")
    data = p.skridt.data
    dele = [
        dict(DOKUMENTSLAGS).get(data.get("slags", ""), "Dokument"),
        dict(RETNINGER).get(data.get("retning", ""), "").lower(),
        f"fra {p.felter['fra']}" if p.felter.get("fra") else "",
        f"til {p.felter['til']}" if p.felter.get("til") else "",
    ]
    return ", ".join(filter(None, dele))
