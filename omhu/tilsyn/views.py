"""The front page of the audits: what is asked of me, and the rounds I lead."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from omhu.adgang.hvem import bruger
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.tilsyn.adgang import (
    check_bruger_tilsyn,
    egne_laesninger,
    egne_tilbagemeldinger,
    kun_tal,
    ledede_runder,
    runder_der_spoerger,
    runder_med_tal,
)
from omhu.tilsyn.laesning.fund import antal_aabne
from omhu.tilsyn.laesning.queries import laeserunder
from omhu.tilsyn.models import Runde, Tilsynssag
from omhu.tilsyn.models.runde import SENESTE_FOERST
from omhu.tilsyn.resultat.opvarm import opvarm
from omhu.tilsyn.tilbagemelding.queries import mine_rettelser

MED = Tilsynssag.Tilstand.MED


@require_safe
def forside(request: HttpRequest) -> HttpResponse:
    """What I am to read, what I have been told, and the rounds I lead."""
    mig = bruger(request)
    check_bruger_tilsyn(mig)
    if har_ret(mig, Ret.TILSYN):
        opvarm()
    laesninger = egne_laesninger(mig)
    data = {
        "laeserunder": laeserunder(mig),
        "aabne_fund": antal_aabne(mig),
        "laeste": laesninger.exclude(laast=None).count(),
        "kun_tal": kun_tal(mig),
        "talrunder": runder_med_tal(mig).select_related("udgave__koncept", "enhed"),
        "melderunder": runder_der_spoerger(mig),
        "tilbagemeldinger": egne_tilbagemeldinger(mig),
        "rettelser": mine_rettelser(mig),
        "runder": _runder(mig),
    }
    return render(request, "tilsyn/forside.html", data)


def _runder(mig: Bruger) -> list[Runde]:
    """The rounds one leads, latest first, with how many cases each has."""
    alle = ledede_runder(mig).select_related("udgave__koncept", "enhed").order_by(*SENESTE_FOERST)
    with som_system():  # a figure does not depend on who looks
        return list(alle.annotate(antal=Count("sager", filter=Q(sager__tilstand=MED))))
