"""KLE numbers, and the municipality's own rules for when cases under them may be deleted.

What ships with Omhu (`data/kle.yaml`) names the subjects and says how little is certain. Only a rule that the
municipality has decided, with date and name, in `OMHU_MAPPE/sletteregler.yaml` lets anything be deleted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import yaml
from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

DATA = Path(__file__).resolve().parent / "data" / "kle.yaml"
FIL = "sletteregler.yaml"
NUMMER = r"\d{2}(\.\d{2}){0,2}"
FRIST = re.compile(r"P(\d{1,3})Y|P(\d{1,4})M|P(\d{1,5})D")
MINDST_AAR = 1


def emnenummer(tekst: str) -> str:
    """The KLE number that a text begins with, without facet and title; empty when it begins with none.

    >>> emnenummer("27.24.00-G01 Børn"), emnenummer("34.10"), emnenummer("Børnesag")
    ('27.24.00', '34.10', '')
    """
    fundet = re.match(rf"{NUMMER}(?!\d)", str(tekst).strip())
    return fundet[0] if fundet else ""


class Sletteregelfejl(Exception):
    """The rule file cannot be used; the text is Danish and says where and what to do."""


class Emne(BaseModel):
    """A KLE subject as it ships: nothing in it allows deletion."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nummer: str = Field(pattern=rf"^{NUMMER}$")
    titel: str
    kilde: str
    slettefrist: str | None = None
    bevaring: Literal["bevares", "kasseres", "ukendt"] = "ukendt"
    status: Literal["verificeret", "ikke_verificeret"] = "ikke_verificeret"


class Sletteregel(BaseModel):
    """A rule that the municipality has decided. It covers its number and all below it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kle: str = Field(pattern=rf"^{NUMMER}$")
    slettefrist: str
    bevaring: Literal["bevares", "kasseres"]
    afleveret_til_og_med: date | None = None
    besluttet: date
    besluttet_af: str = Field(min_length=3, max_length=120)
    hjemmel: str = Field("", max_length=200)

    @field_validator("slettefrist")
    @classmethod
    def _frist(cls, vaerdi: str) -> str:
        laes_frist(vaerdi)
        return vaerdi

    @model_validator(mode="after")
    def _aflevering(self) -> Sletteregel:
        if self.bevaring == "kasseres" and self.afleveret_til_og_med:
            raise ValueError("afleveret_til_og_med hører kun til, når bevaring er bevares")
        return self

    def udloeber(self, fra: date) -> date:
        """The first day on which a case that ended on `fra` may go."""
        return fra + laes_frist(self.slettefrist) + relativedelta(days=1)


class Undtagelse(BaseModel):
    """A case that stays whatever the rules say: a complaint, a claim, a request for access."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sag: str = Field(min_length=1, max_length=60)
    begrundelse: str = Field(min_length=5, max_length=200)
    til: date | None = None


class Sletteregler(BaseModel):
    """The municipality's file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    regler: tuple[Sletteregel, ...] = ()
    undtagelser: tuple[Undtagelse, ...] = ()
    sum: str = ""
    """Of the file, so that a plan made under other words is another plan."""

    @model_validator(mode="after")
    def _en_regel_pr_nummer(self) -> Sletteregler:
        numre = [r.kle for r in self.regler]
        for nummer in numre:
            if numre.count(nummer) > 1:
                raise ValueError(f"KLE {nummer} står to gange")
        return self

    def regel_for(self, kle: str) -> Sletteregel | None:
        """The rule of the longest number that the case's begins with."""
        daekker = [r for r in self.regler if kle == r.kle or kle.startswith(f"{r.kle}.")]
        return max(daekker, key=lambda r: len(r.kle), default=None)

    def undtaget(self, nummer: str, dag: date) -> Undtagelse | None:
        """Why a case stays on a day."""
        return next(
            (u for u in self.undtagelser if u.sag == nummer and (u.til is None or u.til >= dag)),
            None,
        )


def laes_frist(tekst: str) -> relativedelta:
    """P5Y, P60M or P1825D. Raises ValueError (Danish), also for less than a year: that is a slip."""
    fundet = FRIST.fullmatch(tekst)
    if not fundet:
        raise ValueError(f"»{tekst[:20]}« er ikke en frist. Skriv fx P5Y, P60M eller P1825D")
    aar, maaneder, dage = (int(t or 0) for t in fundet.groups())
    if aar < MINDST_AAR and maaneder < 12 * MINDST_AAR and dage < 365 * MINDST_AAR:
        raise ValueError(f"»{tekst}« er under et år. Skriv mindst P1Y")
    return relativedelta(years=aar, months=maaneder, days=dage)


@lru_cache(maxsize=1)
def emner() -> dict[str, Emne]:
    """The subjects that ship with Omhu, by number."""
    raa = yaml.safe_load(DATA.read_text("utf-8"))
    return {e.nummer: e for e in (Emne(**r) for r in raa["emner"])}


def emne(kle: str) -> Emne | None:
    """The subject of a case's number, or of the nearest above it."""
    dele = kle.split(".")
    return next(
        (e for n in range(len(dele), 0, -1) if (e := emner().get(".".join(dele[:n])))), None
    )


def sletteregler(mappe: Path) -> Sletteregler:
    """The municipality's rules; none when there is no file. Raises Sletteregelfejl."""
    fil = mappe / FIL
    try:
        raa = fil.read_bytes()
        data = yaml.safe_load(raa)
    except FileNotFoundError:
        return Sletteregler()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fejl:
        raise Sletteregelfejl(
            f"{FIL} kan ikke læses. Se, om indrykning og anførselstegn er rigtige."
        ) from fejl
    if not isinstance(data, dict):
        raise Sletteregelfejl(f"{FIL} skal begynde med regler: og have en liste under.")
    try:
        return Sletteregler(
            **{k: v for k, v in data.items() if k != "sum"}, sum=sha256(raa).hexdigest()
        )
    except (ValidationError, TypeError) as fejl:
        raise Sletteregelfejl(_paa_dansk(fejl)) from fejl


ORD = {
    "missing": "mangler",
    "extra_forbidden": "kendes ikke",
    "string_pattern_mismatch": 'er ikke et KLE-nummer; skriv fx "27.27.09" i anførselstegn',
    "string_type": "skal være tekst; sæt den i anførselstegn",
    "literal_error": "skal være bevares eller kasseres",
    "date_from_datetime_parsing": "er ikke en dato; skriv fx 2026-11-22",
    "date_parsing": "er ikke en dato; skriv fx 2026-11-22",
    "string_too_short": "er for kort",
}


def _paa_dansk(fejl: Any) -> str:
    if not isinstance(fejl, ValidationError):
        return f"{FIL} har et navn, der ikke kan bruges. Se vejledningen."
    foerste = fejl.errors()[0]
    sted = [str(d + 1) if isinstance(d, int) else str(d) for d in foerste["loc"]]
    besked = ORD.get(foerste["type"], str(foerste["msg"]).removeprefix("Value error, "))
    hvor = "".join(f", {d}" for d in sted)
    return f"{FIL}{hvor}: {besked}. Ret filen, og prøv igen."


@dataclass(frozen=True)
class Sagensemne:
    """What a case's number is called, for lists."""

    nummer: str

    def __str__(self) -> str:
        kendt = emne(self.nummer)
        return f"{self.nummer} {kendt.titel}" if kendt else self.nummer
