"""A table as a file that people open in a spreadsheet. No cell that somebody wrote may run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO

import xlsxwriter

from omhu.kerne.celler import uskadelig

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Celle = str | int | float | None
BREDDE = 18
"""Characters of a column that nobody gave a width."""


def som_csv(hoved: Sequence[str], linjer: Iterable[Sequence[Celle]]) -> str:
    """Semicolons, decimal commas and a byte order mark, as Danish spreadsheets want them.

    >>> som_csv(["Nr", "Del"], [[1, 0.25], ["=1+1", None]])
    "\\ufeffNr;Del\\r\\n1;0,25\\r\\n'=1+1;\\r\\n"
    """
    ud = StringIO()
    skriver = csv.writer(ud, delimiter=";")
    skriver.writerow(hoved)
    skriver.writerows([_text(c) for c in linje] for linje in linjer)
    return "\ufeff" + ud.getvalue()


def _text(c: Celle) -> str:
    if c is None:
        return ""
    return uskadelig(c) if isinstance(c, str) else str(c).replace(".", ",")


def som_xlsx(
    ark: str,
    hoved: Sequence[str],
    linjer: Iterable[Sequence[Celle]],
    *,
    bredder: Mapping[int, int] | None = None,
) -> bytes:
    """One sheet with the heading in sight, numbers as numbers. `bredder`: characters by column."""
    ud = BytesIO()
    with xlsxwriter.Workbook(ud, {"in_memory": True, "strings_to_formulas": False}) as bog:
        side = bog.add_worksheet(ark)
        side.write_row(0, 0, hoved, bog.add_format({"bold": True}))
        side.freeze_panes(1, 0)
        for kol in range(len(hoved)):
            side.set_column(kol, kol, (bredder or {}).get(kol, BREDDE))
        for nr, linje in enumerate(linjer, 1):
            for kol, c in enumerate(linje):
                if isinstance(c, str):
                    side.write_string(nr, kol, uskadelig(c))
                elif c is not None:
                    side.write_number(nr, kol, c)
    return ud.getvalue()
