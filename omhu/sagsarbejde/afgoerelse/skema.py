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

INDSTILLING = {"SEL": "SEL §§ 58-59", "BL": "BL § 51"}
ADVOKAT = {"SEL": "SEL §§ 72-73", "BL": "BL §§ 140-141"}
"""A lawyer free of charge, and full aktindsigt, before the udvalg decides (lovkrav.md §1.4). Not read in the law."""
ADVOKATSVAR = (
    ("valgt", "Ja, og parten har valgt en advokat"),
    ("tilbudt", "Ja, parten har ikke valgt endnu"),
    ("afslaaet", "Ja, men parten vil ikke have en advokat"),
    ("nej", "Nej, ikke endnu"),
)
TILBUDT = ("valgt", "tilbudt", "afslaaet")
FOERER_TIL = (
    ("andet", "Vi tilbyder noget andet"),
    ("paalaeg", "Vi overvejer et pålæg"),
    ("udvalg", "Indstilling til børne- og ungeudvalget"),
    ("intet", "Hjælpen bliver ikke til noget"),
)
"""What a refused consent leads to. Support needs consent (SEL § 52, BL § 32); without it only the udvalg may place a
child (SEL § 58, BL § 47), and a pålæg may be given (SEL §§ 57 a-57 b, BL §§ 38-39)."""
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
        Tekstfelt(
            "naegtet_af", "Hvem siger nej?", "Fx mor. Skriv alle, der siger nej.", form="kort"
        ),
        Tekstfelt("naegtet_grund", "Hvad siger de?", linjer=2),
        Tekstfelt("naegtet_foerer_til", "Hvad fører det til?", form="valg", valg=FOERER_TIL),
        Tekstfelt(
            "betingelser",
            "Hvorfor er betingelserne opfyldt?",
            "Den åbenbare risiko, og hvorfor andet ikke er nok.",
            linjer=4,
        ),
        Tekstfelt(
            "ressourcer",
            "Ressourcer i familien, og forældrenes kompetencer",
            linjer=3,
        ),
        Tekstfelt(
            "soeskende",
            "Søskende under 15 år, der bliver hjemme",
            "Skriv hvorfor, eller at der ingen er.",
            linjer=2,
        ),
        Tekstfelt("advokat_navn", "Advokatens navn", "Og hvem advokaten er for.", form="kort"),
        Tekstfelt(
            "aktindsigt_oplyst",
            "Har parterne fået at vide, at de kan få fuld aktindsigt?",
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


UDVALGETS = {
    "naegtet_af": "Hvem siger nej til samtykke",
    "betingelser": "Betingelserne for at gøre det uden samtykke",
    "ressourcer": "Ressourcer og forældrenes kompetencer",
    "soeskende": "Søskende under 15 år",
}
"""What an indstilling to the udvalg says beside the undersøgelse, the plan and the child's view, which have rules or
fields of their own. Field -> what the gate calls it."""


def mangler_i_indstilling(felter: Mapping[str, str]) -> list[str]:
    """The fields of an indstilling that are not written."""
    return [n for n in UDVALGETS if not felter.get(n, "").strip()]
