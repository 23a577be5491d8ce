"""Talks with the child: the tab, holding, waiving, the note, and the leader's answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.bord import ramme, sagsside, tekstside
from omhu.bord.queries import hent_skridt
from omhu.bord.samtale.forms import BedoemForm, FravaelgForm, HoldForm, emner
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.svar import afvist, gjort
from omhu.frister.actions import sagens_aendring
from omhu.kerne.heltal import heltal
from omhu.regler.katalog import katalog
from omhu.regler.love import lov_paa
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import check_maa_registrere
from omhu.sagsarbejde.aftaler import queries as aftaler
from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.sagsarbejde.samtale import actions
from omhu.sagsarbejde.samtale.queries import HOLDT, Samtale, samtaler
from omhu.sagsarbejde.samtale.skema import FRAVALG, SAMTALE
from omhu.sagsarbejde.tekster.actions import Konflikt
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.sagsarbejde.tekster.queries import udgaver
from omhu.tidslinje.queries import Synsdag, trin_for_sag

FANE = "samtaler"


def kendte_indsatser(sag: Sag) -> list[str]:
    """The measures that the case has known, newest first."""
    return sagsside.indsatser(trin_for_sag(sag.pk, Synsdag.i_dag()))


def oenskede(request: HttpRequest) -> list[str]:
    """The measures that the address asks about (`indsatser`)."""
    return [k for k in request.GET.get("indsatser", "").split("+") if k in katalog().indsatser]


def tilbudte(request: HttpRequest, sag: Sag, *andre: str) -> list[str]:
    """The measures that a form offers as boxes: those asked about, and those that the case has known."""
    return list(dict.fromkeys([*oenskede(request), *andre, *kendte_indsatser(sag)]))


def hjem(request: HttpRequest, sag: Sag) -> str:
    """Where the form goes back to: the page it came from, or the tab."""
    return (
        request.POST.get("tilbage")
        or request.GET.get("tilbage")
        or reverse("sagens_samtaler", args=[sag.pk])
    )


@require_GET
def sagens_samtaler(request: HttpRequest, pk: int) -> HttpResponse:
    """The tab: what is booked, what was held or waived."""
    sag = hent_sag(bruger(request), pk)
    data = {
        "aftaler": aftaler.aabne(sag, Aftale.Slags.SAMTALE),
        "samtaler": samtaler(sag),
        "fravalgsregel": FRAVALG[lov_paa(timezone.localdate())],
        "maa_bedoemme": har_ret(bruger(request), Ret.LEDE),
        "i_dag": timezone.localdate(),
    }
    return ramme.side(request, sag, FANE, "samtale/samtaler.html", data)


@require_http_methods(GET_POST)
def hold_samtale(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a talk, from an appointment (`aftale`) or without."""
    sag = hent_sag(bruger(request), pk)
    check_maa_registrere(bruger(request), katalog().arter[HOLDT])
    aftale = _aftale(request, sag)
    form = tekstside.form(
        request,
        SAMTALE,
        lov=lov_paa(timezone.localdate()),
        forslag=_forslag(request, aftale),
        ekstra=HoldForm,
        indsatser=tilbudte(request, sag, *_emner_i(aftale)),
    )
    assert isinstance(form, HoldForm)
    if tekstside.vil_gemme(request) and form.is_valid():
        try:
            skridt = _hold(request, sag, form, aftale)
            return gjort(request, "Samtalen er registreret.", sag_pk=sag.pk, skridt=skridt)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    udefra = form.is_bound and actions.er_udefra(form.data.get("udfoert_af", ""))
    data = {
        "form": form,
        "aftale": aftale,
        "tilbage": hjem(request, sag),
        "udefra": udefra,
        **_ved_siden(sag),
    }
    return ramme.side(request, sag, FANE, "samtale/hold.html", data)


def _hold(request: HttpRequest, sag: Sag, form: HoldForm, aftale: Aftale | None) -> Any:
    with sagens_aendring(sag):
        return actions.hold(
            sag,
            form.sket(),
            form.tekster(),
            af=bruger(request),
            emner=emner(form.cleaned_data),
            udfoert_af=form.cleaned_data["udfoert_af"],
            sted=form.cleaned_data["sted"],
            forstaaet=form.cleaned_data["forstaaet"],
            aftale=aftale,
        )


def _aftale(request: HttpRequest, sag: Sag) -> Aftale | None:
    nummer = heltal(request.GET.get("aftale"))
    if nummer is None:
        return None
    aftale = aftaler.hent_aftale(bruger(request), nummer)
    return aftale if aftale.sag_id == sag.pk and aftale.aaben else None


def _forslag(request: HttpRequest, aftale: Aftale | None) -> dict[str, Any]:
    """What is known before anything is typed."""
    koder = oenskede(request)
    if aftale is None:
        return {"udfoert_af": actions.MYNDIGHED, "dag": timezone.localdate(), "emner": koder}
    dag = min(aftale.dag, timezone.localdate())
    return {
        "udfoert_af": actions.MYNDIGHED,
        "dag": dag,
        "klokken": aftale.klokken if dag == aftale.dag else None,
        "sted": aftale.sted,
        "tilstede": aftale.hvem,
        "formaal": aftale.note,
        "emner": _emner_i(aftale) or koder,
    }


def _emner_i(aftale: Aftale | None) -> list[str]:
    return [k for k in aftale.indsatser.split("+") if k] if aftale else []


def _ved_siden(sag: Sag) -> dict[str, Any]:
    """What stands beside the form: earlier talks, and whether two rådgivere should be there (BL § 21, stk. 5)."""
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    i_gang = [t.art for t in trin if t.art in ("BFU_BESLUTTET", "BFU_AFSLUTTET")][-1:] == [
        "BFU_BESLUTTET"
    ]
    stoette = any(t.art in ("AFGOERELSE", "IVAERKSAT") for t in trin)
    return {
        "tidligere": samtaler(sag)[:4],
        "to_raadgivere": lov_paa(timezone.localdate()) == "BL" and i_gang and not stoette,
    }


@require_http_methods(GET_POST)
def fravaelg_samtale(request: HttpRequest, pk: int) -> HttpResponse:
    """Waive the talk with a reason; the law's words stand beside the form."""
    sag = hent_sag(bruger(request), pk)
    check_maa_registrere(bruger(request), katalog().arter["BOERNESAMTALE_FRAVALGT"])
    form = FravaelgForm(
        sendt(request),
        indsatser=tilbudte(request, sag),
        initial={"dag": timezone.localdate(), "emner": oenskede(request)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(sag):
                d = form.cleaned_data
                skridt = actions.fravaelg(
                    sag,
                    d["dag"],
                    begrundelse=d["begrundelse"],
                    alternativ_kilde=d["alternativ_kilde"],
                    emner=emner(d),
                    af=bruger(request),
                )
            besked = "Fravalget er registreret. Din leder kan se det og svare på det."
            return gjort(request, besked, sag_pk=sag.pk, skridt=skridt)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "tilbage": hjem(request, sag),
        "regel": FRAVALG[lov_paa(timezone.localdate())],
    }
    return ramme.side(request, sag, FANE, "samtale/fravaelg.html", data)


def _find(request: HttpRequest, pk: UUID) -> tuple[Sag, Samtale]:
    """A talk or a waiver by its step. Raises PermissionDenied, and Http404 for a step that is neither."""
    skridt = hent_skridt(bruger(request), pk)
    sag = hent_sag(bruger(request), skridt.sag_id)
    fundet = next((s for s in samtaler(sag) if s.skridt.rod == skridt.rod), None)
    if fundet is None:
        raise Http404
    return sag, fundet


@require_http_methods(GET_POST)
def samtale(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One talk with its note; the note can be gone on with, and added to with a reason once it is finished."""
    sag, s = _find(request, pk)
    form = None
    if s.skrift is not None and har_ret(bruger(request), Ret.REGISTRERE):
        form = tekstside.form(request, SAMTALE, lov=s.lov, skrift=s.skrift)
        if tekstside.vil_gemme(request) and form.is_valid():
            try:
                _gem_notat(request, s, form)
                return gjort(request, "Notatet er gemt.", sag_pk=sag.pk)
            except Konflikt as k:
                form = form.efter_konflikt(k)
            except ValidationError as fejl:
                form.tilfoej(fejl)
    data = {
        "s": s,
        **({"form": form} if form else {}),
        "skriver": request.method == "POST" or "ret" in request.GET or bool(form and form.kladde),
        "tilbage": hjem(request, sag),
        "udgaver": udgaver(s.skrift) if s.skrift else [],
        "felter": [(f, s.felter[f.navn]) for f in SAMTALE.felter if s.felter.get(f.navn)],
    }
    return ramme.side(request, sag, FANE, "samtale/samtale.html", data)


def _gem_notat(request: HttpRequest, s: Samtale, form: tekstside.TekstForm) -> None:
    kraev_ret(bruger(request), Ret.REGISTRERE)
    assert s.skrift is not None
    with sagens_aendring(s.skridt.sag):
        actions.skriv_notat(
            s.skrift,
            form.tekster(),
            paa=form.paa(),
            dag=s.skridt.dag,
            af=bruger(request),
            begrundelse=request.POST.get("begrundelse", ""),
        )


@require_POST
def bedoem_fravalg(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The leader's answer to a waiver."""
    kraev_ret(bruger(request), Ret.LEDE)
    sag, s = _find(request, pk)
    form = BedoemForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([m for liste in form.errors.values() for m in liste])
        with sagens_aendring(sag):
            enig = form.cleaned_data["enig"] == "ja"
            actions.bedoem(s.skridt, enig=enig, af=bruger(request), note=form.cleaned_data["note"])
    except ValidationError as fejl:
        return afvist(request, " ".join(fejl.messages), sag_pk=sag.pk)
    besked = "Fravalget er godkendt." if enig else "Fravalget er underkendt. Samtalen mangler nu."
    return gjort(request, besked, sag_pk=sag.pk)
