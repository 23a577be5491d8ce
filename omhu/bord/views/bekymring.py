"""The worry in a few lines, as the front page of the case tells it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import ramme, tekstside
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.svar import gjort
from omhu.sager.adgang import hent_sag
from omhu.sagsarbejde.skema import BEKYMRING
from omhu.sagsarbejde.tekster.actions import Konflikt, gem, opret
from omhu.sagsarbejde.tekster.queries import skrifter, udgaver


@require_http_methods(GET_POST)
def bekymring(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what we are worried about; earlier editions stand below."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag = hent_sag(bruger(request), pk)
    skrift = skrifter(sag, BEKYMRING.kode).first()
    form = tekstside.form(
        request, BEKYMRING, lov="", skrift=skrift, forslag={"tekst": sag.bekymring}
    )
    if tekstside.vil_gemme(request) and form.is_valid():
        try:
            if skrift is None:
                opret(sag, BEKYMRING.kode, form.tekster(), af=bruger(request))
            else:
                gem(skrift, form.tekster(), paa=form.paa(), af=bruger(request))
            return gjort(request, "Bekymringen er gemt.", sag_pk=sag.pk)
        except Konflikt as k:
            form = form.efter_konflikt(k)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": form, "udgaver": udgaver(skrift)[1:] if skrift else []}
    return ramme.side(request, sag, "overblik", "bord/bekymring.html", data)
