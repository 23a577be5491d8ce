"""The drawn cases of a round as csv and xlsx. Children are not named in it, only case numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import xlsxwriter
from django.http import HttpResponse

from omhu.kerne.celler import uskadelig
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.tilsyn.models import Laesning, Runde
from omhu.tilsyn.runder.vis import Stand, hvordan

Celle = str | int | float
HOVED = (
    "Nr;Sag;Sagstrin;Enhed;Rådgiver;Udvalgt;Gruppe;Sandsynlighed;Tilstand;Grund;Erstatter nr;Læsere"
).split(";")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def raekker(stand: Stand, koncept: Tilsynskoncept) -> Iterator[list[Celle]]:
    """One row per case that the one who asks may see."""
    niveauer = {n.kode: n.navn for n in koncept.niveauer}
    for x in stand.linjer:
        if x.sag is None:
            continue
        ts = x.ts
        yield [
            ts.nr,
            x.nummer,
            x.trin,
            str(ts.enhed),
            str(ts.raadgiver or ""),
            hvordan(ts.udtraek),
            ts.stratum,
            "" if ts.sandsynlighed is None else round(ts.sandsynlighed, 4),
            ts.get_tilstand_display(),
            ts.grund,
            ts.erstatter.nr if ts.erstatter else "",
            ", ".join(_laeser(y, niveauer) for y in x.laesninger),
        ]


def _laeser(y: Laesning, niveauer: dict[str, str]) -> str:
    dele = [niveauer.get(y.niveau, y.niveau), *(["dobbelt"] if y.dobbelt else [])]
    stand = "låst" if y.laast else "begyndt" if y.begyndt else "ikke begyndt"
    return f"{y.laeser} ({', '.join([*dele, stand])})"


def svar(runde: Runde, stand: Stand, koncept: Tilsynskoncept, form: str) -> HttpResponse:
    """The list as a file."""
    linjer = list(raekker(stand, koncept))
    if form == "xlsx":
        return _fil(_xlsx(linjer), f"tilsyn-runde-{runde.pk}.xlsx", XLSX)
    ud = io.StringIO()
    skriver = csv.writer(ud, delimiter=";")
    skriver.writerow(HOVED)
    skriver.writerows([[_sikker(c) for c in linje] for linje in linjer])
    return _fil(
        f"\ufeff{ud.getvalue()}".encode(), f"tilsyn-runde-{runde.pk}.csv", "text/csv; charset=utf-8"
    )


def tekstfil(indhold: bytes, navn: str) -> HttpResponse:
    """A text file as it is, byte by byte."""
    return _fil(indhold, navn, "text/plain; charset=utf-8")


def _fil(indhold: bytes, navn: str, type_: str) -> HttpResponse:
    svar = HttpResponse(indhold, content_type=type_)
    svar["Content-Disposition"] = f'attachment; filename="{navn}"'
    return svar


def _sikker(c: Celle) -> Celle:
    return uskadelig(c) if isinstance(c, str) else c


def _xlsx(linjer: list[list[Celle]]) -> bytes:
    ud = io.BytesIO()
    bog = xlsxwriter.Workbook(
        ud, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    ark = bog.add_worksheet("Sager")
    ark.write_row(0, 0, HOVED, bog.add_format({"bold": True}))
    ark.freeze_panes(1, 0)
    ark.set_column(0, len(HOVED) - 1, 18)
    for nr, linje in enumerate(linjer, 1):
        ark.write_row(nr, 0, [_sikker(c) for c in linje])
    bog.close()
    return ud.getvalue()
