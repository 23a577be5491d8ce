"""The letters of a case, and one of them as a file."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from omhu.adgang.hvem import bruger
from omhu.bord.ramme import side
from omhu.bord.views.svar import afvist
from omhu.rapporter import brevdele
from omhu.rapporter.brev import (
    Brev,
    Emne,
    alle,
    check_maa_hente,
    emner,
    ikke_efterset,
    skridt_til,
)
from omhu.rapporter.docx import docx
from omhu.rapporter.dokument import Dokument
from omhu.rapporter.pdf import pdf
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import hent_skrift
from omhu.tidslinje.models import Skridt

FORMER = {
    "pdf": (pdf, "application/pdf", "inline"),
    "docx": (
        docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "attachment",
    ),
}
"""Ending -> how it is made, its type, and whether the browser shows it: a PDF is to be read and printed."""
ANDEN_SAG = "Teksten hører til en anden sag. Hent sagen igen, og vælg den derfra."


@dataclass(frozen=True)
class Linje:
    """A row of the page: the letter, what it is about, and its files as (name, address)."""

    brev: Brev
    skridt: Skridt | None
    skrift: Skrift | None
    filer: list[tuple[str, str]]
    ikke_efterset: list[str]

    @classmethod
    def af(cls, sag: Sag, e: Emne) -> Linje:
        """The row of a subject."""
        om = f"?skridt={e.skridt.pk}" if e.skridt else f"?skrift={e.skrift.pk}" if e.skrift else ""
        filer = [
            (navn, reverse("brev", args=[sag.pk, f"{e.brev.kode}.{form}"]) + om)
            for form, navn in (("pdf", "PDF"), ("docx", "Word"))
        ]
        return cls(e.brev, e.skridt, e.skrift, filer, ikke_efterset(e.brev, e.skridt))


@require_GET
def breve(request: HttpRequest, pk: int) -> HttpResponse:
    """All letters that can be had of a case."""
    sag = hent_sag(bruger(request), pk)
    fundne = emner(bruger(request), sag)
    return side(
        request, sag, "breve", "rapporter/breve.html", {"emner": [Linje.af(sag, e) for e in fundne]}
    )


@require_GET
def brev(request: HttpRequest, pk: int, fil: str) -> HttpResponse:
    """One letter (`kvittering.pdf`); `skridt` or `skrift` in the address tell which step or text it is about."""
    kode, _, form = fil.rpartition(".")
    sag = hent_sag(bruger(request), pk)
    fundet = alle().get(kode)
    if fundet is None:
        raise Http404
    check_maa_hente(bruger(request), fundet)
    try:
        with brevdele.ikke_efterset() as fundne:
            dokument = _lav(request, sag, fundet)
        if form == "docx":
            dokument = brevdele.med_note(dokument, fundne)
    except ValidationError as fejl:
        return afvist(request, " ".join(fejl.messages), sag_pk=sag.pk)
    skriv, type_, hvordan = FORMER[form]
    svar = HttpResponse(skriv(dokument), content_type=type_)
    navn = f"{kode}-{timezone.localdate().isoformat()}.{form}"
    svar["Content-Disposition"] = f'{hvordan}; filename="{navn}"'
    return svar


def _lav(request: HttpRequest, sag: Sag, fundet: Brev) -> Dokument:
    skrift = _nummer(request, "skrift")
    if skrift and fundet.lav_af_skrift:
        teksten = hent_skrift(bruger(request), skrift)
        if teksten.sag_id != sag.pk:
            raise ValidationError(ANDEN_SAG)
        return fundet.lav_af_skrift(bruger(request), sag, teksten)
    return fundet.lav(bruger(request), sag, skridt_til(fundet, sag, _nummer(request, "skridt")))


def _nummer(request: HttpRequest, navn: str) -> UUID | None:
    """A number in the address. Raises Http404 for what is none."""
    tekst = request.GET.get(navn)
    try:
        return UUID(tekst) if tekst else None
    except ValueError as fejl:
        raise Http404 from fejl
