"""Texts that belong to the case itself and to no act."""

from omhu.sagsarbejde.tekster.skema import Slags, Tekstfelt, tilmeld

BEKYMRING = Slags(
    "bekymring",
    "Bekymring",
    felter=(
        Tekstfelt(
            "tekst",
            "Hvad er vi bekymrede for?",
            hjaelp="To-tre linjer, så en ny rådgiver forstår sagen uden at læse den.",
            linjer=3,
        ),
    ),
)

tilmeld(BEKYMRING)
