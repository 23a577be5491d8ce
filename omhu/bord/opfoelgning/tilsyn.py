"""Visits to a placed child: book one, write one, read one, tell socialtilsynet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import felter as skridtfelter
from omhu.bord import tekstside
from omhu.bord.opfoelgning.forms import AftalForm, DagForm, TilsynForm
from omhu.bord.opfoelgning.views import FANE, besoegstal, i_ord
from omhu.bord.plan.forms import dag_af
from omhu.bord.ramme import side
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.svar import afvist, gjort
from omhu.frister.actions import sagens_aendring
from omhu.kerne.heltal import heltal
from omhu.kerne.ord_om_tid import dato
from omhu.regler.katalog import katalog
from omhu.regler.love import lov_paa
from omhu.sager.adgang import INGEN_ADGANG, hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde import indsatser
from omhu.sagsarbejde.actions import maa_registrere
from omhu.sagsarbejde.aftaler import queries as aftaler
from omhu.sagsarbejde.aftaler.actions import book
from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.sagsarbejde.opfoelgning import actions, queries
from omhu.sagsarbejde.opfoelgning.skema import TILSYN
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import hent_skrift, nyeste_felter
from omhu.tidslinje.queries import Synsdag, trin_for_sag


def _fane(sag: Sag) -> str:
    return reverse("sagens_opfoelgning", args=[sag.pk])


@require_http_methods(GET_POST)
def ny(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a visit, from an appointment (`aftale`) where there was one."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag, i_dag = hent_sag(bruger(request), pk), timezone.localdate()
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    aftale = _aftale(request, sag)
    forslag: dict[str, Any] = {
        "dag": aftale.dag if aftale and aftale.dag <= i_dag else i_dag,
        "sted": "anbringelsessted",
        "aftale": aftale.pk if aftale else "",
    }
    dag = dag_af(request.POST.get("dag"), i_dag)
    form = tekstside.form(request, TILSYN, lov=lov_paa(dag), forslag=forslag, ekstra=TilsynForm)
    if tekstside.vil_gemme(request) and form.is_valid():
        try:
            with sagens_aendring(sag):
                skrift = _gem(request, sag, form, aftale)
            return gjort(request, _besked(skrift, form), sag_pk=sag.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "aftale": aftale,
        "anbragt": indsatser.anbragt(trin),
        "rollen_maa": maa_registrere(bruger(request), katalog().arter["TILSYNSSAMTALE"]),
        "lov": lov_paa(dag),
        "tilbage": _fane(sag),
        **besoegstal(trin, i_dag),
    }
    return side(
        request, sag, FANE, "opfoelgning/besoeg_ny.html", data, status=422 if form.errors else 200
    )


def _aftale(request: HttpRequest, sag: Sag) -> Aftale | None:
    """The appointment that the address or the form names, if it is the case's and still open; else the next of
    today or before."""
    aabne = list(aftaler.aabne(sag, "TILSYN"))
    valgt = heltal(request.POST.get("aftale") or request.GET.get("aftale"))
    if valgt is not None:
        return next((a for a in aabne if a.pk == valgt), None)
    return next((a for a in aabne if a.dag <= timezone.localdate()), None)


def _gem(
    request: HttpRequest, sag: Sag, form: tekstside.TekstForm, aftale: Aftale | None
) -> Skrift:
    data = form.cleaned_data
    return actions.besoeg(
        sag,
        data["dag"],
        sted=data["sted"],
        begrundelse=data["begrundelse"],
        felter=form.tekster(),
        af=bruger(request),
        aftale=aftale,
    )


def _besked(skrift: Skrift, form: tekstside.TekstForm) -> str:
    if form.cleaned_data.get("talt") == "nej":
        return "Besøget er gemt. Det tæller ikke som et af årets tilsynsbesøg, før du har talt med barnet."
    if form.cleaned_data.get("bekymring") == "ja":
        return "Besøget er gemt. Husk at fortælle socialtilsynet om din bekymring."
    return "Besøget er gemt."


@require_http_methods(GET_POST)
def aftal(request: HttpRequest, pk: int) -> HttpResponse:
    """Book a visit."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag = hent_sag(bruger(request), pk)
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    form = AftalForm(sendt(request), initial={"sted": indsatser.sted(trin)})
    if request.method == "POST" and form.is_valid():
        try:
            aftale = book(sag, "TILSYN", af=bruger(request), **form.cleaned_data)
            return gjort(request, f"Besøget er aftalt til {dato(aftale.dag)}.", sag_pk=sag.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": med_kladde(request, form), "tilbage": _fane(sag)}
    return side(
        request,
        sag,
        FANE,
        "opfoelgning/besoeg_aftal.html",
        data,
        status=422 if form.errors else 200,
    )


def _tilsyn(request: HttpRequest, pk: UUID) -> Skrift:
    skrift = hent_skrift(bruger(request), pk)
    if skrift.slags != TILSYN.kode:
        raise PermissionDenied(INGEN_ADGANG)
    return skrift


@require_GET
def vis(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A visit as it was written."""
    skrift = _tilsyn(request, pk)
    sag = skrift.sag
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    fundet = next((b for b in queries.besoeg(sag, trin) if b.skrift == skrift), None)
    felter = nyeste_felter(skrift)[0]
    sted = str(fundet.trin.attributter.get("sted", "")) if fundet else ""
    data = {
        "besoeg": fundet,
        "skrift": skrift,
        "sted": skridtfelter.vist("TILSYNSSAMTALE", "sted", sted) if sted else "",
        "felter": i_ord(TILSYN, felter),
    }
    return side(request, sag, FANE, "opfoelgning/besoeg.html", data)


@require_POST
def socialtilsyn(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Socialtilsynet was told of a worry about the place."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    skrift = _tilsyn(request, pk)
    form = DagForm(request.POST)
    if not form.is_valid():
        return afvist(request, "Skriv den dag, socialtilsynet fik besked.", sag_pk=skrift.sag_id)
    try:
        with sagens_aendring(skrift.sag):
            actions.fortael_socialtilsynet(skrift, form.cleaned_data["dag"], af=bruger(request))
    except ValidationError as fejl:
        return afvist(request, " ".join(fejl.messages), sag_pk=skrift.sag_id)
    return gjort(
        request, "Det er skrevet, at socialtilsynet har fået besked.", sag_pk=skrift.sag_id
    )
