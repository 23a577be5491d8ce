"""Bilag 4: the learning themes of the round, and what is done about each."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Fakta, Overskrift
from omhu.rapporter.tilsyn.fra_runde import forbehold, rundepapir
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.tilsyn.models import Runde, Tema
from omhu.tilsyn.resultat.data import hent
from omhu.tilsyn.resultat.tal import Rundetal, regn
from omhu.tilsyn.tilbagemelding.laering import EFFEKT_EFTER


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """Theme by theme. Raises ValidationError (Danish) where none is written."""
    temaer = rundens_temaer(runde)
    tal = regn(hent(runde))
    blokke: list[Blok] = [
        Afsnit(
            "Runden har peget på disse temaer. Virkningen kan tidligst ses i den "
            f"{EFFEKT_EFTER}. runde herefter."
        )
    ]
    for nr, tema in enumerate(temaer, 1):
        blokke += tema_blokke(nr, tema, tal)
    if tal:
        blokke.append(Afsnit(forbehold(tal)))
    return rundepapir(f"Bilag 4. Fokusområder: {runde.navn}", runde, blokke)


def rundens_temaer(runde: Runde) -> list[Tema]:
    """The learning themes. Raises ValidationError (Danish) where none is written."""
    temaer = list(runde.temaer.select_related("ansvarlig"))
    if not temaer:
        raise ValidationError(
            "Runden har ingen læringstemaer endnu. Skriv to eller tre, og prøv igen."
        )
    return temaer


def tema_blokke(nr: int, tema: Tema, tal: Rundetal | None) -> list[Blok]:
    """One theme with the figures that it comes from."""
    kendte = [(s, tal.find(s)) for s in tema.spoergsmaal] if tal else []
    tallene = "; ".join(f"{navn}: {f.tal.tekst}" for navn, f in kendte if f)
    return [
        Overskrift(f"{nr}. {tema.titel}"),
        Fakta(
            [
                ("Hvorfor", tema.hvorfor),
                ("Tallene bag", tallene),
                ("Det gør vi", tema.handling),
                ("Ansvarlig", str(tema.ansvarlig) if tema.ansvarlig else ""),
                ("Inden", dato(tema.inden) if tema.inden else ""),
                ("Status", tema.status),
                ("Virkning", tema.effekt),
            ]
        ),
    ]


DOKUMENT = Rundedokument(
    "bilag-4",
    "Bilag 4: fokusområder",
    "Læringstemaerne, og hvad der gøres ved dem.",
    lav,
    nr=4,
    former=("pdf", "docx"),
)
