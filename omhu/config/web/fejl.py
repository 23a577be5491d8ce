"""Answers when something goes wrong: Danish, without data, with a number that stands in the server's log too."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)
Svar = Callable[[HttpRequest], HttpResponseBase]
TEGN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No sign that is mistaken for another when read aloud."""
VENT = 10
METODER = ("GET", "HEAD", "POST")


def fejlnummer(request: HttpRequest) -> str:
    """A number for this request's error, made once."""
    kendt = vars(request)
    if "omhu_fejlnummer" not in kendt:
        tegn = "".join(secrets.choice(TEGN) for _ in range(8))
        kendt["omhu_fejlnummer"] = f"{tegn[:4]}-{tegn[4:]}"
    nummer: str = kendt["omhu_fejlnummer"]
    return nummer


def fejl400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for what cannot be read, as a foreign host name (`handler400`). There may be no user yet."""
    return HttpResponse(render_to_string("400.html"), status=400)


def fejl500(request: HttpRequest) -> HttpResponse:
    """The page for what nobody foresaw (`handler500`). Uses neither database nor session. Django asks for it in the
    middle of the fault; that the log is silent is no fault of Omhu, and passes."""
    # Not above: the server's log takes its number from this module before there are models.
    from omhu.adgang.log import LogFejl
    from omhu.adgang.log.middleware import intet_svar

    fejl = sys.exc_info()[1]
    if isinstance(fejl, LogFejl):
        return intet_svar(fejl)
    return HttpResponse(
        render_to_string("500.html", {"fejlnummer": fejlnummer(request)}), status=500
    )


class Fejl:
    """Busy database: 503 and try again. A method no page has: 405 with words instead of an empty page."""

    def __init__(self, get_response: Svar) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        svar = self.get_response(request)
        if svar.status_code == 405 and not getattr(svar, "content", b"-"):
            return HttpResponse(
                render_to_string("405.html"), status=405, headers={"Allow": svar.get("Allow", "")}
            )
        return svar

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """After the CSRF check, so that a forged call is told nothing of which methods there are."""
        if request.method in METODER:
            return None
        return HttpResponse(
            render_to_string("405.html"), status=405, headers={"Allow": "GET, HEAD, POST"}
        )

    def process_exception(self, request: HttpRequest, fejl: Exception) -> HttpResponse | None:
        """The database is locked, stopped, or took too long: nothing is saved, and it may pass."""
        if not isinstance(fejl, OperationalError):
            return None
        logger.error("Databasen svarer ikke", exc_info=fejl, extra={"request": request})
        html = render_to_string("503.html", {"fejlnummer": fejlnummer(request)})
        return HttpResponse(html, status=503, headers={"Retry-After": str(VENT)})
