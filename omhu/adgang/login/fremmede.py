"""The addresses of the municipality's login: out to it, back from it, and out of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from omhu.adgang.hvem import bruger as hvem
from omhu.adgang.login import backend, ind, oidc, saml, spor
from omhu.adgang.login.bekraeft import bekraeft
from omhu.adgang.login.kommunen import HJAELP, Afvist, Person, find_bruger, id_for
from omhu.adgang.login.motor import SessionStore
from omhu.adgang.login.opsaetning import har_oidc, har_saml
from omhu.adgang.models import Bruger

FOR_GAMMELT = "Login tog for lang tid, eller det blev ikke begyndt her. Prøv igen."
SAML_KAGE = "omhu_saml"
SAML_SEKUNDER = 300

View = Callable[[HttpRequest], HttpResponse]


def _kun_naar(opsat: Callable[[], bool]) -> Callable[[View], View]:
    """Without the setting the address is not there; a refusal becomes a page and a line in the logs."""

    def dekorator(view: View) -> View:
        @wraps(view)
        def indpakket(request: HttpRequest) -> HttpResponse:
            if not opsat():
                raise Http404
            try:
                return view(request)
            except Afvist as fejl:
                spor.mislykket(fejl.grund, detalje=fejl.detalje)
                return render(request, "adgang/login_afvist.html", {"tekst": str(fejl)}, status=403)

        return indpakket

    return dekorator


@login_not_required
@never_cache
@require_GET
@_kun_naar(har_oidc)
def oidc_ind(request: HttpRequest) -> HttpResponse:
    """Go to the OIDC provider, to log in or (`bekraeft`) to confirm."""
    return oidc.send_videre(request, *_hensigt(request))


@login_not_required
@never_cache
@require_GET
@_kun_naar(har_oidc)
def oidc_svar(request: HttpRequest) -> HttpResponse:
    """Back from the OIDC provider."""
    state = statekit.unstash_state(
        request, provider_id=oidc.UDBYDER, state_id=request.GET.get("state", "")
    )
    if "code" not in request.GET:
        fejl = request.GET.get("error", "")[:80]
        raise Afvist(
            f"Kommunens login sagde nej. Prøv igen. {HJAELP}", "udstederen sagde nej", fejl
        )
    if state is None:
        raise Afvist(FOR_GAMMELT, "intet login var begyndt")
    paastande = oidc.hent_paastande(request, state)
    return _faerdig(
        request, state, oidc.person(paastande), backend.Oidc, nylig=oidc.er_nylig(paastande)
    )


@login_not_required
@require_GET
@_kun_naar(har_oidc)
def oidc_ud(request: HttpRequest) -> HttpResponse:
    """End the municipality's own session too."""
    return redirect(oidc.logud_adresse(request) or "login")


@login_not_required
@never_cache
@require_GET
@_kun_naar(har_saml)
def saml_ind(request: HttpRequest) -> HttpResponse:
    """Go to the SAML provider, to log in or (`bekraeft`) to confirm."""
    formaal, videre = _hensigt(request)
    auth = saml.klient(request)
    adresse = auth.login(return_to="", force_authn=formaal == "bekraeft")
    statekit.stash_state(
        request,
        provider_id=saml.UDBYDER,
        state={"process": formaal, "next": videre},
        state_id=auth.get_last_request_id(),
    )
    return redirect(adresse)


@csrf_exempt
@login_not_required
@require_POST
@_kun_naar(har_saml)
def saml_svar(request: HttpRequest) -> HttpResponse:
    """The SAML provider's answer. It comes from the provider's page, so the browser keeps our cookie back
    (SameSite): it is checked here and waits a moment for the browser to come by itself."""
    venter = SessionStore()
    venter["svar"] = saml.laes_svar(request)
    venter.set_expiry(SAML_SEKUNDER)
    venter.save()
    svar = redirect("saml_faerdig")
    svar.set_cookie(
        SAML_KAGE,
        venter.session_key or "",
        max_age=SAML_SEKUNDER,
        path=reverse("saml_faerdig"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return svar


@login_not_required
@never_cache
@require_GET
@_kun_naar(har_saml)
def saml_faerdig(request: HttpRequest) -> HttpResponse:
    """The browser comes back with its own session, which must hold the question that was answered."""
    venter = SessionStore(request.COOKIES.get(SAML_KAGE) or None)
    svar: dict[str, Any] | None = venter.get("svar")
    venter.delete()
    if svar is None:
        raise Afvist(FOR_GAMMELT, "intet SAML-svar")
    state = statekit.unstash_state(request, provider_id=saml.UDBYDER, state_id=svar["svar_paa"])
    if state is None:
        raise Afvist(FOR_GAMMELT, "intet login var begyndt")
    return _faerdig(request, state, saml.person(svar), backend.Saml, nylig=svar["nylig"])


@login_not_required
@require_GET
@_kun_naar(har_saml)
def saml_metadata(request: HttpRequest) -> HttpResponse:
    """Our description for the SAML provider."""
    return HttpResponse(saml.metadata(request), content_type="application/samlmetadata+xml")


def _hensigt(request: HttpRequest) -> tuple[str, str]:
    videre = request.GET.get("next", "/")
    egen = url_has_allowed_host_and_scheme(
        videre, {request.get_host()}, require_https=request.is_secure()
    )
    formaal = (
        "bekraeft" if request.GET.get("bekraeft") and request.user.is_authenticated else "login"
    )
    return formaal, videre if egen else "/"


def _faerdig(
    request: HttpRequest,
    state: dict[str, Any],
    person: Person,
    vej: type[backend.Adgangskode],
    *,
    nylig: bool,
) -> HttpResponse:
    if state["process"] == "bekraeft":
        _bekraeft(request, person, nylig=nylig)
    else:
        ind.log_ind(request, find_bruger(person), vej)
    return redirect(state.get("next") or "/")


def _bekraeft(request: HttpRequest, person: Person, *, nylig: bool) -> None:
    bruger: Bruger | None = hvem(request) if request.user.is_authenticated else None
    if bruger is None or id_for(bruger) != person.id:
        raise Afvist("Det var en anden, der loggede ind. Prøv igen.", "bekræftet af en anden")
    if not nylig:
        raise Afvist(
            f"Kommunens login spurgte ikke efter din adgangskode igen. {HJAELP}",
            "bekræftelsen er ikke ny",
        )
    bekraeft(request)
