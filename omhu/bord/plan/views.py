"""Plan and goals: the page, writing, finishing, deciding none, handing over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import tekstside
from omhu.bord.plan import forms
from omhu.bord.plan.raekker import tilpas_delmaal
from omhu.bord.ramme import side
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.svar import afvist, gjort
from omhu.frister.actions import sagens_aendring
from omhu.regler.katalog import katalog
from omhu.regler.love import NAVNE, lov_paa
from omhu.regler.trin import Trin
from omhu.sager.adgang import INGEN_ADGANG, hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde import indsatser
from omhu.sagsarbejde.actions import maa_registrere
from omhu.sagsarbejde.plan import actions, maalhint, queries
from omhu.sagsarbejde.plan.skema import HJEMMEL_UDLEVERING, MAADER, PLAN
from omhu.sagsarbejde.tekster.actions import Konflikt, gem
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import forskelle, hent_skrift, nyeste_felter, udgaver
from omhu.tidslinje.queries import Synsdag, trin_for_sag

FANE = "plan"


def _trin(sag: Sag) -> list[Trin]:
    return trin_for_sag(sag.pk, Synsdag.i_dag())


def _maa(request: HttpRequest, art: str) -> bool:
    return maa_registrere(bruger(request), katalog().arter[art])


def _faner(sag: Sag) -> str:
    return reverse("sagens_plan", args=[sag.pk])


@require_GET
def oversigt(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan in force with its goals, the one being written, the versions, and what was given to whom."""
    sag = hent_sag(bruger(request), pk)
    trin, i_dag = _trin(sag), timezone.localdate()
    alle = queries.planer(sag, trin)
    gaeldende = alle[0] if alle else None
    kladde = queries.kladde(sag)
    behovene = queries.behov(sag, gaeldende.felter if gaeldende else None)
    data = {
        "gaeldende": gaeldende,
        "maal": queries.maal(gaeldende.felter, behovene) if gaeldende else [],
        "planfelter": _udfyldte(gaeldende.felter) if gaeldende else [],
        "uden_maal": queries.uden_maal(gaeldende.felter, behovene) if gaeldende else [],
        "alle": alle,
        "kladde": _kladdestand(sag, kladde, trin) if kladde else None,
        "udleveringer": [_udlevering(u) for u in queries.udleveringer(sag, trin)],
        "anbragt": indsatser.anbragt(trin),
        "fravalg": [t for t in reversed(trin) if t.art == "PLAN_FRAVALGT"],
        "art": katalog().arter[queries.planart(sag.barn, i_dag)].navn,
        "maa_faerdig": _maa(request, "BARNETS_PLAN"),
        "hjemmel": HJEMMEL_UDLEVERING[lov_paa(i_dag)],
        "i_dag": i_dag,
    }
    return side(request, sag, FANE, "plan/oversigt.html", data)


def _art(sag: Sag, skrift: Skrift) -> str:
    """The kind that a plan was begun as; else the one that the law asks for today."""
    return skrift.emne or queries.planart(sag.barn, timezone.localdate())


def _udfyldte(felter: dict[str, str]) -> list[tuple[str, str]]:
    return [(f.label, felter[f.navn]) for f in PLAN.felter if felter.get(f.navn)]


def _kladdestand(sag: Sag, skrift: Skrift, trin: list[Trin]) -> dict[str, Any]:
    """The plan being written: what the law misses in it, and what one could ask about its goals."""
    felter, nr = nyeste_felter(skrift)
    i_dag = timezone.localdate()
    ung, anbragt = queries.er_ung(sag.barn, i_dag), indsatser.anbragt(trin)
    maal = queries.maal(felter)
    art = _art(sag, skrift)
    return {
        "skrift": skrift,
        "navn": katalog().arter[art].navn,
        "nr": nr,
        "mangler": queries.mangler(felter, queries.lov_af(art), ung=ung, anbragt=anbragt),
        "maal": maal,
        "hints": [(m, h) for m in maal for h in m.hints],
    }


def _udlevering(u: queries.Udlevering) -> dict[str, Any]:
    kendte = {f.navn: f.label for f in PLAN.felter}
    navne = [kendte.get(d, d.replace("maal.", "mål ")) for d in u.dele]
    maade = dict(MAADER).get(u.felter.get("hvordan", ""), "")
    return {"u": u, "navne": navne, "hvordan": maade}


# -- writing ---------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
def ny(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a plan, or revise the one in force; nothing is kept on the case before it is saved."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag = hent_sag(bruger(request), pk)
    kladde, trin, i_dag = queries.kladde(sag), _trin(sag), timezone.localdate()
    if kladde is not None:
        return redirect("plan_skriv", kladde.pk)
    alle = queries.planer(sag, trin)
    gaeldende = alle[0] if alle else None
    behovene = queries.behov(sag, gaeldende.felter if gaeldende else None)
    art = request.POST.get("art") or request.GET.get("art") or queries.planart(sag.barn, i_dag)
    if art not in queries.ARTER:
        art = queries.planart(sag.barn, i_dag)
    forslag = queries.forslag(sag, trin, gaeldende, behovene)
    form = _form(request, sag, art, trin, behovene, forslag=forslag)
    if tekstside.vil_gemme(request) and form.is_valid():
        try:
            skrift = actions.begynd(
                sag,
                form.tekster(),
                art=art,
                af=bruger(request),
                bygger_paa=gaeldende.skrift if gaeldende else None,
            )
            return _gemt(request, sag, skrift)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    return _skriveside(request, sag, form, art, gaeldende=gaeldende)


@require_http_methods(GET_POST)
def skriv(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write on in the plan that is under way."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    skrift = _plan(request, pk)
    sag = skrift.sag
    if skrift.afsluttet:
        return afvist(
            request, "Planen er færdig. Revidér den, hvis den skal ændres.", sag_pk=sag.pk
        )
    art = _art(sag, skrift)
    behovene = queries.behov(sag, nyeste_felter(skrift)[0])
    form = _form(request, sag, art, _trin(sag), behovene, skrift=skrift)
    if tekstside.vil_gemme(request) and form.is_valid():
        try:
            gem(skrift, form.tekster(), paa=form.paa(), af=bruger(request))
            return _gemt(request, sag, skrift)
        except Konflikt as k:
            form = form.efter_konflikt(k)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    return _skriveside(request, sag, form, art, skrift=skrift)


def _plan(request: HttpRequest, pk: UUID) -> Skrift:
    skrift = hent_skrift(bruger(request), pk)
    if skrift.slags != PLAN.kode:
        raise PermissionDenied(INGEN_ADGANG)
    return skrift


def _form(
    request: HttpRequest,
    sag: Sag,
    art: str,
    trin: list[Trin],
    behovene: dict[str, str],
    **kwargs: Any,
) -> forms.PlanForm:
    tilpas_delmaal(request)
    form = tekstside.form(
        request,
        PLAN,
        lov=queries.lov_af(art),
        ekstra=forms.PlanForm,
        behovene=behovene,
        ung=art == "UNGEPLAN" or queries.er_ung(sag.barn, timezone.localdate()),
        anbragt=indsatser.anbragt(trin),
        **kwargs,
    )
    assert isinstance(form, forms.PlanForm)
    return form


def _gemt(request: HttpRequest, sag: Sag, skrift: Skrift) -> HttpResponse:
    navn = katalog().arter[skrift.emne].navn if skrift.emne else PLAN.navn
    return gjort(request, f"{navn} er gemt. Den er ikke færdig endnu.", sag_pk=sag.pk)


def _skriveside(
    request: HttpRequest, sag: Sag, form: forms.PlanForm, art: str, **andet: Any
) -> HttpResponse:
    data = {
        "form": form,
        "art": art,
        "navn": katalog().arter[art].navn,
        "lov": NAVNE[queries.lov_af(art)],
        "regler": maalhint.FORKLARING,
        "tilbage": _faner(sag),
        **andet,
    }
    return side(request, sag, FANE, "plan/skriv.html", data)


# -- reading ---------------------------------------------------------------------------------------


@require_GET
def vis(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A plan as it was, and what it changed in the one before."""
    skrift = _plan(request, pk)
    sag = skrift.sag
    alle = queries.planer(sag, _trin(sag))
    felter, _nr = nyeste_felter(skrift)
    fundet = next((p for p in alle if p.skrift.pk == pk), None)
    art = fundet.art if fundet else skrift.emne or "BARNETS_PLAN"
    foer = queries.forgaenger(fundet, alle) if fundet else None
    behovene = queries.behov(sag, felter)
    data = {
        "plan": fundet,
        "skrift": skrift,
        "navn": katalog().arter[art].navn,
        "planfelter": _udfyldte(felter),
        "maal": queries.maal(felter, behovene),
        "foer": foer,
        "forskelle": forskelle(PLAN.kode, foer.felter, felter) if foer else [],
        "udgaver": udgaver(skrift),
    }
    return side(request, sag, FANE, "plan/vis.html", data)


# -- acts ------------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
def faerdig(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Finish a plan: which measures it is for, and what is missing."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    skrift = _plan(request, pk)
    sag, trin, i_dag = skrift.sag, _trin(skrift.sag), timezone.localdate()
    if skrift.afsluttet:
        return afvist(request, "Planen er allerede færdig.", sag_pk=sag.pk)
    felter, _nr = nyeste_felter(skrift)
    raa = request.POST.get("dag")
    gammel = skrift.emne == "HANDLEPLAN" and lov_paa(i_dag) != "SEL"
    dag = forms.dag_af(raa, i_dag)
    art = "HANDLEPLAN" if gammel and not raa else queries.planart(sag.barn, dag)
    ung, anbragt = queries.er_ung(sag.barn, dag), indsatser.anbragt(trin, dag)
    mangler = queries.mangler(felter, queries.lov_af(art), ung=ung, anbragt=anbragt)
    koder = indsatser.besluttede(trin)
    form = forms.FaerdigForm(
        sendt(request),
        art=katalog().arter[art],
        indsatser=koder,
        mangler=bool(mangler),
        initial={"dag": None if gammel else i_dag, "foranstaltning": koder},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(sag):
                skridt = actions.goer_faerdig(
                    skrift,
                    form.cleaned_data["dag"],
                    form.koder(),
                    af=bruger(request),
                    uden=form.cleaned_data.get("uden", ""),
                )
            return gjort(request, f"{katalog().arter[skridt.art].navn} er færdig.", sag_pk=sag.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    maal = queries.maal(felter)
    data = {
        "form": med_kladde(request, form),
        "skrift": skrift,
        "navn": katalog().arter[art].navn,
        "lov": NAVNE[queries.lov_af(art)],
        "mangler": [(f, f.krav.get(queries.lov_af(art), "")) for f in mangler],
        "hints": [(m, h) for m in maal for h in m.hints],
        "rollen_maa": _maa(request, art),
        "tilbage": _faner(sag),
    }
    return _formside(request, sag, "plan/faerdig.html", data, form)


def _formside(
    request: HttpRequest, sag: Sag, skabelon: str, data: dict[str, Any], form: Any
) -> HttpResponse:
    return side(request, sag, FANE, skabelon, data, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
def fravaelg(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide that no plan is made."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag, i_dag = hent_sag(bruger(request), pk), timezone.localdate()
    koder = [
        k
        for k in indsatser.besluttede(_trin(sag))
        if not indsatser.i_gruppe(k, indsatser.ANBRINGELSE)
    ]
    form = forms.FravaelgPlanForm(
        sendt(request),
        art=katalog().arter["PLAN_FRAVALGT"],
        indsatser=koder,
        initial={"dag": i_dag, "foranstaltning": koder},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(sag):
                actions.fravaelg(
                    sag,
                    form.cleaned_data["dag"],
                    form.koder(),
                    form.cleaned_data["begrundelse"],
                    af=bruger(request),
                )
            return gjort(request, "Det er skrevet, at der ikke laves en plan.", sag_pk=sag.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": med_kladde(request, form),
        "rollen_maa": _maa(request, "PLAN_FRAVALGT"),
        "tilbage": _faner(sag),
    }
    return _formside(request, sag, "plan/fravaelg.html", data, form)


@require_http_methods(GET_POST)
def udlever(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the plan, or parts of it, to the anbringelsessted."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    skrift = _plan(request, pk)
    sag, trin, i_dag = skrift.sag, _trin(skrift.sag), timezone.localdate()
    felter, nr = nyeste_felter(skrift)
    dele = queries.dele(felter)
    sidste = next(iter(queries.udleveringer(sag, trin)), None)
    form = forms.UdleverForm(
        sendt(request),
        dele=dele,
        initial={
            "dag": i_dag,
            "dele": [d.noegle for d in dele if d.forvalgt],
            "til": sidste.til if sidste else indsatser.sted(trin),
            "hvordan": sidste.felter.get("hvordan", "") if sidste else MAADER[0][0],
        },
    )
    if request.method == "POST" and form.is_valid():
        svar = _udlever(request, skrift, form)
        if svar is not None:
            return svar
    data = {
        "form": med_kladde(request, form),
        "skrift": skrift,
        "nr": nr,
        "hjemmel": HJEMMEL_UDLEVERING[lov_paa(i_dag)],
        "rollen_maa": _maa(request, "PLAN_UDLEVERET"),
        "tilbage": _faner(sag),
    }
    return _formside(request, sag, "plan/udlever.html", data, form)


def _udlever(request: HttpRequest, skrift: Skrift, form: forms.UdleverForm) -> HttpResponse | None:
    try:
        with sagens_aendring(skrift.sag):
            actions.udlever(skrift, af=bruger(request), **form.cleaned_data)
    except ValidationError as fejl:
        form.tilfoej(fejl)
        return None
    besked = f"Planen er givet til {form.cleaned_data['til']}. Brevet ligger i listen nedenfor."
    return gjort(request, besked, sag_pk=skrift.sag_id)
