"""Decisions: the tab, taking one through the gate, reading one, the catalogue, and what leaders are to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omhu.adgang.hvem import bruger
from omhu.adgang.log import angiv
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import ramme, tekstside
from omhu.bord.afgoerelse.forms import AfgoerelseForm, SetForm, grupperet, raekker
from omhu.bord.afgoerelse.port import Port, port, samtykkende
from omhu.bord.queries import hent_skridt
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.svar import gjort
from omhu.frister.actions import sagens_aendring
from omhu.regler.indsatskatalog import KRAV, ORD, alle, paa
from omhu.regler.katalog import katalog
from omhu.regler.love import NAVNE, lov_paa
from omhu.regler.trin import Trin
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import check_maa_registrere, maa_registrere
from omhu.sagsarbejde.afgoerelse import queries
from omhu.sagsarbejde.afgoerelse.actions import marker_set, traef
from omhu.sagsarbejde.afgoerelse.forloeb import forloeb
from omhu.sagsarbejde.afgoerelse.skema import AFGOERELSE, RESULTAT
from omhu.sagsarbejde.afgoerelse.valg import Valg
from omhu.sagsarbejde.samtale.queries import Samtale, samtaler, venter_paa_leder
from omhu.sagsarbejde.tekster import kladder
from omhu.sagsarbejde.tekster.actions import Konflikt, gem
from omhu.sagsarbejde.tekster.queries import udgaver
from omhu.tidslinje.queries import Synsdag, trin_for_sag

FANE = "afgoerelser"
ART = katalog().arter["AFGOERELSE"]
SETE_VIST = 20


def hjem(request: HttpRequest, sag: Sag) -> str:
    """Where a form goes back to: the page it came from, or the tab."""
    fane = reverse("sagens_afgoerelser", args=[sag.pk])
    return request.POST.get("tilbage") or request.GET.get("tilbage") or fane


@require_GET
def sagens_afgoerelser(request: HttpRequest, pk: int) -> HttpResponse:
    """The tab: measures running, decided and ended; decisions with their complaints; hearings."""
    sag = hent_sag(bruger(request), pk)
    data = {
        "forloeb": forloeb(trin_for_sag(sag.pk, Synsdag.i_dag())),
        "o": queries.oversigt(sag),
        "maa_afgoere": maa_registrere(bruger(request), ART),
        "maa_arbejde": maa_registrere(bruger(request), katalog().arter["IVAERKSAT"]),
        "resultater": dict(RESULTAT),
        "i_dag": timezone.localdate(),
    }
    return ramme.side(request, sag, FANE, "afgoerelse/afgoerelser.html", data)


# -- taking one -------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
def ny_afgoerelse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision. `se` in what is sent asks only what is missing."""
    sag = hent_sag(bruger(request), pk)
    check_maa_registrere(bruger(request), ART)
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    form, valg, p = _byg(request, sag, trin)
    if request.method == "POST" and "se" not in request.POST and form.is_valid():
        try:
            return _traef(request, sag, form, valg, p)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "valg": valg,
        "port": p,
        "punkter": raekker(p.punkter, form),
        "grupper": grupperet(form.numre),
        "valgte": valg.indsatser,
        "lovnavn": NAVNE[valg.lov],
        "tilbage": hjem(request, sag),
    }
    return ramme.side(request, sag, FANE, "afgoerelse/ny.html", data)


def _byg(request: HttpRequest, sag: Sag, trin: list[Trin]) -> tuple[AfgoerelseForm, Valg, Port]:
    """The form with what is chosen, and the gate as it stands for that."""
    dag = _dag(request)
    samtale = next((s for s in samtaler(sag) if s.holdt and not s.udefra), None)
    form = tekstside.form(
        request,
        AFGOERELSE,
        lov=lov_paa(dag),
        forslag=_forslag(request, trin, samtale),
        ekstra=AfgoerelseForm,
        dag=dag,
    )
    assert isinstance(form, AfgoerelseForm)
    _nyt_siden_kladden(form, samtale)
    valg = form.valg()
    folk = samtykkende(sag, valg, trin)
    givet, nye = form.spoerg_samtykke(folk)
    valg = replace(valg, samtykker=givet, nye=nye)
    p = port(sag, valg, form.skrevne(), folk, samtale) if valg.indsatser else Port([])
    form.spoerg_trods(p.mangler)
    return form, valg, p


def _nyt_siden_kladden(form: AfgoerelseForm, samtale: Samtale | None) -> None:
    """One leaves the form to hold the talk: what the child said then is proposed, though the draft is older."""
    kladde = form.kladde
    if kladde and samtale and samtale.skridt.registreret > kladde.gemt:
        form.initial["barnets_syn"] = form.initial.get("barnets_syn") or _barnets_syn(samtale)


def _barnets_syn(samtale: Samtale | None) -> str:
    felter = samtale.felter if samtale else {}
    return felter.get("holdning") or felter.get("barnets_ord", "")


def _dag(request: HttpRequest) -> date:
    """The day whose law names the measures: as sent, else as in the draft, else today."""
    tekst = request.POST.get("dag") or request.GET.get("dag") or ""
    if request.method == "GET" and not tekst:
        kladde = kladder.hent(bruger(request), request.path)
        tekst = (kladder.felter(kladde).get("dag") or [""])[0] if kladde else ""
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        return timezone.localdate()


def _forslag(request: HttpRequest, trin: list[Trin], samtale: Samtale | None) -> dict[str, Any]:
    """What is known before anything is typed."""
    return {
        "dag": _dag(request),
        "indsatser": [k for k in request.GET.get("indsatser", "").split("+") if k],
        "grundlag": _grundlag(trin),
        "barnets_syn": _barnets_syn(samtale),
    }


GRUNDLAG_AF = {
    "BFU_AFSLUTTET": "bfu",
    "AFDAEKNING_AFSLUTTET": "afdaekning",
    "BFU_BESLUTTET": "sideloebende",
    "AFDAEKNING_BESLUTTET": "sideloebende",
    "SCREENING": "screening",
}


def _grundlag(trin: list[Trin]) -> str:
    """What the decision most likely rests on: the newest step of the undersøgelse."""
    return next((GRUNDLAG_AF[t.art] for t in reversed(trin) if t.art in GRUNDLAG_AF), "")


def _traef(
    request: HttpRequest, sag: Sag, form: AfgoerelseForm, valg: Valg, p: Port
) -> HttpResponse:
    with sagens_aendring(sag):
        skridt = traef(
            sag,
            valg,
            form.tekster(),
            af=bruger(request),
            mangler=[m.som_mangel() for m in p.mangler],
            trods=form.grunde(p.mangler),
        )
    besked = "Afgørelsen er truffet. Hent brevene, og send dem til parterne."
    if p.mangler:
        besked += " Din leder får besked om det, der manglede."
    return gjort(request, besked, sag_pk=sag.pk, skridt=skridt)


# -- reading one ------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
def afgoerelse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One decision with its text, which can be gone on with, and added to with a reason once it is finished."""
    skridt = hent_skridt(bruger(request), pk)
    sag = hent_sag(bruger(request), skridt.sag_id)
    a = next((a for a in queries.oversigt(sag).afgoerelser if a.skridt.rod == skridt.rod), None)
    if a is None:
        raise Http404
    form = None
    if a.skrift is not None and maa_registrere(bruger(request), ART):
        form = tekstside.form(request, AFGOERELSE, lov=a.lov, skrift=a.skrift)
        if tekstside.vil_gemme(request) and form.is_valid():
            try:
                _gem_tekst(request, a, form)
                return gjort(request, "Teksten er gemt.", sag_pk=sag.pk)
            except Konflikt as k:
                form = form.efter_konflikt(k)
            except ValidationError as fejl:
                form.tilfoej(fejl)
    data = {
        "a": a,
        **({"form": form} if form else {}),
        "skriver": request.method == "POST" or "ret" in request.GET,
        "udgaver": udgaver(a.skrift) if a.skrift else [],
        "felter": [(f, a.felter[f.navn]) for f in AFGOERELSE.felter if a.felter.get(f.navn)],
        "tilbage": hjem(request, sag),
    }
    return ramme.side(request, sag, FANE, "afgoerelse/afgoerelse.html", data)


def _gem_tekst(request: HttpRequest, a: queries.Afgoerelse, form: tekstside.TekstForm) -> None:
    kraev_ret(bruger(request), Ret.REGISTRERE)
    assert a.skrift is not None
    trods = {n: v for n, v in a.felter.items() if n.startswith("trods.")}
    gem(
        a.skrift,
        {**form.tekster(), **trods},
        paa=form.paa(),
        af=bruger(request),
        begrundelse=request.POST.get("rettet_fordi", ""),
    )


# -- the catalogue ----------------------------------------------------------------------------------


@require_GET
def indsatskatalog(request: HttpRequest) -> HttpResponse:
    """The measures of a day (`dag`), with number, KLE and what each requires."""
    dag = _dag(request)
    data = {
        "dag": dag,
        "lovnavn": NAVNE[lov_paa(dag)],
        "grupper": [(navn, numre) for navn, numre in grupperet(paa(dag)) if numre],
        "krav": KRAV,
        "tegn": ORD,
        "tidligere": [n for n in alle() if n.til and n.til.year < 2020],
    }
    return render(request, "afgoerelse/katalog.html", data)


# -- what leaders are to see ------------------------------------------------------------------------


@require_GET
def afgoerelser_trods(request: HttpRequest) -> HttpResponse:
    """Decisions that were taken although something was missing, and waived talks that wait for an answer."""
    kraev_ret(bruger(request), Ret.LEDE)
    alle_ = queries.afvigelser(bruger(request))
    usete, sete = list(alle_.filter(set_tid=None)), list(alle_.exclude(set_tid=None)[:SETE_VIST])
    fravalg = list(venter_paa_leder(bruger(request)))
    angiv(sager=[x.sag_id for x in [*usete, *sete]] + [s.sag_id for s in fravalg])
    tekster = queries.trods_af([*usete, *sete])
    data = {
        "usete": [(a, tekster.get(a.skridt_rod)) for a in usete],
        "sete": [(a, tekster.get(a.skridt_rod)) for a in sete],
        "fravalg": fravalg,
        "maa_bedoemme": True,
    }
    return render(request, "afgoerelse/trods.html", data)


@require_POST
def afgoerelse_set(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader has seen it."""
    kraev_ret(bruger(request), Ret.LEDE)
    afvigelse = queries.hent_afvigelse(bruger(request), pk)
    form = SetForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([m for liste in form.errors.values() for m in liste])
        marker_set(afvigelse, af=bruger(request), note=form.cleaned_data["note"])
        messages.success(request, "Sat som set.")
    except ValidationError as fejl:
        messages.error(request, " ".join(fejl.messages))
    return redirect("afgoerelser_trods")
