"""The texts of the case work: what an undersøgelse, a plan or a note says, edition by edition."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from omhu.kerne.krypto import Formaal
from omhu.kerne.uuid7 import uuid7
from omhu.sager.felter import KrypteretTekst
from omhu.sager.models import Sag


class Skrift(models.Model):
    """One text of a case, under way or finished: an undersøgelse, a plan, a note. What it says is in its editions.

    It has no date of its own: the step that it belongs to (`skridt_rod`, a `Skridt.rod`) dates it. While nothing has
    happened yet there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="skrifter")
    slags = models.CharField(max_length=30)
    """A code of `tekster.skema`."""
    emne = models.CharField(max_length=80, blank=True)
    """What it is about where a case has several of a kind: a measure's code, the root of an underretning."""
    skridt_rod = models.UUIDField(null=True, blank=True, db_index=True)
    bygger_paa = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="udloebere"
    )
    """The text that this one goes on from: a revised plan from the former, a follow-up from the plan."""
    oprettet = models.DateTimeField(auto_now_add=True)
    oprettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    afsluttet = models.DateTimeField(null=True, blank=True)
    """Finished then; what is written later needs a reason and is shown as added later."""

    class Meta:
        ordering = ("-oprettet",)
        indexes = [models.Index(fields=("sag", "slags"), name="skrift_sag_slags")]

    def __str__(self) -> str:
        return f"{self.slags} {self.pk}"


class Udgave(models.Model):
    """What a text said from an instant on. Never changed and never deleted: triggers refuse it.

    `felter` is flat, text by name. Rows of a list have the names `liste.id.felt`, so that two people who wrote in
    different rows have not written over each other.
    """

    skrift = models.ForeignKey(Skrift, models.PROTECT, related_name="udgaver")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="+")
    """The text's case, for row-level security and deletion."""
    nr = models.PositiveIntegerField()
    felter = models.JSONField(default=dict)
    begrundelse = models.TextField(blank=True)
    """Why it was written after the text was finished."""
    skrevet = models.DateTimeField(auto_now_add=True)
    skrevet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("skrift", "nr")
        constraints = [models.UniqueConstraint(fields=("skrift", "nr"), name="udgave_et_nummer")]

    def __str__(self) -> str:
        return f"{self.skrift_id} {self.nr}"


class Kladde(models.Model):
    """What one person has typed on a form and not yet sent. Theirs alone, encrypted, gone when the form is sent."""

    bruger = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kladder")
    sti = models.CharField(max_length=200)
    """The address of the form; it names no child."""
    felter = KrypteretTekst(Formaal.KLADDE)
    """JSON: name of field -> list of values, as the browser sends them."""
    gemt = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("bruger", "sti"), name="kladde_en_pr_side")]

    def __str__(self) -> str:
        return self.sti
