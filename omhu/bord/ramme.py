"""The frame of every page of a case: whose it is, and the tabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, svarkode

FANER = (
    ("overblik", "Overblik", "sag"),
    ("tidslinje", "Tidslinje", "sagens_tidslinje"),
    ("underretninger", "Underretninger", "sagens_underretninger"),
    ("undersoegelse", "Undersøgelse", "sagens_undersoegelse"),
    ("samtaler", "Samtaler", "sagens_samtaler"),
    ("afgoerelser", "Afgørelser", "sagens_afgoerelser"),
    ("plan", "Plan og mål", "sagens_plan"),
    ("opfoelgning", "Opfølgning", "sagens_opfoelgning"),
    ("journal", "Journal", "sagens_journal"),
    ("breve", "Breve", "breve"),
    ("personer", "Personer", "sagens_personer"),
    ("adgang", "Adgang", "sagens_adgang"),
)
"""Code, name and address of each tab, in the order of a case's life."""


@dataclass(frozen=True)
class Fane:
    """A tab as it stands on the page."""

    navn: str
    sti: str
    valgt: bool


def faner(sag: Sag, valgt: str) -> list[Fane]:
    """The tabs of a case."""
    ud = []
    for kode, navn, sti in FANER:
        try:
            ud.append(Fane(navn, reverse(sti, args=[sag.pk]), kode == valgt))
        except NoReverseMatch:
            continue
    return ud


def side(
    request: HttpRequest,
    sag: Sag,
    fane: str,
    skabelon: str,
    data: Mapping[str, Any],
    status: int | None = None,
) -> HttpResponse:
    """A page within the frame; its template extends `bord/sagsramme.html`. Its `form` comes with the draft. Templates
    ask `maa_handle` before they offer an act: a closed case takes none but those of `datoer.EFTER_LUKNING`. The code
    is 422 where a form must be mended, unless `status` says another."""
    if "form" in data:
        med_kladde(request, data["form"])
    alt = {
        "sag": sag,
        "barn": sag.barn,
        "maa_handle": har_ret(bruger(request), Ret.REGISTRERE) and sag.lukket is None,
        "alder": sag.barn.alder(timezone.localdate()),
        "faner": faner(sag, fane),
        "fane": fane,
        **data,
    }
    kode = svarkode(request, *data.values()) if status is None else status
    return render(request, skabelon, alt, status=kode)
