"""Decisions that were taken although something was missing: what, and which leader has seen it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from omhu.sager.models import Sag


class Afvigelse(models.Model):
    """One decision taken all the same. The reasons stand in its text; this row is there so that a leader sees it."""

    sag = models.ForeignKey(Sag, models.PROTECT, related_name="afvigelser")
    skridt_rod = models.UUIDField(unique=True)
    """The decision."""
    mangler = models.CharField(max_length=600)
    """What was missing, codes joined by `+`."""
    oprettet = models.DateTimeField(auto_now_add=True)
    oprettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_tid = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    """What the leader said of it."""

    class Meta:
        ordering = ("oprettet",)
        indexes = [
            models.Index(
                fields=("sag",), name="afvigelse_ikke_set", condition=models.Q(set_tid__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.skridt_rod}"
