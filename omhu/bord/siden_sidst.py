"""What has changed in a case since one last looked: read off the log of one's own looks, so that nothing is written
when a page is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from omhu.adgang.log.opslag import foerste, poster
from omhu.adgang.models import Bruger
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.sager.personadgang import aendringer
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Udgave
from omhu.tidslinje.models import Skridt

SAMME_BESOEG = timedelta(hours=1)
"""Looks within an hour are one visit."""
HUSKES = timedelta(days=400)
VIST = 4


@dataclass(frozen=True)
class Aendring:
    """One thing that others have done: what, when it was registered, by whom."""

    hvad: str
    registreret: datetime
    hvem: str


@dataclass(frozen=True)
class SidenSidst:
    """Since when (None: never seen before), and what others did, newest first."""

    siden: datetime | None
    aendringer: list[Aendring]

    @property
    def foerste(self) -> list[Aendring]:
        """Those that fit on a line."""
        return self.aendringer[:VIST]

    @property
    def flere(self) -> int:
        """How many more there are."""
        return max(0, len(self.aendringer) - VIST)


def siden_sidst(sag: Sag, bruger: Bruger, skridt: Sequence[Skridt]) -> SidenSidst:
    """What others have done since the user's last visit. `skridt` are all rows of the case."""
    siden = sidst_set(sag, bruger)
    if siden is None:
        return SidenSidst(None, [])
    nye = [
        Aendring(_hvad(s), s.registreret, str(s.registreret_af or "indlæst"))
        for s in skridt
        if s.registreret > siden and s.registreret_af_id != bruger.pk
    ]
    nye += [
        Aendring(f"{skema.slags(u.skrift.slags).navn} ændret", u.skrevet, str(u.skrevet_af))
        for u in _udgaver(sag, bruger, siden)
    ]
    nye += [
        Aendring(a.hvad, a.tid, str(a.af or "indlæst"))
        for a in aendringer(sag, siden)
        if a.af != bruger
    ]
    return SidenSidst(siden, sorted(nye, key=lambda a: a.registreret, reverse=True))


def sidst_set(sag: Sag, bruger: Bruger) -> datetime | None:
    """When the user last opened the case's page before this visit."""
    nu = timezone.now()
    egne = poster(sager=[sag.pk], bruger=bruger.pk, fra=timezone.localdate(nu - HUSKES))
    post = foerste(egne.filter(hvor="sag", tid__lt=nu - SAMME_BESOEG).order_by("-nr"))
    return post.tid if post else None


def _udgaver(sag: Sag, bruger: Bruger, siden: datetime) -> QuerySet[Udgave]:
    """Later editions; a first one comes with its step."""
    andres = Udgave.objects.filter(sag=sag, skrevet__gt=siden, nr__gt=1)
    return andres.exclude(skrevet_af=bruger).select_related("skrift", "skrevet_af")


def _hvad(s: Skridt) -> str:
    art = katalog().arter.get(s.art)
    navn = art.navn if art else s.art
    return (
        f"{navn} {'trukket tilbage' if s.tilbagetrukket else 'rettet'}" if s.erstatter_id else navn
    )
