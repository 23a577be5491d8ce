"""Bilag 1: every question with its figure, level by level, kind of sample by kind of sample."""

from __future__ import annotations

from omhu.adgang.models import Bruger
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Overskrift
from omhu.rapporter.tilsyn.fra_runde import alle_tal, niveau_navn, rundepapir, saadan, tabeller
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.tilsyn.models import Runde


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """The tables. Cases chosen in different ways stand in tables of their own."""
    fundne = alle_tal(runde)
    blokke: list[Blok] = [
        Afsnit(
            "Tabellerne viser, hvor mange af de relevante sager der holdt kravet. "
            "Sager, som er valgt på hver sin måde, står hver for sig."
        ),
        *saadan(runde, fundne[0].data),
    ]
    for tal in fundne:
        blokke.append(Overskrift(f"{niveau_navn(tal)}: {tal.gruppe.navn.lower()}"))
        blokke += tabeller(tal)
    return rundepapir(f"Bilag 1. Tabeller: {runde.navn}", runde, blokke)


DOKUMENT = Rundedokument(
    "bilag-1", "Bilag 1: tabeller", "Hvert spørgsmål med tal, interval og forbehold.", lav, nr=1
)
