"""A talk with its note."""

from omhu.sagsarbejde.samtale.actions import hold as hold_samtale
from tests.bord.stoette import for_dage_siden


def lav(hold):
    felter = {
        "barnets_ord": "Jeg vil gerne bo hos mor.",
        "holdning": "Det er fint.",
        "bisidder": "tilbudt",
    }
    skridt = hold_samtale(
        hold.sag, for_dage_siden(2), felter, af=hold.mette, emner=["kontaktperson"], sted="Skolen"
    )
    hold.sag.ansvarlig = hold.mette
    hold.sag.save()
    return hold.mette, hold.sag, skridt
