"""Start against end: two rounds question by question, in blocks."""

from __future__ import annotations

from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.dokument import Afsnit, Blok, Overskrift, Punkter, Tabel
from omhu.rapporter.tilsyn.fra_runde import forbehold
from omhu.tilsyn.models import Runde
from omhu.tilsyn.resultat.data import hent
from omhu.tilsyn.resultat.sammenlign import Sammenligning, sammenlign
from omhu.tilsyn.resultat.tal import Rundetal, regn


def aendringer(runde: Runde, nu: Rundetal) -> list[Blok]:
    """What has changed since the round that this one is compared with; nothing where there is none."""
    foer_runde = runde.sammenlignes_med
    foer = regn(hent(foer_runde), nu.niveau) if foer_runde else None
    if foer_runde is None or foer is None or not foer.laest:
        return []
    return [Overskrift(f"Sammenlignet med »{foer_runde.navn}«"), *blokke_af(sammenlign(nu, foer))]


def blokke_af(s: Sammenligning) -> list[Blok]:
    """The warnings, the table, and how many changes stand when all questions are reckoned with."""
    hoved = ["Spørgsmål", _periode(s.foer), _periode(s.nu), "Ændring"]
    raekker = [
        [
            f"{r.nu.spoergsmaal.id} {r.nu.spoergsmaal.tekst}"
            + (" (spørgsmålet eller dets svar er ændret)" if r.rettet_tekst else ""),
            r.foer.tal.tekst,
            r.nu.tal.tekst,
            r.aendring.tekst,
        ]
        for r in s.raekker
    ]
    return [
        *([Punkter(s.advarsler)] if s.advarsler else []),
        Tabel(hoved, raekker, [6, 3, 3, 5]),
        Afsnit(
            f"{s.paaviste} af {s.regnede} spørgsmål har en påvist ændring, når der tages højde for, "
            "at der regnes på dem alle (Holm)."
        ),
        Afsnit(f"Før: {forbehold(s.foer)}"),
        Afsnit(f"Nu: {forbehold(s.nu)}"),
    ]


def _periode(tal: Rundetal) -> str:
    return f"{dato(tal.data.fra)} til {dato(tal.data.til)}"
