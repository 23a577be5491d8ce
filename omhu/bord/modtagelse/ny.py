"""A new underretning: one short form for one child or several, with what is known of each as one types."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord.modtagelse.boerneform import BARN, FLEST_BOERN
from omhu.bord.modtagelse.forms import (
    UnderretningForm,
    VurderingForm,
    foerste_felter,
    sendte_felter,
    vurdering_nu,
)
from omhu.bord.modtagelse.raekker import (
    fra_sagen,
    kladdefelter,
    med_kendt,
    raekke_til_fra,
    skal_gemmes,
    til_opslag,
)
from omhu.bord.modtagelse.vis import Kendt, kendt
from omhu.frister.actions import genberegn_sager
from omhu.kerne.cpr import har_cpr
from omhu.kerne.ord_om_tid import antal
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.modtagelse.actions import Modtaget, modtag
from omhu.sagsarbejde.modtagelse.kaede import Kaede
from omhu.sagsarbejde.modtagelse.vurdering import vurder
from omhu.sagsarbejde.tekster import kladder
from omhu.sagsarbejde.tekster.kladdeform import svarkode

ET_ANDET_STED = (
    "{} er kendt i en anden enhed. Underretningen ligger nu på barnets egen sag dér, og de 24 timer "
    "står på deres skrivebord. Ring til din leder, hvis det haster."
)
V = "v"


class Vurderingsfejl(Exception):
    """The assessment was refused; the underretning is not saved either."""

    def __init__(self, fejl: ValidationError) -> None:
        super().__init__("Vurderingen er afvist.")
        self.fejl = fejl


@require_http_methods(["GET", "HEAD", "POST"])
def ny(request: HttpRequest) -> HttpResponse:
    """Register an underretning, with its assessment in the same form if there is one."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    form, vform = _formularer(request)
    if form.is_bound and form.is_valid() & (vform.is_valid() or not vform.is_bound):
        try:
            return _gemt(request, _gem(request, form, vform))
        except Vurderingsfejl as v:
            vform.tilfoej(v.fejl)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "vform": vform,
        "boern": med_kendt(request, form),
        "listen": koder.kodeliste("underretter"),
        "cpr_i_tekst": har_cpr(str(form["tekst"].value() or "")),
        "flere": len(form.raekkeider()) < FLEST_BOERN,
        "spoergsmaal": " ".join(map(str, vform.errors.get("svar", []))),
    }
    return render(request, "modtagelse/ny.html", data, status=svarkode(request, form, vform))


def _formularer(request: HttpRequest) -> tuple[UnderretningForm, VurderingForm]:
    """The two forms as they are to be shown or read; a button that saves nothing is no submission."""
    af = bruger(request)
    if request.method != "POST":
        kladde = kladder.hent(af, request.path)
        fra = {n: v if n == "aarsager" else v[0] for n, v in kladdefelter(kladde) if v}
        form, vform = _ubundne(request, {**fra_sagen(request), **fra})
        form.kladde = kladde
        return form, vform
    if skal_gemmes(request):
        return UnderretningForm(request.POST, af=af), _sendt_vurdering(request)
    return _ubundne(request, raekke_til_fra(sendte_felter(request.POST)))


def _sendt_vurdering(request: HttpRequest) -> VurderingForm:
    """The assessment that was sent; one that nobody has begun is only shown again, and asks for nothing."""
    sendt = VurderingForm(request.POST, prefix=V)
    return sendt if sendt.er_begyndt() else _ubundne(request, sendte_felter(request.POST))[1]


def _ubundne(
    request: HttpRequest, felter: dict[str, Any]
) -> tuple[UnderretningForm, VurderingForm]:
    af = bruger(request)
    egne = {n.removeprefix(f"{V}-"): v for n, v in felter.items() if n.startswith(f"{V}-")}
    vform = VurderingForm(prefix=V, initial={**vurdering_nu(af), **egne})
    return UnderretningForm(initial={**foerste_felter(), **felter}, af=af), vform


@require_POST
def opslag(request: HttpRequest) -> HttpResponse:
    """What is known of the child that is being typed; number and name travel in the body."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    foran = next((n for n in request.POST if n.startswith(f"{BARN}.")), f"{BARN}.1.cpr")
    i = foran.split(".")[1]
    raa = {f: request.POST.get(f"{BARN}.{i}.{f}", "") for f in ("cpr", "navn", "foedt", "sag")}
    fundet: Kendt = kendt(bruger(request), til_opslag(raa))
    data = {"kendt": fundet, "raekke": i if i.isdecimal() else "1"}
    return render(request, "modtagelse/dele/opslag.html", data)


@transaction.atomic
def _gem(request: HttpRequest, form: UnderretningForm, vform: VurderingForm) -> list[Modtaget]:
    """All of it or nothing: every child's case, step and text, the assessment, and what follows from them."""
    af = bruger(request)
    modtagne = modtag(form.henvendelse(), form.nye_boern(), af=af)
    if vform.is_bound:
        for m in modtagne:
            try:
                vurder(m.maal, Kaede(m.underretning, ()), vform.vurdering(), af=af)
            except ValidationError as fejl:
                raise Vurderingsfejl(fejl) from fejl
    genberegn_sager(pk for m in modtagne for pk in (m.maal.sag.pk, *m.andre))
    return modtagne


def _gemt(request: HttpRequest, modtagne: list[Modtaget]) -> HttpResponse:
    kladder.kasser(bruger(request), request.path)
    sete = [m for m in modtagne if not m.maal.skjult]
    for nr, m in enumerate(modtagne, 1):
        if m.maal.skjult:
            messages.warning(request, ET_ANDET_STED.format(f"Barn nr. {nr}"))
    if not sete:
        return redirect("underretninger")
    messages.success(request, _besked(sete))
    foerste = sete[0]
    return redirect(reverse("underretning", args=[foerste.maal.sag.pk, foerste.underretning.rod]))


def _besked(sete: list[Modtaget]) -> str:
    if len(sete) == 1:
        return f"Underretningen er registreret på sag {sete[0].maal.sag.nummer}."
    numre = ", ".join(m.maal.sag.nummer for m in sete)
    return f"Underretningen er registreret på {antal(len(sete), 'sag', 'sager')}: {numre}."
