"""A document as PDF: PDF/UA-1 and PDF/A-2a at once, so that a screen reader and an archive can both use it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from omhu.rapporter.dokument import (
    OVERSTREGET,
    Afsnit,
    Blok,
    Brevhoved,
    Del,
    Dokument,
    Fakta,
    Overskrift,
    Overstregning,
    Punkter,
    Sideskift,
    Tabel,
    Underskrift,
    niveauer,
)

SKABELON = Path(__file__).parent / "skabelon.typ"
SKRIFTER = Path(__file__).parent.parent / "config" / "static" / "omhu" / "vendor" / "ttf"
"""Filled by tools/opsaet.py. Without it the letters are set in the fonts that typst carries."""
EGEN_SKRIFT, NOEDSKRIFT = "IBM Plex Sans", "Libertinus Serif"
STANDARDER: list[Any] = ["ua-1", "a-2a"]

LANGT_ORD = re.compile(r"\S{31}(?=\S{10})")
"""A word that no line can hold is given places to break."""
BRUD = "\u200b"

UKENDT = "□"
UKENDT_NOTE = (
    f"{UKENDT} står for et tegn, som brevets skrift ikke har. Det står rigtigt i Word-filen."
)
SIKRE = re.compile(
    "[^\n\t\x20-\x7e\xa0-\u017f\u0391-\u03a1\u03a3-\u03c9\u0401-\u044f\u0451-\u045f–—‘’‚“”„•…€™−\u200b]"
)
"""Signs that the letter's own fonts may lack."""


def pdf(dokument: Dokument) -> bytes:
    """The document as a PDF file. Signs that no font at hand can show come as □, with a note that says so."""
    data = json.dumps(_data(dokument), ensure_ascii=False)
    try:
        return _saet(data)
    except typst.TypstError:
        return _saet(json.dumps(_med_kendte_tegn(dokument), ensure_ascii=False))


def _saet(data: str) -> bytes:
    skrifter = [SKRIFTER] if _har_skrift() else []
    fil: bytes = typst.compile(
        SKABELON,
        font_paths=skrifter,
        pdf_standards=STANDARDER,
        sys_inputs={"data": data},
    )
    return fil


@lru_cache(maxsize=1)
def _har_skrift() -> bool:
    return any(SKRIFTER.glob("*.ttf"))


def _med_kendte_tegn(dokument: Dokument) -> dict[str, Any]:
    """The document's data with □ for every sign that the fonts may lack."""
    data: dict[str, Any] = _overalt(_data(dokument), lambda t: SIKRE.sub(UKENDT, t))
    note = {"slags": "afsnit", "dele": [{"tekst": UKENDT_NOTE, "kursiv": True}]}
    return {**data, "blokke": [*data["blokke"], note]}


def _overalt(vaerdi: Any, goer: Callable[[str], str]) -> Any:
    if isinstance(vaerdi, str):
        return goer(vaerdi)
    if isinstance(vaerdi, dict):
        return {k: _overalt(v, goer) for k, v in vaerdi.items()}
    if isinstance(vaerdi, list):
        return [_overalt(v, goer) for v in vaerdi]
    return vaerdi


def _data(d: Dokument) -> dict[str, Any]:
    sprog, _, region = d.sprog.partition("-")
    return {
        "titel": _brydelig(d.titel),
        "kort_titel": d.kort_titel,
        "forfatter": d.forfatter,
        "sprog": sprog,
        "region": region or None,
        "skrifter": [EGEN_SKRIFT, NOEDSKRIFT] if _har_skrift() else [NOEDSKRIFT],
        "streget": OVERSTREGET,
        "bund": d.bund,
        "hoved": _hoved(d.hoved) if d.hoved else None,
        "blokke": _blokke(d),
    }


def _hoved(h: Brevhoved) -> dict[str, Any]:
    return {"til": [_brydelig(x) for x in h.til], "fra": [_brydelig(x) for x in h.fra]}


def _blokke(d: Dokument) -> list[dict[str, Any]]:
    niveau = iter(niveauer(d.blokke))
    return [
        {
            "slags": "overskrift",
            "niveau": next(niveau),
            "tekst": _brydelig(b.tekst.replace("\n", " ")),
        }
        if isinstance(b, Overskrift)
        else _blok(b)
        for b in d.blokke
    ]


def _blok(b: Blok) -> dict[str, Any]:
    match b:
        case Afsnit():
            return {"slags": "afsnit", "dele": _dele(b.dele)}
        case Overstregning():
            return {"slags": "afsnit", "dele": _dele((b,))}
        case Punkter():
            return {"slags": "punkter", "punkter": [_dele(p) for p in b.punkter]}
        case Fakta():
            raekker = [{"felt": felt, "dele": _dele(dele)} for felt, dele in b.raekker]
            return {"slags": "fakta", "raekker": raekker}
        case Tabel():
            celler = [[{"dele": _dele(c)} for c in raekke] for raekke in b.raekker]
            return {"slags": "tabel", "hoved": b.hoved, "bredder": b.bredder, "raekker": celler}
        case Underskrift():
            return {"slags": "underskrift", "hilsen": b.hilsen, "linjer": b.linjer}
        case Sideskift():
            return {"slags": "sideskift"}
    raise TypeError(f"{type(b).__name__} is not a block")


def _dele(dele: tuple[Del, ...]) -> list[dict[str, Any]]:
    return [
        {"streget": d.grund}
        if isinstance(d, Overstregning)
        else {"tekst": _brydelig(d.tekst), "fed": d.fed, "kursiv": d.kursiv}
        for d in dele
    ]


def _brydelig(tekst: str) -> str:
    return LANGT_ORD.sub(rf"\g<0>{BRUD}", tekst)
