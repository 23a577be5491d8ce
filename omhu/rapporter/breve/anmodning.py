"""Asking a professional for a statement to an undersøgelse."""

from __future__ import annotations

from omhu.adgang.models import Bruger
from omhu.bord.felter import i_ord
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev
from omhu.rapporter.brevdele import barnet, brev_paa_papir
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Punkter, Stykke
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The letter: what is asked, by when, and how it will be read."""
    assert skridt is not None
    blokke: list[Blok] = [
        Afsnit(f"Vi undersøger, hvordan {barnet(sag)} har det. Du kender barnet, og derfor spørger vi dig."),
        *_om(skridt),
        Afsnit("Skriv gerne om:"),
        Punkter(
            [
                "Hvad går godt?",
                "Hvad er du bekymret for?",
                "Hvad har I gjort, og hvad kom der ud af det?",
                "Hvad siger barnet selv, og hvad siger forældrene?",
            ]
        ),
        Afsnit("Skriv, hvad du selv har set og hørt. Skriv også, hvis du har det fra andre."),
        *_senest(skridt),
        Afsnit("Forældrene og barnet kan få lov at læse det. Tal gerne med forældrene om det først."),
    ]  # fmt: skip
    return brev_paa_papir(
        "Vi beder om en udtalelse", blokke, af=bruger, sag=sag, modtager=(modtager(skridt),)
    )


def modtager(skridt: Skridt) -> str:
    """Whom the letter goes to."""
    return i_ord(str(skridt.data.get("fra", "")))


def _om(skridt: Skridt) -> list[Blok]:
    om = str(skridt.data.get("om", ""))
    return [Afsnit("Vi beder om: ", Stykke(om, fed=True))] if om else []


def _senest(skridt: Skridt) -> list[Blok]:
    if skridt.naeste is None:
        return []
    return [Afsnit("Vi skal have dit svar senest ", Stykke(dato(skridt.naeste), fed=True), ".")]


BREV = Brev("anmodning", "Anmodning om udtalelse", lav, arter=("UDTALELSE_ANMODET",))
