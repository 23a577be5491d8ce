"""Users, their roles, and the units that delimit what they see."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from omhu.adgang.sortering import Dansk


class Enhed(models.Model):
    """A unit of the department: centre, department or team, in a tree."""

    class Type(models.TextChoices):
        CENTER = "CENTER", "Center"
        AFDELING = "AFDELING", "Afdeling"
        TEAM = "TEAM", "Team"
        MODTAGELSE = "MODTAGELSE", "Modtagelse"
        FAMILIEHUS = "FAMILIEHUS", "Familiehus"

    navn = models.CharField(max_length=120)
    type = models.CharField(max_length=12, choices=Type, default=Type.TEAM)
    overordnet = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="underenheder"
    )
    kilde_id = models.CharField(max_length=80, blank=True, db_index=True)

    class Meta:
        ordering = (Dansk("navn"),)

    def __str__(self) -> str:
        return self.navn


class Bruger(AbstractUser):
    """A member of staff. What one may see follows from role and unit (`adgang.queries`)."""

    class Rolle(models.TextChoices):
        RAADGIVER = "RAADGIVER", "Rådgiver"
        MODTAGELSE = "MODTAGELSE", "Modtagelse"
        KOORDINATOR = "KOORDINATOR", "Koordinator"
        TEAMLEDER = "TEAMLEDER", "Teamleder"
        CHEF = "CHEF", "Afdelings- eller centerchef"
        JURIST = "JURIST", "Jurist"
        OEKONOM = "OEKONOM", "Økonom"
        SUPERBRUGER = "SUPERBRUGER", "Superbruger"
        SYSTEMADMINISTRATOR = "SYSTEMADMINISTRATOR", "Systemadministrator"
        UDVALGSSEKRETAER = "UDVALGSSEKRETAER", "Udvalgssekretær"
        UDFOERER = "UDFOERER", "Udfører"
        EKSTERN_GRANSKER = "EKSTERN_GRANSKER", "Ekstern gransker"
        POLITIKER = "POLITIKER", "Politiker"

    rolle = models.CharField(max_length=20, choices=Rolle, default=Rolle.RAADGIVER)
    enhed = models.ForeignKey(Enhed, models.PROTECT, null=True, blank=True, related_name="brugere")
    kle = models.CharField(max_length=200, blank=True)
    """KLE numbers, or how they begin, that the user is delimited to, parted by spaces; empty = all."""
    udloeber = models.DateField(null=True, blank=True)
    """The last day of access; from the day after, the account lets nobody in and shows no case."""
    tavshed = models.DateTimeField(null=True, blank=True)
    """When an external reviewer accepted the words on confidentiality; before that no case opens (`omfang`)."""
    initialer = models.CharField(max_length=10, blank=True, db_index=True)
    ansat_til = models.DateField(null=True, blank=True)

    class Meta:
        ordering = (Dansk("first_name"), Dansk("last_name"))

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def er_leder(self) -> bool:
        """Sees a whole unit's work and approves waivers."""
        from omhu.adgang.rettigheder import Ret, har_ret

        return har_ret(self, Ret.LEDE)
