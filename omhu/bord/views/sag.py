"""The case page: one case as it is today, or as of a day and as known on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from omhu.adgang.hvem import bruger
from omhu.bord import forside, ramme, sagsside, tidslinje_plan, tidslinje_svg
from omhu.bord.forms import SynForm
from omhu.bord.queries import linje
from omhu.bord.views.soeg import husk_set
from omhu.bord.views.svar import formside
from omhu.frister.forklaring import forklar_pligt
from omhu.frister.indhold import indhold
from omhu.frister.models import Pligt
from omhu.frister.queries import pligter_for, pligter_som_set
from omhu.kerne.ord_om_tid import kort_dato
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende


@require_GET
def sag(request: HttpRequest, pk: int) -> HttpResponse:
    """The front page of one case; `pr` and `kendt_pr` come in the address."""
    sagen, data = _som_set(request, pk)
    husk_set(request, pk)
    if data["nutid"]:
        data |= forside.indhold(sagen, bruger(request), data["skridt"], data["trin"])
    return ramme.side(request, sagen, "overblik", "bord/sag.html", data)


@require_GET
def tidslinje(request: HttpRequest, pk: int) -> HttpResponse:
    """All steps, corrected and withdrawn ones too, with the drawing above them."""
    sagen, data = _som_set(request, pk)
    return ramme.side(request, sagen, "tidslinje", "bord/sagens_tidslinje.html", data)


def _som_set(request: HttpRequest, pk: int) -> tuple[Sag, dict[str, Any]]:
    """The case and what a page of it shows, as of the days asked for."""
    sagen = hent_sag(bruger(request), pk)
    syn_form = SynForm(request.GET or None)
    syn = laes_syn(syn_form)
    data = {
        "alder": sagen.barn.alder(syn.pr),
        "syn": syn,
        "syn_form": _vist_form(syn_form, syn),
        "nutid": _nutid(syn),
        **_indhold(request, sagen, syn),
    }
    return sagen, data


def _vist_form(form: SynForm, syn: Synsdag) -> SynForm:
    """The form with the days in force, or with what was wrong."""
    if form.is_bound and not form.is_valid():
        return form
    return SynForm(initial={"pr": syn.pr, "kendt_pr": syn.kendt_pr})


def laes_syn(form: SynForm) -> Synsdag:
    """The days that the form asks for; today, with all that is known, where it asks for none."""
    if not form.is_bound or not form.is_valid():
        return Synsdag.i_dag()
    return Synsdag(form.cleaned_data["pr"] or timezone.localdate(), form.cleaned_data["kendt_pr"])


def _nutid(syn: Synsdag) -> bool:
    i_dag = timezone.localdate()
    return syn.pr == i_dag and syn.kendt_pr in (None, i_dag)


def _indhold(request: HttpRequest, sagen: Sag, syn: Synsdag) -> dict[str, Any]:
    nutid = _nutid(syn)
    gemte = list(pligter_for(bruger(request), kun_aabne_sager=False).filter(sag=sagen))
    pligter = sagsside.gemte_eller_sete(sagen, syn, gemte, nutid=nutid)
    nu = timezone.now() if nutid else syn.pr
    frister = sagsside.frister(pligter, bruger(request), syn.pr, nu)
    skridt = list(_skridt(sagen, syn))
    trin = [s.som_trin() for s in gaeldende(syn, Skridt.objects.filter(sag=sagen))]
    maerker = sagsside.fristmaerker(frister, syn.pr)
    plan = tidslinje_plan.laeg(trin, maerker, syn.pr)
    navn = f"Tidslinje for {sagen.barn}"
    return {
        "frister": frister,
        "hoved": sagsside.hoved(sagen, trin, nutid=nutid),
        "synsvalg": "" if nutid else _synsvalg(syn),
        "sker_nu": sagsside.det_sker_nu(plan, syn.pr),
        "tegning": SafeString(
            tidslinje_svg.tegn(trin, maerker, syn.pr, navn=navn, dagsord=_dagsord(syn.pr))
        ),
        "noegle": [(SafeString(svg), ord_) for svg, ord_ in tidslinje_svg.noegle(plan)],
        "tabel": tidslinje_plan.tabel(plan),
        "skridtlinjer": sagsside.skridtlinjer(skridt, bruger(request)),
        "antal_skridt": len(trin),
        "skridt": skridt,
        "trin": trin,
    }


def _dagsord(dag: date) -> str:
    """What the drawing calls the day that it is seen as of."""
    return "i dag" if dag == timezone.localdate() else f"pr. {kort_dato(dag)}"


def _synsvalg(syn: Synsdag) -> str:
    """The two days as part of an address, so that an explanation is of the same day."""
    kendt = f"&kendt_pr={syn.kendt_pr.isoformat()}" if syn.kendt_pr else ""
    return f"&pr={syn.pr.isoformat()}{kendt}"


def _skridt(sagen: Sag, syn: Synsdag) -> Any:
    """All rows known on the day, corrected and withdrawn ones too."""
    skridt = Skridt.objects.filter(sag=sagen, dag__lte=syn.pr).select_related("registreret_af")
    return skridt.filter(registreret__lt=syn.kendt_indtil) if syn.kendt_indtil else skridt


@require_GET
def hvorfor(request: HttpRequest, pk: int) -> HttpResponse:
    """Why an obligation (`noegle`) was as it was on a day (`pr`, `kendt_pr`). Raises Http404 when there was none."""
    sagen = hent_sag(bruger(request), pk)
    syn = laes_syn(SynForm(request.GET))
    pligt = Pligt(sag=sagen, noegle=request.GET.get("noegle", ""))
    forklaring = forklar_pligt(pligt, syn)
    sete = {p.noegle: p for p in pligter_som_set(sagen, syn)}
    if forklaring is None or pligt.noegle not in sete:
        raise Http404
    pligt = sete[pligt.noegle]
    pligt.sag = sagen
    data = {
        "sag": sagen,
        "syn": syn,
        "pligt": pligt,
        "linje": linje(pligt, syn.pr, nu=syn.pr, ordene=indhold(bruger(request), [pligt])),
        "forklaring": forklaring,
    }
    return formside(request, "bord/dele/hvorfor.html", data, sag_pk=pk)
