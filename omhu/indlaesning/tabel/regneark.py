"""Workbooks (xlsx, xlsb, xls, ods) as rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

from omhu.indlaesning.fejl import Afvisning
from omhu.indlaesning.tabel.filart import RET_FIL
from omhu.kerne.krypto.filer import KrypteretSti


def arknavne(sti: Path, navn: str) -> list[str]:
    """The visible sheets. Raises Afvisning for a file that cannot be read or is locked."""
    return list(_bog(sti, navn).sheet_names)


def ark_kilde(sti: Path, navn: str, ark: str) -> Callable[[], Iterator[list[str]]]:
    """A function that reads the sheet from the top, as text."""

    def kilde() -> Iterator[list[str]]:
        blad = _bog(sti, navn).get_sheet_by_name(ark)
        oeverst = blad.start[0] if blad.start else 0
        for _ in range(oeverst):
            yield []
        for raekke in blad.iter_rows():
            yield [_tekst(celle) for celle in raekke]

    return kilde


def _bog(sti: Path, navn: str) -> python_calamine.CalamineWorkbook:
    try:
        if isinstance(sti, KrypteretSti):
            with sti.open("rb") as fil:
                return python_calamine.CalamineWorkbook.from_filelike(fil)
        return python_calamine.CalamineWorkbook.from_path(str(sti))
    except python_calamine.PasswordError as fejl:
        raise Afvisning(
            "Regnearket er låst med en adgangskode.",
            "Gem det uden adgangskode, og indlæs igen.",
            fil=navn,
        ) from fejl
    except (python_calamine.CalamineError, OSError, ValueError) as fejl:
        raise Afvisning("Regnearket kan ikke læses.", RET_FIL, fil=navn) from fejl


def _tekst(celle: object) -> str:
    """A cell as a CSV would hold it; dates ISO, whole numbers without decimals."""
    if isinstance(celle, str):
        return celle
    if isinstance(celle, bool):
        return "ja" if celle else "nej"
    if isinstance(celle, float):
        return str(int(celle)) if celle.is_integer() else repr(celle)
    if isinstance(celle, datetime):
        return (
            celle.date().isoformat()
            if celle.time() == time()
            else celle.isoformat(timespec="seconds")
        )
    if isinstance(celle, date | time):
        return celle.isoformat()
    if isinstance(celle, timedelta):
        return str(celle)
    return "" if celle is None else str(celle)
