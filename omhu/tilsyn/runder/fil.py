"""The drawn cases of a round as csv and xlsx. Children are not named in it, only case numbers."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse

from omhu.kerne.regneark import XLSX, Celle, som_csv, som_xlsx
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.tilsyn.models import Laesning, Runde
from omhu.tilsyn.runder.vis import Stand, hvordan

HOVED = (
    "Nr;Sag;Sagstrin;Enhed;Rådgiver;Udvalgt;Gruppe;Sandsynlighed;Tilstand;Grund;Erstatter nr;Læsere"
).split(";")


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
        return _fil(som_xlsx("Sager", HOVED, linjer), f"tilsyn-runde-{runde.pk}.xlsx", XLSX)
    indhold = som_csv(HOVED, linjer).encode()
    return _fil(indhold, f"tilsyn-runde-{runde.pk}.csv", "text/csv; charset=utf-8")


def tekstfil(indhold: bytes, navn: str) -> HttpResponse:
    """A text file as it is, byte by byte."""
    return _fil(indhold, navn, "text/plain; charset=utf-8")


def _fil(indhold: bytes, navn: str, type_: str) -> HttpResponse:
    svar = HttpResponse(indhold, content_type=type_)
    svar["Content-Disposition"] = f'attachment; filename="{navn}"'
    return svar
