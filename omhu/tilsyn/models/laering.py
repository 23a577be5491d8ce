"""What a round teaches: themes with actions, results of others to calibrate against, dated events for the charts."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from omhu.adgang.models import Enhed
from omhu.tilsyn.models.runde import Runde


class Tema(models.Model):
    """A learning theme: two or three a round, each with what is done about it."""

    runde = models.ForeignKey(Runde, models.PROTECT, related_name="temaer")
    titel = models.CharField(max_length=120)
    hvorfor = models.TextField(blank=True)
    spoergsmaal = models.JSONField(default=list)
    """Ids of the questions that it comes from; their figures show whether it helped."""
    handling = models.TextField(blank=True)
    ansvarlig = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    inden = models.DateField(null=True, blank=True)
    status = models.TextField(blank=True)
    effekt = models.TextField(blank=True)
    afsluttet = models.DateTimeField(null=True, blank=True)
    oprettet = models.DateTimeField(auto_now_add=True)
    oprettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("runde", "pk")

    def __str__(self) -> str:
        return self.titel


class Tendens(models.Model):
    """What the leader brings to the staff meeting: a strength, or something to look after. Names nobody."""

    class Slags(models.TextChoices):
        STYRKE = "STYRKE", "Det går godt"
        OPMAERKSOMHED = "OPMAERKSOMHED", "Det skal vi øve os på"

    runde = models.ForeignKey(Runde, models.PROTECT, related_name="tendenser")
    slags = models.CharField(max_length=14, choices=Slags)
    tekst = models.CharField(max_length=400)
    spoergsmaal = models.CharField(max_length=40, blank=True)
    """The question whose figure it rests on."""
    oprettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("runde", "slags", "pk")

    def __str__(self) -> str:
        return self.tekst


class EksterntResultat(models.Model):
    """What others found on the same question (Ankestyrelsen, consultants), to hold one's own reading against."""

    runde = models.ForeignKey(Runde, models.PROTECT, related_name="eksterne")
    spoergsmaal = models.CharField(max_length=40)
    hvem = models.CharField(max_length=120)
    fra = models.DateField(null=True, blank=True)
    til = models.DateField(null=True, blank=True)
    overholdt = models.PositiveIntegerField()
    relevante = models.PositiveIntegerField()
    kilde = models.CharField(max_length=200, blank=True)
    oprettet = models.DateTimeField(auto_now_add=True)
    oprettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("runde", "spoergsmaal", "pk")

    def __str__(self) -> str:
        return f"{self.spoergsmaal} {self.hvem}"


class Begivenhed(models.Model):
    """A dated event that charts mark: a system goes live, teaching begins. Laws are known from the rules."""

    class Slags(models.TextChoices):
        SYSTEM = "SYSTEM", "Systemskift"
        LAERING = "LAERING", "Læring eller ny praksis"
        ORGANISATION = "ORGANISATION", "Organisation"

    dag = models.DateField()
    slags = models.CharField(max_length=12, choices=Slags)
    navn = models.CharField(max_length=120)
    enhed = models.ForeignKey(Enhed, models.PROTECT, null=True, blank=True, related_name="+")
    oprettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("dag", "pk")

    def __str__(self) -> str:
        return f"{self.dag} {self.navn}"
