"""Logging in and out. Every other page asks for a login (LoginRequiredMiddleware)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from omhu.adgang.demo import demoroller, er_lokal_demo
from omhu.adgang.forms import Adgangskodeform, Kodeform, Loginform
from omhu.adgang.hvem import bruger as hvem
from omhu.adgang.login import backend, ind, sessioner, spor, totp
from omhu.adgang.login.maerke import uden_anden_faktor
from omhu.adgang.login.opsaetning import har_oidc, har_saml
from omhu.adgang.models import Bruger


@method_decorator([login_not_required, never_cache], name="dispatch")
class Login(LoginView):
    """The login page; in the demo also its one-click logins."""

    form_class = Loginform
    template_name = "adgang/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        if ind.efter_adgangskode(self.request, form.get_user(), self.get_success_url()):
            return redirect(self.get_success_url())
        return redirect("login_kode")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            demoroller=demoroller() if er_lokal_demo(self.request) else [],
            oidc=har_oidc(),
            saml=har_saml(),
            kommunens_logud=har_oidc() and self.request.GET.get("ud") == "oidc",
            **kwargs,
        )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kode(request: HttpRequest) -> HttpResponse:
    """The second step of a login: the one-time code."""
    fundet = ind.afventer(request)
    if fundet is None:
        request.session.pop(ind.AFVENTER, None)
        return redirect("login")
    bruger, videre = fundet
    form = Kodeform(request.POST or None, request=request, bruger=bruger)
    if request.method == "POST" and form.is_valid():
        ind.efter_kode(request, bruger)
        if form.faktor == "genskabelse":
            spor.aendret("genskabelseskode brugt", bruger, bruger)
            messages.info(
                request, f"Du har {totp.koder_tilbage(bruger)} genskabelseskoder tilbage."
            )
        return redirect(videre)
    return render(request, "adgang/kode.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_POST
def demologin(request: HttpRequest, pk: int) -> HttpResponse:
    """Log in as one of the demo's people. Raises PermissionDenied outside the demo."""
    if not er_lokal_demo(request):
        raise PermissionDenied("Login uden adgangskode findes kun i demoen på egen maskine.")
    bruger = get_object_or_404(Bruger, pk=pk, is_active=True)
    if not backend.Demo().user_can_authenticate(bruger):
        raise PermissionDenied("Brugerens sidste dag er gået. Vælg en anden.")
    ind.log_ind(request, bruger, backend.Demo)
    return redirect("skrivebord")


@uden_anden_faktor
@login_not_required
@require_POST
def logud(request: HttpRequest) -> HttpResponse:
    """End the session here; the login page offers to end the municipality's too."""
    kom_med = backend.kom_med(request)
    var_inde = request.user.is_authenticated
    logout(request)
    if var_inde:
        messages.success(request, "Du er logget ud af Omhu.")
    return redirect(f"{reverse('login')}?ud=oidc" if kom_med == "Oidc" else "login")


@method_decorator(uden_anden_faktor, name="dispatch")
class Adgangskode(PasswordChangeView):
    """Change one's own password; all other sessions end."""

    form_class = Adgangskodeform
    template_name = "adgang/adgangskode.html"
    success_url = reverse_lazy("skrivebord")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        svar = super().form_valid(form)
        sessioner.afslut(hvem(self.request), undtagen=self.request.session.session_key)
        spor.aendret("adgangskode", hvem(self.request), hvem(self.request))
        messages.success(
            self.request, "Din adgangskode er skiftet. Du er logget ud alle andre steder."
        )
        return svar
