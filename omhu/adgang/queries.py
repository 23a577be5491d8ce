"""Who belongs where: the units a user may see, and colleagues."""

from __future__ import annotations

from django.db.models import QuerySet

from omhu.adgang.models import Bruger, Enhed


def synlige_enheder(bruger: Bruger) -> QuerySet[Enhed]:
    """The units whose cases the user may see: all for a superbruger, else one's own and those below it."""
    if bruger.rolle == Bruger.Rolle.SUPERBRUGER:
        return Enhed.objects.all()
    if bruger.enhed_id is None:
        return Enhed.objects.none()
    if bruger.rolle == Bruger.Rolle.RAADGIVER:
        return Enhed.objects.filter(pk=bruger.enhed_id)
    return Enhed.objects.filter(pk__in=_med_underenheder(bruger.enhed_id))


def _med_underenheder(rod: int) -> set[int]:
    boern: dict[int | None, list[int]] = {}
    for pk, overordnet in Enhed.objects.values_list("pk", "overordnet_id"):
        boern.setdefault(overordnet, []).append(pk)
    fundet, koe = set(), [rod]
    while koe:
        pk = koe.pop()
        if pk not in fundet:
            fundet.add(pk)
            koe += boern.get(pk, [])
    return fundet


def kolleger(bruger: Bruger) -> QuerySet[Bruger]:
    """Active staff of the units one sees: those a task can be handed to."""
    return Bruger.objects.filter(is_active=True, enhed__in=synlige_enheder(bruger))
