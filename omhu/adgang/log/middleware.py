"""No answer leaves before the log has told of it; without the log there is no answer."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse

from omhu.adgang.log import Handling, LogFejl
from omhu.adgang.log.opsamling import Opsamling, aaben
from omhu.adgang.models import Bruger

LAESENDE = ("GET", "HEAD", "OPTIONS")
I_HUKOMMELSEN = 8 << 20
SIDE = "Omhu-Side"
"""A part that htmx fetches tells its name by this header."""
UDTRAEK = (
    "text/csv",
    "application/vnd.",
    "application/zip",
    "application/pdf",
    "application/octet-stream",
)


class Logning:
    """Gathers what a request fetches and writes it down, last thing before the answer goes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        side = secrets.token_urlsafe(9)
        request.logside = side  # type: ignore[attr-defined]  # for base.html
        opsamling = Opsamling(hvem=lambda: _bruger(request), sted=lambda: _sted(request), side=side)
        with aaben(opsamling):
            try:
                svar = self.get_response(request)
                if isinstance(svar, StreamingHttpResponse):
                    _hent_hjem(svar)
                _skriv(opsamling, request, svar)
                svar[SIDE] = side
            except LogFejl as fejl:
                svar = intet_svar(fejl)
        return svar

    def process_exception(self, request: HttpRequest, fejl: Exception) -> HttpResponse | None:
        """A view could not write to the log."""
        return intet_svar(fejl) if isinstance(fejl, LogFejl) else None


def _bruger(request: HttpRequest) -> Bruger | None:
    return request.user if isinstance(request.user, Bruger) else None


def _sted(request: HttpRequest) -> str:
    fundet = request.resolver_match
    return (fundet.view_name or "") if fundet else ""


def intet_svar(fejl: LogFejl) -> HttpResponse:
    """What is said in place of an answer; also where a middleware within this one could not write (`handler500`)."""
    return HttpResponse(
        str(fejl), status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": 30}
    )


def _hent_hjem(svar: StreamingHttpResponse) -> None:
    """Make a streamed answer whole first: what it holds is known, and logged, before its first byte leaves."""
    fil = tempfile.SpooledTemporaryFile(max_size=I_HUKOMMELSEN, dir=str(settings.OMHU.rod()))  # noqa: SIM115 - closed with the answer
    for stykke in svar:
        fil.write(stykke)
    fil.seek(0)
    svar.streaming_content = iter(lambda: fil.read(1 << 16), b"")
    svar._resource_closers.append(fil.close)  # type: ignore[attr-defined]  # not in the stubs


def _skriv(o: Opsamling, request: HttpRequest, svar: HttpResponseBase) -> None:
    """The post of the request, when there is something to tell. Nobody known: logins tell of themselves."""
    if o.bruger is None and not (o.sager or o.afviste):
        return
    status = svar.status_code
    if status == 403:
        o.skriv(Handling.AFVIST, {*o.sager, *o.afviste}, metode=request.method)
    elif o.hensigt is not None:
        _efter_aendring(o, status)
    elif status < 500 and (handling := _handling(o, request, svar)):
        o.skriv(handling, o.sager, **({} if status < 400 else {"svar": status}))


def _handling(o: Opsamling, request: HttpRequest, svar: HttpResponseBase) -> Handling | None:
    """What was done by a request that wrote nothing; None when no child and no file was in it."""
    if _er_udtraek(svar) and o.handling in (None, Handling.SOEG):
        return Handling.EKSPORT
    if o.handling is not None or not o.sager:
        return o.handling
    laest = request.method in LAESENDE or svar.status_code >= 400
    return Handling.LAES if laest else Handling.AENDRE


def _efter_aendring(o: Opsamling, status: int) -> None:
    """What was written is in the log already; tell what came of it, and of cases that the answer shows besides."""
    assert o.hensigt is not None
    if status >= 400:
        o.skriv(Handling.AENDRE_FEJL, o.hensigt.sager, post=o.hensigt.nr, svar=status)
    andre = set(o.sager) - o.skrevet
    if andre:
        o.skriv(Handling.LAES, andre)


def _er_udtraek(svar: HttpResponseBase) -> bool:
    type_ = str(svar.get("Content-Type", ""))
    vedhaeftet = str(svar.get("Content-Disposition", "")).startswith("attachment")
    return vedhaeftet or type_.startswith(UDTRAEK)
