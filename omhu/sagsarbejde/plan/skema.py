"""What a plan is asked for (SEL § 140; BL §§ 91-92 and 108-109), and what is kept of a plan that was handed over."""

from __future__ import annotations

from omhu.sagsarbejde.tekster.skema import Slags, Tekstfelt, tilmeld

SEL, BL, UNGE_SEL, UNGE_BL = "SEL § 140", "BL § 92", "SEL § 140, stk. 2", "BL § 109"
FORMAAL = Tekstfelt(
    "formaal",
    "Hvad er formålet?",
    "Det samme formål som i afgørelsen.",
    linjer=2,
    krav={"SEL": SEL, "BL": BL},
)
INDSATS = Tekstfelt(
    "indsats", "Hvilken støtte får barnet og familien?", linjer=2, krav={"SEL": SEL, "BL": BL}
)
GRUNDLAG = Tekstfelt("grundlag", "Hvad bygger planen på?", linjer=2, krav={"SEL": SEL, "BL": BL})
OENSKER = Tekstfelt(
    "barnets_oensker",
    "Hvad ønsker barnet selv?",
    "Skriv det med barnets egne ord. Målene skal svare til ønskerne, så vidt det er muligt.",
    linjer=2,
    krav={"BL": BL},
)
FORAELDRE = Tekstfelt("foraeldre", "Hvad siger forældrene til planen?", linjer=2, krav={"BL": BL})
FAMILIEN = Tekstfelt(
    "familien",
    "Støtte til familien under og efter anbringelsen",
    linjer=2,
    krav={"SEL": SEL, "BL": BL},
)
VARIGHED = Tekstfelt(
    "varighed",
    "Hvor længe forventes støtten at vare?",
    "Ældre udgaver af loven krævede det.",
    form="kort",
)
OVERGANG = Tekstfelt(
    "overgang", "Overgangen til voksenlivet", linjer=2, krav={"SEL": UNGE_SEL, "BL": UNGE_BL}
)
UDDANNELSE = Tekstfelt("uddannelse", "Uddannelse", linjer=2, krav={"SEL": UNGE_SEL, "BL": UNGE_BL})
BESKAEFTIGELSE = Tekstfelt(
    "beskaeftigelse", "Beskæftigelse", linjer=2, krav={"SEL": UNGE_SEL, "BL": UNGE_BL}
)
UDEN = Tekstfelt("uden", "Hvorfor er planen gjort færdig uden det, der mangler?", linjer=2)
"""Asked for when the plan is finished with something missing."""
UNGEFELTER = ("overgang", "uddannelse", "beskaeftigelse")
ANBRAGTFELTER = ("familien",)
MAAL = (
    Tekstfelt("tekst", "Mål", linjer=2, krav={"SEL": SEL, "BL": BL}),
    Tekstfelt("behov", "Hvilket behov skal målet dække?", form="kort"),
    Tekstfelt(
        "indikator",
        "Hvad kan I se, når det lykkes?",
        "Fx: møder i skole fire dage om ugen.",
        form="kort",
    ),
    Tekstfelt("maaling", "Hvordan følger I det?", "Fx: skolens fravær hver måned.", form="kort"),
    Tekstfelt("ansvarlig", "Hvem har opgaven?", form="kort"),
    Tekstfelt("hvornaar", "Hvornår skal det være nået?", form="dato"),
    Tekstfelt("oenske", "Barnets eget ønske", form="kort"),
)
DELMAAL = (
    Tekstfelt("maal", "Hører til mål", form="kort"),
    Tekstfelt("tekst", "Delmål", form="kort"),
    Tekstfelt("ansvarlig", "Hvem?", form="kort"),
    Tekstfelt("hvornaar", "Hvornår?", form="dato"),
)
PLAN = Slags(
    "plan",
    "Barnets plan",
    felter=(
        FORMAAL,
        INDSATS,
        GRUNDLAG,
        OENSKER,
        FORAELDRE,
        FAMILIEN,
        VARIGHED,
        OVERGANG,
        UDDANNELSE,
        BESKAEFTIGELSE,
        UDEN,
    ),
    lister={"maal": MAAL, "delmaal": DELMAAL},
    navne={"SEL": "Handleplan", "BL": "Barnets plan"},
)
MAADER = (
    ("sikker_mail", "Sikker mail"),
    ("digital_post", "Digital Post"),
    ("personligt", "Afleveret personligt"),
    ("brev", "Brev"),
)
UDLEVERING = Slags(
    "planudlevering",
    "Plan givet til anbringelsesstedet",
    felter=(
        Tekstfelt("plan", "Planen", form="kort"),
        Tekstfelt("udgave", "Udgave", form="kort"),
        Tekstfelt("dele", "Dele", form="kort"),
        Tekstfelt("til", "Givet til", form="kort"),
        Tekstfelt("hvordan", "Hvordan", form="valg", valg=MAADER),
        Tekstfelt("note", "Bemærkning"),
    ),
)
HJEMMEL_UDLEVERING = {"SEL": ("SEL § 140", True), "BL": ("BL § 94", False)}
"""Law -> paragraph and whether it has been held against the law (lovkrav 1.3)."""

tilmeld(PLAN, UDLEVERING)
