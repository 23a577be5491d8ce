"""Registering, correcting, withdrawing and undoing a step of a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import felter, ramme, sagsside
from omhu.bord.forms import BegrundelseForm, RetForm, SkridtForm
from omhu.bord.handlinger import KUN_EGEN_SIDE, side_for_art
from omhu.bord.queries import hent_skridt
from omhu.bord.views.frist import GET_POST, forudfyldt
from omhu.bord.views.svar import FORTRYD, formside, gjort
from omhu.bord.views.svar import afvist as afvist_svar
from omhu.frister.actions import genberegn_sag
from omhu.regler.katalog import Skridtart, katalog
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import (
    check_maa_registrere,
    registrer_skridt,
    ret_skridt,
    traek_skridt_tilbage,
)
from omhu.sagsarbejde.datoer import AABNER, EFTER_LUKNING, LUKKER
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag

FORTRYD_FRIST = timedelta(minutes=2)
"""The page offers ten seconds; the rest is for slow networks and readers."""
FORTRUDT = "Fortrudt lige efter registreringen"


@require_GET
def vaelg(request: HttpRequest, pk: int) -> HttpResponse:
    """All the kinds of step that the user may register, by group; what a closed case takes apart from the rest."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag = hent_sag(bruger(request), pk)
    arter = sagsside.arter_for(bruger(request))
    efter: list[tuple[str, list[Skridtart]]] = []
    if sag.lukket:
        efter = _af(arter, lambda a: a.kode in EFTER_LUKNING - {AABNER})
        arter = _af(arter, lambda a: a.kode not in EFTER_LUKNING | {LUKKER})
    data = {"sag": sag, "arter": arter, "efter": efter}
    return ramme.side(request, sag, "overblik", "bord/vaelg_skridt.html", data)


def _af(
    grupper: list[tuple[str, list[Skridtart]]], med: Callable[[Skridtart], bool]
) -> list[tuple[str, list[Skridtart]]]:
    """Those of the kinds, in their groups."""
    udvalgte = [(navn, [a for a in arter if med(a)]) for navn, arter in grupper]
    return [(navn, arter) for navn, arter in udvalgte if arter]


def _art(kode: str) -> Skridtart:
    art = katalog().arter.get(kode)
    if art is None or art.fylder:
        raise Http404
    return art


@require_http_methods(GET_POST)
@vary_on_headers("HX-Request")
def registrer(request: HttpRequest, pk: int, art: str) -> HttpResponse:
    """Register a step of any kind that the role may."""
    sag, kind = hent_sag(bruger(request), pk), _art(art)
    check_maa_registrere(bruger(request), kind)
    if art in KUN_EGEN_SIDE:
        return redirect(side_for_art(pk, art))
    koder = sagsside.indsatser(trin_for_sag(sag.pk, Synsdag.i_dag()))
    form = SkridtForm(
        sendt(request), art=kind, indsatser=koder, initial=forudfyldt(kind, bruger(request))
    )
    if request.method == "POST" and form.is_valid():
        try:
            skridt = _gem_nyt(sag, kind, form, bruger(request))
            besked = f"{kind.navn} er registreret for {sag.barn}."
            return gjort(request, besked, sag_pk=sag.pk, skridt=skridt)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"sag": sag, "art": kind, "form": form, "overskrift": kind.navn, "knap": "Gem"}
    return formside(request, "bord/dele/skridtform.html", data, sag_pk=sag.pk)


@transaction.atomic
def _gem_nyt(sag: Sag, art: Skridtart, form: SkridtForm, bruger: Any) -> Skridt:
    skridt = registrer_skridt(sag, art.kode, form.sket(), af=bruger, felter=form.felter())
    genberegn_sag(sag)
    return skridt


@require_http_methods(GET_POST)
def ret(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct a step; the old row stays and can be read."""
    skridt = hent_skridt(bruger(request), pk)
    art = _art(skridt.art)
    check_maa_registrere(bruger(request), art)
    koder = sagsside.indsatser([skridt.som_trin(), *trin_for_sag(skridt.sag_id, Synsdag.i_dag())])
    form = RetForm(sendt(request), art=art, indsatser=koder, initial=_som_nu(skridt, art))
    if request.method == "POST" and form.is_valid():
        try:
            _gem_rettelse(skridt, form, bruger(request))
            return gjort(
                request,
                f"{art.navn} er rettet. Den gamle udgave kan stadig ses.",
                sag_pk=skridt.sag_id,
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "sag": skridt.sag,
        "art": art,
        "form": form,
        "overskrift": f"Ret: {art.navn}",
        "knap": "Gem rettelsen",
    }
    return formside(request, "bord/dele/skridtform.html", data, sag_pk=skridt.sag_id)


@transaction.atomic
def _gem_rettelse(skridt: Skridt, form: RetForm, bruger: Any) -> None:
    ret_skridt(
        skridt,
        form.sket(),
        af=bruger,
        felter=form.felter(),
        begrundelse=form.cleaned_data["hvorfor"],
    )
    genberegn_sag(skridt.sag)


def _som_nu(skridt: Skridt, art: Skridtart) -> dict[str, Any]:
    """A step's present values for its form."""
    data: dict[str, Any] = {"dag": skridt.dag}
    if not skridt.kun_dato:
        data["tid"] = timezone.localtime(skridt.sket).time()
    for navn in art.felter:
        indsats = felter.felt(art.kode, navn).slags is felter.Slags.INDSATS
        data[navn] = skridt.indsatser.split("+") if indsats else skridt.data.get(navn, "")
    return data


@require_http_methods(GET_POST)
def traek_tilbage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw a step that never happened, with a reason."""
    skridt = hent_skridt(bruger(request), pk)
    art = _art(skridt.art)
    check_maa_registrere(bruger(request), art)
    form = BegrundelseForm(sendt(request))
    if request.method == "POST" and form.is_valid():
        try:
            _traek(skridt, bruger(request), form.cleaned_data["begrundelse"])
            return gjort(request, f"{art.navn} er trukket tilbage.", sag_pk=skridt.sag_id)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "sag": skridt.sag,
        "skridt": skridt,
        "form": form,
        "overskrift": f"Træk tilbage: {art.navn}",
    }
    return formside(request, "bord/dele/traek_tilbage.html", data, sag_pk=skridt.sag_id)


@transaction.atomic
def _traek(skridt: Skridt, bruger: Any, begrundelse: str) -> None:
    traek_skridt_tilbage(skridt, af=bruger, begrundelse=begrundelse)
    genberegn_sag(skridt.sag)


@require_POST
def fortryd(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo what one has just registered: a new row withdraws it."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    skridt = hent_skridt(bruger(request), pk)
    request.session.pop(FORTRYD, None)
    fejl = _for_sent(skridt, bruger(request))
    if not fejl:
        try:
            _traek(skridt, bruger(request), FORTRUDT)
        except ValidationError as afvist:
            fejl = " ".join(afvist.messages)
    if fejl:
        return afvist_svar(request, fejl, sag_pk=skridt.sag_id)
    return gjort(request, "Fortrudt. Skridtet er trukket tilbage.", sag_pk=skridt.sag_id)


def _for_sent(skridt: Skridt, bruger: Any) -> str:
    """Why it can no longer be undone here; empty when it can."""
    egen = skridt.registreret_af_id == bruger.pk
    if egen and timezone.now() - skridt.registreret <= FORTRYD_FRIST:
        return ""
    return "Det er for sent at fortryde her. Træk skridtet tilbage på sagen."
