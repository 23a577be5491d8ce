"""What the caseworker is told, and what is to be mended."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from omhu.kerne.krypto import Formaal
from omhu.sager.felter import KrypteretTekst
from omhu.sager.models import Sag
from omhu.tilsyn.models.runde import Tilsynssag


class Tilbagemelding(models.Model):
    """The written feedback on one case to one caseworker. Sent once; then it is not changed."""

    tilsynssag = models.OneToOneField(Tilsynssag, models.PROTECT, related_name="tilbagemelding")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="+")
    til = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tilbagemeldinger"
    )
    fra = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    godt = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    rettes = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    oprettet = models.DateTimeField(auto_now_add=True)
    sendt = models.DateTimeField(null=True, blank=True)
    set = models.DateTimeField(null=True, blank=True)
    svar = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    """What the caseworker wrote back."""
    talt_om = models.DateField(null=True, blank=True)
    """The day it was also talked through."""

    class Meta:
        ordering = ("-oprettet",)

    def __str__(self) -> str:
        return f"{self.tilsynssag_id}"


class Genopretning(models.Model):
    """Something to mend in a case, by a day. The days are those of its GENOPRETNING steps, from which the
    obligations on the desk follow (rules `genopretning-udfoert`, `genopretning-bekraeftet`)."""

    tilsynssag = models.ForeignKey(Tilsynssag, models.PROTECT, related_name="genopretninger")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="genopretninger")
    spoergsmaal = models.CharField(max_length=40, blank=True)
    tekst = KrypteretTekst(Formaal.TILSYN)
    skridt_rod = models.UUIDField(null=True, blank=True)
    """The step that laid it on, with the day it is due; None while it is only proposed."""
    foreslaaet = models.DateField(null=True, blank=True)
    """The day in the draft of the feedback. From the step on, the step's day counts."""
    oprettet = models.DateTimeField(auto_now_add=True)
    oprettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frafaldet = models.DateTimeField(null=True, blank=True)
    """Given up; `grund` says why."""
    grund = models.TextField(blank=True)

    class Meta:
        ordering = ("tilsynssag", "pk")

    def __str__(self) -> str:
        return f"{self.tilsynssag_id} {self.pk}"
