"""External reviewers: the leader's pages, the system administrator's, and the reviewer's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from omhu.adgang.formfelter import Tilfoejfejl
from omhu.adgang.hvem import bruger
from omhu.adgang.login.bekraeft import kraev_ny_bekraeftelse
from omhu.adgang.models import Bruger
from omhu.adgang.omfang import mangler_tavshed
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.kerne.heltal import heltal
from omhu.kerne.ord_om_tid import antal
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.tilsyn.adgang import ledede_runder
from omhu.tilsyn.gransker import actions
from omhu.tilsyn.gransker.forms import Bestilling, Dagsform, Kontoform, Notatform, Sagsform
from omhu.tilsyn.gransker.queries import (
    aabne_for,
    egne_notater,
    egne_sager,
    hent_granskning,
    sagsliste,
    synlige_granskninger,
    til_systemadministratoren,
)
from omhu.tilsyn.gransker.tavshed_tekst import tavshedstekst
from omhu.tilsyn.models import Granskning

GET_POST = ["GET", "HEAD", "POST"]
HANDLINGER = ("sager", "runde", "forlaeng", "afslut")
"""What the buttons of an engagement's page do."""


def _kode(*former: Tilfoejfejl) -> int:
    return 422 if any(f.errors for f in former) else 200


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """The engagements one answers for."""
    raekker = synlige_granskninger(bruger(request))[:200]
    return render(request, "tilsyn/gransker/liste.html", {"raekker": raekker})


@require_http_methods(GET_POST)
def ny(request: HttpRequest) -> HttpResponse:
    """Order an engagement."""
    mig = bruger(request)
    kraev_ret(mig, Ret.TILSYN)
    form = Bestilling(
        sendt(request),
        konti=Bruger.objects.filter(rolle=actions.ROLLE, is_active=True),
        runder=ledede_runder(mig),
    )
    if request.method == "POST" and form.is_valid():
        try:
            g = actions.bestil(mig, **form.cleaned_data)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            if g.bruger is None:
                messages.success(
                    request,
                    "Bestilt. Systemadministratoren opretter kontoen under Brugere, Eksterne granskere.",
                )
            return redirect("tilsyn_gransker", g.pk)
    data = {"form": med_kladde(request, form)}
    return render(request, "tilsyn/gransker/ny.html", data, status=_kode(form))


@require_http_methods(GET_POST)
def gransker(request: HttpRequest, pk: int) -> HttpResponse:
    """One engagement: its cases, what has been read, its end."""
    mig = bruger(request)
    g = hent_granskning(mig, pk)
    handling = request.POST.get("handling", "") if request.method == "POST" else ""
    if request.method == "POST" and handling not in HANDLINGER:
        raise Http404("Handlingen findes ikke.")
    sager = Sagsform(request.POST if handling == "sager" else None)
    dag = Dagsform(request.POST if handling == "forlaeng" else None, initial={"til": g.til})
    if handling and (spoerg := kraev_ny_bekraeftelse(request)):
        return spoerg
    form: Tilfoejfejl = sager if handling == "sager" else dag
    if handling and (handling in ("runde", "afslut") or form.is_valid()):
        try:
            tildeling = _udfoer(request, g, handling, form)
            if tildeling is None or not tildeling.fejl:
                return redirect("tilsyn_gransker", pk)
            return _side(request, g, sager, dag, tildeling)
        except ValidationError as fejl:
            if handling in ("runde", "afslut"):
                messages.error(request, " ".join(fejl.messages))
                return redirect("tilsyn_gransker", pk)
            form.tilfoej(fejl)
    return _side(request, g, sager, dag, None)


def _side(
    request: HttpRequest,
    g: Granskning,
    sager: Sagsform,
    dag: Dagsform,
    tildeling: actions.Tildeling | None,
) -> HttpResponse:
    linjer, skjulte = sagsliste(bruger(request), g)
    data = {
        "g": g,
        "linjer": linjer,
        "skjulte": skjulte,
        "sager": sager,
        "dag": dag,
        "tildeling": tildeling,
        "maa_give": actions.maa_give(bruger(request)),
        "konto_foer": bool(g.bruger and g.bruger.udloeber and g.bruger.udloeber < g.til),
    }
    return render(request, "tilsyn/gransker/gransker.html", data, status=_kode(sager, dag))


def _udfoer(
    request: HttpRequest, g: Granskning, handling: str, form: Tilfoejfejl
) -> actions.Tildeling | None:
    mig = bruger(request)
    if handling == "afslut":
        actions.afslut(mig, g)
        messages.success(request, "Aftalen er afsluttet. Ingen sager kan åbnes mere.")
        return None
    if handling == "forlaeng":
        tildeling = actions.forlaeng(mig, g, form.cleaned_data["til"])
        messages.success(request, "Den nye dag gælder for aftalen og dens sager.")
        return tildeling
    if handling == "runde":
        if g.runde is None:
            raise ValidationError("Aftalen hører ikke til en runde.")
        tildeling = actions.giv_rundens_sager(mig, g, g.runde)
    else:
        tildeling = actions.giv_sager(mig, g, form.cleaned_data["numre"])
    n = len(tildeling.givet)
    if n:
        messages.success(request, f"{antal(n, 'sag er', 'sager er')} føjet til listen.")
    return tildeling


@require_http_methods(GET_POST)
def konti(request: HttpRequest) -> HttpResponse:
    """What the system administrator is to do: accounts to make, to move the end of, to close."""
    mig = bruger(request)
    kraev_ret(mig, Ret.STYRE_BRUGERE)
    form, valgt = None, None
    if request.method == "POST":
        if spoerg := kraev_ny_bekraeftelse(request):
            return spoerg
        valgt = _bestilling(request)
        form = Kontoform(request.POST)
        try:
            if valgt.bruger_id:
                actions.foelg_konto(mig, valgt)
                messages.success(request, f"Kontoen for {valgt.bruger} følger nu aftalen.")
                return redirect("tilsyn_granskerkonti")
            if form.is_valid():
                konto = actions.opret_konto(mig, valgt, form.cleaned_data["brugernavn"])
                messages.success(
                    request, "Kontoen er oprettet. Send personen et link til at vælge adgangskode."
                )
                return redirect("ret_bruger", konto.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    raekker = [
        (g, hvad, form if valgt and valgt.pk == g.pk else _kontoform(g))
        for g, hvad in til_systemadministratoren()
    ]
    data = {"raekker": raekker}
    return render(request, "tilsyn/gransker/konti.html", data, status=_kode(form) if form else 200)


def _bestilling(request: HttpRequest) -> Granskning:
    nr = heltal(request.POST.get("granskning"))
    fundet = Granskning.objects.select_related("bruger").filter(pk=nr or 0).first()
    if fundet is None:
        raise Http404("Bestillingen findes ikke mere. Hent siden igen.")
    return fundet


def _kontoform(g: Granskning) -> Kontoform:
    """The account's name proposed from the person's."""
    forslag = ".".join(g.navn.lower().split())
    for dansk, ascii_ in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        forslag = forslag.replace(dansk, ascii_)
    return Kontoform(initial={"brugernavn": forslag}, auto_id=f"id_{g.pk}_%s")


@require_http_methods(GET_POST)
def tavshed(request: HttpRequest) -> HttpResponse:
    """The words on confidentiality, to be accepted before any case opens."""
    mig = bruger(request)
    if mig.rolle != actions.ROLLE:
        raise PermissionDenied("Siden er for eksterne granskere.")
    if request.method == "POST":
        actions.lov_tavshed(mig)
        messages.success(request, "Tak. Nu kan du åbne sagerne på din liste.")
        return redirect("tilsyn_granskernoter")
    aftaler = aabne_for(mig)
    dag, tekst = tavshedstekst()
    givet = aftaler[0].tavshed_tekst if aftaler and not mangler_tavshed(mig) else ""
    data = {"aftale": aftaler[0] if aftaler else None, "dag": dag, "tekst": tekst, "givet": givet}
    return render(request, "tilsyn/gransker/tavshed.html", data)


@require_http_methods(GET_POST)
def noter(request: HttpRequest) -> HttpResponse:
    """The reviewer's cases and notes; nobody else sees the notes."""
    mig = bruger(request)
    g = actions.egen_aftale(mig)
    sager = egne_sager(mig)
    if request.method == "POST" and "slet" in request.POST:
        actions.slet_notat(mig, heltal(request.POST["slet"]) or 0)
        messages.success(request, "Notatet er slettet.")
        return redirect("tilsyn_granskernoter")
    form = Notatform(
        sendt(request),
        sager=[(str(s.pk), f"{s.nummer} {s.barn}") for s in sager],
        initial={"sag": request.GET.get("sag", "")},
    )
    if request.method == "POST" and form.is_valid():
        sag = form.cleaned_data["sag"]
        try:
            actions.skriv_notat(mig, form.cleaned_data["tekst"], sag_pk=int(sag) if sag else None)
            messages.success(request, "Notatet er gemt. Kun du kan se det.")
            return redirect("tilsyn_granskernoter")
        except ValidationError as fejl:
            form.tilfoej(fejl)
    notater = egne_notater(g)
    data = {
        "g": g,
        "form": med_kladde(request, form),
        "sager": [(s, [n for n in notater if n.sag_id == s.pk]) for s in sager],
        "andre": _uden_synlig_sag(notater, sager),
    }
    return render(request, "tilsyn/gransker/noter.html", data, status=_kode(form))


def _uden_synlig_sag(notater: list[Any], sager: list[Sag]) -> list[Any]:
    """Notes on the whole, and on cases that are no longer on the list."""
    synlige = {s.pk for s in sager}
    return [n for n in notater if n.sag_id not in synlige]


@require_http_methods(GET_POST)
def notat(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend one note."""
    mig = bruger(request)
    g = actions.egen_aftale(mig)
    fundet = next((n for n in egne_notater(g) if n.pk == pk), None)
    if fundet is None:
        raise Http404("Notatet findes ikke mere.")
    form = Notatform(
        sendt(request),
        sager=[],
        initial={"tekst": fundet.tekst},
    )
    del form.fields["sag"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.skriv_notat(mig, form.cleaned_data["tekst"], notat=fundet)
            return redirect("tilsyn_granskernoter")
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": med_kladde(request, form), "notat": fundet}
    return render(request, "tilsyn/gransker/notat.html", data, status=_kode(form))
