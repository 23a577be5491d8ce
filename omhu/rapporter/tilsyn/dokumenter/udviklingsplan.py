"""The follow-up of a development plan: measure, status, effect and comments per theme."""

from __future__ import annotations

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Tabel
from omhu.rapporter.tilsyn.dokumenter.bilag4 import rundens_temaer
from omhu.rapporter.tilsyn.fra_runde import rundepapir
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.tilsyn.models import Runde, Tema


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """One row per theme. Raises ValidationError (Danish) where none is written."""
    temaer = rundens_temaer(runde)
    blokke: list[Blok] = [
        Afsnit("Tabellen følger de tiltag, runden har ført til."),
        Tabel(
            ["Tema", "Tiltag", "Status", "Effekt", "Kommentarer"],
            [_raekke(t) for t in temaer],
            [3, 4, 3, 3, 3],
        ),
    ]
    return rundepapir(f"Opfølgning på udviklingsplan: {runde.navn}", runde, blokke)


def _raekke(t: Tema) -> list[str]:
    hvem = f"Ansvarlig: {t.ansvarlig}" if t.ansvarlig else ""
    inden = f"Inden {dato(t.inden)}" if t.inden else ""
    status = "Afsluttet" if t.afsluttet else "I gang"
    return [
        t.titel,
        t.handling,
        "\n".join(filter(None, (status, t.status))),
        t.effekt,
        "\n".join(filter(None, (t.hvorfor, hvem, inden))),
    ]


DOKUMENT = Rundedokument(
    "udviklingsplan",
    "Opfølgning på udviklingsplan",
    "Tiltag, status, effekt og kommentarer for hvert tema.",
    lav,
    nr=8,
)
