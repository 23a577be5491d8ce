"""A hearing of the mother."""

from datetime import timedelta

from omhu.sagsarbejde.afgoerelse.indsats import hoer
from tests.bord.stoette import for_dage_siden


def lav(hold):
    dag = for_dage_siden(2)
    felter = {"til": "Line Holm", "oplysninger": "Skolen siger, at Emil ofte er træt."}
    skridt = hoer(
        hold.sag, dag, dag + timedelta(days=14), felter, indsatser=("kontaktperson",), af=hold.mette
    )
    hold.sag.ansvarlig = hold.mette
    hold.sag.save()
    return hold.mette, hold.sag, skridt
