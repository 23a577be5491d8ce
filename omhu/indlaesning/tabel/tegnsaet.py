"""Which encoding a Danish text file is in: BOM, else strict UTF-8, else the most Danish of three."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from pathlib import Path

BOM = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DANSKE = frozenset("æøåÆØÅéüöä§–’")
KANDIDATER = ("cp1252", "cp850", "mac_roman")
PROEVE = 400_000
"""Bytes of lines with non-ASCII characters that are weighed."""


def tegnsaet(sti: Path) -> str:
    """Python's name for the file's encoding. The whole file is read, in pieces."""
    with sti.open("rb") as fil:
        start = fil.read(4)
        for bom, navn in BOM:
            if start.startswith(bom):
                return navn
        fil.seek(0)
        if _er_utf8(iter(lambda: fil.read(1 << 20), b"")):
            return "utf-8"
        fil.seek(0)
        return bedste(_sjaeldne_linjer(fil))


def bedste(raa: bytes) -> str:
    """The one of the old encodings that makes the bytes look most Danish."""
    return max(KANDIDATER, key=lambda navn: _point(raa.decode(navn, "replace")))


def _er_utf8(stykker: Iterable[bytes]) -> bool:
    afkoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        for stykke in stykker:
            afkoder.decode(stykke)
        afkoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sjaeldne_linjer(fil: Iterable[bytes]) -> bytes:
    linjer, samlet = [], 0
    for linje in fil:
        if not linje.isascii():
            linjer.append(linje[:4000])
            samlet += len(linjer[-1])
            if samlet > PROEVE:
                break
    return b"".join(linjer)


def _point(tekst: str) -> int:
    return sum(2 if c in DANSKE else -3 for c in tekst if not c.isascii())
