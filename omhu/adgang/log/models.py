"""The log's two tables, on a database of their own. Rows are written by `skriv` only and never changed."""

from __future__ import annotations

from django.db import models

from omhu.adgang.log import Handling


class Logpost(models.Model):
    """One act of one user. `sager` are ids of cases; names and numbers are looked up when the log is shown."""

    nr = models.BigIntegerField(primary_key=True)
    tid = models.DateTimeField(db_index=True)
    bruger = models.BigIntegerField(null=True, blank=True)
    rolle = models.CharField(max_length=24, blank=True)
    """Role and unit as they were at that time."""
    enhed = models.BigIntegerField(null=True, blank=True)
    enhed_navn = models.CharField(max_length=120, blank=True)
    handling = models.CharField(max_length=12, choices=Handling)
    hvor = models.CharField(max_length=80, blank=True)
    """The name of the address or the command; never the address itself."""
    formaal = models.CharField(max_length=120, blank=True)
    sager = models.JSONField(default=list)
    detaljer = models.JSONField(default=dict)
    foer = models.CharField(max_length=64)
    """The hash of the post before."""
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("nr",)
        indexes = [models.Index(fields=("bruger", "tid"), name="logpost_bruger_tid")]

    def __str__(self) -> str:
        return f"{self.nr} {self.handling}"


class Logkaede(models.Model):
    """Signed points of the chain: its head, and up to where posts were deleted by rule."""

    class Slags(models.TextChoices):
        HOVED = "HOVED", "Hoved"
        SLETTET = "SLETTET", "Slettet til og med"

    slags = models.CharField(max_length=8, choices=Slags)
    nr = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    tid = models.DateTimeField()
    noegle = models.CharField(max_length=16)
    """Fingerprint of the key, so that a wrong key is called a wrong key."""
    detaljer = models.JSONField(default=dict)
    underskrift = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("slags",), condition=models.Q(slags="HOVED"), name="logkaede_et_hoved"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slags} {self.nr}"


class Stikproeve(models.Model):
    """A sample drawn for the half-yearly control; the same seed, days and log give the same sample."""

    fro = models.CharField(max_length=40)
    stoerrelse = models.PositiveIntegerField()
    fra = models.DateField()
    til = models.DateField()
    udvalg = models.JSONField(default=list)
    """[post, case, [reasons]] of each pick."""
    befolkning = models.PositiveIntegerField(default=0)
    """How many posts it was drawn from."""
    bruger = models.BigIntegerField(null=True, blank=True)
    tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.fro} {self.fra} {self.til}"


class Stikproevefund(models.Model):
    """What the controller found about one pick; a new row replaces the one before."""

    class Udfald(models.TextChoices):
        I_ORDEN = "I_ORDEN", "I orden"
        UNDERSOEGES = "UNDERSOEGES", "Undersøges"
        BRUD = "BRUD", "Ikke i orden"

    stikproeve = models.ForeignKey(Stikproeve, models.PROTECT, related_name="fund")
    post = models.BigIntegerField()
    udfald = models.CharField(max_length=12, choices=Udfald)
    note = models.CharField(max_length=500, blank=True)
    bruger = models.BigIntegerField(null=True, blank=True)
    tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.post} {self.udfald}"
