"""Bilag 2: the round by unit, with the warning where ranking would be noise."""

from __future__ import annotations

from omhu.adgang.models import Bruger
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Overskrift, Tabel
from omhu.rapporter.tilsyn.fra_runde import alle_tal, forbehold, niveau_navn, rundepapir
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.tilsyn.models import Runde
from omhu.tilsyn.resultat.tal import Rundetal

IKKE_VEJET = "Enhedernes tal er ikke vejet: de tæller kun de læste sager."


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """A table per level and kind of sample."""
    blokke: list[Blok] = []
    for tal in alle_tal(runde):
        blokke.append(Overskrift(f"{niveau_navn(tal)}: {tal.gruppe.navn.lower()}"))
        blokke += _enheder(tal)
    return rundepapir(f"Bilag 2. Enheder: {runde.navn}", runde, blokke)


def _enheder(tal: Rundetal) -> list[Blok]:
    raekker = [[e.navn, str(e.sager), e.alt_tekst, e.svar_tekst] for e in tal.enheder]
    return [
        Tabel(
            ["Enhed", "Læste sager", "Sager uden mangler", "Svar, der er overholdt"],
            raekker,
            [4, 2, 3, 3],
        ),
        Afsnit(tal.enhedsproeve.tekst),
        *([Afsnit(IKKE_VEJET)] if tal.gruppe.stratificeret else []),
        Afsnit(forbehold(tal)),
    ]


DOKUMENT = Rundedokument(
    "bilag-2",
    "Bilag 2: enheder",
    "Samme tal fordelt på enheder, med advarsel mod at rangordne.",
    lav,
    nr=2,
)
