"""The timeline: append-only steps with two times."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models

from omhu.kerne.uuid7 import uuid7
from omhu.regler.trin import Trin
from omhu.sager.models import Sag


class Skridt(models.Model):
    """One dated act (or a correction or withdrawal of one). Never updated, never deleted: triggers refuse it.

    `sket` is when it happened (for `kun_dato` the day's first instant), `dag` its local day;
    `registreret` when it became known here. `rod` is the first row of a chain of corrections and identifies
    the act through all of them. A withdrawal is a correction with `tilbagetrukket` and no content.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="skridt")
    art = models.CharField(max_length=40)
    sket = models.DateTimeField()
    dag = models.DateField()
    kun_dato = models.BooleanField(default=True)
    registreret = models.DateTimeField()
    registreret_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    rod = models.UUIDField(db_index=True)
    erstatter = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="erstattet_af"
    )
    tilbagetrukket = models.BooleanField(default=False)
    navn = models.CharField(max_length=80, blank=True)
    vedroerer = models.CharField(max_length=80, blank=True)
    indsatser = models.CharField(max_length=200, blank=True)
    """Measure codes joined by `+`."""
    naeste = models.DateField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)
    """The other fields of the kind, text by name, as in the tidslinjeformat."""
    kilde = models.CharField(max_length=60, default="formular")
    kilde_id = models.CharField(max_length=120, blank=True)
    nr = models.BigIntegerField(default=0)
    """Order of entry within a case, for acts of the same time."""

    class Meta:
        ordering = ("dag", "sket", "nr")
        indexes = [models.Index(fields=("sag", "dag"), name="skridt_sag_dag")]
        constraints = [
            models.CheckConstraint(
                name="skridt_tilbagetraekning_retter",
                condition=models.Q(tilbagetrukket=False) | models.Q(erstatter__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.art} {self.dag}"

    def som_trin(self) -> Trin:
        """The step as rules and measures see it."""
        return trin_af(
            (
                self.art,
                self.dag,
                None if self.kun_dato else self.sket,
                self.indsatser,
                self.data,
                self.rod,
                self.navn,
                self.vedroerer,
                self.naeste,
                self.kilde,
            )
        )


TRIN_FELTER = (
    "art",
    "dag",
    "kun_dato",
    "sket",
    "indsatser",
    "data",
    "rod",
    "navn",
    "vedroerer",
    "naeste",
    "kilde",
)
EGNE_KILDER = ("formular", "demo", "omhu")
"""Sources that are Omhu itself, another Omhu that was moved out of included; every other one is an extract."""


def trin_af(
    felter: tuple[
        str, date, datetime | None, str, dict[str, str], object, str, str, date | None, str
    ],
) -> Trin:
    """A Trin of plain values, for rows read without model objects."""
    art, dag, tid, indsatser, data, rod, navn, vedroerer, naeste, kilde = felter
    return Trin(
        art=art,
        dag=dag,
        tid=tid,
        indsatser=tuple(indsatser.split("+")) if indsatser else (),
        attributter=data,
        id=rod,
        navn=navn or str(rod),
        vedroerer=vedroerer,
        naeste=naeste,
        indlaest=kilde not in EGNE_KILDER,
    )
