"""Before anything else is done for a user: may the session go on, and is the second factor in place?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from omhu.adgang.login import sessioner, totp
from omhu.adgang.login.maerke import er_uden_anden_faktor


class Sessionsvagt:
    """Ends sessions that are too old, idle, or given for another role; stands after AuthenticationMiddleware
    and MessageMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            grund = sessioner.slut_fordi(request)
            if grund:
                logout(request)
                messages.info(request, grund)
            else:
                sessioner.roer(request)
        svar = self.get_response(request)
        return _hele_siden(request, svar)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        aaben = er_uden_anden_faktor(view)
        if request.user.is_authenticated and not aaben and totp.mangler(request):
            return redirect("totp")
        return None


def _hele_siden(request: HttpRequest, svar: HttpResponseBase) -> HttpResponseBase:
    """htmx would put the login page into a corner of the page it came from; take the whole page there."""
    login = reverse("login")
    til_login = svar.status_code == 302 and svar.get("Location", "").partition("?")[0] == login
    if not (til_login and request.headers.get("HX-Request")):
        return svar
    her = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
    return HttpResponse(status=204, headers={"HX-Redirect": f"{login}?{urlencode({'next': her})}"})
