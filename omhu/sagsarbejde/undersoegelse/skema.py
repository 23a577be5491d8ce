"""What an undersøgelse is asked for in words: the plan, the statements, the text, and the law's checklist.

`krav` follows lovkrav 3.1-3.2. Serviceloven's themes stand in SEL § 50, stk. 2; where only the paragraph and not its
stykke was read, the word `ikke verificeret` stands in the paragraph itself, for the two laws differ in that.
"""

from __future__ import annotations

from collections.abc import Mapping

from omhu.sagsarbejde.tekster.skema import Slags, Tekstfelt, tilmeld
from omhu.sagsarbejde.undersoegelse import ics, trivsel

TEMAER = {
    "1": "Udvikling og adfærd",
    "2": "Familieforhold",
    "3": "Skoleforhold",
    "4": "Sundhedsforhold",
    "5": "Fritidsforhold og venskaber",
    "6": "Andre relevante forhold",
}
"""The six themes (SEL § 50, stk. 2); after Barnets Lov only a template. The number is the row of `tema`."""
VALGT, FRAVALGT = "valgt", "fravalgt"
TEMALOV = "SEL § 50, stk. 2"
BEGGE = {"SEL": "SEL § 50 (ikke verificeret)", "BL": "BL § 22"}
STILLINGTAGEN = {"SEL": "SEL § 50 (ikke verificeret)", "BL": "BL § 22"}

PLAN = Slags(
    "undersoegelsesplan",
    "Undersøgelsesplan",
    felter=(
        Tekstfelt(
            "spoergsmaal",
            "Hvad skal vi finde ud af?",
            "De spørgsmål, undersøgelsen skal svare på. Forældrene får dem at se.",
            linjer=3,
        ),
        Tekstfelt(
            "bred",
            "Hvorfor skal alle temaer med?",
            "Kun hvis du har valgt dem alle. Undersøgelsen må ikke være bredere, end formålet kræver.",
            linjer=2,
        ),
    ),
    lister={
        "tema": (
            Tekstfelt("navn", "Tema", form="kort"),
            Tekstfelt("valg", "Med?", form="valg", valg=((VALGT, "Med"), (FRAVALGT, "Ikke med"))),
            Tekstfelt("grund", "Hvorfor?", form="kort"),
        ),
        "punkt": (
            Tekstfelt("hvad", "Hvad", "Fx udtalelse, hjemmebesøg, samtale.", form="kort"),
            Tekstfelt("hvem", "Fra hvem", "Navn eller rolle.", form="kort"),
            Tekstfelt("senest", "Senest", form="dato"),
        ),
    },
)

UDSAGN = Slags(
    "udsagn",
    "Udsagn",
    felter=(
        Tekstfelt(
            "ics",
            "Udgave af ICS",
            form="valg",
            valg=tuple((k, u.navn) for k, u in ics.udgaver().items()),
        ),
    ),
    lister={
        "udsagn": (
            Tekstfelt(
                "dimension",
                "Hvad handler det om?",
                form="valg",
                valg=tuple((k, navn) for k, (_, navn) in ics.dimensioner().items()),
            ),
            Tekstfelt("slags", "Slags", form="valg", valg=tuple(ics.SLAGS.items())),
            Tekstfelt("kilde", "Kilde", form="kort"),
            Tekstfelt("dato", "Dato", form="dato"),
            Tekstfelt("tekst", "Udsagn", linjer=2),
        )
    },
)

_SOESKENDE = {"SEL": "SEL § 50 (ikke verificeret)", "BL": "BL § 21, stk. 1"}
_JA_NEJ = (("ja", "Ja"), ("nej", "Nej"))
_ANLEDNING = Tekstfelt(
    "anledning", "Hvorfor undersøger vi?", "Hvad der er sket, og hvad vi er bekymrede for."
)
_FAGFOLK = Tekstfelt(
    "fagfolk", "Fagfolk, der har hjulpet", "Hvem og hvornår.", linjer=3, krav=BEGGE
)
_BARNETS_SYN = Tekstfelt(
    "barnets_syn",
    "Barnets syn på det hele",
    "Gerne barnets egne ord.",
    krav={"SEL": "SEL § 50, stk. 3 (ikke verificeret)", "BL": "BL § 5, stk. 3"},
)
_FORAELDRES_SYN = Tekstfelt("foraeldres_syn", "Forældrenes syn på det hele", krav=BEGGE)
_ANALYSE = Tekstfelt(
    "analyse",
    "Analyse",
    "Hvordan hænger oplysningerne sammen? Skriv ikke endnu, hvad du mener, der skal ske.",
    linjer=8,
)
_VURDERING = Tekstfelt(
    "vurdering",
    "Faglig vurdering",
    "Hvad betyder det for barnet? Brug din faglige viden, og skriv, hvad du lægger vægt på.",
    linjer=8,
)
_KONKLUSION = (
    Tekstfelt(
        "stoette",
        "Er der brug for støtte?",
        form="valg",
        valg=_JA_NEJ,
        krav=STILLINGTAGEN,
    ),
    Tekstfelt(
        "stillingtagen",
        "Begrundet stillingtagen",
        "Er der grundlag for støtte, hvilken, og hvorfor netop den?",
        linjer=5,
        krav=STILLINGTAGEN,
    ),
    Tekstfelt("konklusion", "Konklusion", "Kort, så forældrene kan læse den for sig.", linjer=3),
)
_BEHOV = (
    Tekstfelt(
        "tekst",
        "Behov, der ikke er dækket",
        "Et behov i hver linje. Planens mål knyttes til dem.",
        form="kort",
    ),
)

BFU = Slags(
    "bfu",
    "Børnefaglig undersøgelse",
    felter=(
        _ANLEDNING,
        Tekstfelt(
            "helhed",
            "Barnets situation som helhed",
            "Barnet, familien og netværket set under ét.",
            linjer=6,
            krav=BEGGE,
        ),
        Tekstfelt("ressourcer", "Ressourcer hos barn, familie og netværk", krav=BEGGE),
        Tekstfelt("udfordringer", "Udfordringer hos barn, familie og netværk", krav=BEGGE),
        Tekstfelt("kompetencer", "Forældrenes kompetencer", "Hvad kan de, og hvad er svært?"),
        Tekstfelt(
            "forandring",
            "Forældrenes evne til forandring",
            "Hvad har de prøvet, og hvad har flyttet sig?",
        ),
        Tekstfelt(
            "netvaerk",
            "Netværket som ressource",
            "Hvad i familien og omgivelserne kan hjælpe barnet?",
            krav=BEGGE,
        ),
        Tekstfelt(
            "soeskende",
            "Vurdering af søskende",
            "Skal de også undersøges? Er der ingen, så skriv det.",
            linjer=2,
            krav=_SOESKENDE,
        ),
        _BARNETS_SYN,
        _FORAELDRES_SYN,
        _FAGFOLK,
        Tekstfelt(
            "to_raadgivere",
            "To rådgivere til de vigtige møder med barnet",
            "Hvem var de to? Var der kun en, så skriv hvorfor. Gælder, når barnet ikke før har fået støtte.",
            linjer=2,
            krav={"BL": "BL § 21, stk. 5"},
        ),
        Tekstfelt(
            "ppr",
            "Behov for pædagogisk-psykologisk vurdering",
            "Har barnet brug for hjælp til undervisningen? Skriv, om PPR skal vurdere det.",
            linjer=2,
            krav={"BL": "BL § 22, stk. 4"},
        ),
        Tekstfelt(
            "psykolog",
            "Undersøgelse hos psykolog eller læge",
            "Kun hvis den er lavet. Forældre testes kun af en autoriseret psykolog.",
            linjer=2,
        ),
        Tekstfelt(
            "trivsel_barn",
            "Barnets trivsel",
            form="valg",
            valg=trivsel.niveauer(),
            status="ikke verificeret" if trivsel.uverificeret() else "verificeret",
        ),
        Tekstfelt(
            "trivsel_omsorg",
            "Forældrenes omsorg",
            form="valg",
            valg=trivsel.niveauer(),
            status="ikke verificeret" if trivsel.uverificeret() else "verificeret",
        ),
        _ANALYSE,
        _VURDERING,
        *_KONKLUSION,
        Tekstfelt(
            "sideloebende",
            "Støtte, der allerede er i gang",
            "Skal den fortsætte, ændres eller stoppe?",
            linjer=2,
        ),
        Tekstfelt(
            "foraeldres_bemaerkninger",
            "Forældrenes bemærkninger",
            "Det, de sagde, da de havde læst undersøgelsen.",
            linjer=3,
        ),
        Tekstfelt(
            "barnets_bemaerkninger",
            "Barnets bemærkninger",
            linjer=2,
        ),
    ),
    lister={"tema": (Tekstfelt("tekst", "Tema", linjer=5),), "behov": _BEHOV},
)

AFDAEKNING = Slags(
    "afdaekning",
    "Afdækning",
    felter=(
        _ANLEDNING,
        Tekstfelt(
            "forhold",
            "De forhold, vi har set på",
            "En afdækning handler om få, afgrænsede forhold.",
            krav={"BL": "BL § 19"},
        ),
        Tekstfelt("ressourcer", "Ressourcer hos barn, familie og netværk", linjer=3),
        Tekstfelt(
            "fagfolk",
            "Fagfolk, der har hjulpet",
            "Hvem og hvornår.",
            linjer=3,
            krav={"BL": "BL § 19"},
        ),
        Tekstfelt("barnets_syn", "Barnets syn på det hele", krav={"BL": "BL § 19"}),
        Tekstfelt("foraeldres_syn", "Forældrenes syn på det hele", krav={"BL": "BL § 19"}),
        _ANALYSE,
        _VURDERING,
        *_KONKLUSION,
    ),
    lister={"behov": _BEHOV},
)

FORELOEBIG = Slags(
    "foreloebig_vurdering",
    "Foreløbig vurdering",
    felter=(
        Tekstfelt(
            "hvorfor",
            "Hvorfor er undersøgelsen ikke færdig?",
            linjer=3,
            krav={"SEL": "SEL § 50, stk. 7", "BL": "BL § 20, stk. 3"},
        ),
        Tekstfelt(
            "vurdering",
            "Hvad vurderer vi nu?",
            "Det, vi ved i dag, og om barnet skal have støtte, mens vi undersøger.",
            krav={"SEL": "SEL § 50, stk. 7", "BL": "BL § 20, stk. 3"},
        ),
        Tekstfelt("mangler", "Hvad mangler, og hvornår er vi færdige?", linjer=3),
    ),
)

MIDTVEJS = Slags(
    "midtvejs",
    "Midtvejstjek",
    felter=(
        Tekstfelt("fokus", "Er fokus stadig det rigtige?", form="valg", valg=_JA_NEJ),
        Tekstfelt("grund", "Hvorfor?", linjer=3),
    ),
)

AFSNIT: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "bfu": (
        ("Barn og familie", ("anledning", "helhed", "@tema", "ressourcer", "udfordringer")),
        ("Forældre og netværk", ("kompetencer", "forandring", "netvaerk", "soeskende")),
        ("Hvad siger de selv?", ("barnets_syn", "foraeldres_syn")),
        ("Fagfolk", ("fagfolk", "to_raadgivere", "ppr", "psykolog")),
        ("Trivsel", ("trivsel_barn", "trivsel_omsorg")),
        ("Analyse", ("analyse",)),
        ("Faglig vurdering", ("vurdering",)),
        ("Konklusion", ("stoette", "stillingtagen", "konklusion", "sideloebende", "@behov")),
        ("Bemærkninger", ("foraeldres_bemaerkninger", "barnets_bemaerkninger")),
    ),
    "afdaekning": (
        ("Barn og familie", ("anledning", "forhold", "ressourcer")),
        ("Hvad siger de selv?", ("barnets_syn", "foraeldres_syn")),
        ("Fagfolk", ("fagfolk",)),
        ("Analyse", ("analyse",)),
        ("Faglig vurdering", ("vurdering",)),
        ("Konklusion", ("stoette", "stillingtagen", "konklusion", "@behov")),
    ),
}
"""How a text is laid out: heading and fields; `@liste` stands for the rows of a list."""

tilmeld(PLAN, UDSAGN, BFU, AFDAEKNING, FORELOEBIG, MIDTVEJS)
