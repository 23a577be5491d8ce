"""The board of underretninger, and a case's tab with all of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord.felter import vist
from omhu.bord.filtre import Filterfelt, enhedsvalg
from omhu.bord.lister import Kolonne, liste
from omhu.bord.modtagelse.vis import Raekke, aarsager, afsender, maade, raekker
from omhu.bord.ramme import side
from omhu.frister import underretninger as tilstande
from omhu.frister.underretninger import TILSTANDE, pligter_til
from omhu.kerne.heltal import heltal
from omhu.sager.adgang import hent_sag
from omhu.sagsarbejde.modtagelse import henvendelse
from omhu.sagsarbejde.modtagelse.kaede import sagens, underretternavne
from omhu.sagsarbejde.modtagelse.vurdering import taget
from omhu.tidslinje.models import Skridt

I_GRUPPEN = 8
"""Rows of a group on the board; the rest is one click away."""
FLEST_HENVENDELSER = 50
KOLONNER = (
    Kolonne("barn", "Barn", lambda u: str(u.sag.barn), ("sag__barn__navn",)),
    Kolonne("modtaget", "Modtaget", lambda u: u.sket, ("sket",)),
    Kolonne("fra", "Fra", afsender),
    Kolonne("om", "Om", aarsager),
    Kolonne("tilstand", "Status", lambda u: TILSTANDE[u.tilstand], ("tilstand", "sket")),
    Kolonne("enhed", "Enhed", lambda u: str(u.sag.enhed), ("sag__enhed__navn", "sket")),
    Kolonne("ansvarlig", "Hvem", lambda u: str(u.sag.ansvarlig or "")),
)


@require_GET
def underretninger(request: HttpRequest) -> HttpResponse:
    """All underretninger by state; one state as a list."""
    kraev_ret(bruger(request), Ret.SE_SAGER)
    alle = _filtreret(request)
    ved_tilstand = _ved_tilstand(alle)
    antal = {kode: len(ved_tilstand[kode]) for kode in TILSTANDE}
    valgt = request.GET.get("tilstand", "")
    data: dict[str, Any] = {
        "filtre": _filtre(request),
        "valgt": valgt if valgt in TILSTANDE else "",
        "orden": request.GET.get("orden", ""),
    }
    if valgt in TILSTANDE:
        data |= _liste(request, alle.filter(tilstand=valgt).order_by("sket", "pk"))
    else:
        data |= _grupper(request, alle, ved_tilstand)
    if not data["valgt"]:
        data["henvendelser"] = _henvendelser(request)
    data["faner"] = [(kode, navn, antal[kode]) for kode, navn in TILSTANDE.items()]
    data["aabne"] = sum(n for kode, n in antal.items() if kode != tilstande.AFSLUTTET)
    return render(request, "modtagelse/oversigt.html", data)


def _filtreret(request: HttpRequest) -> QuerySet[Any]:
    alle = tilstande.underretninger(bruger(request))
    if request.GET.get("sager") != "alle":
        alle = alle.filter(sag__lukket=None)
    enhed = heltal(request.GET.get("enhed"))
    return alle if enhed is None else alle.filter(sag__enhed=enhed)


def _ved_tilstand(alle: QuerySet[Any]) -> dict[str, list[UUID]]:
    """State -> ids, the oldest first: one pass over the obligations gives numbers and groups alike."""
    svar: dict[str, list[UUID]] = {kode: [] for kode in TILSTANDE}
    for pk, kode in alle.order_by("sket", "pk").values_list("pk", "tilstand"):
        svar[kode].append(pk)
    return svar


def _henvendelser(request: HttpRequest) -> list[tuple[Any, str]]:
    """What families ask for and nobody has screened, with who asked."""
    alle = tilstande.henvendelser(bruger(request))
    if (enhed := heltal(request.GET.get("enhed"))) is not None:
        alle = alle.filter(sag__enhed=enhed)
    return [(h, vist(h.art, "fra", str(h.data.get("fra", "")))) for h in alle[:FLEST_HENVENDELSER]]


def _hvem(u: Skridt, navne: dict[UUID, str]) -> str:
    """Who told it, with the name and the way it came."""
    led = (afsender(u), navne.get(u.rod, ""), maade(u))
    return ", ".join(x for x in led if x)


def _filtre(request: HttpRequest) -> list[Filterfelt]:
    valg = request.GET
    return [
        Filterfelt(
            "enhed", "Enhed", [("", "Alle"), *enhedsvalg(bruger(request))], valg.get("enhed", "")
        ),
        Filterfelt(
            "sager",
            "Sager",
            [("", "Åbne"), ("alle", "Åbne og lukkede")],
            valg.get("sager", ""),
        ),
    ]


def _liste(request: HttpRequest, alle: QuerySet[Any]) -> dict[str, Any]:
    svar = liste(request, alle, KOLONNER)
    return {"liste": svar, "raekker": _raekker(request, list(svar.side.object_list))}


def _raekker(request: HttpRequest, skridt: list[Any]) -> list[Raekke]:
    return raekker(
        skridt,
        pligter_til(bruger(request), skridt),
        taget(u.rod for u in skridt),
        underretternavne(skridt),
    )


def _grupper(
    request: HttpRequest, alle: QuerySet[Any], ved_tilstand: dict[str, list[UUID]]
) -> dict[str, Any]:
    """The groups that ask for an act, the oldest first in each."""
    aabne = {k: pk for k, pk in ved_tilstand.items() if pk and k != tilstande.AFSLUTTET}
    vises = [n for pk in aabne.values() for n in pk[:I_GRUPPEN]]
    fundne = _raekker(request, list(alle.filter(pk__in=vises).order_by("sket", "pk")))
    return {
        "grupper": [
            (k, TILSTANDE[k], len(pk), [r for r in fundne if r.tilstand == k])
            for k, pk in aabne.items()
        ]
    }


@require_GET
def sagens_underretninger(request: HttpRequest, pk: int) -> HttpResponse:
    """All underretninger of a case with what came of each."""
    sag = hent_sag(bruger(request), pk)
    tilstand = tilstande.tilstande(sag)
    kaeder = sagens(sag)
    navne = underretternavne([k.underretning for k in kaeder])
    data = {
        "kaeder": [
            (
                k,
                TILSTANDE[tilstand.get(k.underretning.rod, tilstande.AFSLUTTET)],
                _hvem(k.underretning, navne),
                aarsager(k.underretning),
            )
            for k in kaeder
        ],
        "henvendelser": [
            (h, vist(h.art, "fra", str(h.data.get("fra", "")))) for h in henvendelse.sagens(sag)
        ],
        "i_dag": timezone.localdate(),
    }
    return side(request, sag, "underretninger", "modtagelse/sagens.html", data)
