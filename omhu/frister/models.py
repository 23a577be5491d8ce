"""Obligations, stored for quick reading. They follow from steps and rules; nobody edits them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from omhu.sager.models import Sag


class Pligt(models.Model):
    """One obligation of a case: the row the evaluator made, kept by `noegle` through recomputations.

    Status on a day is never stored: `omhu.regler.udfald.status` says it from these columns.
    """

    sag = models.ForeignKey(Sag, models.PROTECT, related_name="pligter")
    noegle = models.CharField(max_length=160)
    """`regel:trigger:number`, unique in the case."""
    regel = models.CharField(max_length=60)
    version = models.CharField(max_length=10)
    tilfaelde = models.SmallIntegerField(default=0)
    gruppe = models.CharField(max_length=20)
    art = models.CharField(max_length=5)
    nr = models.SmallIntegerField(default=0)
    udloest_rod = models.UUIDField(null=True, blank=True)
    udloest_art = models.CharField(max_length=40)
    udloest_dag = models.DateField()
    udloest_tid = models.DateTimeField(null=True, blank=True)
    indsatser = models.CharField(max_length=200, blank=True)
    anker_rod = models.UUIDField(null=True, blank=True)
    anker_dag = models.DateField()
    frist_dag = models.DateField()
    frist_tid = models.DateTimeField(null=True, blank=True)
    lukket = models.CharField(max_length=20, blank=True)
    lukket_dag = models.DateField(null=True, blank=True)
    lukket_tid = models.DateTimeField(null=True, blank=True)
    opfyldt_rod = models.UUIDField(null=True, blank=True)
    opfyldt_art = models.CharField(max_length=40, blank=True)
    opfyldt_dag = models.DateField(null=True, blank=True)
    opfyldt_tid = models.DateTimeField(null=True, blank=True)
    sent = models.BooleanField(default=False)
    fravalgt_rod = models.UUIDField(null=True, blank=True)
    fravalgt_grund = models.CharField(max_length=200, blank=True)
    bortfaldet_rod = models.UUIDField(null=True, blank=True)
    uvis_dag = models.DateField(null=True, blank=True)
    uvis_rod = models.UUIDField(null=True, blank=True)
    grund = models.CharField(max_length=300, blank=True)
    ved_udeblivelse = models.CharField(max_length=20, default="mangler")
    vurderes = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("sag", "noegle"), name="pligt_en_pr_noegle")]
        indexes = [
            models.Index(
                fields=("frist_dag", "sag"),
                name="pligt_aaben_frist",
                condition=models.Q(lukket="", opfyldt_dag__isnull=True),
            ),
            models.Index(fields=("regel", "frist_dag"), name="pligt_regel_frist"),
        ]

    def __str__(self) -> str:
        return f"{self.regel} {self.frist_dag}"


class Advis(models.Model):
    """What staff did about an obligation without settling it: handed on, reminder, seen. Appended only."""

    class Art(models.TextChoices):
        GIVET_VIDERE = "GIVET_VIDERE", "Givet videre"
        PAAMINDELSE = "PAAMINDELSE", "Påmindelse"
        HENLAGT = "HENLAGT", "Lagt væk"
        TAGET_FREM = "TAGET_FREM", "Taget frem igen"

    sag = models.ForeignKey(Sag, models.PROTECT, related_name="advis")
    noegle = models.CharField(max_length=160)
    """The obligation's key."""
    art = models.CharField(max_length=12, choices=Art)
    til = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="advis"
    )
    dato = models.DateField(null=True, blank=True)
    begrundelse = models.TextField(blank=True)
    af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-tid",)
        indexes = [models.Index(fields=("sag", "noegle"), name="advis_sag_noegle")]

    def __str__(self) -> str:
        return f"{self.art} {self.noegle}"
