"""Kinds of step, their characteristics and the measures: three catalogues read once from YAML."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

MAPPE = Path(__file__).parent
FOERSTE_LEDIGE_BIT = 46
"""Measures that the catalogue does not know get bits from here up, per case."""
ANTAL_BITS = 62


@dataclass(frozen=True)
class Skridtart:
    """One kind of step. `nr` is its number in the kernel."""

    kode: str
    nr: int
    navn: str
    gruppe: str
    hvem: tuple[str, ...] = ()
    felter: tuple[str, ...] = ()
    kraevede: tuple[str, ...] = ()
    tid: bool = False
    dokument: str = ""
    lovnavne: dict[str, str] = field(default_factory=dict)
    fylder: int = 0
    kun_omhu: bool = False

    def navn_efter(self, lov: str) -> str:
        """The name the law in force uses (`SEL` or `BL`)."""
        return self.lovnavne.get(lov, self.navn)


@dataclass(frozen=True)
class Kendetegn:
    """One characteristic; exactly one of the sources is set. `bit` is its position in the flag word."""

    kode: str
    bit: int
    tekst: str
    attribut: str = ""
    vaerdier: frozenset[str] = frozenset()
    undtagen: frozenset[str] = frozenset()
    arter: frozenset[str] = frozenset()
    indsats: str = ""
    alder: int = 0
    beregnet: str = ""
    tilstand: str = ""
    saettes_af: tuple[str, ...] = ()
    slettes_af: tuple[str, ...] = ()

    def passer(self, art: str, attributter: dict[str, str]) -> bool:
        """Does a step of this kind with these attributes show the characteristic (attribute kind only)?"""
        if self.arter and art not in self.arter:
            return False
        vaerdi = attributter.get(self.attribut, "")
        if self.undtagen:
            return bool(vaerdi) and vaerdi not in self.undtagen
        return vaerdi in self.vaerdier


@dataclass(frozen=True)
class Indsats:
    """One measure of the catalogue of support; `bit` is its position in the measure word."""

    kode: str
    bit: int
    navn: str
    grupper: frozenset[str]
    paragraf: dict[str, str]
    alias: tuple[str, ...] = ()


@dataclass(frozen=True)
class Katalog:
    arter: dict[str, Skridtart]
    kendetegn: dict[str, Kendetegn]
    indsatser: dict[str, Indsats]
    _navne: dict[str, str]

    def indsats_kode(self, navn: str) -> str | None:
        """The catalogue's code for a measure written as code, name, alias or paragraph; None if unknown."""
        return self._navne.get(normaliser(navn))

    def indsats_navn(self, kode: str) -> str:
        """Danish name of a measure; an unknown code is shown as written."""
        kendt = self.indsatser.get(kode)
        return kendt.navn if kendt else kode.replace("_", " ")

    def maske(self, gruppe: str, *, ukendte: bool = False) -> int:
        """Bits of all measures of a group, with the spare bits if `ukendte`."""
        bits = sum(1 << i.bit for i in self.indsatser.values() if gruppe in i.grupper)
        if ukendte:
            bits |= ((1 << ANTAL_BITS) - 1) ^ ((1 << FOERSTE_LEDIGE_BIT) - 1)
        return bits


def normaliser(navn: str) -> str:
    """Lower case, Danish letters folded, all but letters and digits to one blank: for comparing names."""
    navn = navn.strip().lower()
    for fra, til in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        navn = navn.replace(fra, til)
    navn = unicodedata.normalize("NFKD", navn)
    return " ".join("".join(c if c.isalnum() else " " for c in navn).split())


@lru_cache(maxsize=1)
def katalog() -> Katalog:
    """The catalogues of this installation."""
    raa = yaml.safe_load((MAPPE / "skridt.yaml").read_text("utf-8"))
    indsatser = _indsatser()
    navne: dict[str, str] = {}
    for i in indsatser.values():
        for navn in (i.kode, i.navn, *i.alias, *(f"{lov} {p}" for lov, p in i.paragraf.items())):
            navne.setdefault(normaliser(navn), i.kode)
    return Katalog(
        arter={k: _art(k, nr, v) for nr, (k, v) in enumerate(raa["arter"].items())},
        kendetegn={k: _kendetegn(k, nr, v) for nr, (k, v) in enumerate(raa["kendetegn"].items())},
        indsatser=indsatser,
        _navne=navne,
    )


def _art(kode: str, nr: int, v: dict[str, Any]) -> Skridtart:
    felter = v.get("felter", [])
    return Skridtart(
        kode=kode,
        nr=nr,
        navn=v["navn"],
        gruppe=v["gruppe"],
        hvem=tuple(v.get("hvem", ())),
        felter=tuple(f.rstrip("*") for f in felter),
        kraevede=tuple(f.rstrip("*") for f in felter if f.endswith("*")),
        tid=v.get("tid", False),
        dokument=v.get("dokument", ""),
        lovnavne=v.get("lov", {}),
        fylder=v.get("beregnet", {}).get("aar", 0),
        kun_omhu=v.get("kun_omhu", False),
    )


KENDETEGN_NOEGLER = set(
    "tekst attribut vaerdier undtagen arter indsats alder beregnet tilstand".split()
)


def _kendetegn(kode: str, bit: int, v: dict[str, Any]) -> Kendetegn:
    if set(v) - KENDETEGN_NOEGLER:
        raise ValueError(
            f"skridt.yaml, {kode}: {set(v) - KENDETEGN_NOEGLER} kendes ikke (anførselstegn?)."
        )
    tilstand = v.get("tilstand", "")
    af = tilstand if isinstance(tilstand, dict) else {}
    return Kendetegn(
        kode=kode,
        bit=bit,
        tekst=v["tekst"],
        attribut=v.get("attribut", ""),
        vaerdier=frozenset(_tekster(v.get("vaerdier", ()))),
        undtagen=frozenset(_tekster(v.get("undtagen", ()))),
        arter=frozenset(v.get("arter", ())),
        indsats=v.get("indsats", ""),
        alder=v.get("alder", 0),
        beregnet=v.get("beregnet", ""),
        tilstand=kode if af else tilstand,
        saettes_af=tuple(af.get("saettes_af", ())),
        slettes_af=tuple(af.get("slettes_af", ())),
    )


def _tekster(vaerdier: Any) -> list[str]:
    # YAML 1.1 reads neither ja nor nej as booleans, but guards against on/off/yes/no all the same.
    return [str(v) for v in vaerdier]


def _indsatser() -> dict[str, Indsats]:
    raa = yaml.safe_load((MAPPE / "indsatser.yaml").read_text("utf-8"))["indsatser"]
    if len(raa) > FOERSTE_LEDIGE_BIT:
        raise ValueError("indsatser.yaml har flere indsatser, end der er plads til i kernen.")
    return {
        kode: Indsats(
            kode=kode,
            bit=bit,
            navn=v["navn"],
            grupper=frozenset(v["grupper"]),
            paragraf={lov: v[lov] for lov in ("SEL", "BL") if lov in v},
            alias=tuple(v.get("alias", ())),
        )
        for bit, (kode, v) in enumerate(raa.items())
    }
