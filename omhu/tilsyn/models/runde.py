"""A round: which cases could be drawn, which were, and how."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from omhu.adgang.models import Enhed
from omhu.kerne.krypto import Formaal
from omhu.sager.felter import KrypteretTekst
from omhu.sager.models import Sag
from omhu.tilsyn.models.koncept import Konceptudgave

SENESTE_FOERST = ("-til", "-pk")
"""The order of rounds; a grouped query must be told, for Django drops the model's own there."""


class Runde(models.Model):
    """One audit, from the frame to the report."""

    class Tilstand(models.TextChoices):
        KLADDE = "KLADDE", "Under forberedelse"
        FROSSEN = "FROSSEN", "Rammen er frosset"
        I_GANG = "I_GANG", "Sagerne læses"
        AFSLUTTET = "AFSLUTTET", "Afsluttet"
        OPGIVET = "OPGIVET", "Opgivet"

    navn = models.CharField(max_length=120)
    udgave = models.ForeignKey(Konceptudgave, models.PROTECT, related_name="runder")
    enhed = models.ForeignKey(Enhed, models.PROTECT, null=True, blank=True, related_name="runder")
    """The unit whose cases are audited, with those below it; None is all."""
    fra = models.DateField()
    til = models.DateField()
    """The window; both days belong to it. Its last day is the day the cases are seen from."""
    formaal = models.TextField(blank=True)
    tilstand = models.CharField(max_length=10, choices=Tilstand, default=Tilstand.KLADDE)
    leder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="runder")
    """Who answers for the round."""
    dobbelt = models.PositiveIntegerField(default=10)
    """Per cent of the cases that two people read each for themselves."""
    froe = models.CharField(max_length=64, blank=True)
    """The published seed of its draws."""
    laeses_inden = models.DateField(null=True, blank=True)
    """The day by which the cases are to be read; None: no day is set."""
    sammenlignes_med = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="senere"
    )
    forloeb = models.JSONField(default=list)
    """What was done to the round, in order: `tid`, `af` (initials), `hvad`, `grund`. No child is named."""
    fortrolige_modtagere = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+"
    )
    """Who may have the confidential bilag 5."""
    oprettet = models.DateTimeField(auto_now_add=True)
    oprettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    afsluttet = models.DateTimeField(null=True, blank=True)
    afsluttet_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = SENESTE_FOERST
        constraints = [
            models.CheckConstraint(
                condition=models.Q(til__gte=models.F("fra")), name="runde_fra_til"
            )
        ]

    def __str__(self) -> str:
        return self.navn


class Ramme(models.Model):
    """The cases that could be drawn, frozen: a later change in a case does not change who could have been drawn."""

    runde = models.OneToOneField(Runde, models.PROTECT, related_name="ramme")
    definition = models.JSONField(default=dict)
    """What was asked for: units, case types, kinds of steps, caseworkers, what is left out and why."""
    antal = models.PositiveIntegerField()
    aftryk = models.CharField(max_length=64)
    """SHA-256 over its sorted rows; anyone with the list can compute it anew."""
    frosset = models.DateTimeField(auto_now_add=True)
    frosset_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.runde_id}: {self.antal}"


class Rammesag(models.Model):
    """One row of a frame: a case, or a case at one sagstrin. Never changed."""

    ramme = models.ForeignKey(Ramme, models.PROTECT, related_name="raekker")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="rammer")
    sagstrin = models.CharField(max_length=40, blank=True)
    """A code of the concept; empty where whole cases are drawn."""
    enhed = models.ForeignKey(Enhed, models.PROTECT, related_name="+")
    raadgiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who was responsible when it was frozen."""
    sagstype = models.CharField(max_length=40, blank=True)
    risiko = models.JSONField(default=dict)
    """What a risk-based draw weighs: overdue duties, underretninger, changes of rådgiver, days without a step, age."""

    class Meta:
        ordering = ("ramme", "pk")
        constraints = [
            models.UniqueConstraint(fields=("ramme", "sag", "sagstrin"), name="rammesag_en_gang")
        ]

    def __str__(self) -> str:
        return f"{self.ramme_id} {self.sag_id} {self.sagstrin}"


class Udtraek(models.Model):
    """One draw from a frame. Two kinds are never counted in one percentage. Never changed."""

    class Slags(models.TextChoices):
        SIMPEL = "SIMPEL", "Tilfældigt udvalgt"
        STRATIFICERET = "STRATIFICERET", "Tilfældigt udvalgt i grupper"
        RISIKO = "RISIKO", "Udvalgt efter risiko"
        LISTE = "LISTE", "Fast liste udefra"
        SELVVALGT = "SELVVALGT", "Valgt af rådgiverne selv"

    TILFAELDIGE = (Slags.SIMPEL, Slags.STRATIFICERET)
    """Only these carry an interval."""

    runde = models.ForeignKey(Runde, models.PROTECT, related_name="udtraek")
    slags = models.CharField(max_length=14, choices=Slags)
    antal = models.PositiveIntegerField()
    grupper = models.JSONField(default=list)
    """What strata are made of: `enhed`, `raadgiver`, `sagstrin`, `sagstype`."""
    mindst = models.PositiveIntegerField(default=0)
    """Fewest of each stratum."""
    froe = models.CharField(max_length=64, blank=True)
    algoritme = models.CharField(max_length=40, blank=True)
    begrundelse = models.TextField(blank=True)
    trukket = models.DateTimeField(default=timezone.now)
    trukket_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("runde", "pk")

    def __str__(self) -> str:
        return f"{self.runde_id} {self.slags} {self.antal}"

    @property
    def tilfaeldigt(self) -> bool:
        """May an interval stand beside its figures?"""
        return self.slags in self.TILFAELDIGE


class Tilsynssag(models.Model):
    """A case that is to be read in a round. It leaves the round by a reason, never silently."""

    class Tilstand(models.TextChoices):
        MED = "MED", "Læses"
        ERSTATTET = "ERSTATTET", "Erstattet af en anden"
        UDGAAET = "UDGAAET", "Udgået"

    runde = models.ForeignKey(Runde, models.PROTECT, related_name="sager")
    udtraek = models.ForeignKey(Udtraek, models.PROTECT, related_name="sager")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="tilsyn")
    sagstrin = models.CharField(max_length=40, blank=True)
    enhed = models.ForeignKey(Enhed, models.PROTECT, related_name="+")
    raadgiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who gets the feedback: responsible when the frame was frozen."""
    nr = models.PositiveIntegerField()
    """Its place in the draw."""
    stratum = models.CharField(max_length=160, blank=True)
    sandsynlighed = models.FloatField(null=True, blank=True)
    """The probability of being drawn; None where nothing was left to chance."""
    tilstand = models.CharField(max_length=10, choices=Tilstand, default=Tilstand.MED)
    begrundelse = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    """Why it was chosen, by the one who nominated it."""
    grund = models.TextField(blank=True)
    """Why it left the round."""
    erstatter = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="erstattet_af"
    )
    aendret = models.DateTimeField(null=True, blank=True)
    aendret_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("runde", "nr", "pk")
        constraints = [
            models.UniqueConstraint(fields=("runde", "sag", "sagstrin"), name="tilsynssag_en_gang")
        ]

    def __str__(self) -> str:
        return f"{self.runde_id} {self.nr}"
