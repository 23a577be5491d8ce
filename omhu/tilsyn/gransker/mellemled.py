"""An external reviewer who has not promised confidentiality is led to the words, whatever was asked for. That no case
opens before is `adgang.omfang`'s doing; this only leads the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from omhu.adgang.login.maerke import er_uden_anden_faktor
from omhu.adgang.models import Bruger
from omhu.adgang.omfang import mangler_tavshed

AABNE = ("tilsyn_tavshed", "totp", "totp_koder", "bekraeft", "adgangskode", "sessioner")
"""Pages that show no child and that one may need on the way."""


class Tavshed:
    """Stands after the watch of sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        bruger = request.user
        if not isinstance(bruger, Bruger) or not mangler_tavshed(bruger):
            return None
        navn = request.resolver_match.url_name if request.resolver_match else ""
        if navn in AABNE or er_uden_anden_faktor(view):
            return None
        return redirect("tilsyn_tavshed")
