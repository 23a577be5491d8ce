"""A form that was accepted needs its draft no more."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from omhu.adgang.models import Bruger
from omhu.sagsarbejde.tekster import kladder

OPTAGET = ("HX-Redirect", "HX-Retarget")
"""How htmx is told that an act was done."""


class Kladder:
    """Throws away the draft of an address whose form was sent and answered by going on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        svar = self.get_response(request)
        videre = 300 <= svar.status_code < 400 or any(navn in svar for navn in OPTAGET)
        if request.method == "POST" and videre and isinstance(request.user, Bruger):
            kladder.kasser(request.user, request.path)
        return svar
