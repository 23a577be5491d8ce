"""Who may see a case, break-glass, and what the leader must look at the same day."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omhu.adgang.hvem import bruger
from omhu.adgang.login.bekraeft import kraev_ny_bekraeftelse
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.bord import ramme
from omhu.bord.adgangsforms import AdgangForm, BeskytForm, NoedadgangForm
from omhu.bord.forms import BegrundelseForm
from omhu.kerne.kalender import KOEBENHAVN
from omhu.sager import saeradgang
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sagsadgang
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt

GET_POST = ["GET", "HEAD", "POST"]
PR_SIDE = 50


@require_http_methods(GET_POST)
def noedadgang(request: HttpRequest) -> HttpResponse:
    """Open one case outside one's reach, by its number or the child's CPR number, with a reason."""
    kraev_ret(bruger(request), Ret.NOEDADGANG)
    form = NoedadgangForm(sendt(request))
    if request.method == "POST" and form.is_valid():
        try:
            adgang = saeradgang.noedadgang_ved_noegle(bruger(request), **form.cleaned_data)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            messages.success(
                request,
                f"Sagen er åben for dig til {timezone.localtime(adgang.udloeber):%H.%M}. "
                "Lederen kan se, at du har åbnet den, og hvorfor.",
            )
            return redirect("sag", adgang.sag_id)
    data = {"form": med_kladde(request, form)}
    return render(request, "bord/noedadgang.html", data, status=422 if form.errors else 200)


@require_GET
def noedadgange(request: HttpRequest) -> HttpResponse:
    """The leader's list of break-glass accesses, those nobody has looked at first."""
    kraev_ret(bruger(request), Ret.BESKYTTE)
    alle = saeradgang.noedadgange_for(bruger(request))
    if request.GET.get("vis") != "alle":
        alle = alle.filter(set_tid=None)
    with som_system():  # cases of other units too, by number only
        side = Paginator(alle, PR_SIDE).get_page(request.GET.get("side"))
        side.object_list = list(side.object_list)
    midnat = datetime.combine(timezone.localdate(), time(), KOEBENHAVN)
    data = {"side": side, "vis_alle": request.GET.get("vis") == "alle", "midnat": midnat}
    return render(request, "bord/noedadgange.html", data)


@require_POST
def noedadgang_set(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader has looked at it."""
    adgang = saeradgang.marker_set(bruger(request), pk)
    messages.success(request, f"{adgang.bruger}s nødadgang er markeret som set.")
    return redirect("noedadgange")


@require_GET
def sagens_adgang(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may see the case and why; leaders change it from here."""
    sag = hent_sag(bruger(request), pk)
    return _side(request, sag)


def _side(request: HttpRequest, sag: Any, **former: Any) -> HttpResponse:
    nu = timezone.now()
    data = {
        "sag": sag,
        "i_kraft": saeradgang.adgange_til(sag).filter(saeradgang.i_kraft(nu)),
        "udloebne": saeradgang.adgange_til(sag).filter(udloeber__lte=nu),
        "maa_beskytte": har_ret(bruger(request), Ret.BESKYTTE),
        "beskytform": BeskytForm(initial={"beskyttelse": sag.beskyttelse}),
        "adgangsform": AdgangForm(prefix="giv", af=bruger(request)),
        **former,
    }
    fejl = any(f.errors for f in former.values())
    skabelon = "bord/sagens_adgang.html"
    return ramme.side(request, sag, "adgang", skabelon, data, status=422 if fejl else 200)


@require_POST
def beskyt(request: HttpRequest, pk: int) -> HttpResponse:
    """Protect the case, or lift its protection."""
    sag = hent_sag(bruger(request), pk)
    kraev_ret(bruger(request), Ret.BESKYTTE)
    if spoerg := kraev_ny_bekraeftelse(request):
        return spoerg
    form = BeskytForm(request.POST)
    if form.is_valid():
        try:
            saeradgang.beskyt(bruger(request), sag, **form.cleaned_data)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            messages.success(
                request,
                "Sagen er beskyttet."
                if form.cleaned_data["beskyttelse"]
                else "Beskyttelsen er ophævet.",
            )
            return redirect("sagens_adgang", pk)
    return _side(request, sag, beskytform=form)


@require_POST
def giv_adgang(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a person for the case, or bar one from it."""
    sag = hent_sag(bruger(request), pk)
    kraev_ret(bruger(request), Ret.BESKYTTE)
    if spoerg := kraev_ny_bekraeftelse(request):
        return spoerg
    form = AdgangForm(request.POST, prefix="giv", af=bruger(request))
    if form.is_valid():
        try:
            adgang = _gem_adgang(request, sag, form)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            gjort = "er spærret fra" if adgang.slags == Sagsadgang.Slags.SPAERRET else "kan nu se"
            messages.success(request, f"{adgang.bruger} {gjort} sagen.")
            return redirect("sagens_adgang", pk)
    return _side(request, sag, adgangsform=form)


def _gem_adgang(request: HttpRequest, sag: Any, form: AdgangForm) -> Sagsadgang:
    d = form.cleaned_data
    if d["spaer"]:
        return saeradgang.spaer(bruger(request), sag, d["til"], d["begrundelse"])
    slut = datetime.combine(d["dato"], time.max, KOEBENHAVN) if d["dato"] else None
    return saeradgang.giv_adgang(bruger(request), sag, d["til"], d["begrundelse"], udloeber=slut)


@require_POST
def afslut_adgang(request: HttpRequest, pk: int) -> HttpResponse:
    """End an access, or lift a bar."""
    kraev_ret(bruger(request), Ret.BESKYTTE)
    adgang = Sagsadgang.objects.select_related("bruger").filter(pk=pk).first()
    hent_sag(bruger(request), adgang.sag_id if adgang else 0)
    assert adgang is not None
    saeradgang.afslut(bruger(request), adgang)
    messages.success(
        request, f"{adgang.bruger}: {adgang.get_slags_display().lower()} er afsluttet."
    )
    return redirect("sagens_adgang", adgang.sag_id)


@require_http_methods(GET_POST)
def meld_inhabil(request: HttpRequest, pk: int) -> HttpResponse:
    """Bar oneself from a case of one's own family."""
    sag = hent_sag(bruger(request), pk)
    form = BegrundelseForm(sendt(request))
    if request.method == "POST" and form.is_valid():
        try:
            saeradgang.spaer(
                bruger(request), sag, bruger(request), form.cleaned_data["begrundelse"]
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            messages.success(
                request, "Du er spærret fra sagen. Sig det til din leder, så den bliver fordelt."
            )
            return redirect("skrivebord")
    return render(
        request,
        "bord/meld_inhabil.html",
        {"sag": sag, "form": form},
        status=422 if form.errors else 200,
    )
