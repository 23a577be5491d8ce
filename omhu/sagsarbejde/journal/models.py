"""Files on a case: what they are, and their content in encrypted pieces."""

from __future__ import annotations

from django.db import models

from omhu.kerne.krypto import Formaal
from omhu.kerne.uuid7 import uuid7
from omhu.sager.felter import KrypteretTekst
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster.models import Skrift


class Dokument(models.Model):
    """One file of a case. Title and parties are in its text (`skrift`, corrected by editions), the date, direction
    and kind on the step that the text belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="dokumenter")
    skrift = models.OneToOneField(Skrift, models.PROTECT, related_name="dokument")
    nr = models.PositiveIntegerField()
    """Number within the case; all that a file is called when it leaves Omhu."""
    sha256 = models.CharField(max_length=64)
    stoerrelse = models.PositiveBigIntegerField()
    filtype = models.CharField(max_length=8)
    """A code of `filtyper`, read from the content."""
    tekst = KrypteretTekst(Formaal.DOKUMENT, blank=True)
    """What could be read out of it for search, without CPR numbers."""

    class Meta:
        ordering = ("nr",)
        constraints = [models.UniqueConstraint(fields=("sag", "nr"), name="dokument_et_nummer")]
        indexes = [models.Index(fields=("sag", "sha256"), name="dokument_sag_sha256")]

    def __str__(self) -> str:
        return f"dokument {self.nr}"


class Dokumentdel(models.Model):
    """A piece of a file's content, encrypted. Read and written by `lager` alone."""

    id = models.BigAutoField(primary_key=True)
    dokument = models.ForeignKey(Dokument, models.PROTECT, related_name="dele")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="+")
    """The file's case, for row-level security and deletion."""
    nr = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    """Of the key."""
    indhold = models.BinaryField()

    class Meta:
        ordering = ("dokument", "nr")
        constraints = [models.UniqueConstraint(fields=("dokument", "nr"), name="dokumentdel_en")]

    def __str__(self) -> str:
        return f"{self.dokument_id} {self.nr}"
