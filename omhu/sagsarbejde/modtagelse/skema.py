"""The texts of the intake. What rules read stands on the step; what people wrote stands here.

Name and telephone of the underretter are only in the text: a step's attributes go into lists and exports.
"""

from __future__ import annotations

from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.tekster.skema import Slags, Tekstfelt, tilmeld

JA_NEJ = (("ja", "Ja"), ("nej", "Nej"))
FARE = (("akut", "Ja, der skal ske noget nu"), ("ikke_akut", "Nej, ikke akut"))

UNDERRETNING = Slags(
    "underretning",
    "Underretning",
    felter=(
        Tekstfelt("tekst", "Hvad er der sagt?", linjer=8),
        Tekstfelt("maade", "Hvordan kom den?", form="valg", valg=koder.alle_valg("maade")),
        Tekstfelt("underretter_navn", "Underretterens navn", form="kort"),
        Tekstfelt("underretter_kontakt", "Telefon eller mail", form="kort"),
        Tekstfelt("beskyttet", "Skal navnet beskyttes for parterne?", form="valg", valg=JA_NEJ),
        Tekstfelt("termin", "Termin", form="dato"),
    ),
)
HENVENDELSE = Slags(
    "henvendelse",
    "Henvendelse eller ansøgning",
    felter=(
        Tekstfelt("tekst", "Hvad fortæller familien?", linjer=6),
        Tekstfelt("oenske", "Hvad ønsker de hjælp til?", linjer=3),
        Tekstfelt("barnets_ord", "Hvad siger barnet eller den unge selv?", linjer=2),
        Tekstfelt("navn", "Navn på den, der henvender sig", form="kort"),
        Tekstfelt("kontakt", "Telefon eller mail", form="kort"),
        Tekstfelt("termin", "Termin", form="dato"),
    ),
)
AKUTVURDERING = Slags(
    "akutvurdering",
    "Akutvurdering (24 timer)",
    felter=(
        Tekstfelt(
            "resultat",
            "Er barnet i fare nu?",
            form="valg",
            valg=FARE,
        ),
        Tekstfelt("alvor", "Hvor alvorligt er det?", form="valg", valg=koder.alle_valg("alvor")),
        Tekstfelt("risiko", "Risikofaktorer", linjer=3),
        Tekstfelt("beskyttelse", "Beskyttende faktorer", linjer=3),
        Tekstfelt("udfald", "Hvad gør vi?", form="valg", valg=koder.alle_valg("udfald")),
        Tekstfelt("begrundelse", "Hvorfor?", linjer=3),
        Tekstfelt("spoergsmaal", "Omhu spurgte", linjer=2),
        Tekstfelt("svar", "Svaret", linjer=3),
    ),
)
GENVURDERING = Slags(
    "genvurdering",
    "Genvurdering",
    felter=(
        Tekstfelt(
            "tekst",
            "Hvad viser genvurderingen?",
            linjer=5,
        ),
    ),
)
EFTERUNDERRETNING = Slags(
    "efterunderretning",
    "Efterunderretning til fagperson",
    felter=(
        Tekstfelt("fortalt", "Hvad har underretteren fået at vide?", linjer=3),
        Tekstfelt("mere", "Er indsatsens art eller varighed fortalt?", form="valg", valg=JA_NEJ),
        Tekstfelt("hvorfor", "Hvorfor var det væsentligt at fortælle?", linjer=2),
    ),
)
AFSLUTNING = Slags(
    "underretning_afsluttet",
    "Ingen yderligere handling",
    felter=(Tekstfelt("begrundelse", "Hvorfor sker der ikke mere?", linjer=3),),
)

tilmeld(UNDERRETNING, HENVENDELSE, AKUTVURDERING, GENVURDERING, EFTERUNDERRETNING, AFSLUTNING)
