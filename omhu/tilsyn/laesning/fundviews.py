"""Serious findings on the screen: telling of one, the restricted list, and its follow-up."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.kerne.ord_om_tid import dato
from omhu.regler.katalog import katalog
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.tilsyn.adgang import check_ser_fund, hent_laesning
from omhu.tilsyn.laesning import actions
from omhu.tilsyn.laesning import fund as fundacts
from omhu.tilsyn.laesning.forms import Fundform, Opfoelgningsform
from omhu.tilsyn.laesning.queries import linjer, naeste_aabne
from omhu.tilsyn.models import Fund
from omhu.tilsyn.runder.koncept import koncept_af

GET_POST = ["GET", "HEAD", "POST"]
TAG, UNDERRET = "tag", "underret"


@require_http_methods(GET_POST)
def meld(request: HttpRequest, pk: int, nr: str) -> HttpResponse:
    """Is it a serious finding? Yes with a few words, or on to the next question."""
    laesning = hent_laesning(bruger(request), pk)
    actions.check_maa_laese(laesning, bruger(request))
    koncept = koncept_af(laesning.tilsynssag.runde.udgave)
    alle = linjer(laesning)
    linje = next((x for x in alle if x.spoergsmaal.id == nr), None)
    if linje is None:
        raise Http404("Spørgsmålet findes ikke i denne læsning.")
    form = Fundform(sendt(request))
    if request.method == "POST" and form.is_valid():
        try:
            fundacts.meld_fund(laesning, nr, form.cleaned_data["beskrivelse"], af=bruger(request))
            messages.success(
                request, "Fundet er meldt. Kun de få, der følger det op, kan læse det."
            )
            return redirect("tilsyn_laes", pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    form.hent_kladde(request)
    data = {
        "laesning": laesning,
        "ts": laesning.tilsynssag,
        "sag": laesning.tilsynssag.sag,
        "koncept": koncept,
        "linje": linje,
        "naeste": naeste_aabne(alle, efter=nr),
        "meldt": Fund.objects.filter(laesning=laesning, spoergsmaal=nr),
        "form": form,
    }
    return render(request, "tilsyn/laesning/meld.html", data, status=422 if form.errors else 200)


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """The findings that the user may read, open ones first; of the others only the number per round. No child is named
    here, so that the log of a case does not tell that there is a finding in it."""
    mig = bruger(request)
    check_ser_fund(mig)
    alle = list(fundacts.synlige_fund(mig).order_by("afsluttet", "-meldt")[:200])
    til = fundacts.underretninger_efter(alle)
    data = {
        "aabne": [(f, f.pk in til, til.get(f.pk)) for f in alle if not f.afsluttet],
        "afsluttede": [f for f in alle if f.afsluttet],
        "pr_runde": fundacts.antal_pr_runde(mig),
        "foelger_op": har_ret(mig, Ret.ALVORLIGE_FUND),
    }
    return render(request, "tilsyn/laesning/alvorlige.html", data)


@require_http_methods(GET_POST)
def fund(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: what was seen, who follows it up, by which way, and what came of it."""
    mig = bruger(request)
    fundet, sag = fundacts.hent_fund(mig, pk)
    siden = fundacts.skridt_siden(fundet, sag)
    arter = katalog().arter
    valg = [(str(s.rod), f"{arter[s.art].navn}, {dato(s.dag)}") for s in siden]
    til = fundacts.underretninger_efter([fundet])
    underretning = til.get(fundet.pk)
    knap = {TAG, UNDERRET} & set(request.POST)
    form = Opfoelgningsform(
        None if knap else sendt(request),
        skridt=valg,
        initial={"vej": fundet.vej, "skridt": str(underretning.rod) if underretning else ""},
    )
    if request.method == "POST":
        try:
            if UNDERRET in request.POST:
                fundacts.skal_underrettes(fundet, af=mig)
                if not har_ret(mig, Ret.REGISTRERE):
                    return redirect("tilsyn_sagsopfoelgning", pk)
                return redirect(f"{reverse('ny_underretning')}?sag={sag.pk}")
            if TAG in request.POST:
                fundacts.tag_fund(fundet, af=mig)
                messages.success(request, "Du følger fundet op.")
                return redirect("tilsyn_sagsopfoelgning", pk)
            if form.is_valid():
                d = form.cleaned_data
                fundacts.afslut_fund(
                    fundet, vej=d["vej"], udfald=d["udfald"], skridt=form.rod(), af=mig
                )
                messages.success(request, "Fundet er afsluttet.")
                return redirect("tilsyn_alvorlige")
        except ValidationError as fejl:
            if form.is_bound:
                form.tilfoej(fejl)
            else:
                messages.error(request, " ".join(fejl.messages))
    form.hent_kladde(request)
    data = {
        "fund": fundet,
        "sag": sag,
        "form": form,
        "kan_foelge_op": har_ret(mig, Ret.ALVORLIGE_FUND) and not fundet.afsluttet,
        "skal_underrettes": fundet.pk in til,
        "underretning": underretning,
        "foerte_til": next((navn for rod, navn in valg if rod == str(fundet.skridt_rod)), ""),
    }
    return render(request, "tilsyn/laesning/fund.html", data, status=422 if form.errors else 200)
