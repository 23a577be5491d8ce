"""Before the draw: what a sample of this size can show, in sentences. The arithmetic is `maalinger.statistik`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from omhu.kerne.ord_om_tid import antal as talt
from omhu.maalinger.statistik import forventet_relevans, noedvendigt_n, styrke
from omhu.maalinger.tilsyn import Tilsynskoncept

HALVDELEN = 0.5
PUNKTER = (10, 15)


def kan_vise(n: int, pr_gruppe: int | None = None, gruppe: str = "") -> list[str]:
    """What change n cases (and the smallest group of them) can show, from a half."""
    tekster = [styrke(n, HALVDELEN).tekst] if n else []
    if pr_gruppe:
        tekster.append(
            f"Pr. {gruppe} er der {talt(pr_gruppe, 'sag', 'sager')}. {styrke(pr_gruppe, HALVDELEN).tekst}"
        )
    return tekster


def noedvendige(antal: int) -> list[tuple[int, int]]:
    """(± points, cases needed) when the frame has so many."""
    return [(p, noedvendigt_n(p, antal)) for p in PUNKTER]


@dataclass(frozen=True)
class Ventet:
    """How many of the drawn a question is expected to concern."""

    id: str
    tekst: str
    ord: str
    faa: bool
    """So few that no percentage will be shown."""


def ventet(
    koncept: Tilsynskoncept, maalt: dict[str, Any], n: int, *, hele_sager: bool
) -> list[Ventet]:
    """The questions that will concern fewer than all, the rarest first. Only for draws of whole cases: a draw at a
    sagstrin has only cases that have it."""
    af, tal = maalt.get("af", 0), maalt.get("relevante", {})
    if not hele_sager or not af:
        return []
    n = min(n, af)
    ud = []
    for s in koncept.spoergsmaal:
        if s.id not in tal or tal[s.id] == af:
            continue
        r = forventet_relevans(n, af, tal[s.id])
        ud.append((r.forventet, Ventet(s.id, s.tekst, r.tekst, r.forventet < 10)))
    return [v for _, v in sorted(ud, key=lambda par: par[0])]
