"""Repairs: the leader's list over the rounds, and one repair, where the one who has the case reports it done and the
leader confirms."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from omhu.adgang.formfelter import Tilfoejfejl
from omhu.adgang.hvem import bruger
from omhu.kerne.heltal import heltal
from omhu.sager.adgang import maa_arbejde
from omhu.sagsarbejde.tekster.kladdeform import med_kladde
from omhu.tilsyn.adgang import ledede_runder
from omhu.tilsyn.models import Genopretning, Runde
from omhu.tilsyn.tilbagemelding import genopretninger
from omhu.tilsyn.tilbagemelding.dage import FORESLAAET
from omhu.tilsyn.tilbagemelding.forms import FrafaldForm, TilbageForm, UdfoertForm
from omhu.tilsyn.tilbagemelding.genopretninger import Stand
from omhu.tilsyn.tilbagemelding.queries import FILTRE, rettelser
from omhu.tilsyn.tilbagemelding.views import GET_POST, fejl_i


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Repairs of the rounds one leads, overdue first."""
    mig = bruger(request)
    vis = request.GET.get("vis", "")
    valgt = heltal(request.GET.get("runde"))
    data = {
        "rettelser": rettelser(mig, vis if vis in FILTRE else "aabne", valgt),
        "filtre": FILTRE.items(),
        "vis": vis if vis in FILTRE else "aabne",
        "runder": ledede_runder(mig)
        .filter(tilstand__in=(Runde.Tilstand.I_GANG, Runde.Tilstand.AFSLUTTET))
        .only("pk", "navn"),
        "runde": valgt,
    }
    return render(request, "tilsyn/tilbagemelding/genopretninger.html", data)


@require_http_methods(GET_POST)
def genopretning(request: HttpRequest, sag: int, rod: UUID) -> HttpResponse:
    """One repair of a case: report it done, confirm it, send it back, give it up."""
    mig = bruger(request)
    fundet, g = genopretninger.hent(mig, sag, rod)
    leder = genopretninger.er_leder(mig, g)
    ser_efter = genopretninger.ser_efter(mig, g)
    if not ser_efter and not maa_arbejde(mig, fundet):
        raise PermissionDenied("Rettelsen hører til en runde, som en anden leder.")
    former = _former(request)
    valgt = former.get(request.POST.get("handling", ""))
    if request.method == "POST" and valgt is None:
        raise Http404("Handlingen findes ikke.")
    if valgt is not None and valgt.is_valid():
        try:
            _udfoer(request, g, valgt)
            return redirect(_videre(ser_efter))
        except ValidationError as fejl:
            valgt.tilfoej(fejl)
    rettelse = genopretninger.rettelse(g)
    data = {
        "sag": fundet,
        "g": g,
        "r": rettelse,
        "leder": ser_efter,
        "kan_melde": rettelse.stand is Stand.PAALAGT and maa_arbejde(mig, fundet),
        "kan_bekraefte": rettelse.stand is Stand.UDFOERT and ser_efter,
        "kan_frafalde": rettelse.aaben and leder,
        "lukket": fundet.lukket is not None,
        **former,
    }
    med_kladde(request, former["udfoert"])
    kode = max(fejl_i(f) for f in former.values())
    return render(request, "tilsyn/tilbagemelding/genopretning.html", data, status=kode)


def _former(request: HttpRequest) -> dict[str, Tilfoejfejl]:
    """The page's forms; the one that was sent is filled with what was typed."""
    slags = {
        "udfoert": UdfoertForm,
        "bekraeft": Tilfoejfejl,
        "tilbage": TilbageForm,
        "frafald": FrafaldForm,
    }
    sendt = request.POST.get("handling") if request.method == "POST" else None
    nyt = timezone.localdate() + FORESLAAET
    return {
        navn: form(
            request.POST if navn == sendt else None,
            prefix=None if navn == "udfoert" else navn,
            initial={"inden": nyt},
        )
        for navn, form in slags.items()
    }


def _udfoer(request: HttpRequest, g: Genopretning, form: Tilfoejfejl) -> None:
    mig, d = bruger(request), form.cleaned_data
    handling = request.POST["handling"]
    if handling == "udfoert":
        genopretninger.meld_udfoert(g, d["hvad"], af=mig)
        besked = "Meldt rettet. Lederen ser det efter."
    elif handling == "bekraeft":
        genopretninger.bekraeft(g, af=mig)
        besked = "Rettelsen er bekræftet."
    elif handling == "tilbage":
        genopretninger.send_tilbage(g, d["hvorfor"], d["inden"], af=mig)
        besked = "Sendt tilbage med en ny dag."
    else:
        genopretninger.frafald(g, d["hvorfor"], af=mig)
        besked = "Rettelsen er frafaldet."
    messages.success(request, besked)


def _videre(leder: bool) -> str:
    return reverse("tilsyn_genopretninger") if leder else reverse("skrivebord")
