"""Changing a concept: as a form, or as text. Both give a new edition; what is typed stays until it is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.frister.regelsaet import regler
from omhu.kerne.heltal import heltal
from omhu.maalinger.tilsyn import Konceptfejl
from omhu.sagsarbejde.tekster import kladder
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.tilsyn.koncepter import actions, queries, skema
from omhu.tilsyn.koncepter.forms import Tekstform
from omhu.tilsyn.koncepter.oversaet import sted_i_formen, til_raekker, til_yaml
from omhu.tilsyn.koncepter.vis import vist
from omhu.tilsyn.models import Konceptudgave
from omhu.tilsyn.runder.koncept import koncept_af

GET_POST = ["GET", "HEAD", "POST"]
KNAPPER = ("tilfoej", "fjern", "op", "ned")


@require_http_methods(GET_POST)
def ret(request: HttpRequest, kode: str) -> HttpResponse:
    """The concept as a form. Buttons add, remove and move rows without keeping anything."""
    mig = bruger(request)
    kraev_ret(mig, Ret.KONCEPTER)
    nyeste = queries.hent_udgave(kode)
    kladde = None if request.method == "POST" else kladder.hent(mig, request.path)
    if request.method != "POST" and kladde is None:
        return _form(request, nyeste, til_raekker(koncept_af(nyeste)), {"bygger_paa": nyeste.nr})
    typet = kladder.felter(kladde) if kladde else dict(request.POST.lists())
    raekker = skema.fra_post(typet)
    felter = {
        "bygger_paa": _nr(typet, nyeste),
        "begrundelse": "".join(typet.get("begrundelse", [])),
        "kladde": kladde,
    }
    if kladde is not None:
        return _form(request, nyeste, raekker, felter)
    knap = next((k for k in KNAPPER if k in request.POST), None)
    if knap:
        felter["aaben"] = skema.aendr(raekker, knap, request.POST[knap])
        return _form(request, nyeste, raekker, felter)
    return _gem(request, nyeste, raekker, felter)


def _nr(typet: dict[str, list[str]], nyeste: Konceptudgave) -> int:
    return heltal("".join(typet.get("bygger_paa", []))) or nyeste.nr


def _gem(
    request: HttpRequest, nyeste: Konceptudgave, raekker: skema.Raekker, felter: dict[str, Any]
) -> HttpResponse:
    mig, koncept = bruger(request), nyeste.koncept
    try:
        check_uden_cpr([v for liste in raekker.values() for r in liste for v in r.values()])
        tekst = til_yaml(raekker, koncept_af(nyeste))
        udgave = actions.gem(
            koncept, tekst, felter["begrundelse"], bygger_paa=felter["bygger_paa"], af=mig
        )
    except Konceptfejl as fejl:
        felter["fejl"] = {sted_i_formen(fejl, raekker): fejl.tekst}
    except actions.Aendret as fejl:
        felter |= {"samlet": fejl.messages, "bygger_paa": nyeste.nr, "aendret": True}
    except ValidationError as fejl:
        andre = fejl.message_dict if hasattr(fejl, "error_dict") else {"__all__": fejl.messages}
        felter["begrundelse_fejl"] = " ".join(andre.get("begrundelse", []))
        felter["samlet"] = andre.get("__all__", [])
    else:
        kladder.kasser(mig, request.path)
        messages.success(request, f"{koncept.navn} er gemt som udgave {udgave.nr}.")
        return redirect("tilsyn_koncept_udgaver", koncept.kode)
    return _form(request, nyeste, raekker, felter, status=422)


def _form(
    request: HttpRequest,
    nyeste: Konceptudgave,
    raekker: skema.Raekker,
    felter: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    fejl, aaben = felter.get("fejl", {}), felter.get("aaben")
    data = {
        "udgave": nyeste,
        "sektioner": vist(raekker, fejl, aaben),
        "fejl": fejl,
        "raekker": skema.maalingsraekker(),
        "regler": [(r.id, r.navn) for r in regler()],
        **felter,
    }
    return render(request, "tilsyn/koncepter/ret.html", data, status=status)


@require_http_methods(GET_POST)
def tekst(request: HttpRequest, kode: str) -> HttpResponse:
    """The concept as text, for those who write it so."""
    mig = bruger(request)
    kraev_ret(mig, Ret.KONCEPTER)
    nyeste = queries.hent_udgave(kode)
    start = {"tekst": nyeste.indhold}
    form = Tekstform(sendt(request), initial=start)
    data: dict[str, Any] = {"udgave": nyeste, "bygger_paa": nyeste.nr, "form": form}
    if request.method == "POST" and form.is_valid():
        nr = _nr(dict(request.POST.lists()), nyeste)
        try:
            udgave = actions.gem(nyeste.koncept, **form.cleaned_data, bygger_paa=nr, af=mig)
        except Konceptfejl as fejl:
            form.fejl_i_filen(fejl)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            messages.success(request, f"{udgave.koncept.navn} er gemt som udgave {udgave.nr}.")
            return redirect("tilsyn_koncept_udgaver", kode)
    return render(request, "tilsyn/koncepter/tekst.html", data, status=422 if form.errors else 200)
