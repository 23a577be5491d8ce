"""The results of a round: figures, what is behind them, agreement, units, comparison, the whole frame."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from omhu.adgang.hvem import bruger
from omhu.adgang.log import angiv
from omhu.kerne.regneark import XLSX
from omhu.sager.adgang import synlige_sager
from omhu.tilsyn.adgang import hent_runde, hent_runde_til_tal, kun_tal
from omhu.tilsyn.models import Runde
from omhu.tilsyn.resultat import alle, fil
from omhu.tilsyn.resultat.data import hent
from omhu.tilsyn.resultat.efterslaeb import efterslaeb
from omhu.tilsyn.resultat.enighed import enighed as find_enighed
from omhu.tilsyn.resultat.queries import bag_tallet, rundetal, tidligere
from omhu.tilsyn.resultat.sammenlign import sammenlign as hold_op_mod
from omhu.tilsyn.resultat.tal import Rundetal, regn
from omhu.tilsyn.resultat.vis import ORDENER, tabeller, vis


def _side(request: HttpRequest, runde: Runde, fane: str, data: dict[str, Any]) -> HttpResponse:
    return render(
        request,
        f"tilsyn/resultat/{fane}.html",
        {"runde": runde, "fane": fane, "udadtil": kun_tal(bruger(request))} | data,
    )


def _valgt(request: HttpRequest, runde: Runde) -> Rundetal | None:
    return rundetal(runde, request.GET.get("niveau", ""), request.GET.get("udvalg", ""))


def _valg(r: Rundetal | None) -> dict[str, Any]:
    """What can be chosen between: levels with readings, and ways of choosing cases."""
    if r is None:
        return {"r": None}
    niveauer = [
        n for n in r.koncept.niveauer if r.data.foerste(n.kode, r.gruppe.kode) or n.kode == r.niveau
    ]
    return {"r": r, "niveauer": niveauer, "grupper": list(r.data.grupper.values())}


@require_safe
def resultat(request: HttpRequest, pk: int) -> HttpResponse:
    """The table per sagstrin; `format=csv|xlsx` as a file."""
    runde = hent_runde_til_tal(bruger(request), pk)
    udadtil = kun_tal(bruger(request))
    r = _valgt(request, runde)
    if r is not None and (form := request.GET.get("format")) in ("csv", "xlsx"):
        angiv(fil=form)
        return _file(r, form, skjul=udadtil)
    orden = request.GET.get("orden", "nr")
    data = _valg(r) | {"ordener": ORDENER, "orden": orden if orden in ORDENER else "nr"}
    if r is not None:
        skjulte = {} if udadtil else alle.skjulte(r.data, runde)
        data |= {
            "tabeller": tabeller(
                r,
                orden,
                skjulte,
                efterslaeb={} if udadtil else efterslaeb(r),
                udadtil=udadtil,
            ),
            "alt": vis(r.alt_rigtigt, udadtil=udadtil),
        }
    return _side(request, runde, "resultat", data)


def _file(r: Rundetal, form: str, *, skjul: bool) -> HttpResponse:
    navn = f"tilsyn-runde-{r.data.runde}-{r.data.til.isoformat()}"
    if form == "csv":
        svar = HttpResponse(fil.som_csv(r, skjul=skjul), content_type="text/csv; charset=utf-8")
    else:
        svar = HttpResponse(fil.som_xlsx(r, skjul=skjul), content_type=XLSX)
    svar["Content-Disposition"] = f'attachment; filename="{navn}.{form}"'
    return svar


@require_safe
def tal(request: HttpRequest, pk: int, spoergsmaal: str) -> HttpResponse:
    """One figure opened to its cases and the reason for each."""
    hvem = bruger(request)
    runde = hent_runde(hvem, pk)
    r = _valgt(request, runde)
    s = r.find(spoergsmaal) if r else None
    if r is None or s is None:
        raise Http404("Spørgsmålet er ikke stillet i runden.")
    advarsler = [
        (a, synlige_sager(hvem).filter(pk__in=a.sager).order_by("nummer"))
        for a in alle.skjulte(r.data, runde).get(spoergsmaal, ())
    ]
    data = _valg(r) | {
        "s": s,
        "vist": vis(s.tal),
        "efterslaeb": efterslaeb(r).get(spoergsmaal),
        "regel": fil.regel_tekst(s, runde.fra, runde.til),
        "bag": bag_tallet(hvem, r, s),
        "advarsler": advarsler,
        "trin": next(t for t in r.trin if s in t.spoergsmaal),
    }
    return _side(request, runde, "tal", data)


@require_safe
def enighed(request: HttpRequest, pk: int) -> HttpResponse:
    """Readers against each other, and against the data."""
    runde = hent_runde(bruger(request), pk)
    data = hent(runde)
    r = regn(data, request.GET.get("niveau", ""), request.GET.get("udvalg", ""))
    uenige = sorted(
        (s for t in r.trin for s in t.spoergsmaal if s.auto) if r else (),
        key=lambda s: (-s.uenige / s.auto, s.spoergsmaal.id),
    )
    return _side(
        request, runde, "enighed", _valg(r) | {"tabeller": find_enighed(data), "uenige": uenige}
    )


@require_safe
def enheder(request: HttpRequest, pk: int) -> HttpResponse:
    """The units beside each other, with the warning where their order is noise."""
    runde = hent_runde(bruger(request), pk)
    return _side(request, runde, "enheder", _valg(_valgt(request, runde)))


@require_safe
def sammenlign(request: HttpRequest, pk: int) -> HttpResponse:
    """This round against an earlier one."""
    hvem = bruger(request)
    runde = hent_runde(hvem, pk)
    runder = list(tidligere(hvem, runde)[:30])
    valgt = request.GET.get("med") or str(runde.sammenlignes_med_id or "")
    foer = next((x for x in runder if str(x.pk) == valgt), runder[0] if runder else None)
    nu = _valgt(request, runde)
    gammel = rundetal(foer, nu.niveau) if foer and nu else None
    data = _valg(nu) | {
        "runder": runder,
        "foer": foer,
        "s": hold_op_mod(nu, gammel) if nu and gammel else None,
    }
    return _side(request, runde, "sammenlign", data)


@require_safe
def alle_sager(request: HttpRequest, pk: int) -> HttpResponse:
    """What the data say of every case in the frame, beside the sample."""
    runde = hent_runde(bruger(request), pk)
    r = _valgt(request, runde)
    hele, regnet = alle.husket(runde) if r else ({}, None)
    raekker = [
        (
            t,
            [
                (s, vis(s.tal), hele[s.spoergsmaal.id])
                for s in t.spoergsmaal
                if s.spoergsmaal.id in hele
            ],
        )
        for t in (r.trin if r else ())
    ]
    data = _valg(r) | {"raekker": [x for x in raekker if x[1]], "regnet": regnet}
    return _side(request, runde, "alle_sager", data)
