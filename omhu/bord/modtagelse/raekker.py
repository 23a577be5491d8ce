"""The rows of children on an intake's form: where they come from, one more or less, and what is known of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from omhu.adgang.hvem import bruger
from omhu.bord.modtagelse.boerneform import BARN, Barnerad, BoerneForm, dato_af
from omhu.bord.modtagelse.vis import Kendt, kendt
from omhu.kerne.cpr import uden_cpr
from omhu.kerne.heltal import heltal
from omhu.sager.adgang import hent_sag
from omhu.sagsarbejde.tekster import kladder
from omhu.sagsarbejde.tekster.models import Kladde

UDEN_AT_GEMME = ("tilfoej", "fjern", "slaa_op", "fjern_cpr")
"""Buttons that ask for another form, and save nothing."""


def skal_gemmes(request: HttpRequest) -> bool:
    """Was the form sent to be saved, and not for a row more or a look-up?"""
    return request.method == "POST" and not any(n in request.POST for n in UDEN_AT_GEMME)


def med_kendt(request: HttpRequest, form: BoerneForm) -> list[tuple[Barnerad, Kendt]]:
    """The rows with what is known of each child."""
    return [(b, kendt(bruger(request), _felter(form, b.id))) for b in form.boern()]


def fra_sagen(request: HttpRequest) -> dict[str, Any]:
    """The child of the case that one comes from (`sag` in the address)."""
    pk = heltal(request.GET.get("sag"))
    if pk is None:
        return {}
    barn = hent_sag(bruger(request), pk).barn
    foedt = barn.foedselsdato.isoformat() if barn.foedselsdato else ""
    return {f"{BARN}.1.navn": barn.navn, f"{BARN}.1.foedt": foedt, f"{BARN}.1.sag": str(pk)}


def kladdefelter(kladde: Kladde | None) -> list[tuple[str, list[str]]]:
    """What a draft says, field by field."""
    return list(kladder.felter(kladde).items()) if kladde else []


def raekke_til_fra(felter: dict[str, Any]) -> dict[str, Any]:
    """The fields with one child more or less, or with the text freed of CPR numbers."""
    if (vaek := felter.pop("fjern", "")).startswith(f"{BARN}."):
        felter = {n: v for n, v in felter.items() if not n.startswith(f"{vaek}.")}
    if felter.pop("tilfoej", ""):
        ider = [heltal(d[1]) or 0 for n in felter if len(d := n.split(".")) == 3]
        felter[f"{BARN}.{max(ider, default=0) + 1}.cpr"] = ""
    if "fjern_cpr" in felter:
        felter["tekst"] = uden_cpr(felter.get("tekst", ""), lambda _: "[CPR-nummer]")
    return felter


def _felter(form: BoerneForm, i: str) -> dict[str, Any]:
    """A row as it was typed, for the look-up."""
    raa = {f: form[f"{BARN}.{i}.{f}"].value() for f in ("cpr", "navn", "foedt", "sag")}
    return til_opslag(raa)


def til_opslag(raa: dict[str, Any]) -> dict[str, Any]:
    """A row as it was typed, with day and number read."""
    return {
        **raa,
        "foedt": dato_af(str(raa.get("foedt") or "")),
        "sag": heltal(raa.get("sag")),
    }
