"""The desk: what is due for me, or for my team, by urgency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from omhu.adgang.hvem import bruger, htmx
from omhu.adgang.log import angiv
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.adgang.sortering import Dansk
from omhu.bord import filtre, queries
from omhu.frister.queries import aabne, pligter_for
from omhu.kerne.heltal import heltal
from omhu.sager.saeradgang import antal_usete
from omhu.sagsarbejde.afgoerelse.queries import antal_usete as usete_afgoerelser
from omhu.sagsarbejde.aftaler.queries import paa_bordet

NYT = 6
STILLE_VIST = 5
FILTRE = ("regel", "sag", "enhed", "ansvarlig")


@require_GET
@vary_on_headers("HX-Request")
def skrivebord(request: HttpRequest) -> HttpResponse:
    """The start page. htmx gets only the part that changes with filters and acts."""
    if not har_ret(bruger(request), Ret.SE_SAGER):
        return render(request, "bord/uden_sager.html")
    skabelon = "bord/dele/skrivebord.html" if htmx(request) else "bord/skrivebord.html"
    return render(request, skabelon, kontekst(bruger(request), request.GET))


def kun_egne(bruger: Bruger) -> bool:
    """Those who work cases start from their own; those who lead, distribute or only read, from all they see."""
    return har_ret(bruger, Ret.REGISTRERE) and not har_ret(bruger, Ret.FORDELE)


def kontekst(bruger: Bruger, valg: Mapping[str, str]) -> dict[str, Any]:
    """All that the desk shows for a user and a choice of filters."""
    i_dag = timezone.localdate()
    sager: Any = queries.aabne_sager(bruger)
    alle: Any = pligter_for(bruger)
    if kun_egne(bruger):
        sager, alle = sager.filter(ansvarlig=bruger), alle.filter(ejer_id=bruger.pk)
    valgt = {navn: valg.get(navn, "") for navn in FILTRE}
    pligter = filtre.filtrer_pligter(alle, {**valgt, "tilstand": "alle"}, i_dag)
    grupper = queries.hastegrupper(pligter, bruger, i_dag)
    return {
        "i_dag": i_dag,
        "grupper": grupper,
        "tomt": not any(g.antal for g in grupper),
        "valgt": valgt,
        "er_filtreret": any(valgt.values()),
        "listevalg": _listevalg(bruger, valgt),
        **_filtervalg(bruger, alle, valgt),
        **_sidekolonne(sager, bruger, i_dag),
        "aftaler": list(paa_bordet(bruger, i_dag)) if har_ret(bruger, Ret.REGISTRERE) else [],
        "usete_afgoerelser": usete_afgoerelser(bruger) if har_ret(bruger, Ret.LEDE) else 0,
        "usete": antal_usete(bruger) if har_ret(bruger, Ret.BESKYTTE) else 0,
        **(_hold(bruger, alle, sager, valgt) if har_ret(bruger, Ret.FORDELE) else {}),
    }


def fra_adresse(adresse: str | None) -> Mapping[str, str]:
    """The filters of the desk that htmx came from, none when it came from another page."""
    dele = urlsplit(adresse or "")
    return QueryDict(dele.query) if dele.path == "/" else QueryDict()


def _listevalg(bruger: Bruger, valgt: Mapping[str, str]) -> str:
    """The query that makes the list of obligations the same set as the desk."""
    felter = QueryDict(mutable=True)
    felter.update({k: v for k, v in valgt.items() if v})
    if kun_egne(bruger):
        felter["ansvarlig"] = str(bruger.pk)
    return felter.urlencode()


def _filtervalg(bruger: Bruger, alle: Any, valgt: Mapping[str, str]) -> dict[str, Any]:
    regler = [("", "Alle regler"), *filtre.regelvalg()]
    felter = [filtre.Filterfelt("regel", "Regel", regler, valgt["regel"])]
    if not kun_egne(bruger):
        enheder = [("", "Alle enheder"), *filtre.enhedsvalg(bruger)]
        felter.append(filtre.Filterfelt("enhed", "Team", enheder, valgt["enhed"]))
    else:
        boern = _boern(alle)
        valg = [("", "Alle børn"), *((str(pk), navn or "Uden navn") for pk, navn in boern)]
        felter.append(filtre.Filterfelt("sag", "Barn", valg, valgt["sag"]))
    return {"filterfelter": felter}


def _boern(alle: Any) -> Any:
    boern = (
        aabne(alle)
        .order_by(Dansk("sag__barn__navn"))
        .values_list("sag", "sag__barn__navn")
        .distinct()
    )
    angiv(sager=[pk for pk, _ in boern])
    return boern


def _sidekolonne(sager: Any, bruger: Bruger, i_dag: date) -> dict[str, Any]:
    antal, stille_antal = queries.sagstal(sager, i_dag)
    stille = queries.stille(sager, min(queries.UDEN_AKTIVITET), i_dag).order_by("sidste_skridt")
    return {
        "antal_sager": antal,
        "nyt": queries.siden_i_gaar(sager, bruger, i_dag)[:NYT],
        "stille_antal": stille_antal,
        "stille": stille[:STILLE_VIST],
        "sagsvalg": f"&ansvarlig={bruger.pk}" if kun_egne(bruger) else "",
    }


def _hold(bruger: Bruger, alle: Any, sager: Any, valgt: Mapping[str, str]) -> dict[str, Any]:
    if (enhed := heltal(valgt["enhed"])) is not None:
        sager = sager.filter(enhed=enhed)
    udenom = {k: v for k, v in valgt.items() if k in ("regel", "enhed")}
    pligter = filtre.filtrer_pligter(alle, {**udenom, "tilstand": "alle"}, timezone.localdate())
    raekker = queries.hold(pligter, sager)
    felter = QueryDict(mutable=True)
    felter.update({k: v for k, v in udenom.items() if v})
    return {
        "hold": raekker,
        "holdgrupper": queries.GRUPPENAVNE,
        "holdsum": _sum(raekker),
        "holdvalg": f"&{felter.urlencode()}" if felter else "",
        "uden_raadgiver": sum(r.sager for r in raekker if r.bruger is None),
        "holdnavn": str(bruger.enhed) if bruger.enhed else "Hele kommunen",
    }


def _sum(raekker: list[queries.Holdraekke]) -> queries.Holdraekke:
    i_alt = queries.Holdraekke(None, sum(r.sager for r in raekker))
    for r in raekker:
        for kode, celle in r.celler.items():
            i_alt.celler[kode].over += celle.over
            i_alt.celler[kode].aktive += celle.aktive
    return i_alt
