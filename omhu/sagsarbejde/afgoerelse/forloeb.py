"""The measures of a case as its steps tell: decided, started, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from omhu.regler.katalog import katalog
from omhu.regler.trin import Trin
from omhu.sagsarbejde.indsatser import ANBRINGELSE, i_gruppe


@dataclass(frozen=True)
class Forloeb:
    """One measure from decision to end."""

    kode: str
    besluttet: date | None = None
    rod: UUID | None = None
    """The decision's step."""
    startet: date | None = None
    sted: str = ""
    slut: date | None = None
    aarsag: str = ""

    @property
    def navn(self) -> str:
        """The measure's name."""
        return katalog().indsats_navn(self.kode)

    @property
    def stand(self) -> str:
        """besluttet, i_gang or ophoert."""
        if self.slut:
            return "ophoert"
        return "i_gang" if self.startet else "besluttet"


def forloeb(trin: Sequence[Trin]) -> list[Forloeb]:
    """Every course of every measure: running first, then decided, then ended, the newest first in each."""
    alle: list[Forloeb] = []
    for t in trin:
        if t.art == "AFGOERELSE":
            alle = _besluttet(alle, t)
        elif t.art == "IVAERKSAT":
            alle = _startet(alle, t)
        elif t.art in ("FORANSTALTNING_OPHOERT", "HJEMGIVET", "SAG_LUKKET"):
            alle = [_slut(f, t) for f in alle]
    orden = {"i_gang": 0, "besluttet": 1, "ophoert": 2}
    alle.sort(key=lambda f: f.startet or f.besluttet or date.min, reverse=True)
    return sorted(alle, key=lambda f: orden[f.stand])


def _besluttet(alle: list[Forloeb], t: Trin) -> list[Forloeb]:
    """A new decision takes the place of one of the same measure that was never started."""
    venter = [f for f in alle if f.stand == "besluttet" and f.kode in t.indsatser]
    rod = t.id if isinstance(t.id, UUID) else None
    nye = [Forloeb(k, t.dag, rod) for k in t.indsatser if not _i_gang(alle, k)]
    return [*(f for f in alle if f not in venter), *nye]


def _i_gang(alle: list[Forloeb], kode: str) -> bool:
    return any(f.kode == kode and f.stand == "i_gang" for f in alle)


def _startet(alle: list[Forloeb], t: Trin) -> list[Forloeb]:
    sted = str(t.attributter.get("sted", ""))
    for kode in t.indsatser:
        if _i_gang(alle, kode):
            continue
        venter = next((f for f in alle if f.kode == kode and f.stand == "besluttet"), Forloeb(kode))
        alle = [*(f for f in alle if f is not venter), replace(venter, startet=t.dag, sted=sted)]
    return alle


def _slut(f: Forloeb, t: Trin) -> Forloeb:
    if f.slut or (t.art == "FORANSTALTNING_OPHOERT" and t.indsatser and f.kode not in t.indsatser):
        return f
    if t.art == "HJEMGIVET" and not i_gruppe(f.kode, ANBRINGELSE):
        return f
    aarsag = str(t.attributter.get("aarsag", "")) or (
        "" if t.art == "FORANSTALTNING_OPHOERT" else katalog().arter[t.art].navn
    )
    return replace(f, slut=t.dag, aarsag=aarsag)
