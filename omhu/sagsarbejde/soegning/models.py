"""What full-text search looks in: the stems of the words, never the text itself."""

from __future__ import annotations

from django.db import models

from omhu.sager.models import Sag


class Soegetekst(models.Model):
    """One text, file or step as words for search. Derived: `omhu soegeindeks` makes all of them again.

    `ord` holds each stem once, alphabetically, between spaces: the order of the text cannot be read out of it. Numbers
    of six digits or more are left out, for a CPR number begins with six.
    """

    class Slags(models.TextChoices):
        TEKST = "tekst", "Tekst"
        DOKUMENT = "dokument", "Dokument"
        SKRIDT = "skridt", "Skridt"

    sag = models.ForeignKey(Sag, models.PROTECT, related_name="+")
    slags = models.CharField(max_length=10, choices=Slags)
    kilde_id = models.UUIDField()
    """The text (`Skrift`), file (`Dokument`) or act (`Skridt.rod`)."""
    dag = models.DateField()
    """When it happened; for a text that nothing dates yet, when it was begun."""
    ord = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("slags", "kilde_id"), name="soegetekst_en_pr_kilde")
        ]
        indexes = [models.Index(fields=("sag", "dag"), name="soegetekst_sag_dag")]

    def __str__(self) -> str:
        return f"{self.slags} {self.kilde_id}"
