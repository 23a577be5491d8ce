"""Audit concepts, edition by edition. What an edition says is read by `maalinger.tilsyn`."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Koncept(models.Model):
    """A way to audit: the questions, who reads, and how answers are counted. Rounds point at its editions."""

    kode = models.SlugField(max_length=60, unique=True)
    navn = models.CharField(max_length=200)
    oprettet = models.DateTimeField(auto_now_add=True)
    oprettet_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None: shipped with Omhu."""
    lagt_vaek = models.DateTimeField(null=True, blank=True)
    """No longer offered for new rounds."""

    class Meta:
        ordering = ("navn",)

    def __str__(self) -> str:
        return self.navn


class Konceptudgave(models.Model):
    """What a concept said from an instant on. Never changed and never deleted: triggers refuse it."""

    koncept = models.ForeignKey(Koncept, models.PROTECT, related_name="udgaver")
    nr = models.PositiveIntegerField()
    indhold = models.TextField()
    """YAML in the language of `maalinger.tilsyn`."""
    aftryk = models.CharField(max_length=64)
    """SHA-256 of `indhold`."""
    begrundelse = models.TextField(blank=True)
    leveret = models.BooleanField(default=False)
    """The text is that of a file shipped with Omhu."""
    skrevet = models.DateTimeField(auto_now_add=True)
    skrevet_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("koncept", "-nr")
        constraints = [
            models.UniqueConstraint(fields=("koncept", "nr"), name="konceptudgave_et_nummer")
        ]

    def __str__(self) -> str:
        return f"{self.koncept_id} {self.nr}"
