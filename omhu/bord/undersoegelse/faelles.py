"""What the pages of an undersøgelse share: who it is about, its tab, and where one goes afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.bord import ramme
from omhu.bord.undersoegelse import ur
from omhu.regler.love import NAVNE
from omhu.sager.adgang import hent_sag
from omhu.sagsarbejde.undersoegelse import queries
from omhu.sagsarbejde.undersoegelse.queries import Undersoegelse

DELE = (
    ("plan", "Fokus og plan"),
    ("udsagn", "Udsagn"),
    ("tekst", "Teksten"),
    ("afslut", "Afslut"),
)
DELE_AFDAEKNING = (("plan", "Plan"), *DELE[1:])


def hent(request: HttpRequest, pk: int, rod: UUID) -> Undersoegelse:
    """The course that the address names, in a case one may see."""
    return queries.hent(hent_sag(bruger(request), pk), rod)


def hent_til_arbejde(request: HttpRequest, pk: int, rod: UUID) -> Undersoegelse:
    """The same for one who registers."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    return hent(request, pk, rod)


def side(
    request: HttpRequest,
    u: Undersoegelse,
    del_: str,
    skabelon: str,
    data: Mapping[str, Any],
    status: int | None = None,
) -> HttpResponse:
    """A page of a course: its name and clock on top, its parts as links."""
    frister = data.get("frister") or ur.frister(bruger(request), u)
    alt = {
        "u": u,
        "f": u.forloeb,
        "lovnavn": NAVNE[u.forloeb.lov],
        "frister": frister,
        "ur": frister.ur if u.forloeb.i_gang else None,
        "dele": _dele(u),
        "del": del_,
        "i_dag": timezone.localdate(),
        "maa_skrive": har_ret(bruger(request), Ret.REGISTRERE) and u.forloeb.i_gang,
        **data,
    }
    return ramme.side(
        request, u.sag, "undersoegelse", f"undersoegelse/{skabelon}", alt, status=status
    )


def _dele(u: Undersoegelse) -> list[tuple[str, str]]:
    alle = DELE if u.forloeb.slags == "bfu" else DELE_AFDAEKNING
    return [d for d in alle if u.forloeb.i_gang or d[0] != "afslut"]


def videre(request: HttpRequest, besked: str, navn: str, *dele: Any) -> HttpResponse:
    """Tell what was done and go on to a page of the undersøgelse."""
    messages.success(request, besked)
    return redirect(navn, *dele)
