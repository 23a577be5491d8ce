"""The documents of a round: the list, one of them as a file, and who may have the confidential one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from omhu.adgang.hvem import bruger
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.kerne.regneark import XLSX
from omhu.rapporter.dokument import Dokument
from omhu.rapporter.tilsyn.modtagere import mulige, saet
from omhu.rapporter.tilsyn.register import Rundedokument, alle, check_maa_faa, maa_faa
from omhu.rapporter.tilsyn.sagspapirer import (
    laeste_sager,
    med_laesninger,
    sagsnotat,
    tilbagemeldingsbrev,
)
from omhu.rapporter.views import FORMER as BREVFORMER
from omhu.rapporter.xlsx import xlsx
from omhu.sager.adgang import hent_sag
from omhu.tilsyn.adgang import hent_runde
from omhu.tilsyn.models import Runde, Tilsynssag
from omhu.tilsyn.tilbagemelding.queries import hent_tilbagemelding

FORMER: dict[str, tuple[Callable[[Dokument], bytes], str, str]] = {
    **BREVFORMER,
    "xlsx": (xlsx, XLSX, "attachment"),
}
FORMNAVNE = {"pdf": "PDF", "docx": "Word", "xlsx": "Regneark"}


@require_GET
def dokumenter(request: HttpRequest, pk: int) -> HttpResponse:
    """Every document that can be had of a round."""
    mig = bruger(request)
    runde = hent_runde(mig, pk)
    data = {
        "runde": runde,
        "dokumenter": [_linje(mig, runde, d) for d in alle().values() if d.naar(runde)],
        "modtagere": runde.fortrolige_modtagere.all(),
        "mulige": mulige(runde) if har_ret(mig, Ret.ALVORLIGE_FUND) else [],
        "sager": laeste_sager(runde),
    }
    return render(request, "rapporter/tilsyn.html", data)


def _linje(mig: Bruger, runde: Runde, d: Rundedokument) -> dict[str, object]:
    return {"d": d, "maa": maa_faa(mig, runde, d), "former": [(f, FORMNAVNE[f]) for f in d.former]}


@require_GET
def dokument(request: HttpRequest, pk: int, fil: str) -> HttpResponse:
    """One document (`bilag-1.docx`)."""
    mig = bruger(request)
    runde = hent_runde(mig, pk)
    kode, _, form = fil.rpartition(".")
    fundet = alle().get(kode)
    if fundet is None or form not in fundet.former or not fundet.naar(runde):
        raise Http404("Dokumentet findes ikke for denne runde.")
    check_maa_faa(mig, runde, fundet)
    try:
        return _fil(fundet.lav(mig, runde), kode, form)
    except ValidationError as fejl:
        messages.error(request, " ".join(fejl.messages))
        return redirect("tilsyn_dokumenter", pk=runde.pk)


@require_POST
def modtagere(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who may have the confidential bilag."""
    mig = bruger(request)
    kraev_ret(mig, Ret.ALVORLIGE_FUND)
    runde = hent_runde(mig, pk)
    valgte = saet(runde, request.POST.getlist("modtager"), af=mig)
    messages.success(request, f"Modtagere af bilag 5: {', '.join(map(str, valgte)) or 'ingen'}.")
    return redirect("tilsyn_dokumenter", pk=runde.pk)


@require_GET
def om_sagen(request: HttpRequest, pk: int, fil: str) -> HttpResponse:
    """The sagsspecifikt notat of one case."""
    mig = bruger(request)
    with (
        som_system()
    ):  # so that a refusal is the same whether the case exists or not; who may is asked below
        tilsynssag = get_object_or_404(med_laesninger(Tilsynssag.objects.all()), pk=pk)
    hent_runde(mig, tilsynssag.runde_id)
    hent_sag(mig, tilsynssag.sag_id)
    try:
        return _fil(sagsnotat(mig, tilsynssag), "sagsnotat", _form(fil))
    except ValidationError as fejl:
        messages.error(request, " ".join(fejl.messages))
        return redirect("tilsyn_dokumenter", pk=tilsynssag.runde_id)


@require_GET
def tilbagemelding(request: HttpRequest, pk: int, fil: str) -> HttpResponse:
    """The feedback as a letter, to those who may read it on the screen."""
    mig = bruger(request)
    fundet, _ = hent_tilbagemelding(mig, pk)
    with som_system():  # a letter to me stays mine, also when the case has gone to others
        return _fil(tilbagemeldingsbrev(mig, fundet), "tilbagemelding", _form(fil))


def _form(fil: str) -> str:
    """What follows the dot; `filnavne` lets nothing else through than what there is."""
    return fil.rpartition(".")[2]


def _fil(dokument: Dokument, kode: str, form: str) -> HttpResponse:
    skriv, type_, hvordan = FORMER[form]
    svar = HttpResponse(skriv(dokument), content_type=type_)
    navn = f"{kode}-{timezone.localdate().isoformat()}.{form}"
    svar["Content-Disposition"] = f'{hvordan}; filename="{navn}"'
    return svar
