"""The bundle of an aktindsigt as a file, and the act of giving it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.bord.journal.aktindsigt import hent
from omhu.bord.views.svar import afvist, gjort
from omhu.frister.actions import sagens_aendring
from omhu.rapporter.aktindsigt import bundt as lav_bundt
from omhu.regler.katalog import katalog
from omhu.sagsarbejde.actions import check_maa_registrere
from omhu.sagsarbejde.journal.aktindsigt import GIVET, giv


@require_GET
def bundt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bundle as it would be given now."""
    skrift = hent(request, pk)
    if not har_ret(bruger(request), Ret.REGISTRERE):
        kraev_ret(bruger(request), Ret.EKSPORTERE)
    try:
        data = lav_bundt(bruger(request), skrift)
    except ValidationError as fejl:
        return afvist(request, " ".join(fejl.messages), sag_pk=skrift.sag_id)
    svar = HttpResponse(data, content_type="application/pdf")
    svar["Content-Disposition"] = 'inline; filename="aktindsigt.pdf"'
    return svar


@require_POST
def giv_aktindsigt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it: the bundle is kept on the case and the request is answered."""
    skrift = hent(request, pk)
    check_maa_registrere(bruger(request), katalog().arter[GIVET])
    try:
        with sagens_aendring(skrift.sag):
            giv(skrift, lav_bundt(bruger(request), skrift), af=bruger(request))
        gjort(
            request,
            "Aktindsigten er givet, og bundtet ligger på sagen. Send eller udlevér det nu.",
            sag_pk=skrift.sag_id,
        )
    except ValidationError as fejl:
        afvist(request, " ".join(fejl.messages), sag_pk=skrift.sag_id)
    return redirect("aktindsigt", pk=pk)
