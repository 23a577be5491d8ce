"""The reading screen: the case on the left, one question at a time on the right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.regler.katalog import katalog
from omhu.regler.love import lov_paa
from omhu.sagsarbejde.actions import maa_registrere
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.tilsyn.adgang import hent_laesning, hent_runde
from omhu.tilsyn.laesning import actions
from omhu.tilsyn.laesning.forms import Sagsform, Svarform, sekunder, som_nu
from omhu.tilsyn.laesning.koncept import niveau_nr, spoergsmaal_i, udregnede
from omhu.tilsyn.laesning.queries import (
    Linje,
    blanketter,
    fremdrift,
    linjer,
    mangler,
    naeste_aabne,
    naeste_laesning,
)
from omhu.tilsyn.laesning.sagsvindue import sagsvindue
from omhu.tilsyn.laesning.sammenlign import (
    hyppigst,
    laeste,
    navn_paa,
    side_om_side,
    uenigheder,
)
from omhu.tilsyn.models import Laesning, Svar
from omhu.tilsyn.runder.koncept import koncept_af

GET_POST = ["GET", "HEAD", "POST"]
UDEN_GENVEJE = "tilsyn_uden_genveje"


def _egen(request: HttpRequest, pk: int) -> Laesning:
    """One's own reading, of a case that one may see and has not had. Raises PermissionDenied or Http404."""
    laesning = hent_laesning(bruger(request), pk)
    actions.check_maa_laese(laesning, bruger(request))
    return laesning


def _faelles(request: HttpRequest, laesning: Laesning) -> dict[str, Any]:
    """What every page of a reading knows."""
    ts = laesning.tilsynssag
    koncept = koncept_af(ts.runde.udgave)
    return {
        "laesning": laesning,
        "ts": ts,
        "runde": ts.runde,
        "sag": ts.sag,
        "koncept": koncept,
        "niveau": navn_paa(laesning, koncept),
        "fremdrift": fremdrift(bruger(request), ts.runde_id),
        "lukket": actions.lukket_for_svar(laesning),
        "kan_rette": {
            k for k, art in katalog().arter.items() if maa_registrere(bruger(request), art)
        },
        "genveje": not request.session.get(UDEN_GENVEJE),
    }


@require_safe
def laes(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one left off: the first open question, the last step, or what was locked. Not begun: what one is asked."""
    laesning = _egen(request, pk)
    if laesning.laast:
        return redirect("tilsyn_laes_sammenlign", pk)
    if laesning.begyndt:
        alle = linjer(laesning)
        naeste = naeste_aabne(alle)
        if naeste is None:
            return redirect("tilsyn_laes_sagen", pk)
        return redirect("tilsyn_spoergsmaal", pk, naeste.spoergsmaal.id)
    data = _faelles(request, laesning)
    spm = spoergsmaal_i(laesning, data["koncept"])
    trin = [
        (t.navn, n)
        for t in data["koncept"].sagstrin
        if (n := sum(1 for s in spm if s.sagstrin == t.kode))
    ]
    data |= {"antal": len(spm), "trin": trin, "vindue": sagsvindue(data["sag"], data["runde"])}
    return render(request, "tilsyn/laesning/start.html", data)


@require_POST
def begynd(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin, or go on."""
    laesning = _egen(request, pk)
    try:
        actions.begynd(laesning, af=bruger(request))
    except ValidationError as fejl:
        messages.error(request, " ".join(fejl.messages))
    return redirect("tilsyn_laes", pk)


@require_http_methods(GET_POST)
def spoergsmaal(request: HttpRequest, pk: int, nr: str) -> HttpResponse:
    """One question: the computed answer filled in, to be confirmed or overruled."""
    laesning = _egen(request, pk)
    if not laesning.begyndt:
        return redirect("tilsyn_laes", pk)
    friske = {} if laesning.laast else udregnede(laesning.tilsynssag)
    alle = linjer(laesning, friske)
    linje = next((x for x in alle if x.spoergsmaal.id == nr), None)
    if linje is None:
        raise Http404("Spørgsmålet findes ikke i denne læsning.")
    form = Svarform(sendt(request), initial=som_nu(linje), linje=linje)
    if request.method == "POST" and form.is_valid():
        try:
            gemt = actions.svar(
                laesning, nr, form.besvarelse(), af=bruger(request), sekunder=sekunder(request)
            )
            return redirect(_efter(laesning, linje, gemt, alle))
        except ValidationError as fejl:
            form.tilfoej(fejl)
    form.hent_kladde(request)
    data = {
        **_faelles(request, laesning),
        **_spoergsmaalsdata(linje, alle),
        "form": form,
        "vindue": sagsvindue(laesning.tilsynssag.sag, laesning.tilsynssag.runde, linje, alle),
    }
    return render(
        request, "tilsyn/laesning/spoergsmaal.html", data, status=422 if form.errors else 200
    )


def _spoergsmaalsdata(linje: Linje, alle: list[Linje]) -> dict[str, Any]:
    """The question in words, with its neighbours."""
    nr = alle.index(linje)
    s, f = linje.spoergsmaal, linje.frisk
    dag = linje.svar.laesning.tilsynssag.runde.til
    return {
        "linje": linje,
        "alle": alle,
        "nr": nr + 1,
        "besvarede": sum(1 for x in alle if x.besvaret),
        "foer": alle[nr - 1] if nr else None,
        "efter": alle[nr + 1] if nr + 1 < len(alle) else None,
        "hjemmel": (f.hjemmel if f and f.hjemmel else s.hjemmel_tekst(lov_paa(dag))),
        "auto_navn": linje.skala.navn_paa(linje.auto) if linje.auto else "",
        "auto_grund": f.grund if f else linje.svar.auto_grund,
        "maaling": f.regel.split(":") if f and ":" in f.regel else [],
        "regler": f.regel.split() if f and ":" not in f.regel else [],
    }


def _efter(laesning: Laesning, linje: Linje, gemt: Svar, alle: list[Linje]) -> str:
    """Where an answer leads: to the finding where it may be serious, else to the next open question."""
    koncept = koncept_af(laesning.tilsynssag.runde.udgave)
    s = linje.spoergsmaal
    ny = (linje.svar.svar, linje.svar.alvor) != (gemt.svar, gemt.alvor)
    mangel = s.alvor and koncept.regnes(s.id, gemt.svar) == "mangel"
    if ny and (mangel or gemt.alvor == Svar.Alvor.ALVORLIG):
        return reverse("tilsyn_laes_meld", args=[laesning.pk, s.id])
    rest = [x for x in alle if x.spoergsmaal.id != s.id]
    aabne = naeste_aabne(alle, efter=s.id) if any(not x.besvaret for x in rest) else None
    if aabne is None or aabne.spoergsmaal.id == s.id:
        return reverse("tilsyn_laes_sagen", args=[laesning.pk])
    return reverse("tilsyn_spoergsmaal", args=[laesning.pk, aabne.spoergsmaal.id])


@require_http_methods(GET_POST)
def om_sagen(request: HttpRequest, pk: int) -> HttpResponse:
    """The last step: the case as a whole, in the texts that the concept asks for."""
    laesning = _egen(request, pk)
    if not laesning.begyndt:
        return redirect("tilsyn_laes", pk)
    data = _faelles(request, laesning)
    tekster = blanketter(laesning, data["koncept"])
    initial = {"styrker": laesning.styrker, "opmaerksomhed": laesning.opmaerksomhed}
    initial |= {f"blanket_{b.krav.kode}": b.tekst for b in tekster}
    form = Sagsform(sendt(request), initial=initial, blanketter=tekster)
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            actions.skriv_om_sagen(
                laesning, styrker=d["styrker"], opmaerksomhed=d["opmaerksomhed"],
                blanketter=form.blanketter(), af=bruger(request), sekunder=sekunder(request),
            )  # fmt: skip
            return redirect("tilsyn_laes_laas", pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    form.hent_kladde(request)
    alle = linjer(laesning)
    data |= {
        "form": form,
        "alle": alle,
        "besvarede": sum(1 for x in alle if x.besvaret),
        "vindue": sagsvindue(laesning.tilsynssag.sag, laesning.tilsynssag.runde),
        "bemaerkninger": [x for x in alle if x.svar.bemaerkning],
    }
    return render(request, "tilsyn/laesning/sagen.html", data, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
def laas(request: HttpRequest, pk: int) -> HttpResponse:
    """Look through what was answered, and lock it."""
    laesning = _egen(request, pk)
    if not laesning.begyndt:
        return redirect("tilsyn_laes", pk)
    if laesning.laast:
        return redirect("tilsyn_laes_sammenlign", pk)
    fejl = ""
    if request.method == "POST":
        try:
            actions.laas(laesning, af=bruger(request))
            return redirect("tilsyn_laes_sammenlign", pk)
        except ValidationError as afvist:
            fejl = " ".join(afvist.messages)
    alle = linjer(laesning, udregnede(laesning.tilsynssag))
    fundet = mangler(laesning, alle)
    data = {
        **_faelles(request, laesning),
        "alle": alle,
        "besvarede": sum(1 for x in alle if x.besvaret),
        "stopper": [m for m in fundet if m.stopper],
        "andre": [m for m in fundet if not m.stopper],
        "fejl": fejl,
    }
    return render(request, "tilsyn/laesning/laas.html", data, status=422 if fejl else 200)


@require_safe
def sammenlign(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own locked answers beside those of the others who have locked; never before."""
    laesning = _egen(request, pk)
    if not laesning.laast:
        messages.error(request, "Lås først dine egne svar. Så ser du, hvad andre har svaret.")
        return redirect("tilsyn_laes", pk)
    data = _faelles(request, laesning)
    alle = laeste(laesning.tilsynssag, data["koncept"])
    raekker = side_om_side(alle, data["koncept"])
    senere = [n.navn for n in data["koncept"].niveauer
              if niveau_nr(data["koncept"], n.kode) > niveau_nr(data["koncept"], laesning.niveau)]  # fmt: skip
    data |= {
        "laesere": [(navn_paa(x, data["koncept"]), x) for x in alle],
        "raekker": raekker,
        "forskelle": sum(1 for r in raekker if r.forskellig),
        "venter": laesning.tilsynssag.laesninger.filter(laast=None).count(),
        "senere": senere,
        "naeste": naeste_laesning(bruger(request), laesning),
    }
    return render(request, "tilsyn/laesning/sammenlign.html", data)


@require_safe
def uenighed(request: HttpRequest, pk: int) -> HttpResponse:
    """Where two readers of a round disagree, for the one who leads it: what the guidance is to say more clearly."""
    runde = hent_runde(bruger(request), pk)
    u = uenigheder(runde, bruger(request))
    data = {
        "runde": runde,
        "u": u,
        "raekker": [(s, hyppigst(s.uenige)) for s in u.spoergsmaal],
        "koncept": koncept_af(runde.udgave),
    }
    return render(request, "tilsyn/laesning/uenighed.html", data)


@require_POST
def genveje(request: HttpRequest) -> HttpResponse:
    """Turn the single-letter keys off or on (WCAG 2.1.4)."""
    kraev_ret(bruger(request), Ret.GRANSKE)
    request.session[UDEN_GENVEJE] = not request.session.get(UDEN_GENVEJE)
    sti = request.POST.get("tilbage", "")
    vores = sti.startswith("/") and url_has_allowed_host_and_scheme(sti, allowed_hosts=None)
    return redirect(sti if vores else "tilsyn")
