"""One thing that must stand before a decision."""

from __future__ import annotations

from dataclasses import dataclass

from omhu.regler.sprog import Status
from omhu.sagsarbejde.afgoerelse.actions import Mangel

TEGN = {
    Status.MANGLER: ("▲", "Mangler"),
    Status.OVERSKREDET: ("▲", "Mangler"),
    Status.KAN_IKKE_VURDERES: ("?", "Kan ikke vurderes"),
    Status.OVERHOLDT: ("✓", "På plads"),
    Status.FRAVALGT: ("–", "Fravalgt"),
    Status.IKKE_RELEVANT: ("–", "Ikke relevant"),
}


@dataclass(frozen=True)
class Punkt:
    """One thing that must stand before the decision, and how it stands."""

    kode: str
    navn: str
    hjemmel: str
    status: Status
    forklaring: str = ""
    verificeret: bool = True
    knap: str = ""
    sti: str = ""

    @property
    def mangler(self) -> bool:
        """Is a reason needed to decide all the same?"""
        return self.status in (Status.MANGLER, Status.OVERSKREDET)

    @property
    def tegn(self) -> str:
        """Its sign."""
        return TEGN[self.status][0]

    @property
    def ord(self) -> str:
        """Its word."""
        return TEGN[self.status][1]

    def som_mangel(self) -> Mangel:
        """For the act."""
        return Mangel(self.kode, self.navn, self.hjemmel)
