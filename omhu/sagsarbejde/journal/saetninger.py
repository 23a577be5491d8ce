"""Texts cut into sentences, so that some of them can be struck out by a box each."""

from __future__ import annotations

import re

SKEL = re.compile(r"(?<=[.!?:;])[ \t]+(?=[A-ZÆØÅ0-9»\"'(])|(?<=\n)")


def saetninger(tekst: str) -> list[str]:
    """The sentences in order; joined they are the text again, but for blanks between them."""
    return [s for s in SKEL.split(tekst) if s.strip()]
