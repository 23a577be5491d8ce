"""What a concept can ask of a case: choices of steps, days, numbers, conditions (README.md has the meaning)."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    model_validator,
)

from omhu.regler.katalog import katalog
from omhu.regler.sprog import Arter, Dag, Del, JaNej, Status, Varighed

FASTE_DAGE = ("vinduets_start", "vinduets_slut", "referencedato")
Gruppe = Literal["stoette", "anbringelse", "ungestoette", "opfoelgning", "forebyggende"]


def as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _known(slags: str, ord_: str) -> Any:
    """A validator that refuses a name which the concept (or the one it builds on) does not define."""

    def check(navn: str, info: ValidationInfo) -> str:
        kendte = (info.context or {}).get(slags)
        if kendte is not None and navn not in kendte:
            raise ValueError(
                f"{ord_} »{navn}« findes ikke. Skriv den under »{slags}«, eller ret navnet."
            )
        return navn

    return AfterValidator(check)


def _attribute_kendetegn(kode: str) -> str:
    kendt = katalog().kendetegn.get(kode)
    if kendt is None or not kendt.attribut:
        raise ValueError(
            f"»{kode}« er ikke et kendetegn, der kan læses på et skridt alene. Vælg et med »attribut« i skridt.yaml."
        )
    return kode


Skridtnavn = Annotated[str, _known("skridt", "Skridtet")]
Dagnavn = Annotated[str, _known("dage", "Dagen")]
Talnavn = Annotated[str, _known("tal", "Tallet")]
Pligtnavn = Annotated[str, _known("pligter", "Pligtsættet")]
Raekkenavn = Annotated[str, _known("raekker", "Rækken")]
Kendetegn = Annotated[str, AfterValidator(_attribute_kendetegn)]
Vaerdier = Annotated[list[str], BeforeValidator(as_list), Field(min_length=1)]


class Graenser(Del):
    """Limits in time that both a choice of steps and a comparison of days use."""

    fra: Dagnavn | None = None
    efter: Dagnavn | None = None
    foer: Dagnavn | None = None
    senest: Dagnavn | None = None


class Valg(Graenser):
    """Some steps of the case: of these kinds (or from a named set), with these marks, within these days."""

    skridt: Arter | None = None
    af: Annotated[str, _known("maengder", "Mængden")] | None = None
    hvis: list[Kendetegn] = []
    ikke: list[Kendetegn] = []
    hvor: dict[str, Vaerdier] = {}
    ikke_hvor: dict[str, Vaerdier] = {}
    uden: list[str] = []
    gruppe: Annotated[list[Gruppe], BeforeValidator(as_list)] = []
    indsats_fra: Skridtnavn | None = None
    uden_indsats: Literal["taeller", "taeller_ikke"] = "taeller"
    i_vinduet: JaNej = False

    @model_validator(mode="after")
    def _one_source(self) -> Valg:
        if (self.skridt is None) == (self.af is None):
            raise ValueError(
                "Skriv enten »skridt« (arter af skridt) eller »af« (en navngiven mængde)."
            )
        return self


def _choices(value: Any) -> Any:
    return [{"af": v} if isinstance(v, str) else v for v in as_list(value)]


Valgliste = Annotated[list[Valg], BeforeValidator(_choices), Field(min_length=1)]


class Udpegning(Del):
    """One step: the first or the latest of a choice; otherwise another."""

    foerste: Valgliste | None = None
    seneste: Valgliste | None = None
    ellers: Udpegning | None = None

    @model_validator(mode="after")
    def _one(self) -> Udpegning:
        if (self.foerste is None) == (self.seneste is None):
            raise ValueError("Skriv enten »foerste« eller »seneste«.")
        return self


class Laengde(Varighed):
    """A length that needs no calendar of working days."""

    @model_validator(mode="after")
    def _calendar_free(self) -> Laengde:
        if self.enhed in ("hverdage", "arbejdsdage"):
            raise ValueError("Et koncept regner i dage, uger, maaneder eller aar.")
        return self


class Dagudtryk(Del):
    """A day: a step's, one written on a step, a fixed one, another day moved, or the first of these that is known."""

    dag: Dagnavn | None = None
    dato: Dag | None = None
    kun_hvis: Betingelse | None = None
    paa: Skridtnavn | None = None
    felt: str | None = None
    plus: Laengde | None = None
    minus: Laengde | None = None
    foerste_af: list[Dagudtryk] | None = None

    @model_validator(mode="before")
    @classmethod
    def _name(cls, value: Any) -> Any:
        return {"dag": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one(self) -> Dagudtryk:
        if sum(x is not None for x in (self.dag, self.dato, self.paa, self.foerste_af)) != 1:
            raise ValueError(
                "En dag er netop én af: »dag«, »dato«, »paa« (med »felt«) eller »foerste_af«."
            )
        if (self.paa is None) != (self.felt is None):
            raise ValueError(
                "»paa« og »felt« hører sammen: skridtet, og det felt på det, som datoen står i."
            )
        return self


class Tal(Del):
    """A number: days between two days, the longest time without a step between them, or how many steps."""

    dage_fra: Dagnavn | None = None
    hul_fra: Dagnavn | None = None
    til: Dagnavn | None = None
    antal: Valgliste | None = None

    @model_validator(mode="after")
    def _one(self) -> Tal:
        if sum(x is not None for x in (self.antal, self.dage_fra, self.hul_fra)) != 1 or (
            self.antal is None
        ) != (self.til is not None):
            raise ValueError(
                "Et tal er enten »antal«, »dage_fra« sammen med »til« eller »hul_fra« sammen med »til«."
            )
        return self


class Alder(Del):
    fra: int = Field(0, ge=0, le=30)
    til: int = Field(99, ge=0, le=99)


class Hovedforanstaltning(Del):
    gruppe: Gruppe | None = None
    kode: Annotated[list[str], BeforeValidator(as_list)] = []


class Daekket(Del):
    """All measures of a step are named by some of the chosen steps."""

    indsatser_i: Skridtnavn
    af: Valgliste


class Aktiv(Del):
    """A measure of the group has started and not ended on the day."""

    gruppe: Gruppe
    paa: Dagnavn


class Betingelse(Graenser):
    """A yes or no about a case. Exactly one form; README.md lists them."""

    navn: Annotated[str, _known("betingelser", "Betingelsen")] | None = None
    alle: list[Betingelse] | None = Field(None, min_length=1)
    nogen: list[Betingelse] | None = Field(None, min_length=1)
    ikke: Betingelse | None = None
    findes: Valgliste | None = None
    kendt: Dagnavn | None = None
    paa: Skridtnavn | None = None
    hvis: list[Kendetegn] = []
    hvor: dict[str, Vaerdier] = {}
    gruppe: Annotated[list[Gruppe], BeforeValidator(as_list)] = []
    indsats: Annotated[list[str], BeforeValidator(as_list)] = []
    dag: Dagnavn | None = None
    antal: Valgliste | None = None
    tal: Talnavn | None = None
    mindst: int | None = None
    hoejst: int | None = None
    sagstype: Annotated[list[str], BeforeValidator(as_list)] | None = None
    hovedforanstaltning: Hovedforanstaltning | None = None
    alder: Alder | None = None
    daekket: Daekket | None = None
    aktiv: Aktiv | None = None
    pligt: Pligtnavn | None = None
    status: Annotated[list[Status], BeforeValidator(as_list)] = []
    fund: Raekkenavn | None = None
    naevner: Raekkenavn | None = None
    periode: Laengde | None = None
    altid: JaNej | None = None

    @model_validator(mode="before")
    @classmethod
    def _name(cls, value: Any) -> Any:
        return {"navn": value} if isinstance(value, str) else value

    @cached_property
    def form(self) -> str:
        """Which of the forms this is."""
        return next(f for f in FORMER if getattr(self, f) is not None)

    @model_validator(mode="after")
    def _one_form(self) -> Betingelse:
        givne = [f for f in FORMER if getattr(self, f) is not None]
        if len(givne) != 1:
            raise ValueError(f"En betingelse har netop én form. Vælg mellem {', '.join(FORMER)}.")
        self._refuse_strays(givne[0])
        return self

    def _refuse_strays(self, form: str) -> None:
        graenser = any((self.fra, self.efter, self.foer, self.senest))
        if (form == "dag") != graenser:
            raise ValueError(
                "»dag« hører sammen med fra, efter, foer eller senest: hvad dagen holdes op mod."
            )
        if (self.mindst is not None or self.hoejst is not None) != (form in ("antal", "tal")):
            raise ValueError("»antal« og »tal« hører sammen med mindst eller hoejst.")
        if self.status and form != "pligt":
            raise ValueError("»status« hører sammen med »pligt«.")
        if bool(self.hvis or self.hvor or self.gruppe or self.indsats) != (form == "paa"):
            raise ValueError(
                "»paa« hører sammen med hvis, hvor, gruppe eller indsats: hvad der ses efter på skridtet."
            )


FORMER = (
    "navn alle nogen ikke findes kendt paa dag antal tal sagstype hovedforanstaltning alder daekket aktiv pligt "
    "fund naevner periode altid"
).split()
