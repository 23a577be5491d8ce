"""Making a mapping profile in the browser: a sample, its columns, a field for each, and the preview."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from omhu.indlaesning import arbejdsmappe, sider
from omhu.indlaesning.fejl import Afvisning
from omhu.indlaesning.formater.profiler import medfoelgende
from omhu.indlaesning.formater.tabeller import tabelkatalog
from omhu.indlaesning.forms import KolonneForm, ProevefilForm
from omhu.indlaesning.models import Indlaesning, Profil
from omhu.indlaesning.tabel.moenstre import Kolonne, beskriv
from omhu.indlaesning.tabel.tabel import aabn
from omhu.indlaesning.views import bruger, kun_superbruger

VALG = ".profil.json"
PROEVE = 200
"""Rows from which the columns are described."""


@require_GET
@kun_superbruger
def profiler(request: HttpRequest) -> HttpResponse:
    """The profiles: saved ones with their versions, and those that came along."""
    kontekst = {
        "gemte": Profil.objects.select_related("af"),
        "medfoelgende": medfoelgende().values(),
    }
    return render(request, "indlaesning/profiler.html", kontekst)


@require_http_methods(["GET", "POST"])
@kun_superbruger
def ny_profil(request: HttpRequest) -> HttpResponse:
    """Upload a sample and say what its rows are."""
    form = (
        ProevefilForm(request.POST, request.FILES) if request.method == "POST" else ProevefilForm()
    )
    if request.method == "POST" and form.is_valid():
        nummer = uuid4()
        sti = arbejdsmappe.gem_filer(nummer, form.cleaned_data["fil"][:1])[0]
        valg = {"maal": form.cleaned_data["maal"], "fil": sti.name, "af": request.user.pk}
        (sti.parent / VALG).write_text(json.dumps(valg), "utf-8")
        try:
            _kolonner(sti)
        except Afvisning as fejl:
            arbejdsmappe.slet(nummer)
            form.add_error("fil", str(fejl))
        else:
            return redirect("indlaesning_kolonner", nummer)
    return render(
        request, "indlaesning/ny_profil.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@kun_superbruger
def kolonner(request: HttpRequest, nummer: UUID) -> HttpResponse:
    """Choose a field per column, save the profile, and go on to the preview of the sample."""
    valg = _valg(request, nummer)
    sti, maal = arbejdsmappe.mappe(nummer) / valg["fil"], tabelkatalog().maal[valg["maal"]]
    form = KolonneForm(
        request.POST if request.method == "POST" else None,
        maal=maal,
        kolonner=_kolonner(sti),
        initial={"kilde": "fagsystem"},
    )
    if request.method == "POST" and form.is_valid():
        profil = _gem(form, request)
        messages.success(request, f"Profilen {profil} er gemt.")
        try:
            indlaesning = sider.laes_ind(
                Indlaesning(pk=nummer, af=bruger(request)), [sti], kilde=None, profil=profil.navn
            )
        except Afvisning as fejl:
            messages.error(request, str(fejl))
            return redirect("indlaesning_profiler")
        return redirect("indlaesning_vis", indlaesning.pk)
    return render(
        request,
        "indlaesning/kolonner.html",
        {"form": form, "maal": maal},
        status=422 if form.errors else 200,
    )


def _valg(request: HttpRequest, nummer: UUID) -> dict[str, Any]:
    sti = arbejdsmappe.mappe(nummer) / VALG
    if not sti.exists():
        raise Http404("Filen er slettet. Upload den igen.")
    valg: dict[str, Any] = json.loads(sti.read_text("utf-8"))
    if valg["af"] != request.user.pk:
        raise Http404("Filen er slettet. Upload den igen.")
    return valg


def _kolonner(sti: Path) -> list[Kolonne]:
    tabel = aabn(sti)[0]
    proeve = tabel.proeve(PROEVE)
    return [beskriv(navn, [r[nr] for r in proeve]) for nr, navn in enumerate(tabel.kolonner)]


def _gem(form: KolonneForm, request: HttpRequest) -> Profil:
    navn = form.cleaned_data["navn"]
    with transaction.atomic():
        sidste = Profil.objects.filter(navn=navn).aggregate(v=Max("version"))["v"] or 0
        return Profil.objects.create(
            navn=navn,
            version=sidste + 1,
            kilde=form.cleaned_data["kilde"],
            maal=form.maal.kode,
            felter=form.felter(),
            af=bruger(request),
        )
