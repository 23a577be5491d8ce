"""Finding posts: those about cases, within days, of a user, of a kind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db import DatabaseError, connections
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from omhu.adgang.log import ALIAS, LogFejl
from omhu.adgang.log.models import Logpost
from omhu.kerne.kalender import dagens_begyndelse, tid_af

KAN_IKKE = (
    "Loggen kan ikke læses, så Omhu viser og ændrer ingenting lige nu. "
    "Prøv igen om lidt, og sig det til driften, hvis det bliver ved."
)


def foerste(fundne: QuerySet[Logpost]) -> Logpost | None:
    """The first of some posts, or None. Raises LogFejl when the log cannot be read."""
    try:
        return fundne.first()
    except DatabaseError as fejl:
        raise LogFejl(KAN_IKKE) from fejl


def poster(
    *,
    sager: Iterable[int] | None = None,
    fra: date | None = None,
    til: date | None = None,
    bruger: int | None = None,
    handling: str = "",
) -> QuerySet[Logpost]:
    """Posts in order; both days count. `sager`: those about at least one of the cases."""
    alle = Logpost.objects.using(ALIAS).order_by("nr")
    if sager is not None:
        alle = alle.filter(reduce(or_, (_om(pk) for pk in sager), Q(pk__in=())))
    if fra is not None:
        alle = alle.filter(tid__gte=tid_af(dagens_begyndelse(fra)))
    if til is not None:
        alle = alle.filter(tid__lt=tid_af(dagens_begyndelse(date.fromordinal(til.toordinal() + 1))))
    if bruger is not None:
        alle = alle.filter(bruger=bruger)
    return alle.filter(handling=handling) if handling else alle


def _om(sag: int) -> Q:
    """Posts that name the case. PostgreSQL has an index for it; SQLite reads the text: [3, 12] has 12, not 1."""
    if connections[ALIAS].vendor == "postgresql":
        return Q(sager__contains=[int(sag)])
    moenster = f"*[[ ]{int(sag)}[],]*"
    return Q(RawSQL("log_logpost.sager GLOB %s", [moenster], output_field=BooleanField()))
