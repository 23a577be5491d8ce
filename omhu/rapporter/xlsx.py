"""A document's tables as a workbook: one sheet each, and a first sheet with what must be read with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

import xlsxwriter

from omhu.kerne.celler import uskadelig
from omhu.rapporter.dokument import (
    OVERSTREGET,
    Afsnit,
    Blok,
    Del,
    Dokument,
    Fakta,
    Overskrift,
    Punkter,
    Stykke,
    Tabel,
)

HELTAL = re.compile(r"-?\d{1,9}")
ULOVLIGE = re.compile(r"[\[\]:*?/\\']")
LAENGSTE_ARKNAVN = 31
DEL_I_ARKNAVN = 12
BREDDE = 100
"""Characters shared by a sheet's columns."""


def xlsx(dokument: Dokument) -> bytes:
    """The document as a workbook. What has no table stands as text on the first sheet."""
    ud = BytesIO()
    with xlsxwriter.Workbook(ud, {"in_memory": True, "strings_to_formulas": False}) as bog:
        bog.set_properties({"title": dokument.kort_titel, "author": dokument.forfatter})
        fed = bog.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        brudt = bog.add_format({"text_wrap": True, "valign": "top"})
        forside = bog.add_worksheet("Læs med")
        forside.set_column(0, 0, BREDDE)
        linjer = [dokument.titel, *_words(dokument.blokke)]
        for nr, linje in enumerate(linjer):
            forside.write_string(nr, 0, uskadelig(linje), fed if nr == 0 else brudt)
        navne = {"læs med"}
        for del_, overskrift, tabel, under in _tables(dokument.blokke):
            ark = bog.add_worksheet(_sheet_name(del_, overskrift, navne))
            _fill(ark, tabel, fed, brudt)
            for nr, linje in enumerate(filter(None, (del_, *under)), len(tabel.raekker) + 2):
                ark.write_string(nr, 0, uskadelig(linje))
    return ud.getvalue()


def _fill(ark: xlsxwriter.worksheet.Worksheet, tabel: Tabel, fed: object, brudt: object) -> None:
    i_alt = sum(tabel.bredder)
    for kolonne, (navn, bredde) in enumerate(zip(tabel.hoved, tabel.bredder, strict=True)):
        ark.set_column(kolonne, kolonne, max(9, BREDDE * bredde / i_alt))
        ark.write_string(0, kolonne, navn, fed)
    for nr, raekke in enumerate(tabel.raekker, 1):
        for kolonne, celle in enumerate(raekke):
            tekst = _text(celle)
            if HELTAL.fullmatch(tekst):
                ark.write_number(nr, kolonne, int(tekst), brudt)
            else:
                ark.write_string(nr, kolonne, uskadelig(tekst), brudt)
    ark.freeze_panes(1, 0)
    if tabel.raekker:
        ark.autofilter(0, 0, len(tabel.raekker), len(tabel.hoved) - 1)


def _tables(blokke: Iterable[Blok]) -> list[tuple[str, str, Tabel, list[str]]]:
    """(part, heading, table, what is said right under it), so that a sheet can be read alone. The part is the heading
    above a heading of the second level."""
    oeverst, del_, overskrift = "", "", "Tabel"
    fundne: list[tuple[str, str, Tabel, list[str]]] = []
    under: list[str] | None = None
    for blok in blokke:
        if isinstance(blok, Overskrift):
            oeverst = blok.tekst if blok.niveau == 1 else oeverst
            del_ = oeverst if blok.niveau > 1 else ""
            overskrift, under = blok.tekst, None
        elif isinstance(blok, Tabel):
            under = []
            fundne.append((del_, overskrift, blok, under))
        elif isinstance(blok, Afsnit) and under is not None:
            under.append(_text(blok.dele))
    return fundne


def _sheet_name(del_: str, overskrift: str, brugte: set[str]) -> str:
    """A name that spreadsheets accept, and that no sheet has: where the heading stands in several parts, with the
    beginning of the part's name."""
    rod = ULOVLIGE.sub(" ", overskrift).strip()[:LAENGSTE_ARKNAVN] or "Tabel"
    if rod.casefold() in brugte and del_:
        foran = ULOVLIGE.sub(" ", del_.partition(":")[0])[:DEL_I_ARKNAVN].strip()
        rod = f"{foran} {rod}"[:LAENGSTE_ARKNAVN]
    navn, nr = rod, 2
    while navn.casefold() in brugte:
        ende = f" {nr}"
        navn, nr = rod[: LAENGSTE_ARKNAVN - len(ende)] + ende, nr + 1
    brugte.add(navn.casefold())
    return navn


def _words(blokke: Iterable[Blok]) -> list[str]:
    """All that is no table, one line each."""
    linjer: list[str] = []
    for blok in blokke:
        if isinstance(blok, Overskrift):
            linjer += ["", blok.tekst]
        elif isinstance(blok, Afsnit):
            linjer.append(_text(blok.dele))
        elif isinstance(blok, Punkter):
            linjer += [f"• {_text(p)}" for p in blok.punkter]
        elif isinstance(blok, Fakta):
            linjer += [f"{felt}: {_text(v)}" for felt, v in blok.raekker]
    return linjer


def _text(dele: Sequence[Del]) -> str:
    return "".join(d.tekst if isinstance(d, Stykke) else f"[{OVERSTREGET}]" for d in dele)
