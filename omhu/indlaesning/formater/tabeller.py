"""The tables an extract may hold and the steps a row of each gives, read from `data/tabeller.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from omhu.regler.katalog import katalog, normaliser

DATA = Path(__file__).resolve().parent.parent / "data"
SAG_LUKKET_SIDST = 99


@dataclass(frozen=True)
class Felt:
    """One field of a target table."""

    kode: str
    navn: str
    type: str = "tekst"
    kraevet: bool = False


@dataclass(frozen=True)
class Skridtplan:
    """A step that a row gives when the field `dato` is filled (and the field `hvis`, if named)."""

    art: str
    dato: str
    registreret: str = ""
    navn: str = ""
    vedroerer: str = ""
    hvis: str = ""
    attributter: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Maaltabel:
    """A table that rows can be mapped to."""

    kode: str
    navn: str
    noegle: str
    felter: dict[str, Felt]
    skridt: tuple[Skridtplan, ...]

    @property
    def kraevede(self) -> tuple[str, ...]:
        """Fields without which no row can be used."""
        return tuple(f.kode for f in self.felter.values() if f.kraevet)


@dataclass(frozen=True)
class Skridttype:
    """What a row of `sagsskridt` is."""

    art: str = ""
    emne: str = ""
    dato: tuple[str, ...] = ("udfoert_dato", "beslutning_dato")
    fravalg: str = ""
    besluttet: str = ""
    begyndt: str = ""
    saet: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tabelkatalog:
    """All of it. `skridttyper` by normalised code, name and alias."""

    maal: dict[str, Maaltabel]
    grundtabeller: dict[str, tuple[str, ...]]
    senere: frozenset[str]
    skridttyper: dict[str, Skridttype]
    ikke_sket: frozenset[str]
    ikke_relevant: frozenset[str]

    def skridttype(self, navn: str) -> Skridttype | None:
        """The type of a row of sagsskridt, by any of its names."""
        return self.skridttyper.get(normaliser(navn))


@lru_cache(maxsize=1)
def tabelkatalog() -> Tabelkatalog:
    """The tables of this version."""
    raa = yaml.safe_load((DATA / "tabeller.yaml").read_text("utf-8"))
    return Tabelkatalog(
        maal={kode: _maal(kode, v) for kode, v in raa["tabeller"].items()},
        grundtabeller={
            n: tuple(k for k, v in f.items() if v) for n, f in raa["grundtabeller"].items()
        },
        senere=frozenset(raa["senere"]),
        skridttyper=_skridttyper(raa["skridttyper"]),
        ikke_sket=frozenset(map(normaliser, raa["ikke_sket"])),
        ikke_relevant=frozenset(map(normaliser, raa["ikke_relevant"])),
    )


def _maal(kode: str, v: dict[str, Any]) -> Maaltabel:
    felter = {
        k: Felt(k, f["navn"], f.get("type", "tekst"), f.get("kraevet", False))
        for k, f in v["felter"].items()
    }
    return Maaltabel(
        kode, v["navn"], v["noegle"], felter, tuple(Skridtplan(**s) for s in v.get("skridt", ()))
    )


def _skridttyper(raa: dict[str, dict[str, Any]]) -> dict[str, Skridttype]:
    typer: dict[str, Skridttype] = {}
    for kode, v in raa.items():
        aliaser = v.pop("alias", ())
        type_ = Skridttype(**(v | ({"dato": tuple(v["dato"])} if "dato" in v else {})))
        for navn in (kode, *aliaser):
            typer[normaliser(navn)] = type_
    for art in katalog().arter.values():
        if not art.fylder:
            for navn in (art.kode, art.navn, *art.lovnavne.values()):
                typer.setdefault(normaliser(navn), Skridttype(art=art.kode))
    return typer


def orden_af(art: str) -> int:
    """The order of steps of one day in an extract that does not tell it: that of the catalogue, which is the
    order of good case work (talk before decision before start); the closing of a case comes last."""
    return SAG_LUKKET_SIDST if art == "SAG_LUKKET" else katalog().arter[art].nr
