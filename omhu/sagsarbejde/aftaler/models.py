"""Appointments: what is to happen and has not. When it happens it becomes a step; an appointment is none."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from omhu.sager.models import Sag


class Aftale(models.Model):
    """One appointment of a case. It keeps no duty: only the step that it ends in (`skridt_rod`) does."""

    class Slags(models.TextChoices):
        SAMTALE = "SAMTALE", "Børnesamtale"
        TILSYN = "TILSYN", "Tilsynsbesøg"
        OPFOELGNING = "OPFOELGNING", "Opfølgning"
        MOEDE = "MOEDE", "Møde"

    sag = models.ForeignKey(Sag, models.PROTECT, related_name="aftaler")
    slags = models.CharField(max_length=12, choices=Slags)
    dag = models.DateField()
    klokken = models.TimeField(null=True, blank=True)
    sted = models.CharField(max_length=120, blank=True)
    hos = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="aftaler")
    """Whose calendar it is in: the one who is to hold it."""
    hvem = models.CharField(max_length=200, blank=True)
    """Who else takes part."""
    indsatser = models.CharField(max_length=200, blank=True)
    """Measure codes that it is about, joined by `+`."""
    note = models.TextField(blank=True)
    bestilt = models.DateTimeField(auto_now_add=True)
    bestilt_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    aflyst = models.DateTimeField(null=True, blank=True)
    aflyst_grund = models.CharField(max_length=300, blank=True)
    skridt_rod = models.UUIDField(null=True, blank=True)
    """The act that it became."""

    class Meta:
        ordering = ("dag", "klokken", "pk")
        indexes = [
            models.Index(fields=("sag", "dag"), name="aftale_sag_dag"),
            models.Index(
                fields=("hos", "dag"),
                name="aftale_hos_dag",
                condition=models.Q(aflyst__isnull=True, skridt_rod__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slags_display()} {self.dag}"

    @property
    def aaben(self) -> bool:
        """Neither held nor called off."""
        return self.aflyst is None and self.skridt_rod is None
