"""Where the header is in the first rows of an extract, and which rows are no data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from omhu.regler.katalog import normaliser

SOEG_I = 40
"""Rows from the top among which the header must be."""
I_ALT = re.compile(r"^(i\s?alt|total|hovedtotal|sub-?total|sum|samlet)(\s|:|$)", re.IGNORECASE)
_DATA = re.compile(
    r"^[\s\d.,:/%()+\-]*\d[\s\d.,:/%()+\-]*(kr\.?|t\.?kr\.?)?$|^\d{4}-\d\d-\d\d", re.IGNORECASE
)


@dataclass(frozen=True)
class Hoved:
    """The header: its names, which columns they stand in, and the first row of data (0-based)."""

    navne: list[str]
    kolonner: list[int]
    foerste_data: int
    raa: list[tuple[str, ...]]
    """The header's own rows, so that repetitions on later pages are known."""

    @cached_property
    def foerste_celler(self) -> frozenset[str]:
        """How a repetition of the header begins."""
        return frozenset(next((c for c in r if c), "") for r in self.raa)

    @property
    def linjer(self) -> int:
        """How many rows the header takes: 1, or 2 where headings were merged above it."""
        return len(self.raa)


def find_hoved(raekker: list[list[str]], ventede: Collection[str] = ()) -> Hoved | None:
    """The header among the first rows; `ventede` are names that would settle it. None if there is none."""
    prove = raekker[:SOEG_I]
    nr = _ventet_raekke(prove, ventede)
    if nr is None:
        nr = _bedste_raekke(prove)
    if nr is None:
        return None
    raa = [_celler(raekker[nr])]
    if not ventede and nr + 1 < len(raekker) and _er_underhoved(raekker, nr):
        raa.append(_celler(raekker[nr + 1]))
    navne = _navne(raa)
    return _uden_tomme(navne, raekker[nr + len(raa) :], nr + len(raa), raa)


def er_stoej(raekke: list[str], hoved: Hoved) -> str:
    """Why a row is no data: `tom`, `hoved` (repeated header), `i_alt`; empty for a row of data."""
    if not any(raekke) or not any(c.strip() for c in raekke):
        return "tom"
    foerste = raekke[0] if raekke[0] else next(c for c in raekke if c.strip())
    if I_ALT.match(foerste.strip()):
        return "i_alt"
    if foerste in hoved.foerste_celler and _celler(raekke) in hoved.raa:
        return "hoved"
    return ""


def _celler(raekke: list[str]) -> tuple[str, ...]:
    celler = [c.strip() for c in raekke]
    while celler and not celler[-1]:
        celler.pop()
    return tuple(celler)


def _ventet_raekke(prove: list[list[str]], ventede: Collection[str]) -> int | None:
    mangler = {normaliser(v) for v in ventede}
    for nr, raekke in enumerate(prove):
        if mangler and mangler <= {normaliser(c) for c in raekke}:
            return nr
    return None


def _bedste_raekke(prove: list[list[str]]) -> int | None:
    bredder = Counter(sum(bool(c.strip()) for c in r) for r in prove)
    bredde = max(
        (b for b, antal in bredder.items() if b > 1), key=lambda b: (bredder[b] > 1, b), default=0
    )
    for nr, raekke in enumerate(prove):
        celler = [c.strip() for c in raekke if c.strip()]
        if len(celler) >= max(2, bredde / 2) and not any(_DATA.match(c) for c in celler):
            return nr
    return None


def _er_underhoved(raekker: list[list[str]], nr: int) -> bool:
    """Merged headings: the upper row has gaps that the lower one names, and below them stand data."""
    over, under = _celler(raekker[nr]), _celler(raekker[nr + 1])
    if any(_DATA.match(c) for c in under) or len(set(filter(None, under))) < 2:
        return False
    huller = [k for k, c in enumerate(under) if c and not (over[k] if k < len(over) else "")]
    data = raekker[nr + 2 : nr + 12]
    return bool(huller) and any(_DATA.match(c.strip()) for r in data for c in r)


def _navne(raa: list[tuple[str, ...]]) -> list[str]:
    if len(raa) == 1:
        return [" ".join(n.split()) for n in raa[0]]
    over, under = raa
    bredde, navne, sidste = max(len(over), len(under)), [], ""
    for k in range(bredde):
        foroven = over[k] if k < len(over) else ""
        forneden = under[k] if k < len(under) else ""
        sidste = foroven or (sidste if forneden else "")
        navne.append(" ".join(f"{sidste} {forneden}".split()))
    return navne


def _uden_tomme(
    navne: list[str], data: list[list[str]], foerste: int, raa: list[tuple[str, ...]]
) -> Hoved:
    brugte = {k for r in data for k, c in enumerate(r) if c.strip()}
    bredde = max(len(navne), max(brugte, default=-1) + 1)
    kolonner = [k for k in range(bredde) if (k < len(navne) and navne[k]) or k in brugte]
    fulde: list[str] = []
    for k in kolonner:
        navn = navne[k] if k < len(navne) and navne[k] else f"kolonne {k + 1}"
        gange = sum(n == navn or n.startswith(f"{navn} (") for n in fulde)
        fulde.append(f"{navn} ({gange + 1})" if gange else navn)
    return Hoved(fulde, kolonner, foerste, raa)
