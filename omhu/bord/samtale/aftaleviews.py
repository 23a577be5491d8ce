"""Appointments: book, move and call off."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import ramme
from omhu.bord.samtale.forms import AflysForm, AftaleForm, FlytForm, emner
from omhu.bord.samtale.views import FANE, hjem, tilbudte
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.svar import gjort
from omhu.kerne.ord_om_tid import ugedag_og_dato
from omhu.sager.adgang import hent_sag
from omhu.sagsarbejde.aftaler import actions
from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.sagsarbejde.aftaler.queries import hent_aftale, sidste_sted
from omhu.sagsarbejde.tekster.kladdeform import sendt


@require_http_methods(GET_POST)
def aftal_samtale(request: HttpRequest, pk: int) -> HttpResponse:
    """Book a talk with the child."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag = hent_sag(bruger(request), pk)
    forslag = {
        "sted": sidste_sted(sag, Aftale.Slags.SAMTALE),
        "emner": request.GET.get("indsatser", "").split("+"),
    }
    form = AftaleForm(
        sendt(request), af=bruger(request), indsatser=tilbudte(request, sag), initial=forslag
    )
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            aftale = actions.book(
                sag,
                Aftale.Slags.SAMTALE,
                d["dag"],
                af=bruger(request),
                klokken=d["klokken"],
                sted=d["sted"],
                hos=d["hos"],
                hvem=d["hvem"],
                indsatser=emner(d),
                note=d["note"],
            )
            return gjort(request, f"Samtalen er aftalt {_hvornaar(aftale)}.", sag_pk=sag.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "tilbage": hjem(request, sag),
        "overskrift": "Aftal en samtale",
        "knap": "Aftal",
    }
    return ramme.side(request, sag, FANE, "samtale/aftale.html", data)


def _hvornaar(aftale: Aftale) -> str:
    tid = f" kl. {aftale.klokken:%H.%M}" if aftale.klokken else ""
    return f"{ugedag_og_dato(aftale.dag, timezone.localdate())}{tid}"


FANER = {
    Aftale.Slags.SAMTALE: (FANE, "sagens_samtaler"),
    Aftale.Slags.TILSYN: ("opfoelgning", "sagens_opfoelgning"),
    Aftale.Slags.OPFOELGNING: ("opfoelgning", "sagens_opfoelgning"),
    Aftale.Slags.MOEDE: ("overblik", "sag"),
}
"""Kind of appointment -> the tab that it stands on."""


@require_http_methods(GET_POST)
def flyt_aftale(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an appointment to another day."""
    return _aendr(request, pk, FlytForm, "Flyt", "Aftalen er flyttet.")


@require_http_methods(GET_POST)
def aflys_aftale(request: HttpRequest, pk: int) -> HttpResponse:
    """Call an appointment off."""
    return _aendr(request, pk, AflysForm, "Aflys", "Aftalen er aflyst.")


def _aendr(
    request: HttpRequest, pk: int, formklasse: type[FlytForm | AflysForm], knap: str, besked: str
) -> HttpResponse:
    kraev_ret(bruger(request), Ret.REGISTRERE)
    aftale = hent_aftale(bruger(request), pk)
    fane, sti = FANER[Aftale.Slags(aftale.slags)]
    form = formklasse(sendt(request), initial={"dag": aftale.dag, "klokken": aftale.klokken})
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            if "grund" in d:
                actions.aflys(aftale, af=bruger(request), grund=d["grund"])
            else:
                actions.flyt(aftale, d["dag"], af=bruger(request), klokken=d["klokken"])
            return gjort(request, besked, sag_pk=aftale.sag_id)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    tilbage = (
        request.POST.get("tilbage")
        or request.GET.get("tilbage")
        or reverse(sti, args=[aftale.sag_id])
    )
    overskrift = f"{knap}: {aftale.get_slags_display().lower()} {_hvornaar(aftale)}"
    data = {"form": form, "tilbage": tilbage, "overskrift": overskrift, "knap": knap}
    return ramme.side(request, aftale.sag, fane, "samtale/aftale.html", data)
