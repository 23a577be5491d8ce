"""One's own login: one-time codes, sessions, and the confirmation that sensitive acts ask for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omhu.adgang.forms import NyTotpform
from omhu.adgang.hvem import bruger as hvem
from omhu.adgang.login import sessioner, spor, totp
from omhu.adgang.login.backend import kom_med
from omhu.adgang.login.bekraeft import hent_gemt, kraev_ny_bekraeftelse, med_ny_bekraeftelse
from omhu.adgang.login.maerke import uden_anden_faktor


@uden_anden_faktor
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def engangskode(request: HttpRequest) -> HttpResponse:
    """Set up one-time codes, or see that they are."""
    bruger = hvem(request)
    if totp.har(bruger):
        if totp.mangler(request):  # a session from before they were set up elsewhere
            return _log_ind_igen(request)
        stand = {"tilbage": totp.koder_tilbage(bruger), "kraeves": _kraeves(request)}
        return render(request, "adgang/totp.html", stand)
    if svar := kraev_ny_bekraeftelse(request):
        return svar
    form = NyTotpform(request.POST if "kode" in request.POST else None)
    if form.is_bound and form.is_valid():
        koder = totp.faerdiggoer(request, form.cleaned_data["kode"])
        if koder:
            spor.aendret("totp sat op", bruger, bruger)
            sessioner.afslut(bruger, undtagen=request.session.session_key)
            return render(request, "adgang/totp_koder.html", {"koder": koder, "nye": False})
        form.add_error(
            "kode",
            "Koden passer ikke. Vent på den næste i appen, og skriv den. Se også, om telefonens ur går rigtigt.",
        )
    hemmelig = totp.begynd(request)
    data: dict[str, object] = {
        "form": form,
        "qr": totp.qr(bruger, hemmelig),
        "hemmelig": " ".join(hemmelig[i : i + 4] for i in range(0, len(hemmelig), 4)),
        "kraeves": _kraeves(request),
    }
    return render(request, "adgang/totp_ny.html", data, status=422 if form.errors else 200)


def _kraeves(request: HttpRequest) -> bool:
    return kom_med(request) == "Adgangskode" and totp.kraeves(hvem(request))


def _log_ind_igen(request: HttpRequest) -> HttpResponse:
    from django.contrib.auth import logout

    logout(request)
    messages.info(request, "Log ind igen, og brug din engangskode.")
    return redirect("login")


@never_cache
@require_POST
@med_ny_bekraeftelse
def nye_koder(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown once."""
    bruger = hvem(request)
    if not totp.har(bruger):
        return redirect("totp")
    koder = totp.nye_koder(bruger)
    spor.aendret("nye genskabelseskoder", bruger, bruger)
    return render(request, "adgang/totp_koder.html", {"koder": koder, "nye": True})


@require_POST
@med_ny_bekraeftelse
def fjern_totp(request: HttpRequest) -> HttpResponse:
    """Take one's own second factor away; where it is required a new one must follow at once."""
    bruger = hvem(request)
    if totp.fjern(bruger):
        request.session.pop(sessioner.ANDEN_FAKTOR, None)
        sessioner.afslut(bruger, undtagen=request.session.session_key)
        spor.aendret("totp fjernet", bruger, bruger)
        messages.success(request, "Engangskoder er slået fra.")
    return redirect("totp")


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """Where one is logged in."""
    her = request.session.session_key
    data = {
        "sessioner": [
            {"nr": sessioner.nummer_af(s.pk), "session": s, "her": s.pk == her}
            for s in sessioner.aabne(hvem(request))
        ],
        "kom_med": kom_med(request),
    }
    return render(request, "adgang/sessioner.html", data)


@require_POST
def afslut(request: HttpRequest) -> HttpResponse:
    """End one of one's sessions (`nr`), or all but this."""
    bruger, nr = hvem(request), request.POST.get("nr", "")
    if not nr:
        antal = sessioner.afslut(bruger, undtagen=request.session.session_key)
        messages.success(request, f"{antal} andre sessioner er afsluttet.")
    elif nr == sessioner.nummer_af(request.session.session_key or ""):
        messages.info(request, "Det er den session, du bruger nu. Log ud for at afslutte den.")
    elif sessioner.afslut_en(bruger, nr):
        messages.success(request, "Sessionen er afsluttet.")
    else:
        messages.info(request, "Sessionen var allerede afsluttet.")
    return redirect("sessioner")


@uden_anden_faktor
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bekraeft(request: HttpRequest) -> HttpResponse:
    """Confirm, and go on to where one was; what was typed before a trip to the municipality's login waits here."""
    if svar := kraev_ny_bekraeftelse(request):
        return svar
    if gemt := hent_gemt(request):
        sti, felter = gemt
        return render(request, "adgang/fortsaet.html", {"maal": sti, "gemte": felter})
    videre = request.GET.get("next", "/")
    egen = url_has_allowed_host_and_scheme(
        videre, {request.get_host()}, require_https=request.is_secure()
    )
    return redirect(videre if egen else "skrivebord")
