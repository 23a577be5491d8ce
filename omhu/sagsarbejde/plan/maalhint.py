"""Is a goal plain enough to be followed up? Kind questions, never a refusal.

The rules are our own and explained on the page; there is no law behind them. SEL § 140 and BL § 92 ask for goals
that are concrete; Ankestyrelsen asks whether they can be followed up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

UKLARE = (
    r"støttes? (?:i|til)",
    r"understøttes?",
    r"hjælpes? (?:med|til)",
    r"triv(?:es|sel) bedre",
    r"(?:bedre|øget|god) trivsel",
    r"trives",
    r"få(?:r)? det (?:bedre|godt)",
    r"arbejdes? (?:videre )?(?:på|med)",
    r"(?:have|har|holde|få|øget|fortsat) fokus på",
    r"være opmærksom på",
    r"styrkes?",
    r"forbedres?",
    r"udvikles? (?:sig|sine)",
    r"motiveres?",
    r"mere (?:ro|struktur|stabilitet|tryghed|overskud)",
)
UKLART = re.compile(r"\b(?:" + "|".join(UKLARE) + r")\b", re.IGNORECASE)
KAN_SES = re.compile(
    r"\d|\b(?:hver (?:dag|uge|måned|nat|morgen|aften)|dagligt?|om (?:ugen|dagen|måneden)|gange|alle (?:dage|ugens)"
    r"|en gang|to|tre|fire|fem|seks|syv|otte|ni|ti|halv(?:delen)?|aldrig|uden at)\b",
    re.IGNORECASE,
)
"""A number, a count or a rhythm: something that two people would see alike."""


@dataclass(frozen=True)
class Hint:
    """A question to the writer, and the rule that asked it."""

    regel: str
    spoergsmaal: str


FORKLARING = {
    "indikator": "Der står ikke, hvad man kan se, når målet er nået.",
    "hvornaar": "Der står ikke, hvornår målet skal være nået.",
    "ansvarlig": "Der står ikke, hvem der har opgaven.",
    "ord": "Målet bruger ord, der kan betyde meget forskelligt (»trives bedre«, »støttes i«, »fokus på«), og der "
    "er ikke noget ved siden af, som kan tælles eller ses.",
    "gentager": "Det, man kan se, er det samme som målet med andre ord.",
}
"""Every rule in words, for the page."""


def hints(maal: Mapping[str, str], *, delmaal: bool = False) -> list[Hint]:
    """What one could ask about a goal; nothing about one that is empty. A part-goal needs no sign of its own."""
    tekst = maal.get("tekst", "").strip()
    if not tekst:
        return []
    fundne = [_ord(tekst, maal.get("indikator", ""))]
    if not delmaal:
        fundne += [_indikator(tekst, maal.get("indikator", ""))]
    if not maal.get("hvornaar", "").strip():
        fundne.append(Hint("hvornaar", "Hvornår skal det være nået?"))
    if not maal.get("ansvarlig", "").strip():
        fundne.append(Hint("ansvarlig", "Hvem har opgaven?"))
    return [h for h in fundne if h]


def _ord(tekst: str, indikator: str) -> Hint | None:
    fundet = UKLART.search(tekst)
    if fundet is None or KAN_SES.search(f"{tekst} {indikator}"):
        return None
    return Hint(
        "ord",
        f"»{fundet.group().lower()}« kan betyde meget. Hvad er anderledes en helt almindelig tirsdag?",
    )


def _indikator(tekst: str, indikator: str) -> Hint | None:
    if not indikator.strip():
        return Hint("indikator", "Hvad kan I se eller høre, når det lykkes?")
    if _grundord(indikator) <= _grundord(tekst):
        return Hint(
            "gentager",
            "Tegnet siger det samme som målet. Hvad ville en, der ikke kender barnet, se?",
        )
    return None


def _grundord(tekst: str) -> set[str]:
    return set(re.findall(r"\w+", tekst.lower()))
