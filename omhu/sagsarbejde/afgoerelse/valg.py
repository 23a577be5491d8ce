"""A decision before it is taken: what was chosen, and the steps that it would be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from omhu.regler.indsatskatalog import nummer
from omhu.regler.katalog import katalog
from omhu.regler.love import lov_paa
from omhu.regler.trin import Trin
from omhu.sager.parter import Part

Slags = Literal["stoette", "anbringelse", "ungestoette"]
UDEN_SAMTYKKE = ("paalaeg",)
"""Groups of measures that are decided without consent (SEL §§ 57 a-57 b, BL §§ 37-39)."""


@dataclass(frozen=True)
class Valg:
    """What one has chosen. `samtykker`: key of each party who must consent -> has consented."""

    dag: date
    indsatser: tuple[str, ...] = ()
    akut: bool = False
    foreloebig: bool = False
    grundlag: str = ""
    plan: str = ""
    indstillet: date | None = None
    """When the indstilling was sent to the udvalg; asked where the udvalg decides."""
    advokat: str = ""
    """Whether the parties were offered a lawyer; asked there too."""
    samtykker: Mapping[str, bool] = field(default_factory=dict)
    nye: tuple[str, ...] = ()
    """Parties (as `fra` of the step) whose consent is registered with the decision."""

    @property
    def lov(self) -> str:
        """The law that governs it."""
        return lov_paa(self.dag)

    @property
    def slags(self) -> Slags:
        """What the decision is about, for who consents: a placement asks for more than support."""
        grupper = self.grupper
        if "anbringelse" in grupper:
            return "anbringelse"
        return "ungestoette" if "ungestoette" in grupper else "stoette"

    @property
    def grupper(self) -> frozenset[str]:
        """The groups of the measures."""
        kendte = katalog().indsatser
        return frozenset().union(*(kendte[i].grupper for i in self.indsatser if i in kendte))

    @property
    def uden_samtykke(self) -> bool:
        """Is one of the measures taken without consent?"""
        numre = [nummer(i, self.dag) for i in self.indsatser]
        return any(n and (n.udvalg or n.indsats.grupper & set(UDEN_SAMTYKKE)) for n in numre)

    @property
    def udvalg(self) -> bool:
        """Does the børne- og ungeudvalg decide it?"""
        return any(n and n.udvalg for n in (nummer(i, self.dag) for i in self.indsatser))

    @property
    def kraever_grundlag(self) -> bool:
        """Must it say what it rests on? Under BL, where support may rest on less than an undersøgelse."""
        return self.lov == "BL" and bool({"stoette", "anbringelse"} & self.grupper)

    @property
    def spoerger_plan(self) -> bool:
        """Is it to be decided whether a plan is made (BL §§ 91 and 108)?"""
        return self.lov == "BL" and "opfoelgning" in self.grupper

    @property
    def samtykke(self) -> str:
        """The decision's attribute: ja, nej, or empty where somebody's consent is missing."""
        if self.uden_samtykke:
            return "nej"
        return "ja" if self.samtykker and all(self.samtykker.values()) else ""

    def attributter(self) -> dict[str, str]:
        """The fields of the step."""
        alle = {
            "foranstaltninger": "+".join(self.indsatser),
            "akut": "ja" if self.akut else "",
            "foreloebig": "ja" if self.foreloebig else "",
            "samtykke": self.samtykke,
            "barnets_plan": self.plan if self.spoerger_plan else "",
            "grundlag": self.grundlag if self.kraever_grundlag else "",
            "indstillet": self.indstillet.isoformat() if self.indstillet and self.udvalg else "",
            "advokat": self.advokat if self.udvalg else "",
        }
        return {k: v for k, v in alle.items() if v}

    def som_trin(self) -> Trin:
        """The decision as the rules would see it."""
        return Trin(
            "AFGOERELSE", self.dag, indsatser=self.indsatser, attributter=self.attributter()
        )

    def samtykketrin(self) -> list[Trin]:
        """The consents that would be registered with it."""
        return [
            Trin("SAMTYKKE", self.dag, indsatser=self.indsatser, attributter={"fra": fra}, id=fra)
            for fra in self.nye
        ]


def noegle(part: Part) -> str:
    """A party's key on the form."""
    if part.person is not None:
        return f"p{part.person.pk}"
    return "barnet" if part.rolle == "barnet" else "myndighed"


def fra(part: Part) -> str:
    """A party as a step's `fra` says it: `Line Holm`."""
    return "barnet" if part.rolle == "barnet" else part.navn
