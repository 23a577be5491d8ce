"""How much and how often: calls by user and by address, and the size of what is sent.

A refusal comes before the body is read, and before a page is made.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from omhu.config.web.hoveder import er_statisk
from omhu.config.web.taeller import Taeller, vinduets_slut

logger = logging.getLogger(__name__)
Svar = Callable[[HttpRequest], HttpResponseBase]

MINUT, TIME = 60, 3600
SOEGNING, EKSPORT, INDLAESNING, DOKUMENT = "soegning", "eksport", "indlaesning", "dokument"
SKEMA_MB = 5
"""Largest body of an ordinary form; DATA_UPLOAD_MAX_MEMORY_SIZE says the same to Django."""

SLAGS = {
    **dict.fromkeys(("soeg", "sager", "frister", "log", "noedadgang"), SOEGNING),
    "indlaesning_ny": INDLAESNING,
    "indlaesning_ny_profil": INDLAESNING,
    "indlaesning_karantaene": EKSPORT,
    "nyt_dokument": DOKUMENT,
    "dokument_hent": EKSPORT,
    "aktindsigt_bundt": EKSPORT,
    **dict.fromkeys(
        (
            "tilsyn_koncept_fil",
            "tilsyn_rammefil",
            "tilsyn_dokument",
            "tilsyn_sagsnotat",
            "tilsyn_tilbagemeldingsbrev",
        ),
        EKSPORT,
    ),
}
"""Addresses that cost more or carry more away than a page; lists besides become exports by `format`."""


@dataclass(frozen=True)
class Graense:
    """So many calls of a kind in a window, by whom."""

    noegle: str
    antal: int
    sekunder: int


class Graenser:
    """Answers 429 when somebody asks too often and 413 when what is sent is too big. After authentication:
    a stranger may send no more than a form holds."""

    def __init__(self, get_response: Svar) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if er_statisk(request):
            return self.get_response(request)
        slags = slags_af(request)
        if naaet := _naaet(request, slags):
            return _for_ofte(request, naaet)
        if stoerrelse(request) > hoejst(request, slags):
            return _for_stort(request, hoejst(request, slags), slags)
        if har_nul(request):
            return HttpResponse(render_to_string("400.html"), status=400)
        return self.get_response(request)


def har_nul(request: HttpRequest) -> bool:
    """Is there a NUL among what was typed? No keyboard writes one, and no database takes it as text."""
    felter = [request.GET]
    if request.content_type == "application/x-www-form-urlencoded":
        felter.append(request.POST)
    return "\0" in request.path or any(
        "\0" in del_ for f in felter for navn, v in f.lists() for del_ in (navn, *v)
    )


def slags_af(request: HttpRequest) -> str:
    """What kind of call it is; empty for an ordinary page."""
    if "format" in request.GET:
        return EKSPORT
    try:
        navn = resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""
    slags = SLAGS.get(navn, "")
    return "" if slags in (SOEGNING, INDLAESNING, DOKUMENT) and request.method != "POST" else slags


def _graenser(request: HttpRequest, slags: str) -> Iterator[Graense]:
    omhu = settings.OMHU
    yield Graense(f"adresse:{request.META.get('REMOTE_ADDR', '')}", omhu.graense_adresse, MINUT)
    if not request.user.is_authenticated:
        return
    yield Graense(f"bruger:{request.user.pk}", omhu.graense_bruger, MINUT)
    if slags:
        antal, sekunder = {
            SOEGNING: (omhu.graense_soegning, MINUT),
            EKSPORT: (omhu.graense_eksport, TIME),
            INDLAESNING: (omhu.graense_indlaesning, TIME),
            DOKUMENT: (omhu.graense_indlaesning, TIME),
        }[slags]
        yield Graense(f"{slags}:{request.user.pk}", antal, sekunder)


def _naaet(request: HttpRequest, slags: str) -> Graense | None:
    """The first limit that this call goes beyond; each is counted until then."""
    taeller = _taeller()
    return next(
        (g for g in _graenser(request, slags) if taeller.tael(g.noegle, g.sekunder) > g.antal), None
    )


@cache
def _taeller() -> Taeller:
    return Taeller(settings.OMHU.rod() / "graenser.sqlite3")


def stoerrelse(request: HttpRequest) -> int:
    """Bytes that the caller says are coming; Django reads no more than that, and none when it is not told."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def hoejst(request: HttpRequest, slags: str) -> int:
    """Bytes that this call may bring: a form's, or an upload's for one who is logged in."""
    omhu = settings.OMHU
    upload = {INDLAESNING: omhu.max_upload_mb, DOKUMENT: omhu.max_dokument_mb}.get(slags)
    return (upload + 1 if upload and request.user.is_authenticated else SKEMA_MB) << 20


def _for_ofte(request: HttpRequest, graense: Graense) -> HttpResponse:
    nu = time.time()
    vent = max(1, vinduets_slut(graense.sekunder, nu) - int(nu))
    logger.warning(
        "Grænsen er nået: %s, %d på %d s", graense.noegle, graense.antal, graense.sekunder
    )
    hvor_laenge = f"{vent} sekunder" if vent < 100 else f"{-(-vent // 60)} minutter"
    html = render_to_string(
        "429.html", {"hvor_laenge": hvor_laenge, "slags": graense.noegle.split(":")[0]}
    )
    return HttpResponse(html, status=429, headers={"Retry-After": str(vent)})


def _for_stort(request: HttpRequest, mest: int, slags: str) -> HttpResponse:
    logger.warning("For stort: %d byte, højst %d", stoerrelse(request), mest)
    return HttpResponse(
        render_to_string("413.html", {"mb": mest >> 20, "dokument": slags == DOKUMENT}), status=413
    )
