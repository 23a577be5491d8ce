"""The long lists: cases and obligations, with the same filter for number, page and export."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.adgang.sortering import Dansk
from omhu.bord import filtre, queries
from omhu.bord.lister import Kolonne, eksport, liste
from omhu.frister.models import Pligt
from omhu.frister.queries import pligter_for
from omhu.kerne import krypto
from omhu.kerne.cpr import uden_cpr
from omhu.kerne.krypto import Formaal, Noeglefejl
from omhu.regler.katalog import katalog
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag

SOEGNING = "soegning"
FORMATER = ("csv", "xlsx")


def _linje(pligt: Any) -> queries.Linje:
    """The obligation in words, made once though several columns ask."""
    if not hasattr(pligt, "som_linje"):
        pligt.som_linje = queries.linje(pligt, timezone.localdate())
    som_linje: queries.Linje = pligt.som_linje
    return som_linje


def _alder(sag: Sag) -> int | None:
    return sag.barn.alder(timezone.localdate())


def _ansvarlig(sag: Sag) -> str:
    return str(sag.ansvarlig or sag.ansvarlig_initialer)


def _udloest_af(pligt: Pligt) -> str:
    return katalog().arter[pligt.udloest_art].navn


ANSVARLIG = (Dansk("ansvarlig__first_name"), Dansk("ansvarlig__last_name"))
SAGSKOLONNER = (
    Kolonne("barn", "Barn", lambda s: str(s.barn), (Dansk("barn__navn"),)),
    Kolonne("alder", "Alder", _alder, ("-barn__foedselsdato",), tal=True),
    Kolonne("nummer", "Sag", lambda s: s.nummer, ("nummer",)),
    Kolonne("enhed", "Enhed", lambda s: str(s.enhed), (Dansk("enhed__navn"),)),
    Kolonne("ansvarlig", "Ansvarlig", _ansvarlig, ANSVARLIG),
    Kolonne("aabnet", "Åbnet", lambda s: s.aabnet, ("aabnet",)),
    Kolonne("sidste", "Sidste skridt", lambda s: s.sidste_skridt, ("sidste_skridt",)),
    Kolonne("over", "Overskredne", lambda s: s.over, ("over",), tal=True),
    Kolonne("naeste", "Næste frist", lambda s: s.naeste, ("naeste",)),
)
FRISTKOLONNER = (
    Kolonne("frist", "Frist", lambda p: p.frist_tid or p.frist_dag, ("frist_dag", "frist_tid")),
    Kolonne("status", "Status", lambda p: str(_linje(p).status), ("stand", "frist_dag")),
    Kolonne("barn", "Barn", lambda p: str(p.sag.barn), (Dansk("sag__barn__navn"),)),
    Kolonne("regel", "Pligt", lambda p: _linje(p).navn, ("regel",)),
    Kolonne("udloest", "Udløst", lambda p: p.udloest_dag, ("udloest_dag",)),
    Kolonne("ansvarlig", "Ansvarlig", lambda p: p.ejer_id, ("ejer_id",)),
    Kolonne("enhed", "Enhed", lambda p: str(p.sag.enhed), (Dansk("sag__enhed__navn"),)),
)
"""The list on screen; the export has the columns below too."""
KUN_EKSPORT = (
    Kolonne("sag", "Sag", lambda p: p.sag.nummer),
    Kolonne("hjemmel", "Hjemmel", lambda p: _linje(p).hjemmel),
    Kolonne("udloest_af", "Udløst af", _udloest_af),
    Kolonne("opfyldt", "Opfyldt", lambda p: p.opfyldt_dag),
)


@require_http_methods(["GET", "HEAD", "POST"])
def sager(request: HttpRequest) -> HttpResponseBase:
    """The list of cases."""
    kraev_ret(bruger(request), Ret.SE_SAGER)
    if request.method == "POST":
        return _gem_soegning(request)
    alle = queries.med_frister(synlige_sager(bruger(request)), alle=_kraever_alle_frister(request))
    raekker = filtre.filtrer_sager(alle, request.GET.dict(), timezone.localdate())
    if tekst := _soegning(request):
        raekker = raekker.filter(filtre.soeg_barn(tekst))
    raekker = raekker.order_by(Dansk("barn__navn"), "pk")
    if request.GET.get("format") in FORMATER:
        kraev_ret(bruger(request), Ret.EKSPORTERE)
        return eksport(request, raekker, SAGSKOLONNER, "sager")
    data = {"filtre": filtre.sagsfiltre(bruger(request), request.GET.dict())}
    return _vis(request, "bord/sager.html", raekker, SAGSKOLONNER, data)


def _kraever_alle_frister(request: HttpRequest) -> bool:
    """Does the answer need the deadlines of every case, and not only of the page shown?"""
    sorteret_efter = request.GET.get("orden", "").lstrip("-")
    return (
        bool(request.GET.get("over"))
        or sorteret_efter in ("over", "naeste")
        or "format" in request.GET
    )


@require_http_methods(["GET", "HEAD", "POST"])
def frister(request: HttpRequest) -> HttpResponseBase:
    """The list of obligations, of open cases unless one case is chosen."""
    kraev_ret(bruger(request), Ret.SE_SAGER)
    if request.method == "POST":
        return _gem_soegning(request)
    alle = pligter_for(bruger(request), kun_aabne_sager="sag" not in request.GET)
    raekker = filtre.filtrer_pligter(alle, request.GET.dict(), timezone.localdate())
    if tekst := _soegning(request):
        raekker = raekker.filter(filtre.soeg_barn(tekst, "sag__"))
    raekker = raekker.order_by("frist_dag", "frist_tid", "pk")
    if request.GET.get("format") in FORMATER:
        kraev_ret(bruger(request), Ret.EKSPORTERE)
        return eksport(request, raekker, _med_navne(), "frister")
    data: dict[str, Any] = {"filtre": filtre.fristfiltre(bruger(request), request.GET.dict())}
    svar = liste(request, raekker, FRISTKOLONNER)
    pligter: list[Any] = list(svar.side.object_list)
    ejere = Bruger.objects.in_bulk({p.ejer_id for p in pligter if p.ejer_id})
    linjer = queries.linjer(pligter, bruger(request), timezone.localdate())
    data["linjer"] = [(line, ejere.get(p.ejer_id)) for p, line in zip(pligter, linjer, strict=True)]
    return render(request, "bord/frister.html", _data(request, svar, data))


def _med_navne() -> list[Kolonne]:
    """The export's columns with the responsible by name, read once for all rows."""
    navne = {b.pk: str(b) for b in Bruger.objects.all()}
    ansvarlig = Kolonne("ansvarlig", "Ansvarlig", lambda p: navne.get(p.ejer_id, ""), ("ejer_id",))
    paa_skaerm = [ansvarlig if k.kode == "ansvarlig" else k for k in FRISTKOLONNER]
    return [*paa_skaerm, *KUN_EKSPORT]


def _gem_soegning(request: HttpRequest) -> HttpResponse:
    """Keep the words in the session, encrypted, so that no child's name stands in an address."""
    tekst = " ".join(request.POST.get("q", "").split())[:80]
    sidst = _gemt_soegning(request)
    if tekst == uden_cpr(sidst):  # sent again as it was shown
        tekst = sidst
    request.session[SOEGNING] = {
        "sti": request.path,
        "tekst": krypto.krypter(Formaal.SOEGNING, tekst),
    }
    valg = request.GET.copy()
    valg.pop("side", None)
    valg.pop("soegt", None)
    if tekst:
        valg["soegt"] = "1"
    return redirect(f"{request.path}?{valg.urlencode()}")


def _soegning(request: HttpRequest) -> str:
    return _gemt_soegning(request) if request.GET.get("soegt") else ""


def _gemt_soegning(request: HttpRequest) -> str:
    """The words that were last searched for on this list; none when their key is gone."""
    gemt = request.session.get(SOEGNING) or {}
    if gemt.get("sti") != request.path:
        return ""
    try:
        return krypto.dekrypter(Formaal.SOEGNING, gemt["tekst"])
    except Noeglefejl:
        return ""


def _vis(
    request: HttpRequest,
    skabelon: str,
    raekker: QuerySet[Sag],
    kolonner: tuple[Kolonne, ...],
    data: dict[str, Any],
) -> HttpResponse:
    return render(request, skabelon, _data(request, liste(request, raekker, kolonner), data))


def _data(request: HttpRequest, svar: Any, data: dict[str, Any]) -> dict[str, Any]:
    return {
        **data,
        "liste": svar,
        "orden": svar.orden,
        "soegning": uden_cpr(_soegning(request)),
        "i_dag": timezone.localdate(),
    }
