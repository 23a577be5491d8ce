"""The measures of a case as its steps tell: decided, running, ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from omhu.regler.katalog import katalog
from omhu.regler.trin import Trin

ANBRINGELSE, OPFOELGNING = "anbringelse", "opfoelgning"


def i_gruppe(kode: str, gruppe: str) -> bool:
    """Is the measure of a group of the catalogue? One that the catalogue does not know is of none."""
    kendt = katalog().indsatser.get(kode)
    return kendt is not None and gruppe in kendt.grupper


def i_gang(trin: Sequence[Trin], paa: date | None = None) -> dict[str, date]:
    """Measure -> the day it was started, of those running on a day (default: after the last step)."""
    loebende: dict[str, date] = {}
    for t in trin:
        if paa is not None and t.dag > paa:
            continue
        if t.art == "IVAERKSAT":
            loebende |= {k: t.dag for k in t.indsatser if k not in loebende}
        elif t.art == "FORANSTALTNING_OPHOERT":
            loebende = {k: d for k, d in loebende.items() if k not in t.indsatser}
        elif t.art == "HJEMGIVET":
            loebende = {k: d for k, d in loebende.items() if not i_gruppe(k, ANBRINGELSE)}
        elif t.art == "SAG_LUKKET":
            loebende = {}
    return loebende


def besluttede(trin: Sequence[Trin]) -> list[str]:
    """Decided or running, and not ended: what a plan can be about. Newest decision first."""
    ude: dict[str, None] = {}
    for t in trin:
        if t.art in ("AFGOERELSE", "IVAERKSAT"):
            ude |= dict.fromkeys(t.indsatser)
        elif t.art == "FORANSTALTNING_OPHOERT":
            for k in t.indsatser:
                ude.pop(k, None)
        elif t.art == "SAG_LUKKET":
            ude = {}
    return list(reversed(ude))


def anbragt(trin: Sequence[Trin], paa: date | None = None) -> bool:
    """Is the child placed outside home on a day?"""
    return any(i_gruppe(k, ANBRINGELSE) for k in i_gang(trin, paa))


def sted(trin: Sequence[Trin]) -> str:
    """Where the child is placed, as the newest start of a placement says it."""
    steder = [
        str(t.attributter.get("sted", ""))
        for t in reversed(trin)
        if t.art == "IVAERKSAT" and any(i_gruppe(k, ANBRINGELSE) for k in t.indsatser)
    ]
    return next((s for s in steder if s), "")
