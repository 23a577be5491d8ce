"""The people around a child: who they are, what they are to the child, and what was written before it was corrected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from omhu.kerne.krypto import Formaal
from omhu.sager.felter import (
    CprIndeks,
    CprQuerySet,
    KrypteretCpr,
    KrypteretTekst,
    KunKrypteret,
    MedCpr,
)

if TYPE_CHECKING:
    from omhu.sager.models import Barn

BESKYTTET = "Beskyttet adresse"
"""What stands where a protected address would have stood."""


class Person(MedCpr):
    """Somebody around one or more children: a parent, a teacher, a foster family, a school.

    The row is what is known now; what stood before is in `Rettelse`. It is seen by those who see a case of one of the
    children that a `Relation` ties it to (`sager.personadgang`).
    """

    navn = models.CharField(max_length=160)
    cpr = KrypteretCpr()
    cpr_indeks = CprIndeks()
    telefon = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    adressebeskyttelse = models.BooleanField(default=False)
    """The address may not be told; it stands in `skjult_adresse`, and is opened with a reason, which is logged."""
    adresse = models.TextField(blank=True)
    skjult_adresse = KrypteretTekst(Formaal.PERSON, blank=True, default="")
    fag = models.CharField(max_length=80, blank=True)
    """What a professional is: `lærer`, `sundhedsplejerske`."""
    organisation = models.CharField(max_length=120, blank=True)
    sprog = models.CharField(max_length=60, blank=True)
    """The language to speak when it is not Danish."""
    tolk = models.BooleanField(default=False)
    oprettet = models.DateTimeField(default=timezone.now)
    oprettet_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CprQuerySet["Person"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("navn", "pk")
        constraints = [
            KunKrypteret(name="person_cpr_krypteret"),
            models.CheckConstraint(
                name="person_beskyttet_uden_adresse",
                condition=Q(adressebeskyttelse=False) | Q(adresse=""),
            ),
        ]

    def __str__(self) -> str:
        return self.navn

    @property
    def vist_adresse(self) -> str:
        """What lists, letters to others and exports may show."""
        return BESKYTTET if self.adressebeskyttelse else self.adresse


class Relation(models.Model):
    """What a person, or another child, is to a child, from a day to a day. Rows are added and ended, never changed
    otherwise: a new custody is a new row. Siblings stand once for both (`barn`, `soeskende`)."""

    class Art(models.TextChoices):
        MOR = "MOR", "Mor"
        FAR = "FAR", "Far"
        MEDMOR = "MEDMOR", "Medmor"
        STEDFORAELDER = "STEDFORAELDER", "Stedforælder"
        SOESKENDE = "SOESKENDE", "Søskende"
        BEDSTEFORAELDER = "BEDSTEFORAELDER", "Bedsteforælder"
        NETVAERK = "NETVAERK", "Netværk"
        VAERGE = "VAERGE", "Værge"
        PLEJEFAMILIE = "PLEJEFAMILIE", "Plejefamilie"
        ANBRINGELSESSTED = "ANBRINGELSESSTED", "Anbringelsessted"
        SKOLE = "SKOLE", "Skole"
        DAGTILBUD = "DAGTILBUD", "Dagtilbud"
        SUNDHEDSPLEJERSKE = "SUNDHEDSPLEJERSKE", "Sundhedsplejerske"
        LAEGE = "LAEGE", "Læge"
        PPR = "PPR", "PPR"
        ADVOKAT = "ADVOKAT", "Advokat"
        BISIDDER = "BISIDDER", "Bisidder"
        PARTSREPRAESENTANT = "PARTSREPRAESENTANT", "Partsrepræsentant"
        STOETTEPERSON = "STOETTEPERSON", "Støtteperson"
        FAGPERSON = "FAGPERSON", "Anden fagperson"

    class Myndighed(models.TextChoices):
        ENE = "ENE", "Ja, alene"
        DELT = "DELT", "Ja, fælles"
        NEJ = "NEJ", "Nej"

    barn = models.ForeignKey("sager.Barn", models.PROTECT, related_name="relationer")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="relationer"
    )
    soeskende = models.ForeignKey(
        "sager.Barn", models.PROTECT, null=True, blank=True, related_name="soeskende_til"
    )
    art = models.CharField(max_length=20, choices=Art)
    foraeldremyndighed = models.CharField(max_length=4, choices=Myndighed, blank=True)
    """Custody; empty = not known."""
    kontakt = models.CharField(max_length=200, blank=True)
    """How and when: `skal ringes op før besøg`."""
    note = models.TextField(blank=True)
    fra = models.DateField(null=True, blank=True)
    til = models.DateField(null=True, blank=True)
    """The last day it was so."""
    skrevet = models.DateTimeField(default=timezone.now)
    skrevet_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    afsluttet = models.DateTimeField(null=True, blank=True)
    """When `til` was written."""
    afsluttet_af = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    afslut_grund = models.CharField(max_length=200, blank=True)
    fejlskrevet = models.BooleanField(default=False)
    """It never was so: the row was written by mistake, or another has taken its place from the same day."""

    class Meta:
        ordering = ("barn", "pk")
        constraints = [
            models.CheckConstraint(
                name="relation_person_eller_soeskende",
                condition=Q(person__isnull=False, soeskende__isnull=True)
                | Q(person__isnull=True, soeskende__isnull=False),
            ),
            models.CheckConstraint(
                name="relation_slut_efter_start",
                condition=Q(fra=None) | Q(til=None) | Q(til__gte=models.F("fra")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_art_display()} {self.pk}"

    @property
    def har_myndighed(self) -> bool:
        """Has the person custody of the child, alone or with another?"""
        return self.foraeldremyndighed in (self.Myndighed.ENE, self.Myndighed.DELT)

    def gaelder(self, dag: date) -> bool:
        """Was it so on the day?"""
        if self.fejlskrevet:
            return False
        return (self.fra is None or self.fra <= dag) and (self.til is None or dag <= self.til)

    def den_anden(self, barn: Barn) -> Barn | None:
        """The sibling, seen from one of the two."""
        return self.barn if self.soeskende_id == barn.pk else self.soeskende


class Rettelse(models.Model):
    """What a field of a child or a person said before it was corrected. Never changed: triggers refuse it."""

    barn = models.ForeignKey(
        "sager.Barn", models.PROTECT, null=True, blank=True, related_name="rettelser"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="rettelser"
    )
    felt = models.CharField(max_length=30)
    foer = KrypteretTekst(Formaal.PERSON, blank=True, default="")
    begrundelse = models.CharField(max_length=200, blank=True)
    rettet = models.DateTimeField(default=timezone.now)
    rettet_af = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-rettet", "-pk")
        constraints = [
            models.CheckConstraint(
                name="rettelse_barn_eller_person",
                condition=Q(barn__isnull=False, person__isnull=True)
                | Q(barn__isnull=True, person__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.felt} {self.rettet:%Y-%m-%d}"


FORAELDRE = (Relation.Art.MOR, Relation.Art.FAR, Relation.Art.MEDMOR)
BISTAND = (
    Relation.Art.ADVOKAT,
    Relation.Art.BISIDDER,
    Relation.Art.PARTSREPRAESENTANT,
)
"""Those who help a party."""
