"""Words as search sees them: Danish stems, written without æ, ø and å. One definition for index, query and snippet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import snowballstemmer

ORD = re.compile(r"[^\W_]+")
HOEJST_ORD = 40
FLEST = 20_000
"""Different words of one text."""
SKRIFT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "y", "ß": "ss"})
BOEJET = {
    "børn": "barn",
    "mødre": "mor",
    "mødr": "mor",
    "moder": "mor",
    "fædre": "far",
    "fædr": "far",
    "fader": "far",
    "brødre": "bror",
    "brødr": "bror",
    "døtre": "datter",
    "døtr": "datter",
    "mænd": "mand",
    "hænder": "hånd",
    "hænd": "hånd",
    "nætter": "nat",
    "nætt": "nat",
    "bøger": "bog",
    "bøg": "bog",
}
"""Stems that the rules of endings cannot bring together (vowels change)."""
_stemmer = snowballstemmer.stemmer("danish")
_laas = Lock()  # a stemmer keeps the word it is at


@lru_cache(maxsize=50_000)
def stamme(ord_: str) -> str:
    """The stem of a word: `skolens`, `skolerne` and `skole` are one; `Aabenraa` and `Åbenrå` too."""
    dansk = _dansk(ord_)
    with _laas:
        rod = str(_stemmer.stemWord(dansk))
        if rod.endswith("ent"):  # sultent as sulten, which the rules of endings leave apart
            rod = str(_stemmer.stemWord(rod[:-1]))
    return fold(BOEJET.get(rod, rod))


def _dansk(ord_: str) -> str:
    """Lower case with æ, ø and å, also where somebody wrote ae, oe and aa."""
    tekst = unicodedata.normalize("NFC", ord_.casefold())[:HOEJST_ORD]
    tekst = "".join(t if t in "æøå" else _uden_accent(t) for t in tekst)
    return tekst.replace("aa", "å").replace("ae", "æ").replace("oe", "ø")


def fold(ord_: str) -> str:
    """Without the letters that a foreign keyboard lacks."""
    tekst = unicodedata.normalize("NFC", ord_.casefold()).translate(SKRIFT)
    return _uden_accent(tekst)


def _uden_accent(tekst: str) -> str:
    delt = unicodedata.normalize("NFKD", tekst)
    return "".join(t for t in delt if not unicodedata.combining(t))


def _kan_soeges(ord_: str) -> bool:
    return not (len(ord_) >= 6 and ord_.isdecimal())


def til_indeks(tekster: Iterable[str]) -> str:
    """The words of some texts as `Soegetekst.ord`."""
    fundne: set[str] = set()
    for tekst in tekster:
        for m in ORD.finditer(tekst):
            if _kan_soeges(m[0]):
                fundne.add(stamme(m[0]))
                if len(fundne) >= FLEST:
                    break
    return f" {' '.join(sorted(fundne))} " if fundne else ""


@dataclass(frozen=True)
class Soegeord:
    """One word that is sought; `begyndelse` = the one that is still being typed, and may go on."""

    stamme: str
    foldet: str
    begyndelse: bool = False

    @property
    def led(self) -> list[str]:
        """What must stand in `Soegetekst.ord`: any of these."""
        hele = f" {self.stamme} "
        return [hele, f" {self.foldet}"] if self.begyndelse else [hele]

    def passer(self, ord_: str) -> bool:
        """Is a word of a text one that this finds?"""
        rod = stamme(ord_)
        return rod == self.stamme or (self.begyndelse and rod.startswith(self.foldet))


def sporg(tekst: str) -> list[Soegeord]:
    """The words of a question; all must be found. None where nothing can be sought."""
    alle = [m[0] for m in ORD.finditer(tekst) if _kan_soeges(m[0])][:12]
    sidste = len(alle) - 1
    return [
        Soegeord(stamme(o), fold(o), begyndelse=nr == sidste and len(o) > 1)
        for nr, o in enumerate(alle)
    ]


OMKRING = 110


def uddrag(tekst: str, soegte: list[Soegeord]) -> list[tuple[str, bool]]:
    """The place of a text where most of the words stand together, as (words, is it one that was sought)."""
    fund = [m for m in ORD.finditer(tekst) if any(s.passer(m[0]) for s in soegte)]
    if not fund:
        return []
    midt = max(fund, key=lambda m: sum(abs(n.start() - m.start()) < OMKRING for n in fund))
    fra, til = _hele_ord(tekst, midt.start() - OMKRING, midt.end() + OMKRING)
    ud, sidst = [("… " if fra else "", False)], fra
    for m in fund:
        if fra <= m.start() and m.end() <= til:
            ud += [(tekst[sidst : m.start()], False), (m[0], True)]
            sidst = m.end()
    ud += [(tekst[sidst:til], False), (" …" if til < len(tekst) else "", False)]
    return [(t, er) for t, er in ud if t]


def _hele_ord(tekst: str, fra: int, til: int) -> tuple[int, int]:
    fra, til = max(0, fra), min(len(tekst), til)
    if fra:
        fra = tekst.find(" ", fra, fra + HOEJST_ORD) + 1 or fra
    if til < len(tekst):
        bagud = tekst.rfind(" ", til - HOEJST_ORD, til)
        til = bagud if bagud > fra else til
    return fra, til
