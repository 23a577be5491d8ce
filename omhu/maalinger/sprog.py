"""A concept file as typed objects: rows, their editions per law, and what they are built of (README.md).

Errors are Danish: a concept file is written by superbrugere, not by programmers.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from omhu.maalinger.udtryk import (
    Betingelse,
    Dagnavn,
    Dagudtryk,
    Pligtnavn,
    Skridtnavn,
    Tal,
    Talnavn,
    Udpegning,
    Valgliste,
    as_list,
)
from omhu.regler.sprog import Dag, Del

FASTE_FELTER = ("indsatser", "alder", "antal", "sager", "fristdag", "fristfra")
Konvention = Literal["ud_af_naevneren", "taeller_som_overholdt"]
Visning = Literal["ud_af", "procent", "procent_og_antal", "antal", "varighed"]


class Pligtsaet(Del):
    """Obligations of some rules whose trigger, or whose due day, lies inside the window."""

    regler: list[str] = Field(min_length=1)
    i_vinduet: Literal["udloest", "frist"]


def _template(tekst: str, info: ValidationInfo) -> str:
    kendte = (info.context or {}).get("felter")
    for _, felt, _, _ in string.Formatter().parse(tekst):
        if kendte is not None and felt is not None and felt not in kendte:
            raise ValueError(
                f"»{{{felt}}}« er ikke en dag, et skridt eller et tal i konceptet. Ret navnet."
            )
    return tekst


Skabelon = Annotated[str, Field(min_length=3), AfterValidator(_template)]


class Grund(Del):
    """Reason text for a case; the first whose `naar` holds is used."""

    naar: Betingelse | None = None
    tekst: Skabelon


def _reasons(value: Any) -> Any:
    return [{"tekst": v} if isinstance(v, str) else v for v in as_list(value)]


class Advarsel(Del):
    """What the figure hides: shown beside it when some case of the measurement meets `naar`."""

    naar: Betingelse
    tekst: Skabelon


class Udgave(Del):
    """A row as one law has it."""

    tekst: str = Field(min_length=1)
    hjemmel: str = ""
    naevner: Betingelse = Betingelse(altid=True)
    naevnerregel: str = ""
    ikke_relevant: Betingelse | None = None
    ikke_relevant_grund: Annotated[list[Grund], BeforeValidator(_reasons)] = [
        Grund(tekst="Ikke relevant for barnet")
    ]
    uvist: Betingelse | None = None
    uvist_grund: str = "Er ikke bedømt"
    taeller: Betingelse | None = None
    grund: Annotated[list[Grund], BeforeValidator(_reasons)] = []
    ellers: Annotated[list[Grund], BeforeValidator(_reasons)] = []
    """Reason of those who are counted of and not counted."""


class Udfoldning(Del):
    """One result per counted case, ordered by the number: `4MD` becomes 4MD-01, 4MD-02 …"""

    tal: Talnavn


class Raekke(Del):
    """One row of a concept."""

    id: str = Field(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")
    tabel: str = ""
    gruppe: str = ""
    vis: Visning = "ud_af"
    taelles: Literal["mangel", "overholdt", "antal"] = "mangel"
    konvention: Konvention | None = None
    lov_efter: Dagnavn | Literal["pligter"] = "vinduets_slut"
    enhed: Literal["sag", "pligt"] = "sag"
    pligter: Pligtnavn | None = None
    lov: dict[str, Udgave] = Field(min_length=1)
    udfold: Udfoldning | None = None
    advarsler: list[Advarsel] = []

    @model_validator(mode="after")
    def _whole(self) -> Raekke:
        if (self.lov_efter == "pligter" or self.enhed == "pligt") != (self.pligter is not None):
            raise ValueError(
                "»lov_efter: pligter« og »enhed: pligt« hører sammen med »pligter«: hvilket pligtsæt."
            )
        udgaver = self.lov.values()
        if self.enhed == "sag" and not all(u.taeller and u.grund for u in udgaver):
            raise ValueError(
                f"Rækken »{self.id}« skal have »taeller« og »grund«, eller »enhed: pligt«."
            )
        if self.enhed == "pligt" and any(u.taeller or u.grund or u.ikke_relevant for u in udgaver):
            raise ValueError(
                "En række med »enhed: pligt« tæller pligter. Slet taeller, grund og ikke_relevant."
            )
        if self.udfold and self.vis != "varighed":
            raise ValueError("»udfold« vises som varighed. Skriv »vis: varighed«.")
        return self


class Sagstyperegel(Del):
    """Type of a case whose type is not given; the first that holds."""

    type: str = Field(min_length=1)
    naar: Betingelse
    referencedato: Dagnavn = "vinduets_slut"
    hovedforanstaltning_fra: Skridtnavn | None = None


class Koncept(Del):
    """A measure concept: definitions and rows."""

    koncept: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    navn: str = Field(min_length=3)
    kilde: str = ""
    note: str = ""
    udvaelgelse: str = ""
    efterset: Dag | None = None
    konvention: Konvention
    love: dict[str, Dag] = Field(min_length=1)
    maengder: dict[str, Valgliste] = {}
    skridt: dict[str, Udpegning] = {}
    dage: dict[str, Dagudtryk] = {}
    tal: dict[str, Tal] = {}
    pligter: dict[str, Pligtsaet] = {}
    betingelser: dict[str, Betingelse] = {}
    sagstyper: list[Sagstyperegel] = []
    omfatter: Betingelse = Betingelse(altid=True)
    raekker: list[Raekke] = Field(min_length=1)

    @field_validator("raekker")
    @classmethod
    def _unique(cls, raekker: list[Raekke]) -> list[Raekke]:
        set_: set[str] = set()
        for r in raekker:
            if r.id in set_:
                raise ValueError(f"Rækken »{r.id}« står to gange. Giv den ene et andet id.")
            set_.add(r.id)
        return raekker

    @cached_property
    def navngivne_sagstyper(self) -> frozenset[str]:
        """Every type of case that a rule or a condition of the concept names."""
        return frozenset(r.type for r in self.sagstyper) | set(_case_types(self.model_dump()))

    def kender_sagstype(self, sagstype: str) -> bool:
        """Is it one of the measurement's own types? A municipality's other ways of sorting cases do not say what a case
        is to the measurement; then the concept's rules do."""
        return not self.sagstyper or sagstype in self.navngivne_sagstyper

    def lov_paa(self, dag: Dag) -> str:
        """The law in force on a day; the oldest before them all."""
        gaeldende = [
            lov for lov, fra in sorted(self.love.items(), key=lambda p: p[1]) if fra <= dag
        ]
        return gaeldende[-1] if gaeldende else min(self.love, key=lambda lov: self.love[lov])


def _case_types(del_: Any) -> Iterator[str]:
    """The types that conditions name, anywhere in a dumped concept."""
    if isinstance(del_, dict):
        yield from del_.get("sagstype") or ()
        del_ = list(del_.values())
    if isinstance(del_, list | tuple):
        for x in del_:
            yield from _case_types(x)
