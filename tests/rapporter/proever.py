"""A filled case for every letter, so that each can be read as it leaves the house.

A letter that needs more than a step of its kind has `proeve_<kode>.py` beside this file, with
`lav(hold) -> (bruger, sag, skridt)`.
"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from omhu.rapporter.brev import Brev, alle, skridt_til
from omhu.rapporter.dokument import Dokument
from tests.bord.stoette import for_dage_siden, fyld, skriv
from tests.undersoegelse.hel import afslut, i_gang, planlaeg


def fyldt_sag(hold):
    """Emil's case with a step of every kind that a letter is about."""
    fyld(hold)
    skriv(
        hold.sag,
        ("KVITTERING", 15),
        ("AKTINDSIGT_ANMODET", 10),
        (
            "FRISTBREV",
            4,
            {
                "naeste": for_dage_siden(4) + timedelta(days=20),
                "attributter": {"begrundelse": "Sagen er lang. Vi skal læse den hele først."},
            },
        ),
        (
            "JOURNALNOTAT",
            2,
            {"attributter": {"emne": "Mor ringer. Emil er glad for sin nye skole."}},
        ),
    )
    afslut(hold, planlaeg(hold, i_gang(hold)))
    return hold.sag


def egen_proeve(kode: str):
    """The module that makes a letter's own case; None where the filled case has what it needs."""
    sted = f"tests.rapporter.proeve_{kode.replace('-', '_')}"
    return import_module(sted) if find_spec(sted) else None


def proeve(kode: str, hold) -> Dokument:
    """The letter of a code about a filled case."""
    egen = egen_proeve(kode)
    if egen:
        return alle()[kode].lav(*egen.lav(hold))
    return brevet(alle()[kode], hold, fyldt_sag(hold))


def brevet(brev: Brev, hold, sag, skridt=None) -> Dokument:
    """A letter by Mette about a step, or the newest that fits."""
    return brev.lav(hold.mette, sag, skridt or skridt_til(brev, sag, None))
