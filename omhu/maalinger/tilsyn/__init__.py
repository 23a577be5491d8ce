"""Audit concepts: what people ask of cases, and what the data can answer. See README.md."""

from omhu.maalinger.tilsyn.filer import (
    hent,
    laes_tekst,
    leverede,
    leverede_filer,
    leveret_tekst,
    om_tilsynet,
)
from omhu.maalinger.tilsyn.forslag import Forslag, forslag
from omhu.maalinger.tilsyn.sprog import Tilsynskoncept
from omhu.maalinger.yamlfil import Konceptfejl

__all__ = [
    "Forslag",
    "Konceptfejl",
    "Tilsynskoncept",
    "forslag",
    "hent",
    "laes_tekst",
    "leverede",
    "leverede_filer",
    "leveret_tekst",
    "om_tilsynet",
]
