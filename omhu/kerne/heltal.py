"""Whole numbers out of what somebody typed, or wrote into an address."""

from __future__ import annotations

STOERSTE = 2**31 - 1
"""No id, number or count of Omhu is larger, and every database takes it."""


def heltal(tekst: object) -> int | None:
    """The number from 0 on, or None for anything else. `str.isdigit` is no test of it: it takes `²`, and `int` takes
    neither that nor a text of 5,000 digits.

    >>> heltal("12"), heltal(" 7 "), heltal("²"), heltal("-1"), heltal("9" * 20), heltal(None)
    (12, 7, None, None, None, None)
    """
    rent = str(tekst).strip() if tekst is not None else ""
    if not (rent.isascii() and rent.isdecimal()) or len(rent) > len(str(STOERSTE)):
        return None
    tal = int(rent)
    return tal if tal <= STOERSTE else None
