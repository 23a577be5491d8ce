"""What is written of a talk with the child, and what the laws say of waiving one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from omhu.sagsarbejde.tekster.skema import Slags, Tekstfelt, tilmeld

HOERES = {"SEL": "SEL § 48, stk. 1", "BL": "BL § 5, stk. 3"}
BISIDDER = {"SEL": "SEL § 48 a", "BL": "BL § 6"}
BISIDDERSVAR = (
    ("tilbudt", "Ja, barnet fik det at vide"),
    ("med", "Ja, og en bisidder var med"),
    ("nej", "Nej"),
)
TILBUDT = ("tilbudt", "med")
"""The answers that say the offer was made."""

SAMTALE = Slags(
    "samtale",
    "Notat om børnesamtale",
    felter=(
        Tekstfelt("formaal", "Hvad skulle I tale om?", linjer=2),
        Tekstfelt("tilstede", "Hvem var med ud over dig?", form="kort", hjaelp="Tom = kun jer to."),
        Tekstfelt(
            "bisidder",
            "Fik barnet at vide, at det kan have en bisidder med?",
            form="valg",
            valg=BISIDDERSVAR,
            krav=BISIDDER,
            status="ikke verificeret",
        ),
        Tekstfelt(
            "barnets_ord",
            "Barnets egne ord",
            hjaelp="Det, barnet sagde, så tæt på ordene som du kan.",
            linjer=6,
            krav=HOERES,
        ),
        Tekstfelt(
            "holdning",
            "Hvad mener barnet om den hjælp, I tænker på?",
            linjer=3,
            krav=HOERES,
        ),
        Tekstfelt("observationer", "Det, du så og hørte", linjer=3),
        Tekstfelt(
            "refleksion",
            "Din faglige refleksion",
            hjaelp="For sig, så den ikke blandes med det, barnet sagde.",
            linjer=4,
        ),
    ),
)
tilmeld(SAMTALE)


@dataclass(frozen=True)
class Fravalgsregel:
    """When a law lets the talk be waived, in plain words."""

    hjemmel: str
    tekst: str
    kraever_kilde: bool


FRAVALG: Mapping[str, Fravalgsregel] = {
    "SEL": Fravalgsregel(
        "SEL § 48, stk. 2",
        "Samtalen kan kun undlades, hvis barnets modenhed eller sagens karakter i afgørende grad taler imod den. "
        "Alder alene er sjældent nok: Ankestyrelsen har sagt, at et barn på 6 år ikke var for ungt.",
        False,
    ),
    "BL": Fravalgsregel(
        "BL § 5, stk. 4",
        "Samtalen kan kun undlades i helt særlige tilfælde, når barnets alder eller andre forhold i afgørende grad "
        "taler imod den. Barnets holdning skal så findes på en anden måde.",
        True,
    ),
}
"""Law -> what it takes (lovkrav.md §1.3, boernesamtale-foer-afgoerelse)."""
UDEFRA = (
    "Samtalen tæller ikke som børnesamtale: myndigheden skal selv tale med barnet og kan ikke overlade det til "
    "andre ({hjemmel}; Ankestyrelsen). Aftal en samtale, du selv holder. Vil du gemme denne som oplysning, så sæt "
    "kryds nedenfor."
)
