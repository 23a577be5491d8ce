"""Feedback: those of a round, and one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from omhu.adgang.formfelter import Tilfoejfejl
from omhu.adgang.hvem import bruger
from omhu.kerne.ord_om_tid import antal
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.tilsyn.adgang import hent_runde
from omhu.tilsyn.models import Tilbagemelding
from omhu.tilsyn.tilbagemelding import actions
from omhu.tilsyn.tilbagemelding.dage import FORESLAAET, IKKE_AABNET, er_rejst
from omhu.tilsyn.tilbagemelding.forms import (
    NyRettelseForm,
    SvarForm,
    TaltForm,
    Tilbagemeldingsform,
)
from omhu.tilsyn.tilbagemelding.genopretninger import foreslaa, foreslaaede, se_paa
from omhu.tilsyn.tilbagemelding.queries import hent_tilbagemelding, oversigt, rettelser_i

GET_POST = ["GET", "HEAD", "POST"]


def fejl_i(form: Tilfoejfejl) -> int:
    """The answer's code: 422 when something must be mended."""
    return 422 if form.errors else 200


@require_http_methods(GET_POST)
def rundens(request: HttpRequest, pk: int) -> HttpResponse:
    """The feedback of a round; drafts are made and all that are ready are sent from here."""
    mig = bruger(request)
    runde = hent_runde(mig, pk)
    if request.method == "POST":
        if "send" in request.POST:
            _send_alle(request, runde)
        else:
            n = actions.lav_udkast(runde, af=mig)
            messages.success(
                request,
                f"{antal(n, 'udkast er lavet', 'udkast er lavet')}. Læs dem igennem, før du sender."
                if n
                else "Der er ingen nye sager, der er læst færdig.",
            )
        return redirect("tilsyn_runde_tilbagemeldinger", pk)
    data = {"runde": runde, "oversigt": oversigt(mig, runde), "ikke_aabnet": IKKE_AABNET}
    return render(request, "tilsyn/tilbagemelding/rundens.html", data)


def _send_alle(request: HttpRequest, runde: Any) -> None:
    sendt, grunde = actions.send_alle(runde, af=bruger(request))
    if sendt:
        messages.success(
            request,
            f"{antal(sendt, 'tilbagemelding er sendt', 'tilbagemeldinger er sendt')}.",
        )
    for grund in grunde:
        messages.error(request, f"Ikke sendt. {grund}")
    if not sendt and not grunde:
        messages.info(request, "Der er ingen udkast at sende.")


@require_http_methods(GET_POST)
def tilbagemelding(request: HttpRequest, pk: int) -> HttpResponse:
    """One feedback: the leader writes and follows it, the one it was sent to reads and answers it."""
    t, som_leder = hent_tilbagemelding(bruger(request), pk)
    if not som_leder:
        return _laes(request, t)
    return _foelg(request, t) if t.sendt else _skriv(request, t)


def _skriv(request: HttpRequest, t: Tilbagemelding) -> HttpResponse:
    rettelser = foreslaaede(t.tilsynssag)
    modtagere = actions.mulige_modtagere(t.tilsynssag)
    form = Tilbagemeldingsform(
        sendt(request),
        modtagere=modtagere,
        rettelser=rettelser,
        initial={"til": str(t.til_id), "godt": t.godt, "rettes": t.rettes},
    )
    ny = NyRettelseForm(
        request.POST if "tilfoej" in request.POST else None,
        prefix="ny",
        initial={"inden": timezone.localdate() + FORESLAAET},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and ("tilfoej" not in request.POST or ny.is_valid())
    ):
        try:
            return _gem(request, t, form, ny)
        except ValidationError as fejl:
            (ny if "tilfoej" in request.POST else form).tilfoej(fejl)
    data = {
        "t": t,
        "form": med_kladde(request, form),
        "ny": ny,
        "rejst": er_rejst(t.til),
        "modtagere": modtagere,
    }
    kode = max(fejl_i(form), fejl_i(ny))
    return render(request, "tilsyn/tilbagemelding/skriv.html", data, status=kode)


@transaction.atomic
def _gem(
    request: HttpRequest, t: Tilbagemelding, form: Tilbagemeldingsform, ny: NyRettelseForm
) -> HttpResponse:
    mig, d = bruger(request), form.cleaned_data
    actions.saet_dage(t, form.dage(), af=mig)
    actions.ret(t, af=mig, til=form.til(), godt=d["godt"], rettes=d["rettes"])
    if "tilfoej" in request.POST:
        foreslaa(t.tilsynssag, ny.cleaned_data["tekst"], ny.cleaned_data["inden"], af=mig)
        messages.success(request, "Rettelsen er føjet til. Resten er gemt.")
    elif "send" in request.POST:
        actions.send(t, af=mig)
        messages.success(request, f"Tilbagemeldingen er sendt til {form.til()}.")
        return redirect("tilsyn_runde_tilbagemeldinger", t.tilsynssag.runde_id)
    else:
        messages.success(request, "Udkastet er gemt.")
    return redirect("tilsyn_tilbagemelding", t.pk)


def _foelg(request: HttpRequest, t: Tilbagemelding) -> HttpResponse:
    form = TaltForm(
        sendt(request),
        initial={"talt_om": t.talt_om or timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.talt_om(t, form.cleaned_data["talt_om"], af=bruger(request))
            messages.success(request, "Det er noteret, at I har talt om den.")
            return redirect("tilsyn_tilbagemelding", t.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"t": t, "form": form, "leder": True, "rettelser": _rettelser(t)}
    return render(request, "tilsyn/tilbagemelding/laes.html", data, status=fejl_i(form))


def _rettelser(t: Tilbagemelding) -> list[Any]:
    return se_paa(t.tilsynssag.genopretninger.select_related("tilsynssag"))


def _laes(request: HttpRequest, t: Tilbagemelding) -> HttpResponse:
    mig = bruger(request)
    form = SvarForm(sendt(request), initial={"svar": t.svar})
    if request.method == "POST" and form.is_valid():
        try:
            if "laest" in request.POST and not form.cleaned_data["svar"].strip():
                actions.marker_set(t, af=mig)
                messages.success(request, "Lederen kan nu se, at du har læst den.")
            else:
                actions.svar(t, form.cleaned_data["svar"], af=mig)
                messages.success(request, "Dit svar er sendt til lederen.")
            return redirect("tilsyn_tilbagemelding", t.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"t": t, "form": med_kladde(request, form), "rettelser": rettelser_i(t.tilsynssag)}
    return render(request, "tilsyn/tilbagemelding/laes.html", data, status=fejl_i(form))
