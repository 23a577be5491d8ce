"""The child and the case. What happened in it is on the timeline, not here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from omhu.adgang.log.opsamling import husk
from omhu.adgang.models import Enhed
from omhu.sager.felter import CprIndeks, CprQuerySet, KrypteretCpr, KunKrypteret, MedCpr
from omhu.sager.personer import Person, Relation, Rettelse

__all__ = ["Barn", "Noegleversion", "Person", "Relation", "Rettelse", "Sag", "Sagsadgang"]


class Barn(MedCpr):
    """A child or young person; unborn children have neither CPR nor birth date."""

    navn = models.CharField(max_length=160, blank=True)
    cpr = KrypteretCpr()
    """Ten digits in Python, encrypted in the row. Searched by `Barn.objects.med_cpr`."""
    cpr_indeks = CprIndeks()
    foedselsdato = models.DateField(null=True, blank=True)
    koen = models.CharField(max_length=1, blank=True)
    husstand = models.CharField(max_length=60, blank=True, db_index=True)
    """Children of one household are siblings in lists; a local pseudonym, no address."""
    foraeldremyndighed = models.CharField(max_length=60, blank=True)
    kilde = models.CharField(max_length=60, blank=True)
    kilde_id = models.CharField(max_length=80, blank=True)

    objects = CprQuerySet["Barn"].as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=("kilde", "kilde_id"),
                name="barn_en_pr_kilde",
                condition=~models.Q(kilde_id=""),
            ),
            KunKrypteret(name="barn_cpr_krypteret"),
        ]

    def __str__(self) -> str:
        return self.navn or "Uden navn"

    def alder(self, paa_dato: date) -> int | None:
        """Whole years on a day; None without a birth date or before birth."""
        f = self.foedselsdato
        if f is None or paa_dato < f:
            return None
        return paa_dato.year - f.year - ((paa_dato.month, paa_dato.day) < (f.month, f.day))


class Sag(models.Model):
    """One child's case in the department.

    `nummer` is the number people say (the imported id where the case came from an extract).
    `ansvarlig`, `enhed`, `lukket` and `sidste_skridt` are derived from the timeline for quick lists
    (`frister.actions.genberegn_sag` keeps them); the timeline is the truth.
    """

    class Beskyttelse(models.TextChoices):
        ANSAT = "ANSAT", "Ansats eller politikers barn"
        ADRESSE = "ADRESSE", "Hemmeligt opholdssted eller beskyttet adresse"
        ANDET = "ANDET", "Andet særligt hensyn"

    barn = models.ForeignKey(Barn, models.PROTECT, related_name="sager")
    nummer = models.CharField(max_length=60)
    kilde = models.CharField(max_length=60, blank=True)
    enhed = models.ForeignKey(Enhed, models.PROTECT, related_name="sager")
    oprettet_enhed = models.ForeignKey(
        Enhed, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Where the case began; its unit whenever nobody is responsible."""
    ansvarlig = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="sager"
    )
    ansvarlig_initialer = models.CharField(max_length=40, blank=True)
    ansvarlig_siden = models.DateField(null=True, blank=True)
    kle = models.CharField(max_length=12, blank=True)
    """KLE number, fx 27.24.00; decides delimitation and when the case may be deleted."""
    beskyttelse = models.CharField(max_length=16, choices=Beskyttelse, blank=True)
    """Why only those with a need of their own may see the case; empty = no protection."""
    beskyttelse_grund = models.TextField(blank=True)
    sagstype = models.CharField(max_length=40, blank=True)
    hovedforanstaltning = models.CharField(max_length=60, blank=True)
    lovgrundlag = models.CharField(max_length=120, blank=True)
    referencedato = models.DateField(null=True, blank=True)
    oplysninger = models.JSONField(default=dict, blank=True)
    """Further columns of the extract, kept as they came."""
    bekymring = models.TextField(blank=True)
    aabnet = models.DateField(null=True, blank=True)
    lukket = models.DateField(null=True, blank=True)
    sidste_skridt = models.DateField(null=True, blank=True)
    ikke_i_seneste = models.DateTimeField(null=True, blank=True)
    """Set when the case was gone from the newest load of its source; nothing is deleted."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("kilde", "nummer"), name="sag_et_nummer_pr_kilde")
        ]
        indexes = [
            models.Index(fields=("enhed", "lukket"), name="sag_enhed_lukket"),
            models.Index(fields=("ansvarlig", "lukket"), name="sag_ansvarlig_lukket"),
        ]

    def __str__(self) -> str:
        return self.nummer

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **andet: Any) -> Sag:
        """Every case that is fetched is noted for the log."""
        sag = super().from_db(db, field_names, values, **andet)
        husk(sag.pk, sag.__dict__.get("ansvarlig_id"), sag.__dict__.get("enhed_id"))
        return sag


class Sagsadgang(models.Model):
    """One person's access to one case beside role and unit, or the bar against it. Rows are added and ended,
    never changed otherwise (`sager.saeradgang` is the only writer)."""

    class Slags(models.TextChoices):
        LISTE = "LISTE", "På sagsliste"
        NAVNGIVET = "NAVNGIVET", "Navngivet"
        NOEDADGANG = "NOEDADGANG", "Nødadgang"
        SPAERRET = "SPAERRET", "Spærret: egen familie"

    bruger = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sagsadgange")
    sag = models.ForeignKey(Sag, models.PROTECT, related_name="adgange")
    slags = models.CharField(max_length=10, choices=Slags)
    begrundelse = models.TextField()
    givet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    givet = models.DateTimeField(default=timezone.now)
    udloeber = models.DateTimeField(null=True, blank=True)
    """Access ends at this instant; empty = until it is ended by hand."""
    set_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    set_tid = models.DateTimeField(null=True, blank=True)
    """When a leader looked at a break-glass access."""

    class Meta:
        ordering = ("-givet",)
        indexes = [
            models.Index(fields=("bruger", "sag"), name="sagsadgang_bruger_sag"),
            models.Index(
                fields=("givet",),
                name="sagsadgang_ikke_set",
                condition=models.Q(slags="NOEDADGANG", set_tid__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_slags_display()} {self.sag_id}"


class Noegleversion(models.Model):
    """A key that this database has been written with. `proeve` tells, before anything else is read, whether the
    key file that is there is the one that belongs to the database."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    proeve = models.TextField()
    siden = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"version {self.version}"
