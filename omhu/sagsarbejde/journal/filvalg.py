"""What of an attached file goes along in an aktindsigt: none of it, all of it, or all but some pages.

The choice stands among the strokes of the thing, as words of its own: `fil#ude`, `fil#med`, `side#3`. A thing with
strokes and none of these gives no file, as it was before pages could be chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from omhu.regler.ord import opremsning

MED, UDE = "fil#med", "fil#ude"
SIDE = re.compile(r"side#([1-9]\d{0,3})")
HOEJEST = 2000
FORMEN = "Skriv sidernes numre som 2, 5-7."


def er_om_filen(streg: str) -> bool:
    """Is it about the file, and not a sentence?"""
    return streg in (MED, UDE) or bool(SIDE.fullmatch(streg))


def er_med(streger: Iterable[str]) -> bool:
    """Does the file go along, whole or in part?"""
    return MED in streger


def sider_ude(streger: Iterable[str]) -> list[int]:
    """The pages that are left out, in order."""
    return sorted(int(m[1]) for s in streger if (m := SIDE.fullmatch(s)))


def ord_om(streger: Iterable[str]) -> str:
    """`uden side 2 og 5`; `uden filen`; empty where nothing of it is left out."""
    alle = set(streger)
    ude = sider_ude(alle)
    if UDE in alle:
        return "uden filen"
    return f"uden side {opremsning([str(n) for n in ude], 'og')}" if ude and MED in alle else ""


def streger(valg: str, sider: str) -> frozenset[str]:
    """The choice of the page (`med`, `ude`, `sider` with their numbers) as strokes. Raises ValidationError (Danish)."""
    if valg == "ude":
        return frozenset({UDE})
    if valg == "med":
        return frozenset({MED})
    if valg != "sider":
        raise ValidationError("Vælg, om filen skal med.")
    return frozenset({MED, *(f"side#{n}" for n in _numre(sider))})


def _numre(tekst: str) -> set[int]:
    """`2, 5-7` as numbers."""
    ud: set[int] = set()
    for led in re.split(r"[\s,;]+", tekst.replace("–", "-").strip()):
        m = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", led)
        fra, til = (int(m[1]), int(m[2] or m[1])) if m else (0, 0)
        if not 1 <= fra <= til <= HOEJEST:
            raise ValidationError(f"Vi kan ikke læse siderne. {FORMEN}")
        ud |= set(range(fra, til + 1))
    return ud
