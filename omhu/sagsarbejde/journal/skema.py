"""What a note, a file and a request for aktindsigt say beside their dates."""

from __future__ import annotations

from omhu.sagsarbejde.tekster.skema import Slags, Tekstfelt

NOTATSLAGS = (
    ("telefon", "Telefonsamtale"),
    ("moede", "Møde"),
    ("mail", "E-mail eller brev"),
    ("besoeg", "Besøg"),
    ("vurdering", "Faglig vurdering"),
    ("andet", "Andet"),
)
NOTAT = Slags(
    "notat",
    "Notat",
    felter=(
        Tekstfelt("slags", "Hvad var det?", form="valg", valg=NOTATSLAGS),
        Tekstfelt("deltagere", "Hvem var med?", "Fx mor, lærer, støtteperson.", form="kort"),
        Tekstfelt(
            "tekst",
            "Notat",
            "Skriv, hvad der blev sagt og besluttet. Hold iagttagelser og vurderinger hver for sig.",
            linjer=10,
            krav={"SEL": "OFL § 13", "BL": "OFL § 13"},
        ),
    ),
)

RETNINGER = (("ind", "Til os"), ("ud", "Fra os"), ("internt", "Internt"))
DOKUMENTSLAGS = (
    ("brev", "Brev"),
    ("udtalelse", "Udtalelse"),
    ("underretning", "Underretning"),
    ("erklaering", "Lægelig eller psykologisk erklæring"),
    ("referat", "Referat"),
    ("afgoerelse", "Afgørelse"),
    ("plan", "Plan"),
    ("foto", "Foto eller optagelse"),
    ("andet", "Andet"),
)
DOKUMENT = Slags(
    "dokument",
    "Dokument",
    felter=(
        Tekstfelt("titel", "Titel", form="kort", krav={"SEL": "OFL § 15", "BL": "OFL § 15"}),
        Tekstfelt("fra", "Fra", "Fx skolen, mor.", form="kort"),
        Tekstfelt("til", "Til", form="kort"),
        Tekstfelt("bemaerkning", "Bemærkning", linjer=2),
    ),
)

PARTER = (
    ("barn", "Barnet eller den unge"),
    ("myndighed", "Forælder med forældremyndighed"),
    ("foraelder", "Forælder uden forældremyndighed"),
    ("repraesentant", "Partsrepræsentant eller advokat"),
    ("anden", "En anden"),
)
JA_NEJ = (("ja", "Ja"), ("nej", "Nej"))
VALG = (("med", "Med"), ("delvis", "Med overstregninger"), ("uden", "Ikke med"))
GRUNDE = (
    ("intern", "Internt arbejdsdokument"),
    ("underretter", "Hensyn til den, der har underrettet"),
    ("tredjemand", "Oplysninger om andre"),
    ("barnet", "Afgørende hensyn til barnet"),
    ("tavshed", "Tavshedspligt over for en, der ikke er part"),
    ("uvedkommende", "Angår en anden sag"),
)
HJEMLER = {
    "intern": "FVL § 12",
    "underretter": "FVL § 15 b",
    "tredjemand": "FVL § 15 b",
    "barnet": "FVL § 15 b",
    "tavshed": "FVL § 27, jf. OFL § 35",
    "uvedkommende": "FVL § 9",
}
"""Reason -> paragraph. None of them is held against the law yet; the screen says so."""
AKTINDSIGT = Slags(
    "aktindsigt",
    "Aktindsigt",
    felter=(
        Tekstfelt("part", "Hvem beder?", form="valg", valg=PARTER, krav={"BL": "FVL § 9"}),
        Tekstfelt("navn", "Navn eller forbindelse til barnet", form="kort"),
        Tekstfelt("omfang", "Hvad bedes der om?", linjer=2),
        Tekstfelt("log", "Bedes der også om, hvem der har set sagen?", form="valg", valg=JA_NEJ),
    ),
    lister={
        "akt": (
            Tekstfelt("valg", "Skal det med?", form="valg", valg=VALG),
            Tekstfelt("grund", "Hvorfor ikke?", form="valg", valg=GRUNDE),
            Tekstfelt("begrundelse", "Begrundelse", form="kort"),
            Tekstfelt("streger", "Overstregede sætninger", form="kort"),
            Tekstfelt("set", "Udgave, der blev set igennem", form="kort"),
        )
    },
)
