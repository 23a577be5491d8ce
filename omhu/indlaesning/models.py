"""Loads, what they last said about each child and case, what has vanished, and mapping profiles."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from omhu.sager.felter import KrypteretCpr


class Indlaesning(models.Model):
    """One load: who, when, which files (by hash and kind, never by a name that may hold a child), and what
    came of it. The rows themselves lie in a staging file until the load is settled (`lager`)."""

    class Tilstand(models.TextChoices):
        KLAR = "klar", "Klar til godkendelse"
        KARANTAENE = "karantaene", "Rækker i karantæne"
        INDLAEST = "indlaest", "Indlæst"
        FORKASTET = "forkastet", "Forkastet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kilde = models.CharField(max_length=60)
    format = models.CharField(max_length=40)
    tilstand = models.CharField(max_length=12, choices=Tilstand)
    filer = models.JSONField(default=list)
    """A list of {slags, sha256, bytes, raekker}."""
    af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    oprettet = models.DateTimeField(auto_now_add=True)
    afgjort = models.DateTimeField(null=True, blank=True)
    afgjort_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    rapport = models.JSONField(default=dict)
    """Counts only (`rapport.Rapport`)."""

    class Meta:
        ordering = ("-oprettet",)
        indexes = [models.Index(fields=("kilde", "-oprettet"), name="indlaesning_kilde")]

    def __str__(self) -> str:
        return f"{self.kilde} {self.oprettet:%d.%m.%Y}"


class Kildepost(models.Model):
    """What a source last said about a child or a case, so that a field that was mended by hand in Omhu is
    told from one that the source changed."""

    kilde = models.CharField(max_length=60)
    tabel = models.CharField(max_length=20)
    noegle = models.CharField(max_length=80)
    vaerdier = models.JSONField(default=dict)
    cpr = KrypteretCpr()
    """The child's number as the source last gave it; not among `vaerdier`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("kilde", "tabel", "noegle"), name="kildepost_en_pr_noegle"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kilde} {self.tabel} {self.noegle}"


class Forsvundet(models.Model):
    """A step that its source no longer has. The step stays in force: vanished is not withdrawn."""

    rod = models.UUIDField(unique=True)
    sag = models.ForeignKey("sager.Sag", models.PROTECT, related_name="forsvundne_skridt")
    kilde = models.CharField(max_length=60)
    siden = models.DateTimeField(auto_now_add=True)
    indlaesning = models.ForeignKey(Indlaesning, models.PROTECT, related_name="forsvundne")

    class Meta:
        ordering = ("siden",)

    def __str__(self) -> str:
        return f"{self.kilde} {self.siden:%d.%m.%Y}"


class Profil(models.Model):
    """How the columns of one kind of extract become fields, in versions: a saved one is never changed."""

    navn = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    kilde = models.CharField(max_length=60)
    maal = models.CharField(max_length=40)
    felter = models.JSONField(default=dict)
    """Field of the target -> heading of the column."""
    af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    oprettet = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("navn", "-version")
        constraints = [
            models.UniqueConstraint(fields=("navn", "version"), name="profil_en_pr_version")
        ]

    def __str__(self) -> str:
        return f"{self.navn}, version {self.version}"
