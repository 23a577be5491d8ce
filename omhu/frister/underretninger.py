"""How far each underretning has come, read off its obligations: what asks for an act says what it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Replace
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.frister.models import Pligt
from omhu.frister.queries import aabne, med_status, pligter_for
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag
from omhu.sagsarbejde.modtagelse.henvendelse import ART as HENVENDELSE
from omhu.sagsarbejde.modtagelse.kaede import UNDERRETNING
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

VURDERING, KVITTERING = "underretning-24t", "underretning-kvittering"
GENVURDERING, SCREENING = "genvurdering", "screening"
EFTERUNDERRETNING = "efterunderretning"
NY, VURDERES, AFSLUTTET = "ny", "vurderes", "afsluttet"
AABEN = "aaben"
TILSTANDE = {
    NY: "Ny",
    VURDERES: "Vurderes",
    "kvittering": "Kvittering mangler",
    "genvurdering": "Venter på genvurdering",
    "screening": "Venter på screening",
    AFSLUTTET: "Afsluttet",
}
"""Code -> words, in the order in which an underretning goes through them."""
PAA_TUR = {"kvittering": KVITTERING, "genvurdering": GENVURDERING, "screening": SCREENING}
"""State -> the rule whose obligation it waits for, after the assessment."""


def underretninger(bruger: Bruger) -> QuerySet[Any]:
    """The underretninger of the cases that the user sees, each with `tilstand`."""
    sager = synlige_sager(bruger).order_by().values("pk")
    alle = Skridt.objects.filter(art=UNDERRETNING, sag__in=sager)
    alle = alle.select_related("sag__barn", "sag__enhed", "sag__ansvarlig", "registreret_af")
    return med_tilstand(gaeldende(Synsdag.i_dag(), alle))


def henvendelser(bruger: Bruger) -> QuerySet[Skridt]:
    """What families have asked for themselves and nobody has screened, the oldest first."""
    sager = synlige_sager(bruger).order_by().values("pk")
    alle = Skridt.objects.filter(art=HENVENDELSE, sag__in=sager, sag__lukket=None)
    alle = alle.select_related("sag__barn", "sag__enhed", "sag__ansvarlig")
    return gaeldende(Synsdag.i_dag(), alle).filter(_venter(SCREENING)).order_by("sket", "pk")


def med_tilstand(skridt: QuerySet[Skridt]) -> QuerySet[Any]:
    """Annotate `tilstand` (a code of TILSTANDE)."""
    begyndt = Skrift.objects.filter(
        sag=OuterRef("sag"), slags="akutvurdering", afsluttet=None, emne=OuterRef("emne")
    )
    # A root is text with hyphens in one database and without in the other.
    emne = Replace(Cast("rod", CharField()), Value("-"), Value(""))
    return skridt.alias(emne=emne).annotate(
        tilstand=Case(
            When(_venter(VURDERING) & Q(Exists(begyndt)), then=Value(VURDERES)),
            When(_venter(VURDERING), then=Value(NY)),
            *(When(_venter(regel), then=Value(kode)) for kode, regel in PAA_TUR.items()),
            default=Value(AFSLUTTET),
            output_field=CharField(),
        )
    )


def _venter(regel: str) -> Q:
    pligter = Pligt.objects.filter(sag=OuterRef("sag"), udloest_rod=OuterRef("rod"), regel=regel)
    return Q(Exists(aabne(med_status(pligter, timezone.now()))))


def pligter_til(bruger: Bruger, skridt: Iterable[Skridt]) -> dict[UUID, dict[str, Pligt]]:
    """Root of the underretning -> rule -> its obligation, for those on a page."""
    roedder = [s.rod for s in skridt]
    svar: dict[UUID, dict[str, Pligt]] = {rod: {} for rod in roedder}
    for p in pligter_for(bruger, kun_aabne_sager=False).filter(udloest_rod__in=roedder):
        if p.udloest_rod in svar:
            svar[p.udloest_rod][p.regel] = p
    return svar


def tilstand(sag: Sag, rod: UUID) -> str:
    """How far one has come."""
    fundet = med_tilstand(gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag=sag, rod=rod)))
    return str(fundet.values_list("tilstand", flat=True).first() or AFSLUTTET)


def tilstande(sag: Sag) -> dict[UUID, str]:
    """Root -> how far, for all underretninger of a case."""
    alle = Skridt.objects.filter(sag=sag, art=UNDERRETNING)
    return dict(med_tilstand(gaeldende(Synsdag.i_dag(), alle)).values_list("rod", "tilstand"))


def check_maa_lukkes(pligter: dict[str, Pligt]) -> None:
    """A case with running measures is looked at again before its underretning is closed. Raises ValidationError."""
    p = pligter.get(GENVURDERING)
    if p is not None and not p.lukket and p.opfyldt_dag is None:
        raise ValidationError(
            "Barnet får allerede en indsats, så sagen skal først genvurderes med en, der ikke har haft den."
        )
