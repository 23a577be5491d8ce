"""Closing a case, opening it again, taking one up, and what to read first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import filtre, forside, queries, sagsside, tidslinje_plan
from omhu.bord.lister import Kolonne, eksport, liste
from omhu.bord.lukning import aabent, forms
from omhu.bord.personer import vis
from omhu.bord.ramme import side
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.lister import ANSVARLIG, FORMATER
from omhu.bord.views.svar import afvist, gjort
from omhu.frister.actions import sagens_aendring
from omhu.frister.queries import pligter_for
from omhu.regler.katalog import katalog
from omhu.sager import personadgang
from omhu.sager.adgang import hent_sag, synlige_sager
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import check_maa_registrere
from omhu.sagsarbejde.datoer import AABNER, LUKKER, lukket_siden
from omhu.sagsarbejde.lukning import actions
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag

NOTATER, SENESTE = 3, 8
"""How many notes and steps the page for one who is new shows."""


def _til_arbejde(request: HttpRequest, pk: int, art: str) -> Sag:
    sag = hent_sag(bruger(request), pk)
    check_maa_registrere(bruger(request), katalog().arter[art])
    return sag


@require_http_methods(GET_POST)
def luk(request: HttpRequest, pk: int) -> HttpResponse:
    """The check of what is open, and the closing."""
    sag = _til_arbejde(request, pk, LUKKER)
    if lukket_siden(sag):
        return redirect("genaabn_sag", pk)
    i_dag = timezone.localdate()
    andet, pligter = aabent.punkter(sag, i_dag)
    form = forms.LukForm(
        sendt(request), initial={"dag": i_dag}, noget_aabent=bool(andet or pligter)
    )
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(sag):
                skridt = actions.luk(
                    sag, af=bruger(request), pligter=[p.tekst for p in pligter], **form.cleaned_data
                )
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            return gjort(request, "Sagen er lukket.", sag_pk=pk, skridt=skridt)
    data = {"form": form, "andet": andet, "pligter": pligter, "tilbage": ""}
    return side(request, sag, "", "lukning/luk.html", data, 422 if form.errors else 200)


@require_http_methods(GET_POST)
def genaabn(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed case again."""
    sag = _til_arbejde(request, pk, AABNER)
    i_dag = timezone.localdate()
    form = forms.GenaabnForm(sendt(request), initial={"dag": i_dag})
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(sag):
                skridt = actions.genaabn(sag, af=bruger(request), **form.cleaned_data)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            return gjort(request, "Sagen er genåbnet.", sag_pk=pk, skridt=skridt)
    lukning = (
        Skridt.objects.filter(sag=sag, art=LUKKER, tilbagetrukket=False).order_by("dag").last()
    )
    data = {"form": form, "lukning": lukning, "er_lukket": lukket_siden(sag), "tilbage": ""}
    return side(request, sag, "", "lukning/genaabn.html", data, 422 if form.errors else 200)


@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Become responsible for a case that nobody has."""
    sag = hent_sag(bruger(request), pk)
    kraev_ret(bruger(request), Ret.REGISTRERE)
    try:
        with sagens_aendring(sag):
            skridt = actions.tag_sag(sag, af=bruger(request))
    except (ValidationError, PermissionDenied) as fejl:
        besked = " ".join(fejl.messages) if isinstance(fejl, ValidationError) else str(fejl)
        return afvist(request, besked, sag_pk=pk)
    gjort(request, "Sagen er din. Her er det, du bør læse først.", sag_pk=pk, skridt=skridt)
    return redirect("ny_paa_sagen", pk)


@require_GET
def ny_paa_sagen(request: HttpRequest, pk: int) -> HttpResponse:
    """What one who is new on the case reads first, on one page."""
    sag = hent_sag(bruger(request), pk)
    i_dag = timezone.localdate()
    skridt = list(Skridt.objects.filter(sag=sag).select_related("registreret_af"))
    trin = trin_for_sag(pk, Synsdag.i_dag())
    pligter = list(pligter_for(bruger(request), kun_aabne_sager=False).filter(sag=sag))
    frister = sagsside.frister(pligter, bruger(request), i_dag, timezone.now())
    linjer = sagsside.skridtlinjer(skridt, bruger(request))
    ret = vis.rettigheder(sag, i_dag)
    data = {
        "bekymring": forside.bekymring(sag),
        "underretninger": forside.underretninger(skridt),
        "sker_nu": sagsside.det_sker_nu(tidslinje_plan.laeg(trin, [], i_dag), i_dag),
        "frister": frister,
        "hoved": sagsside.hoved(sag, trin, nutid=True),
        "notater": list(skrifter(sag, "notat")[:NOTATER]),
        "seneste": [x for x in linjer if not x.er_tilbagetraekning and not x.rettet_af][:SENESTE],
        "grupper": vis.grupper(personadgang.relationer(sag), ret),
        "soeskende": personadgang.soeskende(bruger(request), sag),
    }
    return side(request, sag, "", "lukning/ny_paa_sagen.html", data)


KOLONNER = (
    Kolonne("barn", "Barn", lambda s: str(s.barn), ("barn__navn",)),
    Kolonne("nummer", "Sag", lambda s: s.nummer, ("nummer",)),
    Kolonne("enhed", "Enhed", lambda s: str(s.enhed), ("enhed__navn",)),
    Kolonne(
        "ansvarlig", "Ansvarlig", lambda s: str(s.ansvarlig or s.ansvarlig_initialer), ANSVARLIG
    ),
    Kolonne("aabnet", "Åbnet", lambda s: s.aabnet, ("aabnet",)),
    Kolonne("sidste", "Sidste skridt", lambda s: s.sidste_skridt, ("sidste_skridt",)),
)


@require_GET
def kan_lukkes(request: HttpRequest) -> HttpResponseBase:
    """Open cases with nothing in the way of closing them."""
    kraev_ret(bruger(request), Ret.SE_SAGER)
    i_dag = timezone.localdate()
    valg: dict[str, Any] = request.GET.dict()
    dage = (
        int(valg["dage"]) if valg.get("dage") in {str(d) for d in aabent.DAGE} else aabent.DAGE[1]
    )
    udvalg = {n: valg.get(n, "") for n in ("ansvarlig", "enhed")}
    sager = filtre.filtrer_sager(synlige_sager(bruger(request)), udvalg, i_dag)
    raekker = aabent.kan_lukkes(sager, dage).order_by("sidste_skridt", "pk")
    if request.GET.get("format") in FORMATER:
        kraev_ret(bruger(request), Ret.EKSPORTERE)
        return eksport(request, raekker, KOLONNER, "sager-der-kan-lukkes")
    svar = liste(request, raekker, KOLONNER)
    dagvalg = [(str(d), f"I {d} dage" if d else "Uanset hvornår") for d in aabent.DAGE]
    data = {
        "liste": svar,
        "orden": svar.orden,
        "dage": dage,
        "filtre": [
            filtre.Filterfelt("dage", "Intet er sket", dagvalg, str(dage)),
            *[f for f in filtre.sagsfiltre(bruger(request), valg) if f.navn in udvalg],
        ],
        "stille": queries.sagstal(
            filtre.filtrer_sager(synlige_sager(bruger(request)), udvalg, i_dag), i_dag
        )[1],
        "udvalg": udvalg,
        "maa_lukke": True,
    }
    return render(request, "lukning/kan_lukkes.html", data)
