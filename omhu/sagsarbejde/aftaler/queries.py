"""Reading appointments: of a case, and of a person."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet

from omhu.adgang.models import Bruger
from omhu.sager.adgang import INGEN_ADGANG, hent_sag, synlige_sager
from omhu.sager.models import Sag
from omhu.sagsarbejde.aftaler.models import Aftale

GLEMT = timedelta(days=60)
"""How long an appointment that nobody has recorded stays on the desk."""


def _aabne() -> QuerySet[Aftale]:
    efter_tid = (F("dag").asc(), F("klokken").asc(nulls_first=True), F("pk").asc())
    return Aftale.objects.filter(aflyst=None, skridt_rod=None).order_by(*efter_tid)


def aabne(sag: Sag, *slags: str) -> QuerySet[Aftale]:
    """The appointments of a case that are neither held nor called off, nearest first."""
    alle = _aabne().filter(sag=sag, **({"slags__in": slags} if slags else {}))
    return alle.select_related("hos")


def paa_bordet(bruger: Bruger, i_dag: date) -> QuerySet[Aftale]:
    """One's own of today and tomorrow, and those gone by that nobody has recorded, in cases one may see."""
    dage = (i_dag - GLEMT, i_dag + timedelta(days=1))
    sager = synlige_sager(bruger).filter(lukket=None).order_by().values("pk")
    mine = _aabne().filter(hos=bruger, dag__range=dage, sag__in=sager)
    return mine.select_related("sag__barn")


def sidste_sted(sag: Sag, slags: str) -> str:
    """Where the last appointment of a kind was to be."""
    forrige = Aftale.objects.filter(sag=sag, slags=slags).order_by("-pk").first()
    return forrige.sted if forrige else ""


def hent_aftale(bruger: Bruger, pk: int) -> Aftale:
    """One appointment of a case the user may see. Raises PermissionDenied, also when there is none."""
    fundet = Aftale.objects.filter(pk=pk).select_related("hos").first()
    if fundet is None:
        raise PermissionDenied(INGEN_ADGANG)
    fundet.sag = hent_sag(bruger, fundet.sag_id)
    return fundet
