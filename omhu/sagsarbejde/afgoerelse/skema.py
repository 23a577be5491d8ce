"""What is written of a decision, a partshøring and a complaint, and the choices that the laws ask for."""

from __future__ import annotations

from collections.abc import Mapping

from omhu.sagsarbejde.tekster.skema import Slags, Tekstfelt, tilmeld
from omhu.sagsarbejde.tekster.skema import mangler as mangler_i

UVIST = "ikke verificeret"
GRUNDLAG = (
    ("screening", "Screeningen"),
    ("afdaekning", "Afdækning"),
    ("bfu", "Børnefaglig undersøgelse"),
    ("sideloebende", "Undersøgelsen er i gang sideløbende"),
    ("ungefaglig", "Ungefaglig undersøgelse"),
)
"""What a decision rests on (BL § 32; lovkrav.md §2.2)."""
HOERING = (
    ("kendt", "Nej, parterne kender oplysningerne"),
    ("undtaget", "Hensyn taler imod at høre (FVL § 19, stk. 2)"),
)
BISIDDER = (("ja", "Ja"), ("nej", "Nej"))
FVL22 = {"SEL": "FVL §§ 22-24", "BL": "FVL §§ 22-24"}
FVL19 = {"SEL": "FVL § 19", "BL": "FVL § 19"}
FORMAAL = {"SEL": "SEL § 52", "BL": "BL § 32, stk. 3, og § 46, stk. 1"}

AFGOERELSE = Slags(
    "afgoerelse",
    "Afgørelse",
    felter=(
        Tekstfelt(
            "formaal", "Formål", "Hvad skal hjælpen føre til for barnet?", linjer=2, krav=FORMAAL
        ),
        Tekstfelt("varighed", "Forventet varighed", "Fx et år.", form="kort", krav=FORMAAL),
        Tekstfelt("plan_begrundelse", "Hvorfor laves der ikke en plan?", linjer=2),
        Tekstfelt(
            "hoering",
            "Bygger afgørelsen på oplysninger, som en part ikke kender og kan blive ramt af?",
            form="valg",
            valg=HOERING,
        ),
        Tekstfelt(
            "bisidder",
            "Har barnet og forældrene fået at vide, at de kan have en bisidder med?",
            form="valg",
            valg=BISIDDER,
        ),
        Tekstfelt("begrundelse", "Begrundelse", linjer=5, krav=FVL22, status=UVIST),
        Tekstfelt(
            "oplysninger",
            "De oplysninger, afgørelsen bygger på",
            linjer=4,
            krav={"SEL": "FVL § 24, stk. 2", "BL": "FVL § 24, stk. 2"},
            status=UVIST,
        ),
        Tekstfelt(
            "barnets_syn",
            "Barnets holdning, og hvad I har lagt vægt på i den",
            linjer=3,
            krav={"SEL": "SEL § 48, stk. 1", "BL": "BL § 5, stk. 3"},
        ),
        Tekstfelt("foraeldres_syn", "Forældrenes holdning", linjer=3),
        Tekstfelt(
            "barnets_brev",
            "Afgørelsen fortalt til barnet",
            "Korte sætninger uden fagord. Det står i barnets eget brev.",
            linjer=3,
        ),
    ),
    lister={
        "trods": (
            Tekstfelt("kode", "Hvad manglede", form="kort"),
            Tekstfelt("navn", "Navn", form="kort"),
            Tekstfelt("hjemmel", "Hjemmel", form="kort"),
            Tekstfelt("begrundelse", "Hvorfor afgørelsen blev truffet alligevel", linjer=2),
        )
    },
)

PARTSHOERING = Slags(
    "partshoering",
    "Partshøring",
    felter=(
        Tekstfelt("til", "Hvem høres?", form="kort", krav=FVL19, status=UVIST),
        Tekstfelt(
            "oplysninger",
            "De oplysninger, parten skal kende",
            "De står i brevet. Skriv dem, så parten kan svare på dem.",
            linjer=6,
            krav=FVL19,
            status=UVIST,
        ),
        Tekstfelt("svar", "Hvad svarede parten?", linjer=4),
    ),
)

KLAGE = Slags(
    "klage",
    "Klage",
    felter=(
        Tekstfelt("fra", "Hvem klager?", form="kort"),
        Tekstfelt("klage", "Hvad klages der over?", linjer=4),
        Tekstfelt("genvurdering", "Jeres genvurdering", linjer=5),
    ),
)
RESULTAT = (
    ("medhold", "Klageren får medhold. I træffer en ny afgørelse"),
    ("delvis", "Klageren får delvist medhold; resten sendes til Ankestyrelsen"),
    ("fastholdt", "I fastholder, og klagen sendes til Ankestyrelsen"),
)
tilmeld(AFGOERELSE, PARTSHOERING, KLAGE)

UDEN_VED_MEDHOLD = ("begrundelse", "oplysninger")
"""Not asked of a decision that gives the parties all that they agreed to (FVL § 22)."""


def mangler(felter: Mapping[str, str], lov: str, *, medhold: bool) -> list[Tekstfelt]:
    """What the law asks of a decision's text and is not written."""
    alle = mangler_i(AFGOERELSE, felter, lov)
    return [f for f in alle if not (medhold and f.navn in UDEN_VED_MEDHOLD)]
