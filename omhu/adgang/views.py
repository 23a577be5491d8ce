"""Logging in and out. Every other page asks for a login (LoginRequiredMiddleware)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from omhu.adgang.demo import demoroller, er_lokal_demo
from omhu.adgang.forms import Adgangskodeform, Loginform
from omhu.adgang.models import Bruger

BACKEND = "django.contrib.auth.backends.ModelBackend"


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """The login page; in the demo also its one-click logins."""

    form_class = Loginform
    template_name = "adgang/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roller = demoroller() if er_lokal_demo(self.request) else []
        return super().get_context_data(demoroller=roller, **kwargs)


@login_not_required
@require_POST
def demologin(request: HttpRequest, pk: int) -> HttpResponse:
    """Log in as one of the demo's people. Raises PermissionDenied outside the demo."""
    if not er_lokal_demo(request):
        raise PermissionDenied("Login uden adgangskode findes kun i demoen på egen maskine.")
    login(request, get_object_or_404(Bruger, pk=pk, is_active=True), backend=BACKEND)
    return redirect("skrivebord")


class Adgangskode(PasswordChangeView):
    """Change one's own password."""

    form_class = Adgangskodeform
    template_name = "adgang/adgangskode.html"
    success_url = reverse_lazy("skrivebord")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Din adgangskode er skiftet.")
        return super().form_valid(form)
