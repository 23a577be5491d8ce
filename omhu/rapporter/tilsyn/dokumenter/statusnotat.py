"""Statusnotat: what a screening of cases has shown, sagstrin by sagstrin, without names (KLK's form)."""

from __future__ import annotations

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import antal
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Overskrift, Punkter, Tabel
from omhu.rapporter.tilsyn.dokumenter.bilag4 import tema_blokke
from omhu.rapporter.tilsyn.fra_runde import (
    BREDDER,
    HOVED,
    forbehold,
    hovedtal,
    linje,
    niveau_navn,
    rundepapir,
    saadan,
)
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.tilsyn.models import Runde
from omhu.tilsyn.resultat.tal import Rundetal, Spoergsmaalstal, Trintal


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """The note. Raises ValidationError (Danish) before anything is read."""
    tal = hovedtal(runde)
    blokke: list[Blok] = [
        Overskrift("Baggrund"),
        Afsnit(runde.formaal or "Formålet med runden er ikke skrevet."),
        Afsnit(
            f"{niveau_navn(tal)} har læst {antal(tal.laest, 'sag', 'sager')}. "
            "Notatet handler om praksis, ikke om enkelte medarbejdere, og det nævner ingen sager."
        ),
        *saadan(runde, tal.data),
        Overskrift("Det viser sagerne"),
    ]
    for trin in tal.trin:
        blokke += _trin(tal, trin)
    blokke += _indsatsomraader(runde, tal)
    return rundepapir(f"Statusnotat: {runde.navn}", runde, blokke)


def _trin(tal: Rundetal, trin: Trintal) -> list[Blok]:
    relevante = [s for s in trin.spoergsmaal if s.tal.n]
    if not relevante:
        return [Overskrift(trin.navn, 2), Afsnit("Ikke relevant i de læste sager.")]
    styrker = [s for s in relevante if 4 * s.tal.k >= 3 * s.tal.n]
    svage = [s for s in relevante if 2 * s.tal.k < s.tal.n]
    return [
        Overskrift(trin.navn, 2),
        *_liste("Styrker: krav, der er holdt i mindst tre af fire sager.", styrker),
        *_liste("Opmærksomhed: krav, der er holdt i under halvdelen.", svage),
        Tabel(HOVED, [linje(tal, s) for s in trin.spoergsmaal], BREDDER),
        Afsnit(forbehold(tal)),
    ]


def _liste(indledning: str, spoergsmaal: list[Spoergsmaalstal]) -> list[Blok]:
    return [Afsnit(indledning), Punkter([_punkt(s) for s in spoergsmaal])] if spoergsmaal else []


def _punkt(s: Spoergsmaalstal) -> str:
    return f"{s.spoergsmaal.tekst} ({s.tal.tekst})"


def _indsatsomraader(runde: Runde, tal: Rundetal) -> list[Blok]:
    temaer = list(runde.temaer.select_related("ansvarlig"))
    if not temaer:
        return []
    blokke: list[Blok] = [Overskrift("Indsatsområder")]
    for nr, tema in enumerate(temaer, 1):
        blokke += tema_blokke(nr, tema, tal)
    return blokke


DOKUMENT = Rundedokument(
    "statusnotat", "Statusnotat", "Styrker, opmærksomhedspunkter og indsatsområder uden navne.", lav,
    nr=9, former=("pdf", "docx"),
)  # fmt: skip
