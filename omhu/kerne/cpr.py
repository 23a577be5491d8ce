"""CPR numbers: reading them as extracts write them, and never showing them whole.

No number is refused for modulus 11: since 2007 numbers without it are issued. Replacement numbers
(erstatningspersonnumre) have 60 added to the day of birth.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum.dk import cpr as dk_cpr
from stdnum.exceptions import ValidationError

AELDSTE = 120
"""Years: a child's or parent's number that gives a higher age is an error of typing."""


class CprFejl(ValueError):
    """The text is no CPR number; the message is Danish and never holds the number."""


@dataclass(frozen=True)
class Cpr:
    """Ten digits, `art` CPR or ERSTATNING, and the birth date that the number tells."""

    nummer: str
    art: str
    foedselsdag: date

    def __str__(self) -> str:
        return maskeret(self.nummer)


def laes(tekst: str, *, pr: date) -> Cpr:
    """The number in a cell: with or without hyphen, or 9 digits where a spreadsheet ate the first zero.

    `pr` is the day on which the person must be born already. Raises CprFejl.
    """
    rene = re.sub(r"[\s\-\u2010-\u2015]", "", tekst)
    if not rene.isascii() or not rene.isdigit():
        raise CprFejl("CPR-nummeret har andre tegn end cifre.")
    if len(rene) == 9:
        rene = "0" + rene
    if len(rene) != 10:
        raise CprFejl(f"CPR-nummeret har {len(rene)} cifre; der skal være 10.")
    erstatning = 61 <= int(rene[:2]) <= 91
    try:
        foedt = dk_cpr.get_birth_date(f"{int(rene[:2]) - 60:02}{rene[2:]}" if erstatning else rene)
    except ValidationError as fejl:
        raise CprFejl("CPR-nummerets første seks cifre er ikke en dato.") from fejl
    if foedt > pr:
        raise CprFejl("CPR-nummeret giver en fødselsdag, der ikke er kommet endnu.")
    if pr.year - foedt.year > AELDSTE:
        raise CprFejl(f"CPR-nummeret giver en alder på over {AELDSTE} år.")
    return Cpr(rene, "ERSTATNING" if erstatning else "CPR", foedt)


def maskeret(nummer: str) -> str:
    """`610617-••••`: what screens, reports and logs may show. Empty for an empty number."""
    return f"{nummer[:6]}-••••" if nummer else ""


LIGNER = re.compile(r"(?<!\d)(\d{6})[-\u2010-\u2015 \u00a0]?(\d{4})(?!\d)")
"""Digits as in a number: a quick first look. Part of a machine's identifier may look the same by chance."""

_IDENTIFIKATION = (
    r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}"
    r"(?:(?:-[0-9A-Fa-f]{4}){4}[0-9A-Fa-f]{8}|[0-9A-Fa-f]{24,})(?![0-9A-Za-z])"
)
"""A UUID, or a fingerprint of 32 hexadecimal digits or more: nobody's number, whatever digits chance gave it."""

_FUND = re.compile(f"{_IDENTIFIKATION}|{LIGNER.pattern}")


def _kan_vaere(fund: re.Match[str]) -> bool:
    """No identifier, and a day and a month stand first, as in a number or a replacement number."""
    if fund[1] is None:
        return False
    dag, maaned = int(fund[1][:2]), int(fund[1][2:4])
    return 1 <= dag % 60 <= 31 and dag <= 91 and 1 <= maaned <= 12


def har_cpr(tekst: str) -> bool:
    """Does anything in the text look like a CPR number?"""
    return any(map(_kan_vaere, _FUND.finditer(tekst)))


def uden_cpr(tekst: str, erstat: Callable[[str], str] = maskeret) -> str:
    """The text with whatever looks like a CPR number masked, or replaced by `erstat` of its ten digits."""
    return _FUND.sub(lambda m: erstat(m[1] + m[2]) if _kan_vaere(m) else m[0], tekst)
