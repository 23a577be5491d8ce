"""What a round teaches: tendencies for the staff meeting, learning themes, calibration against others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.models import Bruger
from omhu.adgang.queries import kolleger
from omhu.kerne.heltal import heltal
from omhu.maalinger.statistik import MINDSTE_CELLE
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.tilsyn.adgang import hent_runde
from omhu.tilsyn.models import Runde, Tema, Tendens
from omhu.tilsyn.runder.koncept import koncept_af
from omhu.tilsyn.tilbagemelding import laering
from omhu.tilsyn.tilbagemelding.forms import EksterntForm, Temaform, TendensForm
from omhu.tilsyn.tilbagemelding.views import GET_POST, fejl_i


@require_http_methods(GET_POST)
def tendenser(request: HttpRequest, pk: int) -> HttpResponse:
    """Shares per question and what the leader brings up; no case and no caseworker is named."""
    mig = bruger(request)
    runde = hent_runde(mig, pk)
    form = TendensForm(
        request.POST if request.method == "POST" and "fjern" not in request.POST else None,
        koncept=koncept_af(runde.udgave),
    )
    if request.method == "POST" and "fjern" in request.POST:
        laering.fjern_tendens(runde, heltal(request.POST["fjern"]) or 0, af=mig)
        return redirect("tilsyn_tendenser", pk)
    if request.method == "POST" and form.is_valid():
        try:
            laering.vaelg_tendens(runde, **form.cleaned_data, af=mig)
            return redirect("tilsyn_tendenser", pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"runde": runde, "form": med_kladde(request, form), **_tendenser(runde)}
    return render(request, "tilsyn/tilbagemelding/tendenser.html", data, status=fejl_i(form))


def _tendenser(runde: Runde) -> dict[str, Any]:
    tal = laering.tal_for(runde)
    andele = laering.andele(tal)
    efter = {a.spoergsmaal.id: a for _, liste in andele for a in liste}
    valgte = [(x, *_vist(efter.get(x.spoergsmaal))) for x in runde.tendenser.all()]
    return {
        "tal": tal,
        "andele": andele,
        "mindste": MINDSTE_CELLE,
        "grupper": [
            (navn, [par for par in valgte if par[0].slags == slags])
            for slags, navn in Tendens.Slags.choices
        ],
    }


def _vist(andel: laering.Andel | None) -> tuple[str, bool]:
    """The share that a line rests on, and is it kept back?"""
    return (andel.tekst, andel.skjult) if andel else ("", False)


@require_http_methods(GET_POST)
def temaer(request: HttpRequest, pk: int) -> HttpResponse:
    """The learning themes of a round, and how those of earlier rounds look now."""
    mig = bruger(request)
    runde = hent_runde(mig, pk)
    form = _temaform(request, runde, None)
    if request.method == "POST" and form.is_valid():
        try:
            laering.gem_tema(runde, None, form.cleaned_data, af=mig)
            messages.success(request, "Temaet er gemt.")
            return redirect("tilsyn_temaer", pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    tal = laering.tal_for(runde)
    data = {
        "runde": runde,
        "form": med_kladde(request, form),
        "temaer": laering.temaer(runde, tal),
        "tidligere": laering.tidligere_temaer(runde, tal),
        "efter": laering.EFFEKT_EFTER,
    }
    return render(request, "tilsyn/tilbagemelding/temaer.html", data, status=fejl_i(form))


@require_http_methods(GET_POST)
def tema(request: HttpRequest, pk: int) -> HttpResponse:
    """One theme: what is done about it, and how far it has come."""
    mig = bruger(request)
    runde, fundet = laering.hent_tema(mig, pk)
    form = _temaform(request, runde, fundet)
    if request.method == "POST" and form.is_valid():
        try:
            laering.gem_tema(runde, fundet, form.cleaned_data, af=mig)
            messages.success(request, "Temaet er gemt.")
            return redirect("tilsyn_temaer", runde.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"runde": runde, "tema": fundet, "form": med_kladde(request, form)}
    return render(request, "tilsyn/tilbagemelding/tema.html", data, status=fejl_i(form))


def _temaform(request: HttpRequest, runde: Runde, tema: Tema | None) -> Temaform:
    felter = "titel hvorfor spoergsmaal handling ansvarlig inden effekt status afsluttet".split()
    folk = kolleger(bruger(request))
    if tema and tema.ansvarlig_id:
        folk = folk | Bruger.objects.filter(pk=tema.ansvarlig_id)
    return Temaform(
        sendt(request),
        koncept=koncept_af(runde.udgave),
        folk=folk,
        ny=tema is None,
        initial={f: getattr(tema, f) for f in felter} if tema else {},
    )


@require_http_methods(GET_POST)
def kalibrering(request: HttpRequest, pk: int) -> HttpResponse:
    """The round beside what others found: an alarm, never a proof."""
    mig = bruger(request)
    runde = hent_runde(mig, pk)
    if request.method == "POST" and "fjern" in request.POST:
        laering.fjern_eksternt(runde, heltal(request.POST["fjern"]) or 0, af=mig)
        return redirect("tilsyn_kalibrering", pk)
    form = EksterntForm(sendt(request), koncept=koncept_af(runde.udgave))
    if request.method == "POST" and form.is_valid():
        try:
            laering.skriv_eksternt(runde, form.cleaned_data, af=mig)
            messages.success(request, "Tallet er gemt.")
            return redirect("tilsyn_kalibrering", pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "runde": runde,
        "form": med_kladde(request, form),
        "linjer": laering.kalibrer(runde, laering.tal_for(runde)),
        "faresignal": laering.FARESIGNAL,
    }
    return render(request, "tilsyn/tilbagemelding/kalibrering.html", data, status=fejl_i(form))
