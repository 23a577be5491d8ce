"""Drafts as they are typed: kept for the one who types, fetched by the form's own page."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from omhu.adgang.hvem import bruger
from omhu.sagsarbejde.tekster import kladder

STI = "kladdens_sti"


@require_POST
def gem(request: HttpRequest) -> HttpResponse:
    """Keep a draft; the answer says when."""
    felter = [(n, v) for n, v in request.POST.lists() if n != STI]
    try:
        kladde = kladder.gem(bruger(request), request.POST.get(STI, ""), felter)
    except ValidationError as fejl:
        return _svar({"fejl": " ".join(fejl.messages)}, status=422)
    return _svar({"gemt": timezone.localtime(kladde.gemt).strftime("%H.%M")})


def _svar(data: dict[str, str], status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, content_type="application/json; charset=utf-8")


@require_POST
def kasser(request: HttpRequest) -> HttpResponse:
    """Throw a draft away, and show its page without it."""
    sti = request.POST.get("sti") or request.GET.get("sti", "")
    kladder.kasser(bruger(request), sti)
    vores = sti.startswith("/") and url_has_allowed_host_and_scheme(sti, allowed_hosts=None)
    return redirect(sti if vores else "skrivebord")
