"""Figures over time, and the dated events that leaders keep."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.frister.regelsaet import regel, regler
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.tilsyn.adgang import hent_runde
from omhu.tilsyn.models import Begivenhed
from omhu.tilsyn.resultat import actions, forloeb
from omhu.tilsyn.resultat.diagram import tegn
from omhu.tilsyn.resultat.forms import BegivenhedForm, ForloebForm
from omhu.tilsyn.resultat.queries import rundetal, tidligere

STANDARD = "bfu-4mdr"
AAR = 3


@require_http_methods(["GET", "HEAD", "POST"])
def pligter(request: HttpRequest) -> HttpResponse:
    """A duty over the years, month by month; and the list of events. POST notes an event."""
    hvem = bruger(request)
    kraev_ret(hvem, Ret.TILSYN)
    ny = BegivenhedForm(sendt(request))
    if request.method == "POST" and ny.is_valid():
        try:
            actions.tilfoej_begivenhed(
                hvem, ny.cleaned_data["dag"], ny.cleaned_data["slags"], ny.cleaned_data["navn"]
            )
            return redirect("tilsyn_forloeb")
        except ValidationError as fejl:
            ny.add_error(None, fejl)
    i_dag = timezone.localdate()
    standard: dict[str, Any] = {
        "regel": STANDARD,
        "periode": forloeb.KVARTAL,
        "fra": i_dag.replace(year=i_dag.year - AAR, month=1, day=1),
        "til": i_dag,
    }
    form = ForloebForm(standard | request.GET.dict(), regler=regler())
    valgt = form.cleaned_data if form.is_valid() else standard
    fundet = regel(valgt["regel"]) or regler()[0]
    periode, fra, til = valgt["periode"], valgt["fra"], valgt["til"]
    f = forloeb.for_regel(hvem, fundet, periode, fra, til)
    data = {"form": form, "regel": fundet, "fra": fra, "til": til, "ny": ny} | _chart(f)
    data["begivenheder"] = Begivenhed.objects.select_related("oprettet_af").order_by("-dag", "pk")
    return render(request, "tilsyn/resultat/pligter.html", data, status=422 if ny.errors else 200)


@require_safe
def runde(request: HttpRequest, pk: int) -> HttpResponse:
    """A question's answers over this round and the earlier ones, by the day of the act."""
    hvem = bruger(request)
    denne = hent_runde(hvem, pk)
    r = rundetal(denne)
    data: dict[str, Any] = {"runde": denne, "fane": "forloeb", "r": r, "perioder": forloeb.PERIODER}
    if r is not None:
        spoergsmaal = [s.spoergsmaal for t in r.trin for s in t.spoergsmaal]
        oensket = request.GET.get("spoergsmaal")
        valgt = next((s for s in spoergsmaal if s.id == oensket), spoergsmaal[0])
        periode = request.GET.get("periode", "")
        periode = periode if periode in forloeb.PERIODER else forloeb.KVARTAL
        runder = [denne, *tidligere(hvem, denne)[:4]]
        f = forloeb.for_spoergsmaal(runder, valgt.id, periode, r.niveau, r.gruppe.slags)
        data |= {"spoergsmaal": spoergsmaal, "valgt": valgt, "periode": periode, "runder": runder}
        data |= _chart(f)
    return render(request, "tilsyn/resultat/forloeb.html", data)


def _chart(f: forloeb.Forloeb) -> dict[str, Any]:
    raekker = [
        (forloeb.periodenavn(g.punkt.dag, f.periode), g, nr)
        for nr, fase in enumerate(f.faser, 1)
        for g in fase.punkter
    ]
    return {"f": f, "tegning": tegn(f), "raekker": raekker, "flere_faser": len(f.faser) > 1}


@require_POST
def fjern(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an event away."""
    hvem = bruger(request)
    kraev_ret(hvem, Ret.TILSYN)
    actions.fjern_begivenhed(hvem, get_object_or_404(Begivenhed, pk=pk))
    return redirect("tilsyn_forloeb")
