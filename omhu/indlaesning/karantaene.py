"""The quarantine list as a file: the rows as they were, with what is wrong and how to mend it.

Mended rows can be loaded from the same file: its two last columns tell that it holds only those.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby

from omhu.indlaesning.fejl import KARANTAENE, Fund
from omhu.indlaesning.lager import Lager

FEJL, RET = "fejl", "saadan_retter_du"


def uskadelig(celle: str) -> str:
    """A cell that a spreadsheet would run as a formula gets a quote before it (CSV injection)."""
    return (
        f"'{celle}"
        if celle[:1] in ("=", "+", "-", "@", "\t", "\r") and not _er_tal(celle)
        else celle
    )


def som_foer(celle: str) -> str:
    """Undo `uskadelig`, when a mended quarantine file comes back."""
    return (
        celle[1:] if celle[:1] == "'" and celle[1:2] in ("=", "+", "-", "@", "\t", "\r") else celle
    )


def _er_tal(celle: str) -> bool:
    return celle[1:].replace(".", "").replace(",", "").isdecimal()


def karantaene_csv(lager: Lager, kolonner: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """(file, CSV text with BOM and semicolons) for each file that has rows in quarantine."""
    for fil, fundne in groupby(lager.fundne(KARANTAENE), key=lambda f: f.fil):
        yield fil, _en_fil(fundne, kolonner.get(fil, []))


def _en_fil(fundne: Iterable[Fund], kolonner: list[str]) -> str:
    ud = io.StringIO()
    skriver = csv.writer(ud, delimiter=";", lineterminator="\r\n")
    skriver.writerow([*kolonner, FEJL, RET])
    for _, gruppe in groupby(fundne, key=lambda f: f.raekke):
        fejl = list(gruppe)
        celler = next((f.original for f in fejl if f.original), ("",) * len(kolonner))
        hvad = " ".join(f"{f.kolonne}: {f.hvad}" if f.kolonne else f.hvad for f in fejl)
        ret = " ".join(dict.fromkeys(f.ret for f in fejl))
        skriver.writerow([uskadelig(c) for c in (*celler, f"Række {fejl[0].raekke}. {hvad}", ret)])
    return "\ufeff" + ud.getvalue()
