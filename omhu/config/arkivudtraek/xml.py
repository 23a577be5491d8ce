"""Writing XML row by row, with what XML cannot hold put aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO
from xml.sax.saxutils import escape

DIARK = "http://www.sa.dk/xmlns/diark/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
UMULIGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML 1.0 has no way to write; the replacement sign stands for them."""

Element = tuple[str, Any]
"""(name, text) or (name, list of elements)."""


def tekst(vaerdi: str) -> str:
    """A text as it stands between two tags."""
    return escape(UMULIGE.sub("\ufffd", vaerdi))


@contextmanager
def dokument(sti: Path, rod: str, navnerum: str, skema: str) -> Iterator[TextIO]:
    """A file with its root element, to write within."""
    with sti.open("x", encoding="utf-8", newline="\n") as fil:
        fil.write('<?xml version="1.0" encoding="utf-8"?>\n')
        fil.write(
            f'<{rod} xmlns="{navnerum}" xmlns:xsi="{XSI}" xsi:schemaLocation="{navnerum} {skema}">\n'
        )
        yield fil
        fil.write(f"</{rod}>\n")


def skriv_indeks(sti: Path, rod: str, elementer: Iterable[Element]) -> None:
    """One of the files of Indices/."""
    with dokument(sti, rod, DIARK, f"../Schemas/standard/{sti.stem}.xsd") as fil:
        for element in elementer:
            fil.write(_element(element, 1))


def _element(element: Element, dybde: int) -> str:
    navn, indhold = element
    ind = "  " * dybde
    if isinstance(indhold, list):
        return f"{ind}<{navn}>\n{''.join(_element(e, dybde + 1) for e in indhold)}{ind}</{navn}>\n"
    if isinstance(indhold, bool):
        indhold = "true" if indhold else "false"
    return f"{ind}<{navn}>{tekst(str(indhold))}</{navn}>\n"
