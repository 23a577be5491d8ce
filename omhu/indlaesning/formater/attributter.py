"""A step's attributes: as the tidslinjeformat writes them, and the columns derived from them."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from omhu.indlaesning.formater.faelles import indsatskoder
from omhu.indlaesning.tabel.moenstre import ISO
from omhu.indlaesning.tid import brugbar, laes_tid
from omhu.regler.katalog import katalog

INDSATS_ATTRIBUTTER = ("foranstaltning", "foranstaltninger", "emner")
DATO_ATTRIBUTTER = ("naeste", "ny_frist", "genbehandles")
KODER = ("art", "tema", "svar")
"""Attributes that never hold a person's or a place's name: capitals mean nothing in them."""
PLADS = {"indsatser": 200, "navn": 80, "vedroerer": 80}


class Attributter(NamedTuple):
    """The attributes of an event as the step keeps them; `fejl` is (what, remedy), `ukendte` measure names."""

    data: str = "{}"
    indsatser: str = ""
    naeste: str = ""
    navn: str = ""
    vedroerer: str = ""
    fejl: tuple[str, str] | None = None
    ukendte: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def laes_attributter(tekst: str, i_dag: date) -> Attributter:
    """`k=v|k=v` with several values joined by `+`; a value may hold anything but `|`."""
    data: dict[str, str] = {}
    for led in filter(None, (d.strip() for d in tekst.split("|"))):
        noegle, lighed, vaerdi = led.partition("=")
        noegle, vaerdi = noegle.strip().lower(), vaerdi.strip()
        if not lighed or not noegle:
            return _fejl(
                f"»{led[:40]}« mangler et lighedstegn.",
                "Skriv attributter som navn=værdi|navn=værdi.",
            )
        if data.get(noegle, vaerdi) != vaerdi:
            return _fejl(
                f"Attributten »{noegle}« står to gange med hver sin værdi.",
                "Sæt flere værdier sammen med +.",
            )
        lille = vaerdi.lower()
        data[noegle] = lille if noegle in KODER or lille in _ord(noegle) else vaerdi
    return byg_attributter(data, i_dag)


@lru_cache(maxsize=256)
def _ord(noegle: str) -> frozenset[str]:
    """The words of an attribute that rules know; written in capitals they are the same words."""
    kendte = [k for k in katalog().kendetegn.values() if k.attribut == noegle]
    return frozenset(
        {"ja", "nej"}.union(*(k.vaerdier for k in kendte), *(k.undtagen for k in kendte))
    )


def byg_attributter(data: dict[str, str], i_dag: date) -> Attributter:
    """The derived columns of a step's attributes."""
    navne = [n for a in INDSATS_ATTRIBUTTER for n in data.get(a, "").split("+")]
    koder, ukendte = indsatskoder(navne)
    naeste = next((data[a] for a in DATO_ATTRIBUTTER if data.get(a)), "")
    if naeste:
        tid = brugbar(laes_tid(naeste, ISO, date(i_dag.year + 30, 1, 1)))
        if tid is None:
            return _fejl(
                f"»{naeste[:40]}« kan ikke læses som en dato.", "Skriv den som naeste=åååå-mm-dd."
            )
        naeste = tid.dag.isoformat()
    fundet = Attributter(
        json.dumps(data, ensure_ascii=False, sort_keys=True),
        "+".join(koder),
        naeste,
        data.get("id", ""),
        data.get("vedroerer", ""),
        None,
        ukendte,
    )
    for felt, plads in PLADS.items():
        if len(getattr(fundet, felt)) > plads:
            return _fejl(f"»{felt}« er over {plads} tegn.", "Gør teksten kortere.")
    return fundet


def _fejl(hvad: str, ret: str) -> Attributter:
    return Attributter(fejl=(hvad, ret))
