"""Pages for those who make and close accounts. They see staff, never a child."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omhu.adgang.brugerforms import Brugerform, NyKodeform
from omhu.adgang.brugerstyring import Adgangsdata, gem_bruger
from omhu.adgang.hvem import bruger as hvem
from omhu.adgang.log import Handling, log
from omhu.adgang.login.bekraeft import kraev_ny_bekraeftelse
from omhu.adgang.login.maerke import uden_anden_faktor
from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.rettigheder import ORD, ROLLER, Ret, kraev_ret
from omhu.kerne.heltal import heltal

PR_SIDE = 50


@require_GET
def liste(request: HttpRequest) -> HttpResponse:
    """All accounts, by name, role, unit and state."""
    kraev_ret(hvem(request), Ret.STYRE_BRUGERE)
    brugere = _filtrer(Bruger.objects.select_related("enhed"), request.GET)
    side = Paginator(brugere, PR_SIDE).get_page(request.GET.get("side"))
    valg = request.GET.copy()
    valg.pop("side", None)
    data = {
        "side": side,
        "valgt": request.GET,
        "valg": valg.urlencode(),
        "roller": Bruger.Rolle.choices,
        "enheder": Enhed.objects.all(),
        "i_dag": timezone.localdate(),
    }
    return render(request, "adgang/brugere.html", data)


def _filtrer(brugere: QuerySet[Bruger], valg: QueryDict) -> QuerySet[Bruger]:
    for ord_ in valg.get("q", "").split()[:5]:
        brugere = brugere.filter(
            Q(first_name__icontains=ord_)
            | Q(last_name__icontains=ord_)
            | Q(username__icontains=ord_)
            | Q(initialer__iexact=ord_)
        )
    if valg.get("rolle"):
        brugere = brugere.filter(rolle=valg["rolle"])
    if (enhed := heltal(valg.get("enhed"))) is not None:
        brugere = brugere.filter(enhed=enhed)
    tilstand = valg.get("tilstand", "aktive")
    if tilstand in ("aktive", "spaerrede"):
        brugere = brugere.filter(is_active=tilstand == "aktive")
    return brugere


@require_http_methods(["GET", "HEAD", "POST"])
def ny(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    kraev_ret(hvem(request), Ret.STYRE_BRUGERE)
    return _formular(request, Bruger(), aktiv=True)


@require_http_methods(["GET", "HEAD", "POST"])
def ret(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an account."""
    kraev_ret(hvem(request), Ret.STYRE_BRUGERE)
    person = get_object_or_404(Bruger, pk=pk)
    return _formular(request, person, aktiv=person.is_active)


def _formular(request: HttpRequest, person: Bruger, *, aktiv: bool) -> HttpResponse:
    ny = person.pk is None
    if request.method == "POST" and (spoerg := kraev_ny_bekraeftelse(request)):
        return spoerg
    form = Brugerform(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            gem_bruger(hvem(request), form.save(commit=False), form.adgang(aktiv=aktiv))
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            messages.success(request, f"{person} er {'oprettet' if ny else 'rettet'}.")
            return redirect("ret_bruger", person.pk)
    data = {"form": form, "person": None if ny else person, "roller": _rolleord()}
    return render(request, "adgang/bruger.html", data, status=422 if form.errors else 200)


def _rolleord() -> list[tuple[str, str]]:
    """Each role with its rights in words."""
    return [
        (
            rolle.label,
            ", ".join(ORD[r] for r in Ret if r in ROLLER[rolle].maa) or "ingen sider endnu",
        )
        for rolle in Bruger.Rolle
    ]


@require_POST
def spaer(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    return _aktiv(request, pk, aktiv=False)


@require_POST
def aabn(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account."""
    return _aktiv(request, pk, aktiv=True)


def _aktiv(request: HttpRequest, pk: int, *, aktiv: bool) -> HttpResponse:
    kraev_ret(hvem(request), Ret.STYRE_BRUGERE)
    if spoerg := kraev_ny_bekraeftelse(request):
        return spoerg
    person = get_object_or_404(Bruger.objects.select_related("enhed"), pk=pk)
    nu = Adgangsdata.af_bruger(person)
    try:
        gem_bruger(
            hvem(request), person, Adgangsdata(nu.rolle, nu.enhed, nu.kle, nu.udloeber, aktiv)
        )
    except ValidationError as fejl:
        messages.error(request, " ".join(fejl.messages))
    else:
        messages.success(request, f"{person} er {'lukket op' if aktiv else 'spærret'}.")
    return redirect("ret_bruger", pk)


@require_POST
def kodelink(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a link by which the person chooses a password; it works once, and for a day."""
    kraev_ret(hvem(request), Ret.STYRE_BRUGERE)
    if spoerg := kraev_ny_bekraeftelse(request):
        return spoerg
    person = get_object_or_404(Bruger, pk=pk, is_active=True)
    log(Handling.ADMIN, bruger=hvem(request), detaljer={"bruger": pk, "kodelink": 1})
    return render(
        request, "adgang/kodelink.html", {"person": person, "link": _link(request, person)}
    )


def _link(request: HttpRequest, person: Bruger) -> str:
    uid: Any = urlsafe_base64_encode(force_bytes(person.pk))
    sti = reverse("ny_adgangskode", args=[uid, default_token_generator.make_token(person)])
    return request.build_absolute_uri(sti)


@method_decorator([uden_anden_faktor, login_not_required], name="dispatch")
class NyAdgangskode(PasswordResetConfirmView):
    """Where the link leads: choose a password; the link is then used up."""

    template_name = "adgang/ny_adgangskode.html"
    form_class = NyKodeform
    success_url = reverse_lazy("login")

    def form_valid(self, form: Any) -> HttpResponse:
        person: Bruger = form.user
        log(Handling.ADMIN, bruger=person, detaljer={"bruger": person.pk, "ny_kode": 1})
        messages.success(self.request, "Adgangskoden er gemt. Log ind med den.")
        return super().form_valid(form)
