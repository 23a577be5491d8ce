"""A file of a case on its way out: shown when nothing in it can act, else saved."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from omhu.adgang.hvem import bruger
from omhu.sagsarbejde.journal import lager
from omhu.sagsarbejde.journal.filtyper import FILTYPER
from omhu.sagsarbejde.journal.models import Dokument
from omhu.sagsarbejde.journal.queries import hent_dokument

LUKKET = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""What is shown can load nothing, run nothing, and is no part of Omhu's own site to the browser."""


@require_GET
def vis(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file in the browser. Raises Http404 for a kind that is only saved."""
    _, dokument = hent_dokument(bruger(request), pk)
    type_ = FILTYPER.get(dokument.filtype)
    if type_ is None or not type_.vises:
        raise Http404
    return _svar(dokument, type_.mime, "inline")


@require_GET
def hent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file to save."""
    _, dokument = hent_dokument(bruger(request), pk)
    return _svar(dokument, "application/octet-stream", "attachment")


def filnavn(dokument: Dokument) -> str:
    """`dokument-3.pdf`: tells nothing of the child."""
    type_ = FILTYPER.get(dokument.filtype)
    return f"dokument-{dokument.nr}.{type_.endelser[0] if type_ else 'bin'}"


def _svar(dokument: Dokument, mime: str, hvordan: str) -> HttpResponse:
    svar = HttpResponse(b"".join(lager.laes(dokument)), content_type=mime)
    svar["Content-Disposition"] = f'{hvordan}; filename="{filnavn(dokument)}"'
    svar["Content-Security-Policy"] = LUKKET
    svar["X-Content-Type-Options"] = "nosniff"
    return svar
