"""A reading: one person, one case, one level, and what was answered and found."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from omhu.kerne.krypto import Formaal
from omhu.sager.felter import KrypteretTekst
from omhu.sager.models import Sag
from omhu.tilsyn.models.runde import Tilsynssag


class Laesning(models.Model):
    """Locked when done: then it counts, others may see it, and its answers are never changed."""

    tilsynssag = models.ForeignKey(Tilsynssag, models.PROTECT, related_name="laesninger")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="+")
    niveau = models.CharField(max_length=20)
    """A level's code in the concept."""
    laeser = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tilsynslaesninger"
    )
    dobbelt = models.BooleanField(default=False)
    """The second, independent reading at its level: measures agreement, is not counted in the result."""
    begyndt = models.DateTimeField(null=True, blank=True)
    laast = models.DateTimeField(null=True, blank=True)
    sekunder = models.PositiveIntegerField(default=0)
    """Time with the page in front, as the page tells; at most an estimate."""
    styrker = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    opmaerksomhed = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    """What is good, and what to look after, in the case as a whole."""

    class Meta:
        ordering = ("tilsynssag", "niveau", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("tilsynssag", "niveau", "laeser"), name="laesning_en_pr_laeser"
            ),
            models.UniqueConstraint(
                fields=("tilsynssag", "niveau", "dobbelt"), name="laesning_en_foerste_en_dobbelt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tilsynssag_id} {self.niveau}"


class Svar(models.Model):
    """The answer to one question: what the data say, what the reader says, and why they differ."""

    class Alvor(models.IntegerChoices):
        INGEN = 0, "Ikke alvorligt"
        MINDRE = 1, "Mindre"
        VAESENTLIG = 2, "Væsentligt"
        ALVORLIG = 3, "Alvorligt: barnet kan være i fare"

    laesning = models.ForeignKey(Laesning, models.PROTECT, related_name="svar")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="+")
    spoergsmaal = models.CharField(max_length=40)
    auto = models.CharField(max_length=30, blank=True)
    """The answer that the data give; empty where they give none."""
    auto_grund = models.TextField(blank=True)
    auto_belaeg = models.JSONField(default=list)
    """Ids of the steps that gave it."""
    svar = models.CharField(max_length=30, blank=True)
    """Empty: not answered yet."""
    begrundelse = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    """Required where `svar` is another than `auto`."""
    bemaerkning = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    """For the caseworker: what was good, or what to mend."""
    alvor = models.PositiveSmallIntegerField(choices=Alvor, default=Alvor.INGEN)
    genopret = models.BooleanField(default=False)
    """Is to be mended in this case."""
    skrevet = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("laesning", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("laesning", "spoergsmaal"), name="svar_et_pr_spoergsmaal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.laesning_id} {self.spoergsmaal}"


class Blanket(models.Model):
    """A longer text of a reading that the concept asks for: forklæde, sagsspecifikt notat, læringsspørgsmål."""

    laesning = models.ForeignKey(Laesning, models.PROTECT, related_name="blanketter")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="+")
    kode = models.CharField(max_length=40)
    tekst = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    skrevet = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("laesning", "pk")
        constraints = [
            models.UniqueConstraint(fields=("laesning", "kode"), name="blanket_en_pr_kode")
        ]

    def __str__(self) -> str:
        return f"{self.laesning_id} {self.kode}"


class Fund(models.Model):
    """A serious finding. Only those who may see the restricted list see more than that there is one."""

    class Vej(models.TextChoices):
        LEDER = "LEDER", "Lederen tager det op i sagen"
        UNDERRETNING = "UNDERRETNING", "Registreres som underretning"
        EGENDRIFT = "EGENDRIFT", "Sagen genoptages af egen drift"

    laesning = models.ForeignKey(Laesning, models.PROTECT, related_name="fund")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="tilsynsfund")
    spoergsmaal = models.CharField(max_length=40, blank=True)
    beskrivelse = KrypteretTekst(Formaal.TILSYN)
    vej = models.CharField(max_length=14, choices=Vej, blank=True)
    """Chosen by the one who follows it up."""
    meldt = models.DateTimeField(auto_now_add=True)
    meldt_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ansvarlig = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    skridt_rod = models.UUIDField(null=True, blank=True)
    """The step that it led to: the underretning, the note."""
    afsluttet = models.DateTimeField(null=True, blank=True)
    afsluttet_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    udfald = KrypteretTekst(Formaal.TILSYN, blank=True, default="")
    """What was done."""

    class Meta:
        ordering = ("-meldt",)

    def __str__(self) -> str:
        return f"{self.laesning_id} {self.pk}"
