"""The dated code lists of the intake, and the legal type that follows from who tells.

BL §§ 132-135 (SEL §§ 152-154): a municipality the family has left, a professional with skærpet pligt, anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FIL = Path(__file__).with_name("koder.yaml")
Valg = list[tuple[str, str]]


@dataclass(frozen=True)
class Kode:
    """One code of a list with the days it is in force."""

    kode: str
    navn: str
    fra: date
    til: date | None = None
    lovtype: str = ""
    anonym: bool = False
    overgreb: bool = False
    akut: bool = False
    hoej: bool = False
    ingen: bool = False

    def gaelder(self, dag: date) -> bool:
        """Is it in force on the day?"""
        return self.fra <= dag and (self.til is None or dag <= self.til)


@dataclass(frozen=True)
class Kodeliste:
    """A list with where it is from; `status` other than `verificeret` is shown beside it."""

    koder: dict[str, Kode]
    status: str
    kilde: str

    @property
    def uverificeret(self) -> bool:
        """Is it said to be national without having been held against its source?"""
        return self.status == "ikke verificeret"


@dataclass(frozen=True)
class Hjemmel:
    """A paragraph and since when it is the one."""

    fra: date
    tekst: str
    verificeret: bool


@dataclass(frozen=True)
class Lovtype:
    """The legal type of an underretning."""

    kode: str
    navn: str
    skaerpet: bool
    hjemler: tuple[Hjemmel, ...]

    def hjemmel(self, dag: date) -> Hjemmel:
        """The paragraph on a day; the oldest for a day before all of them."""
        gaeldende = [h for h in self.hjemler if h.fra <= dag]
        return gaeldende[-1] if gaeldende else self.hjemler[0]


@lru_cache(maxsize=1)
def _raa() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FIL.read_text("utf-8"))
    return data


@lru_cache(maxsize=16)
def kodeliste(navn: str) -> Kodeliste:
    """A list by name: underretter, aarsag, maade, alvor, udfald. Raises KeyError."""
    raa = _raa()["lister"][navn]
    koder = {k: Kode(kode=k, **v) for k, v in raa["koder"].items()}
    return Kodeliste(koder, raa["status"], raa["kilde"])


def valg(navn: str, dag: date) -> Valg:
    """(code, name) of those in force on a day, as a form offers them."""
    return [(k.kode, _stort(k.navn)) for k in kodeliste(navn).koder.values() if k.gaelder(dag)]


def alle_valg(navn: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every code there ever was, for reading old texts."""
    return tuple((k.kode, _stort(k.navn)) for k in kodeliste(navn).koder.values())


def _stort(tekst: str) -> str:
    return tekst[:1].upper() + tekst[1:]


def kode(liste: str, kode_: str) -> Kode | None:
    """One code, in force or not."""
    return kodeliste(liste).koder.get(kode_)


def navn(liste: str, kode_: str) -> str:
    """A code's name; several joined by `+` are told one after the other. Empty for a code we do not know."""
    fundne = [kode(liste, k) for k in kode_.split("+")]
    return ", ".join(k.navn for k in fundne if k) if all(fundne) else ""


def lovtype(underretter: str) -> Lovtype:
    """The legal type that follows from who tells; the ordinary one where we do not know the code."""
    kendt = kode("underretter", underretter)
    kode_ = kendt.lovtype if kendt else "almindelig"
    raa = _raa()["lovtyper"][kode_]
    hjemler = tuple(
        Hjemmel(h["fra"], h["tekst"], h["status"] == "verificeret") for h in raa["hjemmel"]
    )
    return Lovtype(kode_, raa["navn"], raa["skaerpet"], hjemler)
