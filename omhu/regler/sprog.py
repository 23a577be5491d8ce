"""The rule language as typed objects: what a rule file may say (README.md has the meaning).

Errors are Danish: a rule file is written by jurists and superbrugere, not by programmers.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from omhu.regler.katalog import katalog


class Status(StrEnum):
    """Status of an obligation on a day; the codes are the contract of `omhu frister`."""

    OVERHOLDT = "overholdt"
    OVERSKREDET = "overskredet"
    MANGLER = "mangler"
    AFVENTER = "afventer"
    FRAVALGT = "fravalgt"
    IKKE_RELEVANT = "ikke_relevant"
    KAN_IKKE_VURDERES = "kan_ikke_vurderes"


class Noegle(IntEnum):
    """How a response is tied to its trigger."""

    SAG = 0
    INDSATS = 1
    HENVISNING = 2


def _list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _ja_nej(value: Any) -> Any:
    return {"ja": True, "nej": False}.get(value, value) if isinstance(value, str) else value


def _kendt_art(kode: str) -> str:
    if kode not in katalog().arter:
        raise ValueError(f"Skridtet »{kode}« findes ikke. Vælg et fra skridt.yaml.")
    return kode


def _kendt_kendetegn(kode: str) -> str:
    if kode not in katalog().kendetegn:
        raise ValueError(f"Kendetegnet »{kode}« findes ikke. Vælg et fra skridt.yaml.")
    return kode


JaNej = Annotated[bool, BeforeValidator(_ja_nej)]
Art = Annotated[str, AfterValidator(_kendt_art)]
Arter = Annotated[list[Art], BeforeValidator(_list), Field(min_length=1)]
Kendetegn = Annotated[str, AfterValidator(_kendt_kendetegn)]
Samme = Literal["sag", "indsats", "henvisning"]


class Del(BaseModel):
    """Base of all parts: unknown keys are refused, so that a typing error is not a silent change of law."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Varighed(Del):
    """A length of time in exactly one unit, counted in local days (date to date)."""

    dage: int | None = Field(None, ge=0, le=4000)
    uger: int | None = Field(None, ge=0, le=600)
    maaneder: int | None = Field(None, ge=0, le=240)
    aar: int | None = Field(None, ge=0, le=30)
    hverdage: int | None = Field(None, ge=1, le=250)
    arbejdsdage: int | None = Field(None, ge=1, le=250)

    @model_validator(mode="after")
    def _one_unit(self) -> Varighed:
        if len(self._given()) != 1:
            raise ValueError(
                "Skriv netop én enhed: dage, uger, maaneder, aar, hverdage eller arbejdsdage."
            )
        return self

    def _given(self) -> list[tuple[str, int]]:
        units = ("dage", "uger", "maaneder", "aar", "hverdage", "arbejdsdage")
        return [(u, getattr(self, u)) for u in units if getattr(self, u) is not None]

    @property
    def enhed(self) -> str:
        """The unit's name as written in the rule."""
        return self._given()[0][0]

    @property
    def antal(self) -> int:
        """How many of the unit."""
        return self._given()[0][1]


class Match(Del):
    """One kind of step (or several) with characteristics that must and must not hold."""

    skridt: Arter
    hvis: list[Kendetegn] = []
    ikke: list[Kendetegn] = []

    @model_validator(mode="after")
    def _no_contradiction(self) -> Match:
        _refuse_both(self.hvis, self.ikke)
        return self


class Betingelse(Del):
    """Characteristics asked of the trigger."""

    hvis: list[Kendetegn] = []
    ikke: list[Kendetegn] = []

    @model_validator(mode="after")
    def _no_contradiction(self) -> Betingelse:
        _refuse_both(self.hvis, self.ikke)
        return self


def _refuse_both(hvis: list[str], ikke: list[str]) -> None:
    both = sorted(set(hvis) & set(ikke))
    if both:
        raise ValueError(
            f"»{both[0]}« står både under hvis og ikke; reglen modsiger sig selv. Slet det ene."
        )


class Undtagelse(Betingelse):
    grund: str = Field(min_length=5)


class Anker(Match):
    """One alternative of `regnes_fra`."""

    hoejst: Varighed | None = None
    efter: list[Art] = []

    @model_validator(mode="after")
    def _one_kind(self) -> Anker:
        if len(self.skridt) != 1:
            raise ValueError("Hvert alternativ i regnes_fra nævner netop ét skridt.")
        if self.hoejst and self.hoejst.enhed in ("hverdage", "arbejdsdage"):
            raise ValueError("»hoejst« tælles i dage, uger, maaneder eller aar.")
        return self


class Bortfald(Match):
    samme: Samme = "sag"


class Fremskyndelse(Match):
    naar: list[Kendetegn] = []


class Udskydelse(Del):
    skridt: Art
    til: Literal["naeste"] = "naeste"


class Fravalg(Del):
    af: list[Match] = []
    paa_udloesende: list[Kendetegn] = []
    samme: Samme = "sag"


class Frist(Varighed):
    """The window; see README.md for the forms."""

    timer: int | None = Field(None, ge=1, le=10_000)
    foer: Literal["udloesende"] | None = None
    tidligst: Varighed | None = None
    dato: Literal["naeste"] | None = None
    ellers: Varighed | None = None
    hvert: Literal["kalenderaar"] | None = None
    kun_hele: JaNej = False
    hver: Varighed | None = None
    rul: JaNej = False

    @model_validator(mode="after")
    def _one_unit(self) -> Frist:
        forms = [f for f in ("timer", "foer", "dato", "hvert", "hver") if getattr(self, f)]
        if len(forms) + len(self._given()) != 1:
            raise ValueError(
                "En frist har netop én form: timer, dage, uger, maaneder, aar, hverdage, "
                "arbejdsdage, foer, dato, hvert eller hver."
            )
        for key, owner in (("tidligst", "foer"), ("ellers", "dato"), ("kun_hele", "hvert")):
            if getattr(self, key) and not getattr(self, owner):
                raise ValueError(f"»{key}« hører kun sammen med »{owner}«.")
        if self.hver and self.hver.enhed not in ("maaneder", "aar", "dage", "uger"):
            raise ValueError("»hver« tælles i dage, uger, maaneder eller aar.")
        if self.tidligst and self.tidligst.enhed in ("hverdage", "arbejdsdage"):
            raise ValueError("»tidligst« tælles i dage, uger, maaneder eller aar.")
        if self.hver and self.hver.antal < 1:
            raise ValueError("»hver« skal være mindst 1.")
        return self

    @property
    def form(self) -> str:
        """`timer`, `dag` (a length), `foer`, `dato`, `hvert` or `hver`."""
        for name in ("timer", "foer", "dato", "hvert", "hver"):
            if getattr(self, name):
                return name
        return "dag"


def _dateable(value: Any) -> Any:
    if isinstance(value, date) or value is None:
        return value
    raise ValueError("Skriv en dato som 2024-01-01.")


Dag = Annotated[date, BeforeValidator(_dateable)]

MOENSTER_NOEGLER = (
    "udloest_af undtaget regnes_fra en_pr_anker frist opfyldt_af antal efter samme uden_indsats "
    "taeller_indtil fravalg bortfalder dog_senest_ved udskydes_af ved_udeblivelse vurderes grund "
    "version_efter"
).split()


class Moenster(Del):
    """Everything the evaluator needs, after the rule's, version's and case's keys are laid on each other."""

    naar: Betingelse = Betingelse()
    udloest_af: list[Match] = Field(min_length=1)
    undtaget: list[Undtagelse] = []
    regnes_fra: list[Anker | Literal["udloesende"]] = ["udloesende"]
    en_pr_anker: JaNej = False
    frist: Frist
    opfyldt_af: list[Match] = Field(min_length=1)
    antal: int = Field(1, ge=1, le=20)
    efter: Literal["samtidig", "senere_dag"] = "samtidig"
    samme: Samme = "sag"
    uden_indsats: Literal["uvist", "taeller", "taeller_ikke"] = "uvist"
    taeller_indtil: Varighed | None = None
    fravalg: Fravalg = Fravalg()
    bortfalder: list[Bortfald] = []
    dog_senest_ved: list[Fremskyndelse] = []
    udskydes_af: list[Udskydelse] = []
    ved_udeblivelse: Literal["mangler", "ikke_relevant"] = "mangler"
    vurderes: JaNej = True
    grund: str = ""
    version_efter: Literal["udloest", "frist"] = "udloest"

    @field_validator("regnes_fra", mode="before")
    @classmethod
    def _anchor_list(cls, value: Any) -> Any:
        return _list(value)

    @model_validator(mode="after")
    def _whole(self) -> Moenster:
        form = self.frist.form
        if form in ("foer", "hvert", "hver") and self.efter == "senere_dag":
            raise ValueError(f"En frist »{form}« kan ikke kræve en senere dag. Slet »efter«.")
        if form not in ("dag", "dato") and (self.dog_senest_ved or self.udskydes_af):
            raise ValueError(f"»dog_senest_ved« og »udskydes_af« kan ikke bruges med »{form}«.")
        if form not in ("dag", "dato") and self.frist.rul:
            raise ValueError(f"»rul« kan ikke bruges med »{form}«.")
        if form == "hver" and self.version_efter == "frist":
            raise ValueError(
                "En frist »hver« følger versionen på udløsningsdagen. Slet »version_efter«."
            )
        if not self.vurderes and not self.grund:
            raise ValueError("Når »vurderes« er nej, skal »grund« sige hvorfor.")
        if "udloesende" in self.regnes_fra[:-1]:
            raise ValueError("»udloesende« kan kun stå sidst i »regnes_fra«.")
        return self


class Version(Del):
    """A rule as it stood from a day on."""

    fra: Dag
    til: Dag | None = None
    hjemmel: str = Field(min_length=3)
    lov: Literal["SEL", "BL", "andet", "lokal"]
    status: Literal["verificeret", "ikke verificeret"]
    note: str = ""
    kilde: str = ""
    tilfaelde: list[Moenster] = Field(min_length=1)

    @property
    def id(self) -> str:
        """The version's name in output: the first day it is in force, ISO."""
        return self.fra.isoformat()


class Regel(Del):
    """One duty with all its versions, newest last."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    navn: str = Field(min_length=3)
    krav: str = Field(min_length=10)
    handling: str = Field(min_length=3)
    gruppe: Literal[
        "underretning",
        "undersoegelse",
        "samtale",
        "afgoerelse",
        "plan",
        "opfoelgning",
        "tilsyn",
        "klage",
        "overgang",
    ]
    art: Literal["lov", "lokal"]
    efterset: Dag
    note: str = ""
    versioner: list[Version] = Field(min_length=1)

    @model_validator(mode="after")
    def _ordered(self, info: ValidationInfo) -> Regel:
        dage = [v.fra for v in self.versioner]
        if dage != sorted(set(dage)):
            raise ValueError(
                "Versionerne skal stå i rækkefølge efter »fra«, og ingen dag må stå to gange."
            )
        if len({t.version_efter for v in self.versioner for t in v.tilfaelde}) > 1:
            raise ValueError("Alle versioner skal vælges efter samme dag (version_efter).")
        for v, naeste in zip(self.versioner, [*self.versioner[1:], None], strict=True):
            if v.til and v.til < v.fra:
                raise ValueError(f"Version {v.fra}: »til« ligger før »fra«.")
            if v.til and naeste and v.til >= naeste.fra:
                raise ValueError(f"Version {v.fra} og {naeste.fra} gælder samtidig. Ret »til«.")
        return self
