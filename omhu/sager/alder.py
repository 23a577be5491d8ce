"""Ages and grounds of `data/alder.yaml`, as they stood on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict

from omhu.sager.models import Barn

DATA = Path(__file__).resolve().parent / "data" / "alder.yaml"
TAET_PAA = 12
"""Months ahead that a coming age is told."""


class _Version(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    fra: date
    hjemmel: str
    status: Literal["verificeret", "ikke verificeret"]
    alder: int = 0
    kilde: str = ""


class _Post(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tekst: str
    kommer: str = ""
    versioner: list[_Version]


class _Fil(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    efterset: date
    aldre: dict[str, _Post]
    grunde: dict[str, _Post]


@dataclass(frozen=True)
class Grund:
    """A ground in the words of the day: the sentence, its paragraph, the age where it has one."""

    kode: str
    tekst: str
    hjemmel: str
    verificeret: bool
    alder: int = 0
    kommer: str = ""

    @property
    def saetning(self) -> str:
        """The sentence as it stands alone."""
        return f"{self.tekst[:1].upper()}{self.tekst[1:]}"


@lru_cache(maxsize=1)
def _fil() -> _Fil:
    return _Fil.model_validate(yaml.safe_load(DATA.read_text("utf-8")))


def _paa_dagen(kode: str, post: _Post, dag: date) -> Grund | None:
    gaeldende = [v for v in post.versioner if v.fra <= dag]
    if not gaeldende:
        return None
    v = max(gaeldende, key=lambda v: v.fra)
    return Grund(kode, post.tekst, v.hjemmel, v.status == "verificeret", v.alder, post.kommer)


def aldersgrund(kode: str, dag: date) -> Grund | None:
    """An age (`part`, `samtykke_anbringelse`, `ungeplan`, `myndig`); None while no law had it."""
    return _paa_dagen(kode, _fil().aldre[kode], dag)


def grund(kode: str, dag: date) -> Grund:
    """A ground. Before the first version the first one is told, unverified."""
    post = _fil().grunde[kode]
    fundet = _paa_dagen(kode, post, dag)
    if fundet:
        return fundet
    v = min(post.versioner, key=lambda v: v.fra)
    return Grund(kode, post.tekst, v.hjemmel, False)


def naaet(kode: str, alder: int | None, dag: date) -> Grund | None:
    """The age's ground when somebody of that age has reached it on the day."""
    g = aldersgrund(kode, dag)
    return g if g and alder is not None and alder >= g.alder else None


@dataclass(frozen=True)
class Kommende:
    """An age that the child reaches soon."""

    dag: date
    maaneder: int
    grund: Grund


def kommende(barn: Barn, dag: date, maaneder: int = TAET_PAA) -> list[Kommende]:
    """The ages that the child reaches within so many months, the first first, by the law of the birthday."""
    if barn.foedselsdato is None:
        return []
    ud = []
    for kode, post in _fil().aldre.items():
        for alder in sorted({v.alder for v in post.versioner}):
            naar = barn.foedselsdato + relativedelta(years=alder)
            g = aldersgrund(kode, naar)
            if g and g.alder == alder and dag < naar <= dag + relativedelta(months=maaneder):
                til = relativedelta(naar, dag)
                ud.append(Kommende(naar, til.years * 12 + til.months, g))
    return sorted(ud, key=lambda k: (k.dag, k.grund.alder))
