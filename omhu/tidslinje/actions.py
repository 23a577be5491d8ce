"""Writing the timeline: a step, its correction, its withdrawal. Callers recompute obligations afterwards
(`frister.actions`), in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.kerne.kalender import dagens_begyndelse, lokal_dag, tid_af
from omhu.kerne.uuid7 import uuid7
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt


def nyt_skridt(
    sag: Sag,
    art: str,
    sket: date | datetime,
    *,
    af: Bruger | None = None,
    registreret: datetime | None = None,
    attributter: Mapping[str, str] | None = None,
    indsatser: str = "",
    naeste: date | None = None,
    navn: str = "",
    vedroerer: str = "",
    kilde: str = "formular",
    kilde_id: str = "",
    nr: int = 0,
) -> Skridt:
    """An unsaved step; `sket` is a local day, or an aware instant. Raises ValidationError (Danish)."""
    kendt = katalog().arter.get(art)
    if kendt is None or kendt.fylder:
        raise ValidationError(f"Skridtet »{art}« findes ikke i kataloget.")
    check_uden_cpr((navn, "" if _er_rod(vedroerer) else vedroerer, *(attributter or {}).values()))
    tid, dag, kun_dato = _tider(sket)
    nummer = uuid7()
    return Skridt(
        id=nummer,
        rod=nummer,
        sag=sag,
        art=art,
        sket=tid,
        dag=dag,
        kun_dato=kun_dato,
        registreret=registreret or timezone.now(),
        registreret_af=af,
        indsatser=indsatser,
        naeste=naeste,
        navn=navn,
        vedroerer=vedroerer,
        data=dict(attributter or {}),
        kilde=kilde,
        kilde_id=kilde_id,
        nr=nr,
    )


def _er_rod(tekst: str) -> bool:
    """Is it the root of a step? One in some thousands has ten digits in a row that could be a number."""
    try:
        return str(UUID(tekst)) == tekst
    except ValueError:
        return False


def _tider(sket: date | datetime) -> tuple[datetime, date, bool]:
    if isinstance(sket, datetime):
        if timezone.is_naive(sket):
            raise ValueError("sket must be aware")
        return sket, lokal_dag(sket), False
    return tid_af(dagens_begyndelse(sket)), sket, True


def registrer(sag: Sag, art: str, sket: date | datetime, **felter: Any) -> Skridt:
    """Append one step. Fields as in `nyt_skridt`; order of entry is the next of the case."""
    skridt = nyt_skridt(sag, art, sket, **felter)
    sidste = Skridt.objects.filter(sag=sag).aggregate(nr=Max("nr"))["nr"]
    skridt.nr = 0 if sidste is None else sidste + 1
    skridt.save(force_insert=True)
    return skridt


@transaction.atomic
def ret(gammelt: Skridt, sket: date | datetime, **felter: Any) -> Skridt:
    """Correct a step by a new row; the old one stays. Raises ValidationError if it is corrected already."""
    _maa_erstattes(gammelt)
    nyt = nyt_skridt(gammelt.sag, gammelt.art, sket, **felter)
    nyt.rod, nyt.erstatter, nyt.nr = gammelt.rod, gammelt, gammelt.nr
    nyt.save(force_insert=True)
    return nyt


@transaction.atomic
def traek_tilbage(
    gammelt: Skridt, *, af: Bruger | None, begrundelse: str, registreret: datetime | None = None
) -> Skridt:
    """Withdraw a step: it never happened. The row that says so carries the reason."""
    _maa_erstattes(gammelt)
    nyt = nyt_skridt(
        gammelt.sag,
        gammelt.art,
        gammelt.dag if gammelt.kun_dato else gammelt.sket,
        af=af,
        registreret=registreret,
        attributter={"begrundelse": begrundelse},
        kilde=gammelt.kilde,
        kilde_id=gammelt.kilde_id,
    )
    nyt.rod, nyt.erstatter, nyt.tilbagetrukket, nyt.nr = gammelt.rod, gammelt, True, gammelt.nr
    nyt.save(force_insert=True)
    return nyt


def _maa_erstattes(gammelt: Skridt) -> None:
    if Skridt.objects.filter(erstatter=gammelt).exists():
        raise ValidationError(
            "Skridtet er allerede rettet. Hent siden igen, og ret den nyeste udgave."
        )
