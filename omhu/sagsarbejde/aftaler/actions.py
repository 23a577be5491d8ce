"""Appointments: book, move, call off, and tie to the step that it became."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.kerne.ord_om_tid import dato
from omhu.regler.katalog import katalog
from omhu.sager.adgang import KAN_IKKE_ARBEJDE, hent_sag, maa_arbejde
from omhu.sager.models import Sag
from omhu.sagsarbejde.aftaler.models import Aftale

LAENGST_FREM = timedelta(days=730)
"""A day further ahead is a slip of the finger."""


def book(
    sag: Sag,
    slags: str,
    dag: date,
    *,
    af: Bruger,
    klokken: time | None = None,
    sted: str = "",
    hos: Bruger | None = None,
    hvem: str = "",
    indsatser: Sequence[str] = (),
    note: str = "",
) -> Aftale:
    """Book an appointment; `hos` is whose calendar it is in (default: one's own). No step is written.
    Raises PermissionDenied and ValidationError (Danish, by field)."""
    _check_maa(sag, af)
    hos = hos or af
    if not maa_arbejde(hos, sag):
        raise ValidationError({"hos": KAN_IKKE_ARBEJDE.format(hos)})
    _check_dag(sag, dag)
    check_uden_cpr((sted, hvem, note))
    ukendte = [i for i in indsatser if i not in katalog().indsatser]
    if ukendte:
        raise ValidationError({"indsatser": "Vælg indsatserne fra listen."})
    return Aftale.objects.create(
        sag=sag,
        slags=Aftale.Slags(slags),
        dag=dag,
        klokken=klokken,
        sted=sted.strip(),
        hos=hos,
        hvem=hvem.strip(),
        indsatser="+".join(indsatser),
        note=note.strip(),
        bestilt_af=af,
    )


def flyt(aftale: Aftale, dag: date, *, af: Bruger, klokken: time | None = None) -> Aftale:
    """Another day: the old appointment is called off and stays readable, a new one is booked."""
    ny = book(
        aftale.sag,
        aftale.slags,
        dag,
        af=af,
        klokken=klokken,
        sted=aftale.sted,
        hos=aftale.hos,
        hvem=aftale.hvem,
        indsatser=[i for i in aftale.indsatser.split("+") if i],
        note=aftale.note,
    )
    aflys(aftale, af=af, grund=f"Flyttet til {dato(dag)}")
    return ny


def aflys(aftale: Aftale, *, af: Bruger, grund: str) -> Aftale:
    """It will not be held. Raises ValidationError when it was held or called off already."""
    _check_maa(aftale.sag, af)
    _check_aaben(aftale)
    if len(grund.strip()) < 3:
        raise ValidationError({"grund": "Skriv kort, hvorfor den aflyses."})
    check_uden_cpr([grund])
    aftale.aflyst, aftale.aflyst_grund = timezone.now(), grund.strip()
    aftale.save(update_fields=["aflyst", "aflyst_grund"])
    return aftale


def afhold(aftale: Aftale, skridt_rod: UUID, *, af: Bruger) -> Aftale:
    """It was held: the step with this root is what it became. Call it in the act's own transaction."""
    _check_maa(aftale.sag, af)
    _check_aaben(aftale)
    aftale.skridt_rod = skridt_rod
    aftale.save(update_fields=["skridt_rod"])
    return aftale


def _check_maa(sag: Sag, af: Bruger) -> None:
    kraev_ret(af, Ret.REGISTRERE)
    hent_sag(af, sag.pk)


def _check_aaben(aftale: Aftale) -> None:
    if not aftale.aaben:
        raise ValidationError("Aftalen er allerede holdt eller aflyst. Hent siden igen.")


def _check_dag(sag: Sag, dag: date) -> None:
    i_dag = timezone.localdate()
    if sag.lukket:
        raise ValidationError({"dag": f"Sagen blev lukket {dato(sag.lukket)}. Genåbn den først."})
    if dag < i_dag:
        raise ValidationError(
            {"dag": "Dagen er gået. Har I været der, så registrér det i stedet for at aftale det."}
        )
    if dag > i_dag + LAENGST_FREM:
        raise ValidationError(
            {"dag": "Dagen ligger mere end to år ude i fremtiden. Se efter igen."}
        )
