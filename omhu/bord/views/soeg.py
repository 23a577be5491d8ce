"""Search for children and cases. Names and CPR numbers travel in the body, never in an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.adgang.sortering import Dansk
from omhu.bord.filtre import soeg_barn
from omhu.kerne.cpr import uden_cpr
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag
from omhu.sagsarbejde.soegning import queries as soegning

SET = "senest_set"
HUSKES = 12
VIST = 30
KORTEST = 2
TEKSTER = "tekster"
"""`i=tekster`: one wants the texts, and no case is opened."""


def husk_set(request: HttpRequest, sag_pk: int) -> None:
    """Remember a case as seen, newest first, for this session."""
    sete: list[int] = [pk for pk in request.session.get(SET, []) if pk != sag_pk]
    request.session[SET] = [sag_pk, *sete][:HUSKES]


@require_http_methods(["GET", "HEAD", "POST"])
def soeg(request: HttpRequest) -> HttpResponse:
    """Recently seen cases, or what fits the words; one single hit opens at once."""
    kraev_ret(bruger(request), Ret.SE_SAGER)
    tekst = " ".join(request.POST.get("q", "").split())[:80]
    if len(tekst) < KORTEST:
        return render(
            request, "bord/soeg.html", {"sager": _senest_sete(request), "tekst": uden_cpr(tekst)}
        )
    fundne = synlige_sager(bruger(request)).filter(soeg_barn(tekst))
    antal = fundne.count()
    if antal == 1 and request.POST.get("i") != TEKSTER:
        return redirect("sag", pk=fundne.get().pk)
    sager = _sete_foerst(request, list(fundne.order_by("lukket", Dansk("barn__navn"))[:VIST]))
    data = {
        "sager": sager,
        "antal": antal,
        "tekst": uden_cpr(tekst),
        "i_tekster": soegning.soeg(bruger(request), tekst),
    }
    return render(request, "bord/soeg.html", data)


def _senest_sete(request: HttpRequest) -> list[Sag]:
    efter_pk = synlige_sager(bruger(request)).in_bulk(request.session.get(SET, []))
    return [efter_pk[pk] for pk in request.session.get(SET, []) if pk in efter_pk]


def _sete_foerst(request: HttpRequest, sager: list[Sag]) -> list[Sag]:
    sete = request.session.get(SET, [])
    return sorted(sager, key=lambda s: sete.index(s.pk) if s.pk in sete else len(sete))
