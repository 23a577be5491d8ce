"""Who belongs where: the units a user may see, and colleagues."""

from __future__ import annotations

from django.db.models import QuerySet

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.omfang import omfang


def synlige_enheder(bruger: Bruger) -> QuerySet[Enhed]:
    """The units whose cases the user may see."""
    o = omfang(bruger)
    if not o.laeser:
        return Enhed.objects.none()
    return Enhed.objects.all() if o.alle else Enhed.objects.filter(pk__in=o.enheder)


def kolleger(bruger: Bruger) -> QuerySet[Bruger]:
    """Active staff of the units one sees: those a task can be handed to."""
    return Bruger.objects.filter(is_active=True, enhed__in=synlige_enheder(bruger))
