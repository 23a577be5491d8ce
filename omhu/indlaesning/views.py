"""Pages of the imports. Leaders see the list of loads and their counts; only a superbruger, who may see every
case, uploads files and sees rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.indlaesning import sider
from omhu.indlaesning.fejl import Afvisning
from omhu.indlaesning.forms import MEST_I_BROWSEREN, UploadForm
from omhu.indlaesning.models import Indlaesning

PR_SIDE = 50
View = Callable[..., HttpResponse]


def bruger(request: HttpRequest) -> Bruger:
    """Who is logged in; the middleware lets nobody else come here."""
    assert isinstance(request.user, Bruger)
    return request.user


def kun_leder(view: View) -> View:
    """Leaders and superbrugere; others get a sentence that says who can help."""

    @wraps(view)
    def indpakket(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not har_ret(bruger(request), Ret.SE_INDLAESNING):
            raise PermissionDenied("Kun ledere kan se indlæsninger. Spørg din teamleder.")
        return view(request, *args, **kwargs)

    return indpakket


def kun_superbruger(view: View) -> View:
    """Superbrugere: an extract holds children of every unit."""

    @wraps(view)
    def indpakket(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _maa_indlaese(request):
            raise PermissionDenied(
                "Kun superbrugere kan indlæse filer. Spørg kommunens superbruger."
            )
        return view(request, *args, **kwargs)

    return indpakket


@require_GET
@kun_leder
def liste(request: HttpRequest) -> HttpResponse:
    """All loads, newest first."""
    alle = Indlaesning.objects.select_related("af", "afgjort_af")
    side = Paginator(alle, PR_SIDE).get_page(request.GET.get("side"))
    return render(
        request, "indlaesning/liste.html", {"side": side, "maa_indlaese": _maa_indlaese(request)}
    )


@require_http_methods(["GET", "POST"])
@kun_superbruger
def ny(request: HttpRequest) -> HttpResponse:
    """Upload files; they are read and tried, and the page of the load shows what would happen."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            indlaesning = sider.modtag(
                data["filer"],
                bruger(request),
                kilde=data["kilde"] or None,
                profil=data["profil"] or None,
            )
        except Afvisning as fejl:
            form.add_error("filer", str(fejl))
        else:
            return redirect("indlaesning_vis", indlaesning.pk)
    status = 422 if form.errors else 200
    return render(
        request, "indlaesning/ny.html", {"form": form, "mest": MEST_I_BROWSEREN}, status=status
    )


@require_GET
@kun_leder
def vis(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One load: what it would change while it is open, what it changed afterwards."""
    indlaesning = get_object_or_404(Indlaesning.objects.select_related("af", "afgjort_af"), pk=pk)
    er_super = _maa_indlaese(request)
    vist = (
        sider.fremvis(indlaesning) if er_super else {"rapport": indlaesning.rapport, "aaben": False}
    )
    return render(
        request,
        "indlaesning/vis.html",
        {"indlaesning": indlaesning, "maa_indlaese": er_super, **vist},
    )


@require_POST
@kun_superbruger
def godkend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the load."""
    indlaesning = get_object_or_404(Indlaesning, pk=pk)
    try:
        rapport = sider.godkend(
            indlaesning, bruger(request), forsvundne="forsvundne" in request.POST
        )
    except Afvisning as fejl:
        messages.error(request, str(fejl))
    else:
        nye, rettede = rapport.skridt.get("ny", 0), rapport.skridt.get("aendret", 0)
        messages.success(request, f"Indlæst: {nye} nye skridt, {rettede} rettede.")
    return redirect("indlaesning_vis", pk)


@require_POST
@kun_superbruger
def forkast(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Drop the load."""
    sider.forkast(get_object_or_404(Indlaesning, pk=pk), bruger(request))
    messages.success(request, "Indlæsningen er forkastet. Det læste er slettet.")
    return redirect("indlaesning")


@require_GET
@kun_superbruger
def karantaene(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rows in quarantine to mend: a CSV, or a zip where more than one file has some."""
    filer = sider.karantaenefiler(get_object_or_404(Indlaesning, pk=pk))
    if not filer:
        messages.error(
            request,
            "Listen er slettet, fordi indlæsningen er afgjort. Indlæs filerne igen for at få den.",
        )
        return redirect("indlaesning_vis", pk)
    if len(filer) == 1:
        svar = HttpResponse(filer[0][1], content_type="text/csv; charset=utf-8")
        svar["Content-Disposition"] = 'attachment; filename="karantaene.csv"'
        return svar
    ud = io.BytesIO()
    with zipfile.ZipFile(ud, "w", zipfile.ZIP_DEFLATED) as z:
        for nr, (_, tekst) in enumerate(filer, start=1):
            z.writestr(f"karantaene-{nr}.csv", tekst)
    svar = HttpResponse(ud.getvalue(), content_type="application/zip")
    svar["Content-Disposition"] = 'attachment; filename="karantaene.zip"'
    return svar


def _maa_indlaese(request: HttpRequest) -> bool:
    return har_ret(bruger(request), Ret.INDLAESE)
