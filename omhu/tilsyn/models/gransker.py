"""External reviewers: a named list of cases, an end, and a note area of their own."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.utils import timezone

from omhu.kerne.kalender import KOEBENHAVN
from omhu.kerne.krypto import Formaal
from omhu.sager.felter import KrypteretTekst
from omhu.sager.models import Sag
from omhu.tilsyn.models.runde import Runde


class Granskning(models.Model):
    """One engagement of one external reviewer. The cases are named in `Sagsadgang`, and the account ends by
    `Bruger.udloeber`; both end on the same day (FVL § 27: confidentiality of those who work for the authority)."""

    bruger = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="granskninger",
    )
    """None until a system administrator has made the account."""
    navn = models.CharField(max_length=120, blank=True)
    """Who is to have an account; the account's own name once there is one."""
    firma = models.CharField(max_length=120, blank=True)
    formaal = models.TextField()
    runde = models.ForeignKey(
        Runde, models.PROTECT, null=True, blank=True, related_name="granskninger"
    )
    til = models.DateField()
    """The last day."""
    oprettet = models.DateTimeField(auto_now_add=True)
    oprettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tavshed_tekst = models.TextField(blank=True)
    """The words that were accepted."""
    tavshed = models.DateTimeField(null=True, blank=True)
    """Accepted then; before that no case opens."""
    afsluttet = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-oprettet",)

    def __str__(self) -> str:
        return str(self.bruger or self.navn)

    @property
    def loeber(self) -> bool:
        """Does it run today?"""
        return self.afsluttet is None and self.til >= timezone.localdate()

    @property
    def slut(self) -> datetime:
        """The instant that it ended, or ends by itself."""
        return self.afsluttet or datetime.combine(self.til, time.max, KOEBENHAVN)


class Granskernotat(models.Model):
    """A note of the external reviewer's own, on a case or on the engagement."""

    granskning = models.ForeignKey(Granskning, models.PROTECT, related_name="notater")
    sag = models.ForeignKey(Sag, models.PROTECT, null=True, blank=True, related_name="+")
    tekst = KrypteretTekst(Formaal.TILSYN)
    skrevet = models.DateTimeField(auto_now_add=True)
    rettet = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-rettet",)

    def __str__(self) -> str:
        return f"{self.granskning_id} {self.pk}"
