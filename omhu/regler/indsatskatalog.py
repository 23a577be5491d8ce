"""The catalogue of support as it stood on a day: number, law, KLE and what each measure requires (lovkrav.md §2).

What a measure requires is told here in words for people; what is missing in a case is asked of the rules. A test holds
the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

import yaml

from omhu.regler.katalog import MAPPE, Indsats, katalog
from omhu.regler.love import BL, NAVNE, SEL, fra_og_med, lov_paa

KRAV = {
    "A": "formel afgørelse",
    "B": "undersøgelse først",
    "P": "plan",
    "S": "samtale med barnet",
    "O": "opfølgning",
    "T": "to tilsynsbesøg om året",
}
"""The six columns, in the order of the signs."""
SKAL, KAN, IKKE = "●", "○", "–"
ORD = {SKAL: "skal", KAN: "afgøres i sagen", IKKE: "nej"}


@dataclass(frozen=True)
class Nummer:
    """A measure under one number of one law, from a day to a day."""

    indsats: Indsats
    lov: str
    paragraf: str
    fra: date
    til: date | None
    kle: str
    krav: dict[str, str]
    verificeret: bool
    udvalg: bool
    """Does the børne- og ungeudvalg decide it?"""

    @property
    def kode(self) -> str:
        """The measure's code."""
        return self.indsats.kode

    @property
    def navn(self) -> str:
        """The measure's name."""
        return self.indsats.navn

    @property
    def hjemmel(self) -> str:
        """`BL § 46`."""
        return f"{self.lov} {self.paragraf}"

    @property
    def afgoeres(self) -> bool:
        """Is it given by a formal decision, always or as the case may be?"""
        return self.krav["A"] != IKKE

    def gaelder(self, dag: date) -> bool:
        """Can it be decided on a day?"""
        return self.fra <= dag and (self.til is None or dag <= self.til)


@lru_cache(maxsize=1)
def alle() -> tuple[Nummer, ...]:
    """Every number of every measure, by measure and day. Raises ValueError where the file is wrong."""
    raa = yaml.safe_load((MAPPE / "indsatser.yaml").read_text("utf-8"))["indsatser"]
    fundne = [
        _nummer(katalog().indsatser[kode], r, udvalg=v.get("udvalg", False))
        for kode, v in raa.items()
        for r in v["love"]
    ]
    for kode in raa:
        _check_uden_overlap([n for n in fundne if n.kode == kode])
    return tuple(fundne)


def _nummer(indsats: Indsats, r: dict[str, Any], *, udvalg: bool) -> Nummer:
    lov, krav = r["lov"], r["krav"]
    if len(krav) != len(KRAV) or set(krav) - set(ORD):
        raise ValueError(f"indsatser.yaml, {indsats.kode}: »{krav}« er ikke seks tegn af ● ○ –.")
    return Nummer(
        indsats=indsats,
        lov=lov,
        paragraf=r.get("paragraf") or indsats.paragraf[lov],
        fra=r.get("fra") or (date.min if lov == SEL else fra_og_med(lov)),
        til=r.get("til") or (fra_og_med(BL) - timedelta(days=1) if lov == SEL else None),
        kle=r.get("kle", ""),
        krav=dict(zip(KRAV, krav, strict=True)),
        verificeret=r.get("status", "verificeret") == "verificeret",
        udvalg=udvalg,
    )


def _check_uden_overlap(numre: list[Nummer]) -> None:
    for foer, efter in pairwise(numre):
        if foer.til is None or foer.til >= efter.fra:
            raise ValueError(f"indsatser.yaml, {foer.kode}: {foer.hjemmel} slutter ikke før næste.")


def paa(dag: date) -> list[Nummer]:
    """The measures of a day, in the order of the catalogue's paragraphs."""
    return [n for n in alle() if n.gaelder(dag)]


def nummer(kode: str, dag: date) -> Nummer | None:
    """A measure on a day; None when the law of the day does not have it."""
    return next((n for n in paa(dag) if n.kode == kode), None)


def ugyldige(koder: Iterable[str], dag: date) -> list[str]:
    """Danish sentences for measures that cannot be decided on a day."""
    kat, lov = katalog(), NAVNE[lov_paa(dag)]
    fejl = []
    for kode in koder:
        n = nummer(kode, dag)
        if kode not in kat.indsatser:
            fejl.append("Vælg indsatserne fra listen.")
        elif n is None:
            fejl.append(
                f"{kat.indsats_navn(kode)} findes ikke i {lov}, der gælder den dag. Vælg en anden."
            )
        elif not n.afgoeres:
            fejl.append(f"{n.navn} ({n.hjemmel}) gives uden afgørelse.")
    return fejl
