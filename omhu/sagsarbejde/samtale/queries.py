"""Reading the talks of a case and the waivers that wait for a leader."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.regler.love import lov_paa
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag
from omhu.sagsarbejde.samtale.actions import er_udefra
from omhu.sagsarbejde.samtale.skema import SAMTALE, TILBUDT
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

HOLDT, FRAVALGT = "BOERNESAMTALE", "BOERNESAMTALE_FRAVALGT"
VENTER_HOEJST = timedelta(days=365)
"""A waiver that nobody has answered for so long is a matter of the past."""


@dataclass(frozen=True)
class Samtale:
    """A talk that was held, or waived, with what is written of it."""

    skridt: Skridt
    skrift: Skrift | None = None
    felter: dict[str, str] = field(default_factory=dict)

    @property
    def holdt(self) -> bool:
        """Held, not waived."""
        return self.skridt.art == HOLDT

    @property
    def lov(self) -> str:
        """The law of its day."""
        return lov_paa(self.skridt.dag)

    @property
    def indsatser(self) -> list[str]:
        """The measures that it was about."""
        return [i for i in self.skridt.indsatser.split("+") if i]

    @property
    def udefra(self) -> bool:
        """Held by somebody else than the authority; it keeps no duty."""
        return self.holdt and er_udefra(self.skridt.data.get("udfoert_af", ""))

    @property
    def mangler(self) -> list[skema.Tekstfelt]:
        """What the law asks of the note and is not written."""
        return skema.mangler(SAMTALE, self.felter, self.lov) if self.skrift else []

    @property
    def bisidder_tilbudt(self) -> bool:
        """Was the child told of its right to a bisidder?"""
        return self.felter.get("bisidder", "") in TILBUDT

    @property
    def svar(self) -> str:
        """The leader's answer to a waiver: ja, nej or nothing yet."""
        return str(self.skridt.data.get("bedoemmer_enig", ""))


def samtaler(sag: Sag) -> list[Samtale]:
    """Held and waived, newest first."""
    skridt = gaeldende(
        Synsdag.i_dag(), Skridt.objects.filter(sag=sag, art__in=(HOLDT, FRAVALGT))
    ).select_related("registreret_af")
    noter = {s.skridt_rod: s for s in skrifter(sag, SAMTALE.kode)}
    return [
        Samtale(s, noter.get(s.rod), dict(vars(noter[s.rod])["felter"]) if s.rod in noter else {})
        for s in skridt.order_by("-dag", "-sket", "-nr")
    ]


def venter_paa_leder(bruger: Bruger) -> QuerySet[Skridt]:
    """Waivers of the past year in cases the leader may see that nobody has answered, the oldest first."""
    sager = synlige_sager(bruger).filter(lukket=None).order_by().values("pk")
    siden = timezone.localdate() - VENTER_HOEJST
    alle = Skridt.objects.filter(art=FRAVALGT, dag__gte=siden, sag__in=sager)
    ubesvaret = gaeldende(Synsdag.i_dag(), alle).exclude(data__has_key="bedoemmer_enig")
    return ubesvaret.select_related("sag__barn", "registreret_af").order_by("dag", "nr")
