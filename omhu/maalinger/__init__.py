"""Measures: what a concept file counts, over cases and a window. See README.md."""

from omhu.maalinger.beregn import beregn
from omhu.maalinger.filer import hent_koncept, koncepter
from omhu.maalinger.sag import Maalesag, Resultat
from omhu.maalinger.yamlfil import Konceptfejl

__all__ = ["Konceptfejl", "Maalesag", "Resultat", "beregn", "hent_koncept", "koncepter"]
