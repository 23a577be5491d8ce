"""Where an act goes back to: the desk's part for htmx there, else the page it came from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from omhu.adgang.hvem import bruger, htmx
from omhu.bord.views import skrivebord
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, svarkode
from omhu.tidslinje.models import Skridt

FORTRYD = "fortryd"


def fra_skrivebordet(request: HttpRequest) -> bool:
    """Did htmx send this from the desk?"""
    sti = htmx(request).current_url_abs_path if htmx(request) else None
    return bool(sti) and (sti or "").split("?")[0] == reverse("skrivebord")


def gjort(
    request: HttpRequest, besked: str, *, sag_pk: int, skridt: Skridt | None = None
) -> HttpResponse:
    """Tell what was done (with an undo when a step was written) and go back."""
    messages.success(request, besked)
    if skridt is not None:
        request.session[FORTRYD] = str(skridt.pk)
    return _gaa_tilbage(request, sag_pk)


def afvist(request: HttpRequest, besked: str, *, sag_pk: int) -> HttpResponse:
    """Tell why it was not done, and go back."""
    messages.error(request, besked)
    return _gaa_tilbage(request, sag_pk)


def _gaa_tilbage(request: HttpRequest, sag_pk: int) -> HttpResponse:
    if fra_skrivebordet(request):
        data = skrivebord.kontekst(
            bruger(request), skrivebord.fra_adresse(htmx(request).current_url)
        )
        svar = render(request, "bord/dele/skrivebord.html", {**data, "med_beskeder": True})
        return reswap(retarget(svar, "#skrivebord"), "outerHTML")
    sti = tilbage(request, sag_pk)
    return HttpResponseClientRedirect(sti) if htmx(request) else redirect(sti)


def tilbage(request: HttpRequest, sag_pk: int) -> str:
    """The page that the form named in `tilbage`, or the case."""
    sti = request.POST.get("tilbage") or request.GET.get("tilbage") or ""
    if sti.startswith("/") and url_has_allowed_host_and_scheme(sti, allowed_hosts=None):
        return sti
    return reverse("sag", args=[sag_pk])


def formside(
    request: HttpRequest, skabelon: str, data: dict[str, Any], *, sag_pk: int
) -> HttpResponse:
    """A form in place for htmx, else a page of its own around the same part."""
    data = {**data, "del": skabelon, "tilbage": tilbage(request, sag_pk)}
    if "form" in data:
        med_kladde(request, data["form"])
    if htmx(request):
        return render(
            request, skabelon, data
        )  # htmx puts nothing in place that comes with an error's code
    return render(request, "bord/formular.html", data, status=svarkode(request, *data.values()))
