"""Statements: written on one line that stays, sorted by side and kind, seen in the triangle."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord.undersoegelse import trekant
from omhu.bord.undersoegelse.faelles import hent, hent_til_arbejde, side, videre
from omhu.bord.undersoegelse.forms import FRA_HVEM, UdsagnForm
from omhu.bord.views.frist import GET_POST
from omhu.frister.actions import sagens_aendring
from omhu.kerne.dansk import noegle
from omhu.kerne.heltal import heltal
from omhu.sagsarbejde.tekster.actions import Konflikt
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.sagsarbejde.undersoegelse import ics, queries
from omhu.sagsarbejde.undersoegelse.queries import UDSAGN, Undersoegelse
from omhu.sagsarbejde.undersoegelse.tekst import (
    fjern_udsagn,
    ret_udsagn,
    tilfoej_udsagn,
    vaelg_ics,
)

Udsagn = queries.Udsagn


@require_http_methods(GET_POST)
def liste(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """The statements with the line that adds one, and the triangle; `?domaene`, `?dimension`, `?slags` filter."""
    u = hent(request, pk, rod)
    alle = queries.udsagn(u.felter(UDSAGN))
    udgave = u.felter(UDSAGN).get("ics", ics.FORVALGT)
    form = med_kladde(
        request,
        UdsagnForm(sendt(request), udgave=udgave, initial=_naeste(alle)),
    )
    if "ny" in request.GET:
        form.fields["tekst"].widget.attrs["autofocus"] = True
    if request.method == "POST":
        kraev_ret(bruger(request), Ret.REGISTRERE)
        svar = _udfoer(request, u, form)
        if svar:
            return svar
    return side(request, u, "udsagn", "udsagn.html", _data(request, u, alle, udgave, form))


def _naeste(alle: list[Udsagn]) -> dict[str, Any]:
    """What the next line begins with: the source and day of the last one, for one reads a letter from top to end."""
    if not alle:
        return {"dato": timezone.localdate()}
    sidste = alle[-1]
    return {"dimension": sidste.dimension, "kilde": sidste.kilde, "dato": sidste.dato}


def _udfoer(request: HttpRequest, u: Undersoegelse, form: UdsagnForm) -> HttpResponse | None:
    """Add a statement or choose the edition; None when something must be mended first."""
    try:
        if "ics" in request.POST:
            with sagens_aendring(u.sag):
                vaelg_ics(u, request.POST["ics"], af=bruger(request))
            return videre(
                request, "Udgaven er valgt.", "undersoegelse_udsagn", u.sag.pk, u.forloeb.rod
            )
        if form.is_valid():
            with sagens_aendring(u.sag):
                tilfoej_udsagn(u, [form.raekke()], af=bruger(request))
            messages.success(request, "Udsagnet er gemt.")
            sti = reverse("undersoegelse_udsagn", args=[u.sag.pk, u.forloeb.rod])
            return redirect(f"{sti}?ny=1")  # the line stays, and one goes on writing in it
    except ValidationError as fejl:
        form.tilfoej(_af_raekke(fejl))
    return None  # fmt: skip


def _af_raekke(fejl: ValidationError) -> ValidationError:
    """`0.tekst` as `tekst`."""
    if not hasattr(fejl, "error_dict"):
        return fejl
    return ValidationError({n.rpartition(".")[2]: liste for n, liste in fejl.error_dict.items()})


def _data(
    request: HttpRequest, u: Undersoegelse, alle: list[Udsagn], udgave: str, form: UdsagnForm
) -> dict[str, Any]:
    filtre = {n: request.GET.get(n, "") for n in ("domaene", "dimension", "slags")}
    viste = [x for x in alle if all(not v or getattr(x, n) == v for n, v in filtre.items())]
    sider = trekant.sider(ics.udgave(udgave), alle)
    return {
        "form": form,
        "alle": alle,
        "viste": viste,
        "filter": _filterord(filtre),
        "efter_kilde": request.GET.get("orden") == "kilde",
        "domaener": _sorteret(viste, efter_kilde=request.GET.get("orden") == "kilde"),
        "slags": ics.SLAGS,
        "tegn": trekant.TEGN,
        "sider": sider,
        "udgaver": ics.udgaver().values(),
        "udgave": ics.udgave(udgave).kode,
        "kilder": list(dict.fromkeys([*(x.kilde for x in reversed(alle)), *FRA_HVEM])),
        "trekant": SafeString(trekant.svg(sider, "ICS-trekanten: hvad vi ved")),
        "fremmede": any(c.navn.endswith(" *") for s in sider for c in s.celler),
    }


def _filterord(filtre: dict[str, str]) -> str:
    """What the list is narrowed to, in words; empty for all."""
    dele = [
        ics.domaener().get(filtre["domaene"], ""),
        ics.navn(filtre["dimension"]),
        ics.SLAGS.get(filtre["slags"], ""),
    ]
    return ", ".join(d for d in dele if d)


def _sorteret(
    viste: list[Udsagn], *, efter_kilde: bool
) -> list[tuple[str, str, list[tuple[str, str, list[Udsagn]]]]]:
    """(side, its name, [(kind, its name, statements)]), sides without statements left out."""
    if efter_kilde:
        viste = sorted(viste, key=lambda x: noegle(x.kilde))
    ud = []
    for domaene, navn in ics.domaener().items():
        egne = [x for x in viste if x.domaene == domaene]
        if egne:
            kolonner = [
                (s, ord_, [x for x in egne if x.slags == s]) for s, ord_ in ics.SLAGS.items()
            ]
            ud.append((domaene, navn, kolonner))
    return ud


@require_http_methods(GET_POST)
def ret(request: HttpRequest, pk: int, rod: UUID, nr: int) -> HttpResponse:
    """Change a statement or take it away."""
    u = hent_til_arbejde(request, pk, rod)
    gammelt = next((x for x in queries.udsagn(u.felter(UDSAGN)) if x.nr == str(nr)), None)
    if gammelt is None:
        raise Http404
    udgave = u.felter(UDSAGN).get("ics", ics.FORVALGT)
    initial = {n: getattr(gammelt, n) for n in ("tekst", "slags", "dimension", "kilde", "dato")}
    form = med_kladde(
        request,
        UdsagnForm(sendt(request), udgave=udgave, ogsaa=gammelt.dimension, initial=initial),
    )
    sammenstoed = ""
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(u.sag):
                if "fjern" in request.POST:
                    fjern_udsagn(u, str(nr), af=bruger(request))
                else:
                    paa = heltal(request.POST.get("paa")) or 1
                    ret_udsagn(u, str(nr), form.raekke(), paa=paa, af=bruger(request))
            besked = "Udsagnet er fjernet." if "fjern" in request.POST else "Udsagnet er rettet."
            return videre(request, besked, "undersoegelse_udsagn", pk, rod)
        except Konflikt as k:
            sammenstoed = k.nyeste.felter.get(f"udsagn.{nr}.tekst", "")
            form.add_error(
                None,
                f"{k.nyeste.skrevet_af} har rettet det samme udsagn imens. Sammenlign, og gem igen.",
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "sammenstoed": sammenstoed,
        "paa": getattr(u.tekster[UDSAGN], "udgave_nr", 1),
        "kilder": FRA_HVEM,
    }
    return side(request, u, "udsagn", "ret_udsagn.html", data)
