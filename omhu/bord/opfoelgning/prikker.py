"""A goal's way through the follow-ups as a row of dots: own SVG, told in words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from omhu.kerne.ord_om_tid import kort_dato
from omhu.sagsarbejde.opfoelgning.queries import Stand
from omhu.sagsarbejde.opfoelgning.skema import STANDE

TEGN = {"ikke_begyndt": "○", "i_gang": "◐", "naaet": "●", "opgivet": "✕"}
AFSTAND, HOEJDE, RADIUS = 22, 22, 7
HOEJST = 8
"""Follow-ups shown; the newest ones."""


def prikker(stande: Sequence[Stand]) -> SafeString:
    """The drawing; empty when the goal was never followed up. Shape tells the status, not colour."""
    viste = list(stande)[-HOEJST:]
    if not viste:
        return SafeString("")
    navne = dict(STANDE)
    ord_ = "; ".join(f"{kort_dato(s.dag)} {navne.get(s.kode, s.kode).lower()}" for s in viste)
    bredde = AFSTAND * len(viste)
    streg = format_html(
        '<line class="prik-streg" x1="{}" y1="11" x2="{}" y2="11"/>', AFSTAND // 2, bredde - 11
    )
    return format_html(
        '<svg class="prikker" role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}">{}{}</svg>',
        ord_,
        bredde,
        HOEJDE,
        bredde,
        HOEJDE,
        streg,
        format_html_join("", "{}", ((_prik(i, s.kode),) for i, s in enumerate(viste))),
    )


def _prik(nr: int, kode: str) -> SafeString:
    x = AFSTAND // 2 + nr * AFSTAND
    ring = format_html('<circle class="prik prik-{}" cx="{}" cy="11" r="{}"/>', kode, x, RADIUS)
    if kode == "i_gang":
        halv = format_html(
            '<path class="prik-fyld" d="M{} {} a{} {} 0 0 0 0 {}z"/>', x, 4, 7, 7, 14
        )
        return ring + halv
    if kode == "opgivet":
        kryds = format_html('<path class="prik-kryds" d="M{} 7l8 8M{} 7l-8 8"/>', x - 4, x + 4)
        return ring + kryds
    return ring
