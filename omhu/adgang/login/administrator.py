"""What a system administrator does to another's login: unlock it, take lost one-time codes away, end its sessions."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from omhu.adgang.hvem import bruger as hvem
from omhu.adgang.login import sessioner, spaerring, spor, totp
from omhu.adgang.login.bekraeft import med_ny_bekraeftelse
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret


@require_POST
def laas_op(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the failed attempts of a user."""
    kraev_ret(hvem(request), Ret.STYRE_BRUGERE)
    person = get_object_or_404(Bruger, pk=pk)
    spaerring.laas_op(person.username)
    spor.aendret("låst op", hvem(request), person)
    messages.success(request, f"{person} kan prøve at logge ind igen.")
    return redirect("ret_bruger", pk)


@require_POST
def nulstil(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a user's one-time codes away and end their sessions. Raises PermissionDenied for one's own."""
    kraev_ret(hvem(request), Ret.STYRE_BRUGERE)
    if pk == hvem(request).pk:
        raise PermissionDenied("Dine egne engangskoder slår du fra under Engangskoder.")
    return _nulstil(request, pk)


@med_ny_bekraeftelse
def _nulstil(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Bruger, pk=pk)
    totp.fjern(person)
    sessioner.afslut(person)
    spor.aendret("uden engangskode", hvem(request), person)
    messages.success(request, f"{person} har ingen engangskoder mere og er logget ud.")
    return redirect("ret_bruger", pk)
