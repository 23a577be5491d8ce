"""Steps as columns of integers: one case from Trin objects (lists), many from Parquet (arrays, `hurtig`).

Columns: `dag` day number; `tlo`, `thi` first and last ms a step may lie at; `art` number of the kind;
`flag` characteristics (attributes, ages, measures; states are added by the sweep); `ind` measures;
`own`, `ref` numbers of the name a step has and of the name it refers to (-1 none); `dag2` the date field (0 none).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from omhu.kerne.kalender import dagens_begyndelse, dagens_slutning, dagnr, ms
from omhu.regler.katalog import ANTAL_BITS, FOERSTE_LEDIGE_BIT, Katalog, Kendetegn, katalog
from omhu.regler.trin import Trin

KOLONNER = ("dag", "tlo", "thi", "art", "flag", "ind", "own", "ref", "dag2")
INGEN = -1


def ordnet(trin: Sequence[Trin], foedselsdag: date | None, pr: date, horisont: date) -> list[Trin]:
    """The steps up to `pr` with birthdays up to the horizon, in the order that rules read them."""
    alle = _med_rytme([t for t in trin if t.dag <= pr])
    if foedselsdag:
        for art in katalog().arter.values():
            if art.fylder:
                dag = foedselsdag + relativedelta(years=art.fylder)
                if dag <= horisont:
                    alle.append(Trin(art=art.kode, dag=dag))
    return sorted(alle, key=_order)


def _med_rytme(trin: list[Trin]) -> list[Trin]:
    """Follow-ups without a next date take the rhythm that was last decided for their measures (BL § 95, stk. 3)."""
    if not any("rytme_maaneder" in t.attributter for t in trin):
        return trin
    rytmer: dict[tuple[str, ...], int] = {}
    resultat = []
    for t in sorted(trin, key=_order):
        if t.art == "OPFOELGNING":
            tekst = str(t.attributter.get("rytme_maaneder", ""))
            if tekst.isdigit() and 0 < int(tekst) <= 24:
                rytmer[t.indsatser] = int(tekst)
            if t.naeste is None and t.indsatser in rytmer:
                t = replace(t, naeste=t.dag + relativedelta(months=rytmer[t.indsatser]))
        resultat.append(t)
    return resultat


def _order(t: Trin) -> tuple[date, int]:
    return t.dag, ms(t.tid) if t.tid else dagens_begyndelse(t.dag)


def kolonner(trin: Sequence[Trin], foedselsdag: date | None) -> tuple[list[int], ...]:
    """Columns of one case; `trin` must be in order (`ordnet`)."""
    kat = katalog()
    bits = _Indsatsbits(kat)
    navne: dict[str, int] = {}
    raekker = []
    aldre = _aldre(kat, foedselsdag)
    initialer: set[str] = set()
    for t in trin:
        ind = bits.maske(t.indsatser)
        raekker.append(
            (
                dagnr(t.dag),
                ms(t.tid) if t.tid else dagens_begyndelse(t.dag),
                ms(t.tid) if t.tid else dagens_slutning(t.dag),
                kat.arter[t.art].nr,
                _flag(t, ind, bits, aldre, initialer),
                ind,
                _navn(navne, t.navn, -2),
                _navn(navne, t.vedroerer, INGEN),
                dagnr(t.naeste) if t.naeste else 0,
            )
        )
        nye = t.attributter.get("initialer", "")
        if nye:
            initialer.add(nye.casefold())
    return tuple(list(k) for k in zip(*raekker, strict=True)) if raekker else ([],) * len(KOLONNER)


def _navn(navne: dict[str, int], navn: str, ingen: int) -> int:
    return navne.setdefault(navn, len(navne)) if navn else ingen


def _aldre(kat: Katalog, foedselsdag: date | None) -> list[tuple[date, int]]:
    if foedselsdag is None:
        return []
    return [
        (foedselsdag + relativedelta(years=k.alder), 1 << k.bit)
        for k in kat.kendetegn.values()
        if k.alder
    ]


class _Indsatsbits:
    """Measure codes to bits; unknown measures get spare bits in order of appearance in the case."""

    def __init__(self, kat: Katalog) -> None:
        self.kendte = {k: 1 << i.bit for k, i in kat.indsatser.items()}
        self.ukendte: dict[str, int] = {}
        self.grupper = {
            k.bit: kat.maske(k.indsats, ukendte=k.indsats in ("stoette", "opfoelgning"))
            for k in kat.kendetegn.values()
            if k.indsats
        }

    def maske(self, indsatser: Sequence[str]) -> int:
        resultat = 0
        for kode in indsatser:
            resultat |= self.kendte.get(kode) or self._ukendt(kode)
        return resultat

    def _ukendt(self, kode: str) -> int:
        if kode not in self.ukendte:
            plads = min(FOERSTE_LEDIGE_BIT + len(self.ukendte), ANTAL_BITS - 1)
            self.ukendte[kode] = 1 << plads
        return self.ukendte[kode]


def _flag(
    t: Trin,
    ind: int,
    bits: _Indsatsbits,
    aldre: list[tuple[date, int]],
    initialer: set[str],
) -> int:
    flag = sum(bit for fra, bit in aldre if t.dag >= fra)
    for bit, maske in bits.grupper.items():
        if ind & maske:
            flag |= 1 << bit
    for navn, vaerdi in t.attributter.items():
        for k in _ved_attribut().get(navn, ()):
            if vaerdi and k.passer(t.art, {navn: str(vaerdi)}):
                flag |= 1 << k.bit
    udfoert_af = str(t.attributter.get("udfoert_af", "")).strip().casefold()
    beregnet = {
        "har_naeste": t.naeste is not None,
        "ny_deltager": bool(udfoert_af) and udfoert_af not in initialer,
        "uden_udfoert_af": not udfoert_af,
    }
    for bit, navn in _beregnede():
        if beregnet[navn]:
            flag |= bit
    return flag


@lru_cache(maxsize=1)
def _ved_attribut() -> dict[str, list[Kendetegn]]:
    efter: dict[str, list[Kendetegn]] = {}
    for k in katalog().kendetegn.values():
        if k.attribut:
            efter.setdefault(k.attribut, []).append(k)
    return efter


@lru_cache(maxsize=1)
def _beregnede() -> list[tuple[int, str]]:
    return [(1 << k.bit, k.beregnet) for k in katalog().kendetegn.values() if k.beregnet]
