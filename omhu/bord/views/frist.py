"""What one may do about an obligation: see why, settle it, waive it, hand it on, be reminded."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from omhu.adgang.hvem import bruger, htmx
from omhu.bord import felter
from omhu.bord.forms import BegrundelseForm, FravaelgForm, GivVidereForm, PaamindForm, SkridtForm
from omhu.bord.handlinger import KUN_EGEN_SIDE, opfyldende_arter, side_for
from omhu.bord.queries import hent_pligt, hent_pligt_til_arbejde, linje
from omhu.bord.sagsside import indsatser
from omhu.bord.views.svar import formside, gjort
from omhu.frister import actions
from omhu.frister.forklaring import forklar_pligt
from omhu.frister.indhold import indhold
from omhu.frister.models import Pligt
from omhu.frister.queries import advis_om
from omhu.kerne import ord_om_tid
from omhu.regler.katalog import Skridtart, katalog
from omhu.sagsarbejde.actions import maa_registrere, registrer_skridt
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, kendte, trin_for_sag

GET_POST = ["GET", "HEAD", "POST"]


@require_GET
@vary_on_headers("HX-Request")
def hvorfor(request: HttpRequest, pk: int) -> HttpResponse:
    """Why an obligation is as it is: in place, or as a page that can be printed."""
    pligt = hent_pligt(bruger(request), pk)
    ordene = indhold(bruger(request), [pligt])
    data = {
        **_data(pligt),
        "linje": linje(pligt, timezone.localdate(), ordene=ordene),
        "forklaring": forklar_pligt(pligt),
        "advis": advis_om(pligt),
    }
    return formside(request, "bord/dele/hvorfor.html", data, sag_pk=pligt.sag_id)


def _data(pligt: Pligt) -> dict[str, Any]:
    return {"pligt": pligt, "linje": linje(pligt, timezone.localdate()), "sag": pligt.sag}


@require_http_methods(GET_POST)
@vary_on_headers("HX-Request")
def registrer(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the step that settles the obligation, prefilled."""
    pligt = hent_pligt_til_arbejde(bruger(request), pk)
    arter = opfyldende_arter(pligt)
    maa = [a for a in arter if maa_registrere(bruger(request), a)]
    art = next((a for a in maa if a.kode == request.GET.get("art")), maa[0] if maa else None)
    if art is not None and art.kode in KUN_EGEN_SIDE:
        sti = side_for(pligt)
        return HttpResponseClientRedirect(sti) if htmx(request) else redirect(sti)
    if art is None:
        data = {**_data(pligt), "arter": arter}
        return formside(request, "bord/dele/maa_ikke.html", data, sag_pk=pligt.sag_id)
    koder = _indsatser(pligt)
    form = SkridtForm(
        sendt(request),
        art=art,
        indsatser=koder,
        initial=forudfyldt(art, bruger(request), pligt.indsatser),
    )
    if request.method == "POST" and form.is_valid():
        try:
            skridt = _gem(pligt, art, form, bruger(request))
            return gjort(request, _besked(art, pligt), sag_pk=pligt.sag_id, skridt=skridt)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {**_data(pligt), "form": form, "art": art, "arter": maa}
    return formside(request, "bord/dele/registrer.html", data, sag_pk=pligt.sag_id)


@transaction.atomic
def _gem(pligt: Pligt, art: Skridtart, form: SkridtForm, bruger: Any) -> Skridt:
    """The step and what follows from it, in one transaction."""
    skridt = registrer_skridt(
        pligt.sag,
        art.kode,
        form.sket(),
        af=bruger,
        felter=form.felter(),
        vedroerer=_udloesende_navn(pligt),
    )
    actions.genberegn_sag(pligt.sag)
    return skridt


def _besked(art: Skridtart, pligt: Pligt) -> str:
    return f"{art.navn} er registreret for {pligt.sag.barn}."


def _indsatser(pligt: Pligt) -> list[str]:
    """Measures to choose among: the obligation's own first, then those the case has known."""
    egne = [k for k in pligt.indsatser.split("+") if k in katalog().indsatser]
    return list(dict.fromkeys([*egne, *indsatser(trin_for_sag(pligt.sag_id, Synsdag.i_dag()))]))


def forudfyldt(art: Skridtart, bruger: Any, koder: str = "") -> dict[str, Any]:
    """First values of a step's form: today, now where the clock counts, the measures at stake."""
    nu = timezone.localtime()
    data: dict[str, Any] = {"dag": nu.date(), "tid": nu.time() if art.tid else None}
    for navn in art.felter:
        f = felter.felt(art.kode, navn)
        if f.slags is felter.Slags.INDSATS:
            data[navn] = [k for k in koder.split("+") if k]
        elif f.forvalg:
            data[navn] = f.forvalg
        elif navn == "udfoert_af":
            data[navn] = bruger.initialer
    return data


def _udloesende_navn(pligt: Pligt) -> str:
    """What the settling step must refer to where the rule ties the two together."""
    if pligt.udloest_rod is None:
        return ""
    skridt = kendte(Synsdag.i_dag(), Skridt.objects.filter(rod=pligt.udloest_rod)).first()
    return skridt.som_trin().navn if skridt else ""


@require_http_methods(GET_POST)
@vary_on_headers("HX-Request")
def fravaelg(request: HttpRequest, pk: int) -> HttpResponse:
    """Waive with a reason, where the rule knows a waiver."""
    pligt = hent_pligt_til_arbejde(bruger(request), pk)
    i_dag = timezone.localdate()
    form = FravaelgForm(
        sendt(request), initial={"dato": i_dag if i_dag <= pligt.frist_dag else None}
    )
    form.fields[
        "dato"
    ].help_text = f"Senest {ord_om_tid.dato(pligt.frist_dag)}, ellers tæller det ikke."
    form.fields["begrundelse"].help_text = "Så en anden kan forstå den uden at spørge dig."
    data = {**_data(pligt), "form": form, "kan": actions.kan_fravaelges(pligt)}
    if request.method == "POST" and form.is_valid():
        try:
            skridt = actions.fravaelg(
                pligt,
                af=bruger(request),
                begrundelse=form.cleaned_data["begrundelse"],
                sket=form.cleaned_data["dato"],
            )
            besked = f"{data['linje'].navn} er fravalgt for {pligt.sag.barn}."
            return gjort(request, besked, sag_pk=pligt.sag_id, skridt=skridt)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    return formside(request, "bord/dele/fravaelg.html", data, sag_pk=pligt.sag_id)


@require_http_methods(GET_POST)
@vary_on_headers("HX-Request")
def laeg_vaek(request: HttpRequest, pk: int) -> HttpResponse:
    """Put away an overdue obligation with a reason; it stays a breach."""
    pligt = hent_pligt_til_arbejde(bruger(request), pk)
    form = BegrundelseForm(sendt(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.henlaeg(pligt, af=bruger(request), begrundelse=form.cleaned_data["begrundelse"])
            return gjort(
                request,
                "Lagt væk. Den bliver stående som et brud, og din leder kan læse hvorfor.",
                sag_pk=pligt.sag_id,
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {**_data(pligt), "form": form}
    return formside(request, "bord/dele/laeg_vaek.html", data, sag_pk=pligt.sag_id)


@require_POST
def tag_frem(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back to the desk what was put away."""
    pligt = hent_pligt_til_arbejde(bruger(request), pk)
    actions.tag_frem(pligt, af=bruger(request))
    return gjort(request, "Taget frem igen.", sag_pk=pligt.sag_id)


@require_http_methods(GET_POST)
@vary_on_headers("HX-Request")
def giv_videre(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the obligation to a colleague."""
    pligt = hent_pligt_til_arbejde(bruger(request), pk)
    form = GivVidereForm(sendt(request), af=bruger(request))
    if request.method == "POST" and form.is_valid():
        til = form.cleaned_data["til"]
        try:
            actions.giv_videre(
                pligt, af=bruger(request), til=til, begrundelse=form.cleaned_data["begrundelse"]
            )
            return gjort(request, f"Givet videre til {til}.", sag_pk=pligt.sag_id)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    return formside(
        request, "bord/dele/giv_videre.html", {**_data(pligt), "form": form}, sag_pk=pligt.sag_id
    )


@require_http_methods(GET_POST)
@vary_on_headers("HX-Request")
def paamind(request: HttpRequest, pk: int) -> HttpResponse:
    """Be reminded on a day; the deadline stays."""
    pligt = hent_pligt_til_arbejde(bruger(request), pk)
    form = PaamindForm(sendt(request))
    if request.method == "POST" and form.is_valid():
        dato = form.cleaned_data["dato"]
        try:
            actions.paamind(pligt, af=bruger(request), dato=dato)
            hvornaar = ord_om_tid.dag_ord(dato, timezone.localdate())
            return gjort(
                request,
                f"Du bliver påmindet {hvornaar}. Fristen er den samme.",
                sag_pk=pligt.sag_id,
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
    return formside(
        request, "bord/dele/paamind.html", {**_data(pligt), "form": form}, sag_pk=pligt.sag_id
    )
