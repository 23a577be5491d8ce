"""Cells of files that people open in a spreadsheet: none that somebody else wrote may run as a formula."""

from __future__ import annotations

import re

FORMELTEGN = "=+-@＝＋－＠"
"""What begins a formula, also in the wide signs of Asian keyboards."""
USYNLIGE = "\t\r\n\x00"
"""Signs that a spreadsheet passes over, or that move what follows into a cell of its own."""
TAL = re.compile(r"[+-]?\d[\d.,]*")


def uskadelig(celle: str, *, tal_er_tal: bool = False) -> str:
    """The cell, with a quote before it when a spreadsheet would run it; `tal_er_tal` leaves a signed number."""
    if tal_er_tal and TAL.fullmatch(celle):
        return celle
    return f"'{celle}" if _loeber(celle) or _har_citat(celle) else celle


def som_foer(celle: str) -> str:
    """Undo `uskadelig`, when a file that we wrote comes back."""
    return celle[1:] if _har_citat(celle) else celle


def _loeber(celle: str) -> bool:
    if celle[:1] and celle[0] in USYNLIGE:
        return True
    return celle.lstrip(f" \xa0{USYNLIGE}")[:1] in tuple(FORMELTEGN)


def _har_citat(celle: str) -> bool:
    """Begins with our quote, or would be taken to when it comes back."""
    rest = celle.removeprefix("'")
    return rest != celle and (_loeber(rest) or _har_citat(rest))
