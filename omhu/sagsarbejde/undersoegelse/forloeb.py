"""The undersøgelser and afdækninger of a case, read off its steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from omhu.regler.love import lov_paa
from omhu.regler.trin import Trin

BFU, AFDAEKNING = "bfu", "afdaekning"
BESLUTTET = {BFU: "BFU_BESLUTTET", AFDAEKNING: "AFDAEKNING_BESLUTTET"}
AFSLUTTET = {BFU: "BFU_AFSLUTTET", AFDAEKNING: "AFDAEKNING_AFSLUTTET"}
NAVNE = {BFU: "Børnefaglig undersøgelse", AFDAEKNING: "Afdækning"}


@dataclass
class Forloeb:
    """One course: what began it, what belongs to it, and how it ended."""

    slags: str
    begyndelser: list[Trin]
    slut: Trin | None = None
    """The step that finished it, or that broke it off (`afbrudt`)."""
    trin: list[Trin] = field(default_factory=list)
    """The steps of the case from its first day to its end."""

    @property
    def beslutning(self) -> Trin:
        """The decision; where the extract has none, what began it."""
        art = BESLUTTET[self.slags]
        return next((t for t in self.begyndelser if t.art == art), self.begyndelser[0])

    @property
    def rod(self) -> UUID:
        """What names the course in addresses and texts."""
        return UUID(str(self.beslutning.id))

    @property
    def roedder(self) -> list[str]:
        """Every step that the course may have been named by."""
        return [str(t.id) for t in self.begyndelser]

    @property
    def begyndt(self) -> date:
        """The day it was decided."""
        return self.beslutning.dag

    @property
    def lov(self) -> str:
        """The law that governs it: the one in force when it was decided."""
        return lov_paa(self.begyndt)

    @property
    def navn(self) -> str:
        """What it is called."""
        return NAVNE[self.slags]

    @property
    def afsluttet(self) -> bool:
        """Is it finished?"""
        return self.slut is not None and self.slut.art == AFSLUTTET[self.slags]

    @property
    def i_gang(self) -> bool:
        """Is it still running?"""
        return self.slut is None

    def af(self, *arter: str) -> list[Trin]:
        """Its steps of some kinds, in order."""
        return [t for t in self.trin if t.art in arter]


def _begynder(t: Trin) -> str:
    """The kind of course that a step begins; empty for others."""
    if t.art == "SCREENING":
        resultat = str(t.attributter.get("resultat", ""))
        return resultat if resultat in BESLUTTET else ""
    if t.art == "UDSLAGSGIVENDE_BEGIVENHED":
        return BFU
    return next((slags for slags, art in BESLUTTET.items() if t.art == art), "")


def forloeb(trin: Sequence[Trin]) -> list[Forloeb]:
    """All courses of a case, the oldest first. An afdækning that becomes a BFU ends with it."""
    alle: list[Forloeb] = []
    aabent: Forloeb | None = None
    for t in trin:
        slags = _begynder(t)
        if slags:
            if aabent and aabent.slags == slags:
                aabent.begyndelser.append(t)
            elif not (aabent and aabent.slags == BFU):  # a BFU holds an afdækning in it
                if aabent:
                    aabent.slut = t
                aabent = Forloeb(slags, [t])
                alle.append(aabent)
        elif aabent and t.art in (AFSLUTTET[aabent.slags], "SAG_LUKKET"):
            aabent.slut, aabent = t, None
        elif t.art in AFSLUTTET.values():
            slags = next(s for s, art in AFSLUTTET.items() if art == t.art)
            alle.append(Forloeb(slags, [t], slut=t))
    _fordel(alle, trin)
    return alle


def _fordel(alle: Iterable[Forloeb], trin: Sequence[Trin]) -> None:
    """Give each course the steps of its time. A talk that was held shortly before counts where the rules say so,
    not here."""
    pladser = {id(t): nr for nr, t in enumerate(trin)}
    for f in alle:
        fra = pladser[id(f.begyndelser[0])]
        til = pladser[id(f.slut)] if f.slut else len(trin) - 1
        f.trin = list(trin[fra : til + 1])


def aabent(alle: Sequence[Forloeb]) -> Forloeb | None:
    """The course that is running; the newest where an extract has left several."""
    return next((f for f in reversed(alle) if f.i_gang), None)


def ved_rod(alle: Sequence[Forloeb], rod: str) -> Forloeb | None:
    """The course that a step names."""
    return next((f for f in alle if rod in f.roedder), None)
