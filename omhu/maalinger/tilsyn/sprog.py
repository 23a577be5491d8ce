"""An audit concept as typed objects: who reads, in which order, what is asked, and how it is counted (README.md).

Errors are Danish: concepts are written by leaders and jurists, not by programmers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from omhu.maalinger.sprog import Konvention, Pligtsaet
from omhu.maalinger.tilsyn.skriv import skriv
from omhu.maalinger.udtryk import Betingelse, as_list
from omhu.regler.sprog import Dag, Del, JaNej

IKKE_RELEVANT = "ikke_relevant"
"""The question does not concern the case: outside the denominator."""
FRAVALGT = "fravalgt"
"""Lawfully opted out of: follows the concept's convention."""
UVIST = "uvist"
"""Cannot be judged: always allowed, never counted, told of."""
FASTE_SVAR = {
    IKKE_RELEVANT: "Ikke relevant",
    FRAVALGT: "Lovligt fravalgt",
    UVIST: "Kan ikke vurderes",
}
TAELLER_IKKE = "taeller_ikke"

Taelling = Literal["overholdt", "mangel", "ikke_relevant", "fravalgt", "uvist", "taeller_ikke"]
Sikkerhed = Literal["kilde", "udledt", "forslag"]
Automatik = Literal["auto", "delvis", "manuel"]
Valgt = Literal["simpel", "stratificeret", "risiko", "liste", "selvvalgt"]
SIKKERHED = {
    "kilde": "Efter kilden",
    "udledt": "Udledt, ikke bekræftet af kilden",
    "forslag": "Eget forslag, ikke bekræftet af kilden",
}
KONVENTIONER = {
    "ud_af_naevneren": "Lovligt fravalgte er taget ud af nævneren",
    "taeller_som_overholdt": "Lovligt fravalgte tæller som overholdt",
}
"""As printed under an audit's figures. »Ikke relevant« is outside under both."""
Lov = Literal["SEL", "BL", "FVL", "RSL", "OFL"]
LOVE: dict[Lov, str] = {
    "SEL": "Serviceloven",
    "BL": "Barnets Lov",
    "FVL": "Forvaltningsloven",
    "RSL": "Retssikkerhedsloven",
    "OFL": "Offentlighedsloven",
}
"""SEL and BL judge the acts of their own time; the others hold under both."""


def _kode(vaerdi: str) -> str:
    if vaerdi in FASTE_SVAR:
        raise ValueError(
            f"»{vaerdi}« er et fast svar og skal ikke skrives. Slet det, eller vælg en anden kode."
        )
    return vaerdi


Kode = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=20)]
Svarkode = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=30), AfterValidator(_kode)
]
Tekst = Annotated[str, Field(min_length=3)]


class Niveau(Del):
    """One level of readers. Levels are ordered; a later one does not see an earlier one's answers first."""

    kode: Kode
    navn: Tekst
    roller: Annotated[list[str], BeforeValidator(as_list)] = []
    andel: int = Field(100, ge=1, le=100)
    """Per cent of the cases that this level reads."""
    dobbelt: int = Field(0, ge=0, le=100)
    """Per cent of its cases that two read, each without the other's answers."""
    kun_sagstrin: list[str] = []
    """Empty: all."""


class Svarmulighed(Del):
    kode: Svarkode
    navn: str = Field(min_length=1, max_length=80)
    taeller: Literal["overholdt", "mangel", "taeller_ikke"]


class Skala(Del):
    """The answers that a question may be given, and what each counts as."""

    navn: Tekst
    svar: list[Svarmulighed] = Field(min_length=2)
    ikke_relevant: JaNej = False
    fravalgt: JaNej = False
    flervalg: JaNej = False
    """Several answers at once, their codes joined by `+`."""

    @field_validator("svar")
    @classmethod
    def _unique(cls, svar: list[Svarmulighed]) -> list[Svarmulighed]:
        refuse_twice((s.kode for s in svar), "Svaret")
        return svar

    @property
    def koder(self) -> tuple[str, ...]:
        """Every answer that may be given, in the order shown."""
        faste = [k for k in (IKKE_RELEVANT, FRAVALGT) if getattr(self, k)]
        return (*(s.kode for s in self.svar), *faste, UVIST)

    def navn_paa(self, svar: str) -> str:
        """An answer in words; several joined by a comma."""
        egne = {s.kode: s.navn for s in self.svar} | FASTE_SVAR
        return ", ".join(egne.get(s, s) for s in svar.split("+"))

    def gyldigt(self, svar: str) -> bool:
        """May this answer be given?"""
        dele = svar.split("+")
        egne = {s.kode for s in self.svar}
        if len(dele) > 1:
            return self.flervalg and len(set(dele)) == len(dele) and egne.issuperset(dele)
        return svar in self.koder

    def taeller(self, svar: str) -> Taelling:
        """What an answer counts as. KeyError for one that is not in the scale."""
        if svar == IKKE_RELEVANT:
            return "ikke_relevant"
        if svar == FRAVALGT:
            return "fravalgt"
        if svar == UVIST:
            return "uvist"
        egne = {s.kode: s.taeller for s in self.svar}
        fundne: set[Taelling] = {egne[s] for s in svar.split("+")}
        for mulig in ("mangel", "overholdt"):
            if mulig in fundne:
                return "mangel" if mulig == "mangel" else "overholdt"
        return "taeller_ikke"

    def svar_for(self, taeller: Literal["overholdt", "mangel"]) -> str:
        """The first answer that counts so; empty where the scale has none."""
        return next((s.kode for s in self.svar if s.taeller == taeller), "")


class Sagstrin(Del):
    """A part of the course of a case; it can be left out of a round, and of a case that has not had it."""

    kode: Kode
    navn: Tekst
    vejledning: str = ""
    relevant: Betingelse | None = None
    """When the case has this part at all; names are those of the measure concept in `begreber`."""
    altid: JaNej = False
    """Asked also where the case was drawn for another sagstrin."""


class Beregning(Del):
    """What the data can answer: a row of a measure concept, obligations of some rules, or the round itself."""

    maaling: str | None = None
    raekke: str | None = None
    regler: Annotated[list[str], BeforeValidator(as_list)] = []
    i_vinduet: Literal["frist", "udloest"] = "frist"
    runden: (
        Literal[
            "tilbagemelding", "tilbagemelding_14_dage", "genopretning", "uenighed_auto", "kappa"
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _one(self) -> Beregning:
        if (self.maaling is None) != (self.raekke is None):
            raise ValueError("»maaling« og »raekke« hører sammen: konceptet og rækken i det.")
        if sum((self.maaling is not None, bool(self.regler), self.runden is not None)) != 1:
            raise ValueError(
                "En beregning er netop én af: »maaling« med »raekke«, »regler« eller »runden«."
            )
        return self

    @property
    def pligtsaet(self) -> Pligtsaet:
        return Pligtsaet(regler=self.regler, i_vinduet=self.i_vinduet)


class Skriver(Del):
    """The locked answer becomes a step that the measures read: a VURDERING with this theme, or an OPMAERKSOMHEDSPUNKT
    for each answer of it that is a mangel (the answer's code is the step's art)."""

    tema: Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=40)] | None = None
    skridt: Literal["VURDERING", "OPMAERKSOMHEDSPUNKT"] = "VURDERING"

    @model_validator(mode="after")
    def _one_kind(self) -> Skriver:
        if (self.tema is None) == (self.skridt == "VURDERING"):
            raise ValueError("En vurdering har et tema; et opmærksomhedspunkt har ikke.")
        return self


class Spurgt(Del):
    """What every question has, of a case or across cases."""

    id: str = Field(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=40)
    tekst: Tekst
    vejledning: str = ""
    hjemmel: dict[Lov, str] = {}
    relevans: str = ""
    beregning: Beregning | None = None
    automatik: Automatik = "manuel"
    sikkerhed: Sikkerhed = "kilde"
    bemaerk: str = ""

    @model_validator(mode="after")
    def _computed(self) -> Spurgt:
        if self.automatik != "manuel" and self.beregning is None:
            raise ValueError(
                f"»{self.id}« er »{self.automatik}«, men har ingen »beregning«. Skriv en, eller vælg manuel."
            )
        if self.automatik == "manuel" and self.beregning is not None:
            raise ValueError(
                f"»{self.id}« har en »beregning«, men er »manuel«. Vælg auto eller delvis, eller slet beregningen."
            )
        return self

    def hjemmel_tekst(self, lov: str = "") -> str:
        """`SEL § 50 / BL § 20`; with a law only that one, and those that hold under both."""
        med = (
            (navn, p)
            for navn, p in self.hjemmel.items()
            if not lov or navn == lov or navn not in ("SEL", "BL")
        )
        return " / ".join(f"{navn} {p}" for navn, p in med)


class Spoergsmaal(Spurgt):
    """A question about a case."""

    sagstrin: str
    skala: str
    skriver: Skriver | None = None
    alvor: JaNej = False
    """A mangel here asks whether it is a serious finding."""
    fortroligt: JaNej = Field(default_factory=lambda data: _silence_is_confidential(data))
    """Which cases a mangel is in is for those who follow serious findings up; others, the rådgiver too, see numbers.
    Where the file does not say, `_silence_is_confidential` does."""
    niveauer: list[str] = []
    """The levels that answer it; empty: all."""

    @property
    def siger_ikke_om_fortroligt(self) -> bool:
        """Is it confidential only because the file does not say otherwise?"""
        return self.fortroligt and "fortroligt" not in self.model_fields_set


def _silence_is_confidential(data: dict[str, Any]) -> bool:
    """What a question is that does not say: confidential where people alone judge something that can be serious and
    the answer does not become a step of the case. Editions older than the word stay on the safe side so."""
    alene = data.get("automatik") == "manuel" and data.get("skriver") is None
    return alene and bool(data.get("alvor"))


class Tvaerspoergsmaal(Spurgt):
    """A question about all cases, or about the round: answered by figures or talked through, never case by case."""

    om: Literal["alle_sager", "runden"] = "alle_sager"
    gruppe: str = ""


class Blanket(Del):
    """A text of the reader's about the case as a whole."""

    kode: Annotated[str, Field(pattern=r"^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=40)]
    navn: Tekst
    vejledning: str = ""
    linjer: tuple[int, int] | None = None
    """Fewest and most lines."""
    valgfri: JaNej = False


class Tabel(Del):
    """A table of the report that is taken from a measure as it stands."""

    navn: Tekst
    maaling: str
    raekker: list[str] = Field(min_length=1)


class Tilsynskoncept(Del):
    """An audit concept: what a round asks of each case, of whom, and how the answers count."""

    tilsyn: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    navn: str = Field(min_length=3, max_length=200)
    kilde: str = ""
    efterset: Dag | None = None
    sikkerhed: Sikkerhed = "kilde"
    note: str = ""
    udvaelgelse: str = ""
    udtraek: Valgt | None = None
    """The kind of draw that a round of it begins with; None: what `sagstrin` give rise to."""
    konvention: Konvention
    begreber: str = "taskforce"
    """The measure concept whose names conditions may use."""
    niveauer: list[Niveau] = Field(min_length=1)
    skalaer: dict[str, Skala] = Field(min_length=1)
    sagstrin: list[Sagstrin] = Field(min_length=1)
    spoergsmaal: list[Spoergsmaal] = Field(min_length=1)
    blanketter: list[Blanket] = []
    paa_tvaers: list[Tvaerspoergsmaal] = []
    tabeller: list[Tabel] = []

    def spoergsmaal_i(self, sagstrin: str) -> list[Spoergsmaal]:
        """The questions of a sagstrin, in order."""
        return [s for s in self.spoergsmaal if s.sagstrin == sagstrin]

    def spoergsmaal_ved(self, sagstrin: str) -> list[Spoergsmaal]:
        """What is asked of a case that was drawn for a sagstrin (empty: for the whole case)."""
        med = {t.kode for t in self.sagstrin if t.altid or not sagstrin or t.kode == sagstrin}
        return [s for s in self.spoergsmaal if s.sagstrin in med]

    def find(self, id_: str) -> Spoergsmaal:
        """The question of this id. KeyError."""
        fundet = next((s for s in self.spoergsmaal if s.id == id_), None)
        if fundet is None:
            raise KeyError(id_)
        return fundet

    def niveau(self, kode: str) -> Niveau:
        """The level of this code. KeyError."""
        fundet = next((n for n in self.niveauer if n.kode == kode), None)
        if fundet is None:
            raise KeyError(kode)
        return fundet

    def skala_for(self, id_: str) -> Skala:
        """The scale of a question."""
        return self.skalaer[self.find(id_).skala]

    def spoergsmaal_paa(self, niveau: str) -> list[Spoergsmaal]:
        """The questions that a level answers."""
        trin = self.niveau(niveau).kun_sagstrin
        return [
            s
            for s in self.spoergsmaal
            if (not s.niveauer or niveau in s.niveauer) and (not trin or s.sagstrin in trin)
        ]

    def regnes(self, id_: str, svar: str) -> Literal["overholdt", "mangel", "ude", "uvist"]:
        """Where an answer stands in the figure, the convention applied: the one definition of k and n.
        k of kept = overholdt; n = overholdt + mangel; `ude` is outside; `uvist` is outside and told of."""
        taelling = self.skala_for(id_).taeller(svar)
        if taelling in ("ikke_relevant", "taeller_ikke"):
            return "ude"
        if taelling == "fravalgt":
            return "overholdt" if self.konvention == "taeller_som_overholdt" else "ude"
        if taelling == "uvist":
            return "uvist"
        return "mangel" if taelling == "mangel" else "overholdt"

    def som_yaml(self) -> str:
        """The concept as a file that `laes_tekst` reads to the same."""
        raa = self.model_dump(exclude_defaults=True)
        for s in raa["spoergsmaal"]:
            if not s["fortroligt"] and not s.get("alvor"):  # silence says the same
                del s["fortroligt"]
        return skriv(raa)


def refuse_twice(koder: Iterable[str], hvad: str) -> None:
    """ValueError in Danish when a code stands twice."""
    set_: set[str] = set()
    for kode in koder:
        if kode in set_:
            raise ValueError(f"{hvad} »{kode}« står to gange. Giv den ene en anden kode.")
        set_.add(kode)
