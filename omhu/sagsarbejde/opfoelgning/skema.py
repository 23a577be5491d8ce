"""What a follow-up (SEL § 70; BL § 95, stk. 1-3) and a visit (SEL §§ 70 and 148; BL § 156) are asked for in words."""

from __future__ import annotations

from omhu.sagsarbejde.tekster.skema import Slags, Tekstfelt, tilmeld
from omhu.sagsarbejde.undersoegelse import trivsel

FOELG = {"SEL": "SEL § 70, stk. 1", "BL": "BL § 95, stk. 1-2"}
TALE = {"SEL": "SEL § 70, stk. 2", "BL": "BL § 5, stk. 3, og § 95"}
RYTME = {"BL": "BL § 95, stk. 3"}
BESOEG = {"SEL": "SEL § 148", "BL": "BL § 156"}
JA_NEJ = (("nej", "Nej"), ("ja", "Ja"))
STANDE = (
    ("ikke_begyndt", "Ikke begyndt"),
    ("i_gang", "I gang"),
    ("naaet", "Nået"),
    ("opgivet", "Opgivet"),
)
AABNE = ("ikke_begyndt", "i_gang")
"""A goal that is neither reached nor given up."""
STATUS = (
    Tekstfelt("stand", "Hvor langt er I?", form="valg", valg=STANDE),
    Tekstfelt("vaerdi", "Hvad kan I se nu?", form="kort"),
    Tekstfelt("note", "Bemærkning", form="kort"),
)
OPFOELGNING = Slags(
    "opfoelgning",
    "Opfølgning",
    felter=(
        Tekstfelt(
            "trivsel",
            "Hvordan har barnet det nu?",
            "Hjemme, i skole eller dagtilbud, i fritiden. Både det, der er blevet bedre, og det, der ikke er.",
            linjer=3,
            krav=FOELG,
        ),
        Tekstfelt(
            "trivselsniveau",
            "Trivselslinealen",
            "1 er bedst." + (" Navnene er ikke verificeret." if trivsel.uverificeret() else ""),
            form="valg",
            valg=trivsel.niveauer(),
            status="ikke verificeret" if trivsel.uverificeret() else "verificeret",
        ),
        Tekstfelt("tilpas", "Skal støtten ændres?", form="valg", valg=JA_NEJ, krav=FOELG),
        Tekstfelt("tilpas_hvordan", "Hvordan?", form="kort"),
        Tekstfelt(
            "mere_undersoegelse",
            "Er der brug for at undersøge mere?",
            form="valg",
            valg=JA_NEJ,
            krav=FOELG,
        ),
        Tekstfelt("undersoeg_hvad", "Hvad?", form="kort"),
        Tekstfelt(
            "barnets_ord", "Hvad siger barnet?", "Med barnets egne ord.", linjer=3, krav=TALE
        ),
        Tekstfelt("fravalg", "Hvorfor er der ikke talt med barnet?", linjer=2),
        Tekstfelt("alternativ_kilde", "Hvor kender I så barnets holdning fra?", form="kort"),
        Tekstfelt(
            "rytme",
            "Hvorfor passer den dag til barnet?",
            "Barnet og forældrene får begrundelsen. Skriv også, hvad barnet selv ønsker.",
            linjer=2,
            krav=RYTME,
        ),
    ),
    lister={"status": STATUS, "delstatus": STATUS},
)
TALT = (
    ("alene", "Ja, uden voksne fra stedet"),
    ("med_voksen", "Ja, men en voksen fra stedet var med"),
    ("nej", "Nej"),
)
EMNER = ("omsorg", "kontakt", "skole", "sundhed", "hverdag")
TILSYN = Slags(
    "tilsyn",
    "Tilsynsbesøg",
    felter=(
        Tekstfelt("talt", "Talte du med barnet?", form="valg", valg=TALT, krav=BESOEG),
        Tekstfelt("til_stede", "Hvem var til stede?", "Navn og rolle.", form="kort"),
        Tekstfelt(
            "barnets_ord",
            "Hvad sagde barnet?",
            "Med barnets egne ord, også det, der ikke er sagt med ord.",
            linjer=4,
            krav=BESOEG,
        ),
        Tekstfelt(
            "med_voksen",
            "Hvorfor var en voksen med?",
            "Så vidt muligt taler I sammen uden voksne fra stedet.",
            form="kort",
        ),
        Tekstfelt("omsorg", "Omsorg og tryghed på stedet", linjer=2),
        Tekstfelt("kontakt", "Kontakt med forældre, søskende og venner", linjer=2),
        Tekstfelt("skole", "Skole eller dagtilbud", linjer=2),
        Tekstfelt("sundhed", "Sundhed og medicin", linjer=2),
        Tekstfelt("hverdag", "Hverdag og fritid", linjer=2),
        Tekstfelt("aftaler", "Hvad aftalte I?", linjer=2),
        Tekstfelt(
            "bekymring",
            "Giver besøget bekymring om stedet?",
            form="valg",
            valg=JA_NEJ,
            krav={"SEL": "SEL § 148", "BL": "BL § 156, stk. 4"},
        ),
        Tekstfelt("bekymring_hvad", "Hvilken?", linjer=2),
    ),
)
SOCIALTILSYN = "socialtilsyn"
"""The kind of the document by which socialtilsynet is told (SEL § 148; BL § 156, stk. 4)."""

tilmeld(OPFOELGNING, TILSYN)
