"""What is still open in a case, as its steps and texts tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from omhu.kerne.ord_om_tid import dato
from omhu.regler.katalog import katalog
from omhu.regler.trin import Trin
from omhu.sager.models import Sag
from omhu.sagsarbejde import indsatser
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.queries import skrifter

SVAR = {
    "KLAGE_MODTAGET": ("KLAGE_VIDERESENDT", "Klagen er ikke genvurderet eller sendt videre"),
    "AKTINDSIGT_ANMODET": ("AKTINDSIGT_GIVET", "Anmodningen om aktindsigt er ikke besvaret"),
}
"""What the parties asked for -> what answers it, and what is said while nothing does."""

UDKAST = ("plan", "opfoelgning", "tilsyn", "samtale", "afgoerelse", "underretning")
"""Kinds of text that are drafts until a step dates them."""


@dataclass(frozen=True)
class Aabent:
    """Something open: what, since when, and the kind of step that ends it."""

    tekst: str
    art: str = ""
    siden: date | None = None
    indsats: str = ""
    skrift: str = ""
    """The kind of the text, where it is one."""

    def __str__(self) -> str:
        return f"{self.tekst} (siden {dato(self.siden)})" if self.siden else self.tekst


def aabent(sag: Sag, trin: Sequence[Trin]) -> list[Aabent]:
    """Running measures, an undersøgelse under way, questions without an answer, texts not finished."""
    return [*i_vejen(trin), *_tekster(sag)]


def i_vejen(trin: Sequence[Trin]) -> list[Aabent]:
    """The same without texts: what the steps alone tell."""
    return [*_indsatser(trin), *_undersoegelse(trin), *_ubesvaret(trin)]


def _indsatser(trin: Sequence[Trin]) -> list[Aabent]:
    return [
        Aabent(f"{katalog().indsats_navn(k)} løber", "FORANSTALTNING_OPHOERT", dag, indsats=k)
        for k, dag in indsatser.i_gang(trin).items()
    ]


def _undersoegelse(trin: Sequence[Trin]) -> list[Aabent]:
    """Begun and not ended, as the catalogue's state `undersoegelse_i_gang` says it."""
    stand = katalog().kendetegn["undersoegelse_i_gang"]
    begyndt: Trin | None = None
    for t in trin:
        if t.art in stand.saettes_af:
            begyndt = t
        elif t.art in stand.slettes_af:
            begyndt = None
    if begyndt is None:
        return []
    art = begyndt.art.replace("BESLUTTET", "AFSLUTTET")
    navn = katalog().arter[begyndt.art].navn.removesuffix(" besluttet")
    return [Aabent(f"{navn} er ikke afsluttet", art, begyndt.dag)]


def _ubesvaret(trin: Sequence[Trin]) -> list[Aabent]:
    ud = []
    for spurgt, (svar, tekst) in SVAR.items():
        spoergsmaal = [t for t in trin if t.art == spurgt]
        antal_svar = sum(t.art == svar for t in trin)
        ud += [Aabent(tekst, svar, t.dag) for t in spoergsmaal[antal_svar:]]
    return ud


def _tekster(sag: Sag) -> list[Aabent]:
    ude = skrifter(sag, *UDKAST).filter(afsluttet=None, skridt_rod=None)
    return [
        Aabent(f"{skema.slags(s.slags).navn} er ikke gjort færdig", skrift=s.slags) for s in ude
    ]
