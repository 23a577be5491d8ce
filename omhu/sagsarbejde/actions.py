"""Acts of the case work: each checks who may, writes one step, and leaves the rest to the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.regler.katalog import Skridtart, katalog
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde import datoer, overdragelse
from omhu.tidslinje import actions as tidslinje
from omhu.tidslinje.models import Skridt

ALDRIG_FOER = date(1990, 1, 1)
NAESTE_FELTER = ("naeste", "ny_frist", "genbehandles")
EFTERSKRIFT = "skrevet_efter_lukning"
"""Marks a step that happened before the closing and was written after it."""
INDSATS_FELTER = ("foranstaltning", "foranstaltninger", "emner")


def check_maa_registrere(bruger: Bruger, art: Skridtart) -> None:
    """Raise PermissionDenied with a Danish sentence the UI can show as it is."""
    kraev_ret(bruger, Ret.REGISTRERE)
    rolle = "teamleder" if har_ret(bruger, Ret.LEDE) else "raadgiver"
    if rolle not in art.hvem:
        raise PermissionDenied(
            f"Din rolle kan ikke registrere »{art.navn}«. Bed en, der har sagen."
        )


def maa_registrere(bruger: Bruger, art: Skridtart) -> bool:
    """The same rule as a yes or no."""
    try:
        check_maa_registrere(bruger, art)
    except PermissionDenied:
        return False
    return True


def _dag(sket: date | datetime) -> date:
    return timezone.localdate(sket) if isinstance(sket, datetime) else sket


def _check_tid(sket: date | datetime) -> None:
    nu = timezone.now()
    i_dag = timezone.localdate()
    dag = _dag(sket)
    if dag > i_dag or (isinstance(sket, datetime) and sket > nu + timedelta(minutes=5)):
        raise ValidationError({"dag": "Tidspunktet ligger i fremtiden. Skriv, hvornår det skete."})
    if dag < ALDRIG_FOER:
        raise ValidationError({"dag": f"Året {dag.year} kan ikke passe. Skriv datoen igen."})


def _check_felter(art: Skridtart, felter: Mapping[str, str]) -> dict[str, str]:
    udfyldt = {k: v.strip() for k, v in felter.items() if v and v.strip()}
    for felt in art.kraevede:
        if felt not in udfyldt:
            raise ValidationError({felt: f"Vi mangler »{felt.replace('_', ' ')}«. Skriv det."})
    return udfyldt


@transaction.atomic
def registrer_skridt(
    sag: Sag,
    art: str,
    sket: date | datetime,
    *,
    af: Bruger,
    felter: Mapping[str, str] | None = None,
    vedroerer: str = "",
) -> Skridt:
    """Register one act on a case the user may see. `felter` are the kind's fields as text; measures and the
    next date among them become columns. Raises PermissionDenied and ValidationError, both in Danish.
    The caller recomputes obligations (`frister.actions.genberegn_sag`)."""
    hent_sag(af, sag.pk)
    kendt = katalog().arter.get(art)
    if kendt is None or kendt.fylder:
        raise ValidationError("Vælg, hvad der er sket.")
    check_maa_registrere(af, kendt)
    _check_tid(sket)
    udfyldt = _check_felter(kendt, felter or {})
    if art == overdragelse.ART:
        overdragelse.check_tildeling(af, sag, udfyldt["initialer"])
    kolonner = _kolonner(udfyldt)
    datoer.check_dato(sag, art, _dag(sket), kolonner["indsatser"])
    if art not in datoer.EFTER_LUKNING and datoer.lukket_siden(sag):
        kolonner["attributter"] = {**kolonner["attributter"], EFTERSKRIFT: "ja"}
    return tidslinje.registrer(sag, art, sket, af=af, vedroerer=vedroerer, **kolonner)


def _kolonner(felter: dict[str, str]) -> dict[str, Any]:
    """The kind's fields as the timeline stores them."""
    indsatser = "+".join(
        _indsats(led) for f in INDSATS_FELTER for led in felter.get(f, "").split("+") if led
    )
    naeste = next((felter[f] for f in NAESTE_FELTER if felter.get(f)), "")
    try:
        dag = date.fromisoformat(naeste) if naeste else None
    except ValueError as fejl:
        raise ValidationError({"naeste": "Skriv datoen som 2026-09-01."}) from fejl
    return {"attributter": felter, "indsatser": indsatser, "naeste": dag}


def _indsats(navn: str) -> str:
    kode = katalog().indsats_kode(navn)
    if kode is None:
        raise ValidationError(f"Indsatsen »{navn}« kendes ikke. Vælg en fra listen.")
    return kode


@transaction.atomic
def ret_skridt(
    skridt: Skridt,
    sket: date | datetime,
    *,
    af: Bruger,
    felter: Mapping[str, str],
    begrundelse: str,
) -> Skridt:
    """Correct a step by a new row; the old one stays readable."""
    hent_sag(af, skridt.sag_id)
    kendt = katalog().arter[skridt.art]
    check_maa_registrere(af, kendt)
    _check_tid(sket)
    _check_begrundelse(begrundelse)
    udfyldt = _check_felter(kendt, felter)
    if kendt.kode == overdragelse.ART:
        overdragelse.check_tildeling(af, skridt.sag, udfyldt["initialer"])
    kolonner = _kolonner(udfyldt)
    datoer.check_dato(
        skridt.sag, skridt.art, _dag(sket), kolonner["indsatser"], undtagen=skridt.rod
    )
    kolonner["attributter"] = {**kolonner["attributter"], "rettet_fordi": begrundelse.strip()}
    return tidslinje.ret(
        skridt, sket, af=af, navn=skridt.navn, vedroerer=skridt.vedroerer, **kolonner
    )


@transaction.atomic
def traek_skridt_tilbage(skridt: Skridt, *, af: Bruger, begrundelse: str) -> Skridt:
    """Withdraw a step that never happened, with a reason."""
    hent_sag(af, skridt.sag_id)
    check_maa_registrere(af, katalog().arter[skridt.art])
    _check_begrundelse(begrundelse)
    return tidslinje.traek_tilbage(skridt, af=af, begrundelse=begrundelse.strip())


def _check_begrundelse(tekst: str) -> None:
    if len(tekst.strip()) < 5:
        raise ValidationError("Skriv kort, hvorfor skridtet ændres.")
