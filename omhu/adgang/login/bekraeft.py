"""»Er det stadig dig?«: sensitive acts ask again for password or one-time code.

    if svar := kraev_ny_bekraeftelse(request):
        return svar

What was typed stays in the page that asks and goes on with the answer, so nothing is lost and nothing is kept.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from omhu.adgang.hvem import bruger as bruger_af
from omhu.adgang.login import spaerring, spor, totp
from omhu.adgang.login.backend import kom_med
from omhu.adgang.login.sessioner import BEKRAEFTET
from omhu.adgang.models import Bruger
from omhu.kerne.krypto import Formaal, dekrypter, krypter

FELT = "bekraeft_med"
GEMT = "bekraeft_gemt"
"""Session key of what a user of the municipality's login typed, until they are back from it."""


class Bekraeftform(forms.Form):
    """Password or one-time code in one field: each tells itself which it is."""

    bekraeft_med = forms.CharField(
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": "Skriv din adgangskode eller en engangskode."},
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.bruger = bruger_af(request)
        self.fields[FELT].label = _hvad(self.bruger)

    def clean_bekraeft_med(self) -> str:
        vaerdi = str(self.cleaned_data[FELT])
        try:
            spaerring.taeller(self.request, self.bruger.username)
        except spaerring.Spaerret as fejl:
            spor.mislykket("spærret", self.bruger)
            raise forms.ValidationError(str(fejl)) from fejl
        if not (self.bruger.check_password(vaerdi) or totp.proev(self.bruger, vaerdi)):
            spor.mislykket("bekræftelse", self.bruger)
            raise forms.ValidationError("Det passer ikke. Prøv igen.")
        spaerring.giv_tilbage(self.request, self.bruger.username)
        return vaerdi


def kraev_ny_bekraeftelse(request: HttpRequest) -> HttpResponse | None:
    """None when the user has confirmed within OMHU_BEKRAEFT_MINUTTER; otherwise the page that asks,
    to be returned as it is. It sends what was posted to the same address again."""
    if er_bekraeftet(request):
        return None
    svarer = request.method == "POST" and FELT in request.POST
    form = Bekraeftform(request.POST if svarer else None, request=request)
    if svarer and form.is_valid():
        bekraeft(request)
        return None
    return _spoerg(request, form)


def med_ny_bekraeftelse(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same as a decorator of a view."""

    @wraps(view)
    def spoerger_foerst(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return kraev_ny_bekraeftelse(request) or view(request, *args, **kwargs)

    return spoerger_foerst


def er_bekraeftet(request: HttpRequest) -> bool:
    """Has the user confirmed lately? A fresh login is a confirmation; in the demo there is nothing to ask for."""
    if kom_med(request) == "Demo":
        return True
    siden = time.time() - float(request.session.get(BEKRAEFTET, 0))
    return siden < float(settings.OMHU.bekraeft_minutter * 60)


def bekraeft(request: HttpRequest) -> None:
    """The user has just confirmed."""
    request.session[BEKRAEFTET] = time.time()


def gem(request: HttpRequest, sti: str, felter: list[tuple[str, str]]) -> None:
    """Keep what was typed, encrypted: it may be about a child."""
    request.session[GEMT] = krypter(Formaal.FILER, json.dumps([sti, felter]), GEMT)


def hent_gemt(request: HttpRequest) -> tuple[str, list[tuple[str, str]]] | None:
    """What was kept, once: the address and the fields."""
    gemt = request.session.pop(GEMT, None)
    if gemt is None:
        return None
    sti, felter = json.loads(dekrypter(Formaal.FILER, gemt, GEMT))
    return sti, felter


def kan_her(bruger: Bruger) -> bool:
    """Can the user confirm on our own page, or only at the municipality's login?"""
    return bruger.has_usable_password() or totp.har(bruger)


def _hvad(bruger: Bruger) -> str:
    koder = totp.har(bruger)
    if bruger.has_usable_password():
        return "Adgangskode eller engangskode" if koder else "Adgangskode"
    return "Engangskode"


def _spoerg(request: HttpRequest, form: Bekraeftform) -> HttpResponse:
    gemte = [
        (navn, vaerdi)
        for navn, vaerdier in request.POST.lists()
        if navn not in (FELT, "csrfmiddlewaretoken")
        for vaerdi in vaerdier
    ]
    posted = request.method == "POST" and not request.FILES
    her = request.get_full_path()
    data = {
        "form": form,
        "gemte": gemte if posted else [],
        "maal": her if posted else f"{reverse('bekraeft')}?{urlencode({'next': her})}",
        "kan_her": kan_her(form.bruger),
        "kommunens": _kommunens(request, her, gemte if posted else None),
        "filer": bool(request.FILES),
    }
    svar = render(request, "adgang/bekraeft.html", data, status=422 if form.errors else 200)
    if request.headers.get("HX-Request"):
        svar["HX-Retarget"], svar["HX-Reswap"] = "body", "innerHTML"
    return svar


def _kommunens(request: HttpRequest, her: str, gemte: list[tuple[str, str]] | None) -> str:
    """Where a user of the municipality's login confirms; what was typed waits in the session meanwhile."""
    navn = {"Oidc": "oidc_ind", "Saml": "saml_ind"}.get(kom_med(request))
    if navn is None:
        return ""
    if gemte is None:
        request.session.pop(GEMT, None)
        tilbage = her if request.method == "GET" else "/"
    else:
        gem(request, her, gemte)
        tilbage = reverse("bekraeft")
    return f"{reverse(navn)}?{urlencode({'bekraeft': '1', 'next': tilbage})}"
