"""Before the draw: what a sample of this size can show, in sentences. The arithmetic is `maalinger.statistik`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from omhu.kerne.ord_om_tid import antal as talt
from omhu.maalinger.statistik import forventet_relevans, noedvendigt_n, styrke
from omhu.maalinger.tilsyn import Tilsynskoncept

HALVDELEN = 0.5
PUNKTER = (10, 15)


def kan_vise(
    n: int,
    pr_gruppe: int | None = None,
    gruppe: str = "",
    pr_trin: Mapping[str, float] | None = None,
) -> list[str]:
    """What change n cases (and the smallest group of them) can show, from a half. `pr_trin`: cases expected of each
    sagstrin; a question of a sagstrin rests on those alone."""
    tekster = [styrke(n, HALVDELEN).tekst] if n else []
    if pr_trin:
        tekster.append(_pr_trin(pr_trin))
    elif pr_gruppe:
        tekster.append(
            f"Pr. {gruppe} er der {talt(pr_gruppe, 'sag', 'sager')}. {styrke(pr_gruppe, HALVDELEN).tekst}"
        )
    return tekster


def _pr_trin(ventede: Mapping[str, float]) -> str:
    """The sagstrin with fewest and most cases: between them lies what the questions can show."""
    orden = sorted((round(n), navn) for navn, n in ventede.items())
    (faa, lille), (mange, stor) = orden[0], orden[-1]
    foran = "Spørgsmålene i et sagstrin angår kun dets sager"
    if faa == mange:
        return f"{foran}: omkring {talt(faa, 'sag', 'sager')} i hvert. " + (
            styrke(faa, HALVDELEN).tekst if faa else ""
        )
    dele = [f"{foran}: fra omkring {faa} i {lille} til {mange} i {stor}."]
    dele += [styrke(x, HALVDELEN).tekst for x in (faa, mange) if x]
    return " ".join(dele)


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
