"""Long lists: columns defined once for screen and export, sorting, paging, and files that are safe to open."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from omhu.adgang.sortering import Dansk
from omhu.kerne.celler import uskadelig
from omhu.kerne.regneark import XLSX

PR_SIDE = 50
HOLD = 500


@dataclass(frozen=True)
class Kolonne:
    """A column: heading, what to order by (empty = not sortable) and its value in exports."""

    kode: str
    navn: str
    vaerdi: Callable[[Any], object]
    sorter: tuple[str | Dansk, ...] = ()
    tal: bool = False


@dataclass(frozen=True)
class Liste:
    """One page of a list, with the number of all its rows."""

    side: Page[Any]
    antal: int
    orden: str
    kolonner: Sequence[Kolonne]


def sorteret(raekker: QuerySet[Any], kolonner: Sequence[Kolonne], orden: str) -> QuerySet[Any]:
    """Rows by a column's code (`-` first for descending); unknown codes leave the rows' own order."""
    kolonne = next((k for k in kolonner if k.kode == orden.lstrip("-") and k.sorter), None)
    if kolonne is None:
        return raekker
    felter = [_vend(f) if orden.startswith("-") else f for f in kolonne.sorter]
    return raekker.order_by(*felter, "pk")


def _vend(felt: str | Dansk) -> str | OrderBy:
    if isinstance(felt, Dansk):
        return felt.desc()
    return felt[1:] if felt.startswith("-") else f"-{felt}"


def liste(request: HttpRequest, raekker: QuerySet[Any], kolonner: Sequence[Kolonne]) -> Liste:
    """The page that the request asks for (`orden`, `side`)."""
    orden = request.GET.get("orden", "")
    sider = Paginator(sorteret(raekker, kolonner, orden), PR_SIDE)
    side = sider.get_page(request.GET.get("side"))
    return Liste(side, sider.count, orden, kolonner)


def eksport(
    request: HttpRequest, raekker: QuerySet[Any], kolonner: Sequence[Kolonne], navn: str
) -> HttpResponseBase:
    """Exactly the filtered and sorted list as csv or xlsx (`format`)."""
    raekker = sorteret(raekker, kolonner, request.GET.get("orden", ""))
    alle = raekker.iterator(chunk_size=HOLD)
    fil = f"{navn}-{timezone.localdate().isoformat()}"
    if request.GET["format"] == "xlsx":
        return _som_fil(_xlsx(*_hoved_og_linjer(alle, kolonner)), f"{fil}.xlsx", XLSX)
    return som_csv(alle, kolonner, fil)


def _hoved_og_linjer(
    raekker: Iterable[Any], kolonner: Sequence[Kolonne]
) -> tuple[list[str], Iterator[list[object]]]:
    return [k.navn for k in kolonner], ([k.vaerdi(r) for k in kolonner] for r in raekker)


def som_csv(raekker: Iterable[Any], kolonner: Sequence[Kolonne], fil: str) -> StreamingHttpResponse:
    """Rows as a csv file with a heading; `fil` is its name without the ending."""
    indhold = _csv(*_hoved_og_linjer(raekker, kolonner))
    svar = StreamingHttpResponse(indhold, content_type="text/csv; charset=utf-8")
    svar["Content-Disposition"] = f'attachment; filename="{fil}.csv"'
    return svar


def _som_fil(indhold: bytes, navn: str, type_: str) -> HttpResponse:
    svar = HttpResponse(indhold, content_type=type_)
    svar["Content-Disposition"] = f'attachment; filename="{navn}"'
    return svar


class _Ekko:
    def write(self, tekst: str) -> str:
        return tekst


def _csv(hoved: list[str], linjer: Iterable[list[object]]) -> Iterator[str]:
    skriver = csv.writer(_Ekko(), delimiter=";")
    yield "\ufeff" + skriver.writerow(hoved)
    for linje in linjer:
        yield skriver.writerow([sikker(v) for v in linje])


def sikker(vaerdi: object) -> str:
    """A value as text that no spreadsheet runs as a formula."""
    if vaerdi is None:
        return ""
    if isinstance(vaerdi, datetime):
        return timezone.localtime(vaerdi).strftime("%Y-%m-%dT%H:%M")
    if isinstance(vaerdi, date):
        return vaerdi.isoformat()
    return uskadelig(vaerdi) if isinstance(vaerdi, str) else str(vaerdi)


def _xlsx(hoved: list[str], linjer: Iterable[list[object]]) -> bytes:
    ud = BytesIO()
    bog = xlsxwriter.Workbook(
        ud, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    ark = bog.add_worksheet("Liste")
    fed, dag = bog.add_format({"bold": True}), bog.add_format({"num_format": "dd-mm-yyyy"})
    ark.write_row(0, 0, hoved, fed)
    ark.freeze_panes(1, 0)
    ark.set_column(0, len(hoved) - 1, 18)
    for nr, linje in enumerate(linjer, start=1):
        for kol, vaerdi in enumerate(linje):
            _celle(ark, nr, kol, vaerdi, dag)
    bog.close()
    return ud.getvalue()


def _celle(ark: Any, nr: int, kol: int, vaerdi: object, dag: Any) -> None:
    if isinstance(vaerdi, date) and not isinstance(vaerdi, datetime):
        ark.write_datetime(nr, kol, datetime.combine(vaerdi, datetime.min.time()), dag)
    elif isinstance(vaerdi, int):
        ark.write_number(nr, kol, vaerdi)
    elif vaerdi not in (None, ""):
        ark.write_string(nr, kol, sikker(vaerdi))
