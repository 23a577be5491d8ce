"""A family or a young person asks for help itself: the form, and what was said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord.felter import vist
from omhu.bord.modtagelse import vis
from omhu.bord.modtagelse.boerneform import FLEST_BOERN
from omhu.bord.modtagelse.forms import HenvendelseForm
from omhu.bord.modtagelse.raekker import (
    fra_sagen,
    kladdefelter,
    med_kendt,
    raekke_til_fra,
    skal_gemmes,
)
from omhu.bord.queries import linje
from omhu.bord.ramme import side
from omhu.frister.actions import genberegn_sager
from omhu.frister.underretninger import pligter_til
from omhu.kerne.cpr import har_cpr
from omhu.sager.personadgang import relationer
from omhu.sagsarbejde.modtagelse.henvendelse import Modtaget, felter, hent, modtag
from omhu.sagsarbejde.tekster import kladder
from omhu.sagsarbejde.tekster.kladdeform import svarkode

ET_ANDET_STED = (
    "Barn nr. {} er kendt i en anden enhed. Henvendelsen ligger nu på barnets egen sag dér, og "
    "screeningen står på deres skrivebord."
)


@require_http_methods(["GET", "HEAD", "POST"])
def ny(request: HttpRequest) -> HttpResponse:
    """Register what a family asks for, on the case of each child."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    form = _formular(request)
    if form.is_bound and form.is_valid():
        try:
            return _gemt(request, _gem(request, form))
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "boern": med_kendt(request, form),
        "flere": len(form.raekkeider()) < FLEST_BOERN,
        "cpr_i_tekst": har_cpr(str(form["tekst"].value() or "")),
    }
    return render(request, "modtagelse/ny_henvendelse.html", data, status=svarkode(request, form))


def _formular(request: HttpRequest) -> HenvendelseForm:
    """The form as it is to be shown or read; a button that saves nothing is no submission."""
    af = bruger(request)
    foerst: dict[str, Any] = {"dag": timezone.localdate(), "maade": "mundtlig"}
    if skal_gemmes(request):
        return HenvendelseForm(request.POST, af=af)
    if request.method == "POST":
        sendt = raekke_til_fra({n: request.POST[n] for n in request.POST})
        return HenvendelseForm(initial={**foerst, **sendt}, af=af)
    kladde = kladder.hent(af, request.path)
    fra = {n: v[0] for n, v in kladdefelter(kladde) if v}
    form = HenvendelseForm(initial={**foerst, **fra_sagen(request), **fra}, af=af)
    form.kladde = kladde
    return form


@transaction.atomic
def _gem(request: HttpRequest, form: HenvendelseForm) -> list[Modtaget]:
    modtagne = modtag(form.henvendelse(), form.nye_boern(), af=bruger(request))
    genberegn_sager(pk for m in modtagne for pk in (m.maal.sag.pk, *m.andre))
    return modtagne


def _gemt(request: HttpRequest, modtagne: list[Modtaget]) -> HttpResponse:
    kladder.kasser(bruger(request), request.path)
    for nr, m in enumerate(modtagne, 1):
        if m.maal.skjult:
            messages.warning(request, ET_ANDET_STED.format(nr))
    sete = [m for m in modtagne if not m.maal.skjult]
    if not sete:
        return redirect("underretninger")
    numre = ", ".join(m.maal.sag.nummer for m in sete)
    messages.success(
        request, f"Henvendelsen er registreret på sag {numre}. Det næste er screeningen."
    )
    foerste = sete[0]
    return redirect(reverse("henvendelse", args=[foerste.maal.sag.pk, foerste.henvendelse.rod]))


@require_GET
def henvendelse(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """What the family said, what we know, and the way to the screening."""
    sag, h = hent(bruger(request), pk, rod)
    i_dag = timezone.localdate()
    pligter = pligter_til(bruger(request), [h])[h.rod]
    frister = [linje(p, i_dag) for p in sorted(pligter.values(), key=lambda p: p.frist_dag)]
    t = felter(sag, h)
    kendte = {str(r.person) for r in relationer(sag)}
    data = {
        "h": h,
        "kan_skrives": bool(t.get("navn"))
        and t["navn"] not in kendte
        and h.data.get("fra") != "barnet",
        "fra": vist(h.art, "fra", str(h.data.get("fra", ""))),
        "maade": vist(h.art, "maade", str(h.data.get("maade", ""))),
        "t": t,
        "frister": frister,
        "venter": any(not p.lukket and p.opfyldt_dag is None for p in pligter.values()),
        "kendt": vis.om_sager(bruger(request), [sag], nu=h.sket),
    }
    return side(request, sag, "underretninger", "modtagelse/henvendelse.html", data)
