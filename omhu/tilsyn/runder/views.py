"""The pages of a round: progress, frame, check of the draw, a case that falls out, the end."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from omhu.adgang.hvem import bruger
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.kerne.ord_om_tid import antal as talt
from omhu.sager.adgang import synlige_sager
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.tilsyn.adgang import hent_runde, synlige_blandt
from omhu.tilsyn.models import Laesning, Rammesag, Runde, Tilsynssag
from omhu.tilsyn.runder import actions, fil, risiko, udtraek, undervejs, vis
from omhu.tilsyn.runder import laesere as laeserne
from omhu.tilsyn.runder.forms import GrundForm, OmfordelForm, i_dag
from omhu.tilsyn.runder.koncept import koncept_af
from omhu.tilsyn.runder.liste import Listeform
from omhu.tilsyn.runder.orden import i_orden, kolonner, mangler_i
from omhu.tilsyn.runder.ramme import TILSTANDE, udeladt_tekst

GET_POST = ["GET", "HEAD", "POST"]
PR_SIDE = 50
Tilstand = Runde.Tilstand


@require_safe
def runde(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the round is; `format` gives the drawn cases as a file."""
    r = hent_runde(bruger(request), pk)
    if r.tilstand == Tilstand.FROSSEN:
        return redirect("tilsyn_traek", pk)
    koncept = koncept_af(r.udgave)
    stand = vis.stand(r, bruger(request))
    if request.GET.get("format") in ("csv", "xlsx"):
        kraev_ret(bruger(request), Ret.EKSPORTERE)
        return fil.svar(r, stand, koncept, request.GET["format"])
    liste = Listeform(request.GET, stand=stand, koncept=koncept)
    mangler = mangler_i(stand.linjer, koncept, bruger(request))
    kolonnerne = kolonner(stand.linjer, koncept, mangler)
    orden = request.GET.get("orden", "")
    data = {
        "runde": r,
        "koncept": koncept,
        "stand": stand,
        "liste": liste,
        "linjer": i_orden(liste.linjer(), kolonnerne, orden),
        "mangler": mangler,
        "kolonner": kolonnerne,
        "koder": [k.kode for k in kolonnerne],
        "orden": orden,
        "udtraek": vis.udtraek_linjer(r),
        "forsinket": vis.er_forsinket(r, stand, i_dag()),
        "i_gang": r.tilstand == Tilstand.I_GANG,
        "niveauer": {n.kode: n.navn for n in koncept.niveauer},
    }
    return render(request, "tilsyn/runder/runde.html", data)


@require_safe
def ramme(request: HttpRequest, pk: int) -> HttpResponse:
    """The frame's rows: those whose case one may see; the rest are counted."""
    r = _med_ramme(request, pk)
    alle = udtraek.raekker(r)
    synlige = synlige_blandt(bruger(request), (x.sag_id for x in alle))
    side = Paginator([x for x in alle if x.sag_id in synlige], PR_SIDE).get_page(
        request.GET.get("side")
    )
    navne = r.ramme.definition.get("navne", {})
    with som_system():  # which of the rows were drawn
        trukne = set(Tilsynssag.objects.filter(runde=r).values_list("sag_id", "sagstrin"))
    linjer = [
        {
            "raekke": x,
            "nummer": udtraek.nummer(x),
            "trin": udtraek.gruppe(x, ["sagstrin"], navne),
            "enhed": udtraek.gruppe(x, ["enhed"], navne),
            "raadgiver": udtraek.gruppe(x, ["raadgiver"], navne),
            "risiko": risiko.ord_(x.risiko),
            "trukket": (x.sag_id, x.sagstrin) in trukne,
        }
        for x in side.object_list
    ]
    data = {
        "runde": r,
        "side": side,
        "linjer": linjer,
        "uset": sum(x.sag_id not in synlige for x in alle),
        "definition": _definition(r),
        "udeladt": udeladt_tekst(r.ramme.definition.get("udeladt", [])),
        "pr_trin": bool(r.ramme.definition.get("trin")),
    }
    return render(request, "tilsyn/runder/ramme.html", data)


def _med_ramme(request: HttpRequest, pk: int) -> Runde:
    r = hent_runde(bruger(request), pk)
    if not hasattr(r, "ramme"):
        raise Http404("Runden har ingen ramme endnu.")
    return r


def _definition(r: Runde) -> list[tuple[str, str]]:
    """What was asked for, in words."""
    d: dict[str, Any] = r.ramme.definition
    navne = d.get("navne", {})
    ud = [
        ("Enhed", f"{r.enhed} med enheder under" if r.enhed else "Alle enheder"),
        ("Sager", TILSTANDE.get(d.get("tilstand", ""), "")),
        ("Trækkes", "sager ved et sagstrin" if d.get("trin") else "hele sager"),
    ]
    if d.get("trin"):
        ud.append(("Sagstrin", ", ".join(navne.get("sagstrin", {}).get(t, t) for t in d["trin"])))
    if d.get("sagstyper"):
        ud.append(("Sagstyper", ", ".join(d["sagstyper"])))
    if d.get("raadgivere"):
        ud.append(
            (
                "Rådgivere",
                ", ".join(navne.get("raadgiver", {}).get(str(b), "?") for b in d["raadgivere"]),
            )
        )
    if d.get("udeluk_maaneder"):
        ud.append(("Nyligt i tilsyn", f"udeladt, {d['udeluk_maaneder']} måneder"))
    return ud


@require_safe
def rammefil(request: HttpRequest, pk: int) -> HttpResponse:
    """The file whose fingerprint is published: for one who may see all its cases."""
    kraev_ret(bruger(request), Ret.EKSPORTERE)
    r = _med_ramme(request, pk)
    alle = {x.sag_id for x in udtraek.raekker(r)}
    # The cases themselves, and not their ids alone: what leaves the house is noted in each one's log.
    mangler = len(alle) - len(synlige_sager(bruger(request)).filter(pk__in=alle))
    if mangler:
        raise PermissionDenied(
            f"{talt(mangler, 'sag', 'sager')} i rammen må du ikke se. Bed {r.leder} om filen, eller se Efterprøv."
        )
    return fil.tekstfil(vis.rammefil(r), f"ramme-{r.pk}.txt")


@require_safe
def efterproev(request: HttpRequest, pk: int) -> HttpResponse:
    """How anyone does the draw again, and it done again."""
    r = _med_ramme(request, pk)
    aftryk = sha256(vis.rammefil(r)).hexdigest()
    data = {
        "runde": r,
        "proever": vis.efterproev(r),
        "aftryk": aftryk,
        "ramme_passer": aftryk == r.ramme.aftryk,
        "risici": risiko.RISICI.values(),
        "maa_hente": not _uset(r, bruger(request)),
    }
    return render(request, "tilsyn/runder/efterproev.html", data)


def _uset(r: Runde, mig: Bruger) -> int:
    with som_system():  # how many there are in all
        alle = set(Rammesag.objects.filter(ramme__runde=r).values_list("sag_id", flat=True))
    return len(alle) - len(synlige_blandt(mig, alle))


@require_http_methods(GET_POST)
def tag_ud(request: HttpRequest, pk: int, nr: int) -> HttpResponse:
    """A case leaves the round, with a reason; the next in the drawn order takes its place, if wanted."""
    r = hent_runde(bruger(request), pk)
    ts = _sag(r, nr)
    form = med_kladde(request, GrundForm(sendt(request)))
    if request.method == "POST" and form.is_valid():
        try:
            besked = _tag_ud(
                bruger(request), r, ts, form.cleaned_data["grund"], erstat="erstat" in request.POST
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            messages.success(request, besked)
            return redirect("tilsyn_runde", pk)
    with som_system():  # answers of every reader
        laesninger = list(Laesning.objects.filter(tilsynssag=ts).select_related("laeser"))
    data = {
        "runde": r,
        "ts": ts,
        "form": form,
        "laesninger": laesninger,
        **_om_naeste(bruger(request), ts),
    }
    return render(request, "tilsyn/runder/tag_ud.html", data, status=422 if form.errors else 200)


def _sag(r: Runde, nr: int) -> Tilsynssag:
    with som_system():  # the leader takes a case out also when it has since been protected
        ts = (
            Tilsynssag.objects.filter(runde=r, nr=nr)
            .select_related("udtraek__runde__ramme", "raadgiver")
            .first()
        )
    if ts is None:
        raise Http404("Sagen er ikke med i runden.")
    return ts


def _om_naeste(mig: Bruger, ts: Tilsynssag) -> dict[str, Any]:
    """Which case it is, and which comes next; why none does."""
    egen = synlige_sager(mig).filter(pk=ts.sag_id).first()
    if ts.tilstand != Tilsynssag.Tilstand.MED:
        return {"sag": egen, "ingen_naeste": "Sagen er allerede ude af runden."}
    try:
        raekke, _ = undervejs.naeste(ts)
    except ValidationError as fejl:
        return {"sag": egen, "ingen_naeste": " ".join(fejl.messages)}
    return {
        "sag": egen,
        "naeste": synlige_sager(mig).filter(pk=raekke.sag_id).first(),
        "har_naeste": True,
    }


def _tag_ud(mig: Bruger, r: Runde, ts: Tilsynssag, grund: str, *, erstat: bool) -> str:
    if erstat:
        ny = actions.erstat(mig, r, ts, grund)
        return f"Sag nr. {ts.nr} er erstattet af nr. {ny.nr}, den næste i rækkefølgen."
    svar = actions.udgaa(mig, r, ts, grund)
    bevaret = f" {talt(svar, 'svar', 'svar')} er gemt, men tæller ikke med." if svar else ""
    return f"Sag nr. {ts.nr} er udgået.{bevaret}"


@require_http_methods(GET_POST)
def omfordel(request: HttpRequest, pk: int, nr: int) -> HttpResponse:
    """Another reads the case."""
    r = hent_runde(bruger(request), pk)
    with (
        som_system()
    ):  # the leader gives away also a reading of a case that has since been protected
        laesning = (
            Laesning.objects.filter(pk=nr, tilsynssag__runde=r)
            .select_related("tilsynssag", "laeser")
            .defer("styrker", "opmaerksomhed")
            .first()
        )
    if laesning is None:
        raise Http404("Læsningen hører ikke til runden.")
    koncept = koncept_af(r.udgave)
    folk = [
        b
        for b in laeserne.kandidater(r, koncept.niveau(laesning.niveau))
        if b.pk != laesning.laeser_id
    ]
    with som_system():  # a count of all of the reader's cases
        andre = undervejs.ulaaste_af(r, laesning).count()
    form = OmfordelForm(sendt(request), folk=folk, fra=str(laesning.laeser), andre=andre)
    if request.method == "POST" and form.is_valid():
        til = next(b for b in folk if str(b.pk) == form.cleaned_data["til"])
        try:
            if form.cleaned_data.get("alle"):
                _fortael_om_alle(
                    request, til, *actions.omfordel_alle(bruger(request), r, laesning, til)
                )
                return redirect("tilsyn_runde", pk)
            svar = actions.omfordel(bruger(request), r, laesning, til)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            med = f" {talt(svar, 'svar', 'svar')} fulgte med; {til} ser dem efter." if svar else ""
            messages.success(request, f"{til} læser nu sag nr. {laesning.tilsynssag.nr}.{med}")
            return redirect("tilsyn_runde", pk)
    data = {
        "runde": r,
        "laesning": laesning,
        "form": form,
        "niveau": koncept.niveau(laesning.niveau).navn,
    }
    return render(request, "tilsyn/runder/omfordel.html", data, status=422 if form.errors else 200)


def _fortael_om_alle(request: HttpRequest, til: Bruger, givet: int, blev: list[int]) -> None:
    messages.success(request, f"{til} læser nu {talt(givet, 'sag', 'sager')} mere.")
    if blev:
        numre = ", ".join(map(str, blev))
        messages.warning(
            request,
            f"{talt(len(blev), 'sag', 'sager')} blev, hvor de var: {til} må ikke læse dem (nr. {numre}).",
        )


SLUT: dict[str, tuple[Callable[[Bruger, Runde, str], object], str]] = {
    "afslut": (actions.afslut, "Runden er afsluttet."),
    "genaabn": (actions.genaabn, "Runden er åbnet igen."),
    "opgiv": (actions.opgiv, "Runden er opgivet. Alt, der er læst, er gemt."),
}


@require_http_methods(GET_POST)
def slut(request: HttpRequest, pk: int) -> HttpResponse:
    """Close, reopen or give up: what is unread is told first."""
    r = hent_runde(bruger(request), pk)
    form = med_kladde(request, GrundForm(sendt(request)))
    if request.method == "POST" and form.is_valid():
        valgt = SLUT.get(request.POST.get("handling", ""))
        if valgt is None:
            raise Http404("Handlingen findes ikke.")
        handling, besked = valgt
        try:
            handling(bruger(request), r, form.cleaned_data["grund"])
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            messages.success(request, besked)
            return redirect("tilsyn_runde", pk)
    stand = vis.stand(r, bruger(request))
    data = {
        "runde": r,
        "form": form,
        "stand": stand,
        "uden_laes": [x for x in stand.laesere if x.laast < x.givet],
    }
    return render(request, "tilsyn/runder/slut.html", data, status=422 if form.errors else 200)
