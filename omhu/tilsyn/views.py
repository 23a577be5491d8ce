"""The front page of the audits: what is asked of me, and the rounds I lead."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.tilsyn.adgang import (
    egne_laesninger,
    egne_tilbagemeldinger,
    kun_tal,
    ledede_runder,
    runder_med_tal,
)
from omhu.tilsyn.laesning.fund import antal_aabne
from omhu.tilsyn.laesning.queries import laeserunder
from omhu.tilsyn.resultat.opvarm import opvarm
from omhu.tilsyn.runder.meldviews import aabne_runder
from omhu.tilsyn.tilbagemelding.queries import mine_rettelser

INTET_HER = "Her er ledelsestilsyn og tilbagemeldinger. Din rolle bruger dem ikke."

BRUGER_TILSYN = (Ret.REGISTRERE, Ret.GRANSKE, Ret.TILSYN, Ret.KONCEPTER, Ret.SE_TAL)


@require_safe
def forside(request: HttpRequest) -> HttpResponse:
    """What I am to read, what I have been told, and the rounds I lead."""
    mig = bruger(request)
    if not any(har_ret(mig, r) for r in BRUGER_TILSYN):
        raise PermissionDenied(INTET_HER)
    if har_ret(mig, Ret.TILSYN):
        opvarm()
    laesninger = egne_laesninger(mig)
    data = {
        "laeserunder": laeserunder(mig),
        "aabne_fund": antal_aabne(mig),
        "laeste": laesninger.exclude(laast=None).count(),
        "kun_tal": kun_tal(mig),
        "talrunder": runder_med_tal(mig).select_related("udgave__koncept", "enhed"),
        "melderunder": aabne_runder(mig),
        "tilbagemeldinger": egne_tilbagemeldinger(mig),
        "rettelser": mine_rettelser(mig),
        "runder": ledede_runder(mig)
        .select_related("udgave__koncept", "enhed")
        .annotate(
            antal=Count("sager", filter=Q(sager__tilstand="MED"), distinct=True),
            faerdige=Count("sager__laesninger", filter=Q(sager__laesninger__laast__isnull=False)),
        ),
    }
    return render(request, "tilsyn/forside.html", data)
