"""The only way to a case: every view, command and report that shows a child starts here."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from omhu.adgang.models import Bruger
from omhu.adgang.queries import synlige_enheder
from omhu.sager.models import Sag

INGEN_ADGANG = (
    "Du har ikke adgang til sagen. Den hører til en anden enhed. "
    "Har du brug for den, så bed din leder om adgang."
)


def synlige_sager(bruger: Bruger) -> QuerySet[Sag]:
    """The cases the user may see, with child, unit and responsible at hand."""
    sager = Sag.objects.select_related("barn", "enhed", "ansvarlig")
    if bruger.rolle == Bruger.Rolle.SUPERBRUGER:
        return sager
    return sager.filter(enhed__in=synlige_enheder(bruger).values("pk"))


def hent_sag(bruger: Bruger, pk: int) -> Sag:
    """One case. Raises PermissionDenied with a Danish sentence, also when there is no such case, so that
    nobody can tell the two apart."""
    try:
        return synlige_sager(bruger).get(pk=pk)
    except Sag.DoesNotExist as fejl:
        raise PermissionDenied(INGEN_ADGANG) from fejl
