"""The log in the browser: who has seen a case, and the half-yearly sample. Every look here is in the log too."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.log import ALIAS, Handling, angiv, log
from omhu.adgang.log.models import Logpost, Stikproeve, Stikproevefund
from omhu.adgang.log.opslag import poster
from omhu.adgang.log.skriv import uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.omfang import omfang
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord.lister import Kolonne, liste, som_csv
from omhu.bord.logforms import FindForm, FundForm, Logfilter, StikproeveForm
from omhu.sager.adgang import hent_sag, synlige_sager, ved_noegle
from omhu.sager.logproeveliste import KOLONNER, raekker
from omhu.sager.logstikproeve import traek
from omhu.sager.logudtraek import barnets_sager, udtraek
from omhu.sager.logudtraek import som_csv as familiens_csv
from omhu.sager.logvisning import vis
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster.kladdeform import sendt

GET_POST = ["GET", "HEAD", "POST"]
HALVT_AAR = timedelta(days=182)
LOGKOLONNER = (
    Kolonne("tid", "Tid", lambda v: v.tid, ("tid",)),
    Kolonne("bruger", "Hvem", lambda v: v.bruger, ("bruger",)),
    Kolonne("rolle", "Rolle og enhed dengang", lambda v: v.dengang, ("rolle",)),
    Kolonne("handling", "Hvad", lambda v: v.handling, ("handling",)),
    Kolonne("hvor", "Hvor", lambda v: v.hvor, ("hvor",)),
    Kolonne("formaal", "Hvorfor", lambda v: v.formaal),
    Kolonne("nr", "Post", lambda v: v.nr, ("nr",), tal=True),
)


@require_http_methods(GET_POST)
def forside(request: HttpRequest) -> HttpResponse:
    """Find a case by its number or the child's CPR number; it is sent in the body, never in an address."""
    kraev_ret(bruger(request), Ret.SE_LOG)
    angiv(handling=Handling.LOG, formaal="KONTROL")
    form = FindForm(sendt(request))
    if request.method == "POST" and form.is_valid():
        fundne = synlige_sager(bruger(request)).filter(ved_noegle(form.cleaned_data["noegle"]))
        sag = fundne.order_by("lukket", "-pk").first()
        if sag is not None:
            return redirect("log_sag", sag.pk)
        form.add_error(
            "noegle", "Ingen sag, du kan se, har det nummer. Se efter, om det er rigtigt."
        )
    return render(request, "bord/log.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def sag(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who has seen a case, newest first; as a page, as csv for control, or as the family may have it."""
    kraev_ret(bruger(request), Ret.SE_LOG)
    sagen = hent_sag(bruger(request), pk)
    valg = Logfilter(request.GET, sag=pk)
    angiv(handling=Handling.LOG, formaal="KONTROL")
    if request.GET.get("format") == "familie":
        return _til_familien(sagen, valg)
    fundne = poster(sager=[pk], **valg.felter()).order_by("-nr")
    if request.GET.get("format") == "csv":
        angiv(fil="csv")
        return som_csv(vis(fundne, pk), LOGKOLONNER, f"log-{timezone.localdate().isoformat()}")
    svar = liste(request, fundne, LOGKOLONNER)
    data = {
        "sag": sagen,
        "liste": svar,
        "linjer": vis(svar.side.object_list, pk),
        "orden": svar.orden,
        "valg": valg,
    }
    return render(request, "bord/log_sag.html", data)


def _til_familien(sagen: Sag, valg: Logfilter) -> HttpResponse:
    sager = barnets_sager(sagen)
    angiv(handling=Handling.LOG, formaal="EGENACCESS", sager=sager, fil="familie")
    indhold = familiens_csv(udtraek(sager, fra=valg.fra, til=valg.til))
    svar = HttpResponse(indhold, content_type="text/csv; charset=utf-8")
    navn = f"hvem-har-set-sagen-{timezone.localdate().isoformat()}.csv"
    svar["Content-Disposition"] = f'attachment; filename="{navn}"'
    return svar


@require_http_methods(GET_POST)
def stikproever(request: HttpRequest) -> HttpResponse:
    """The samples drawn so far, and a form to draw one."""
    kraev_ret(bruger(request), Ret.SE_LOG)
    i_dag = timezone.localdate()
    begynd = {"fro": f"{i_dag:%Y-%m}", "antal": 50, "fra": i_dag - HALVT_AAR, "til": i_dag}
    form = StikproeveForm(sendt(request), initial=begynd)
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        log(
            Handling.LOG, formaal="KONTROL", detaljer={"stikproeve": "trækkes", "antal": d["antal"]}
        )
        proeve = traek(d["fro"], d["antal"], d["fra"], d["til"], bruger=bruger(request).pk)
        return redirect("log_stikproeve", proeve.pk)
    alle = Stikproeve.objects.using(ALIAS).prefetch_related("fund")
    data = {"form": form, "proever": alle}
    return render(request, "bord/log_stikproever.html", data, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
def stikproeve(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One sample: each pick with its reasons, and what the controller found."""
    kraev_ret(bruger(request), Ret.SE_LOG)
    proeve = get_object_or_404(Stikproeve.objects.using(ALIAS), pk=pk)
    form = FundForm(sendt(request))
    if request.method == "POST":
        if form.is_valid() and _gem_fund(proeve, form.cleaned_data, bruger(request)):
            messages.success(request, f"Fundet ved post {form.cleaned_data['post']} er gemt.")
        else:
            messages.error(request, "Fundet er ikke gemt. Vælg et udfald ud for et af opslagene.")
        return redirect("log_stikproeve", pk)
    alle = _egne(proeve, bruger(request))
    detaljer: dict[str, Any] = {"stikproeve": proeve.pk, "vist": len(alle)}
    log(Handling.LOG, formaal="KONTROL", detaljer=detaljer)
    if request.GET.get("format") == "csv":
        kolonner = [Kolonne(k, k, attrgetter(k)) for k in KOLONNER]
        return som_csv(alle, kolonner, f"stikproeve-{proeve.pk}")
    data = {"proeve": proeve, "raekker": alle, "udfald": Stikproevefund.Udfald.choices}
    return render(request, "bord/log_stikproeve.html", data)


def _egne(proeve: Stikproeve, hvem: Bruger) -> list[Any]:
    """A leader controls the staff of the units one leads; one who sees all, everybody."""
    o = omfang(hvem)
    alle = raekker(proeve)
    if o.alle:
        return alle
    numre = set(
        Logpost.objects.using(ALIAS)
        .filter(nr__in=[r.post for r in alle], enhed__in=o.enheder)
        .values_list("nr", flat=True)
    )
    return [r for r in alle if r.post in numre]


def _gem_fund(proeve: Stikproeve, data: dict[str, Any], hvem: Bruger) -> bool:
    if data["post"] not in {r.post for r in _egne(proeve, hvem)}:
        return False
    log(Handling.LOG, formaal="KONTROL", detaljer={"stikproeve": proeve.pk, "post": data["post"]})
    data["note"] = uden_cpr(data["note"])
    Stikproevefund.objects.using(ALIAS).create(stikproeve=proeve, bruger=hvem.pk, **data)
    return True
