"""Dated events that the charts mark: written and taken away by those who lead audits."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.tilsyn.models import Begivenhed

TIDLIGST = date(2000, 1, 1)


@transaction.atomic
def tilfoej_begivenhed(
    bruger: Bruger, dag: date, slags: str, navn: str, enhed: Enhed | None = None
) -> Begivenhed:
    """Note a change of system, teaching or organisation. Raises PermissionDenied or ValidationError (Danish)."""
    kraev_ret(bruger, Ret.TILSYN)
    if dag < TIDLIGST:
        raise ValidationError({"dag": "Datoen er for langt tilbage. Skriv den dag, det skete."})
    if Begivenhed.objects.filter(dag=dag, navn__iexact=navn.strip()).exists():
        raise ValidationError({"navn": "Begivenheden står der allerede."})
    return Begivenhed.objects.create(
        dag=dag, slags=slags, navn=navn.strip(), enhed=enhed, oprettet_af=bruger
    )


@transaction.atomic
def fjern_begivenhed(bruger: Bruger, begivenhed: Begivenhed) -> None:
    """Take away an event that one noted oneself, or any for those who keep the concepts."""
    kraev_ret(bruger, Ret.TILSYN)
    if begivenhed.oprettet_af_id != bruger.pk:
        try:
            kraev_ret(bruger, Ret.KONCEPTER)
        except PermissionDenied:
            raise PermissionDenied(
                f"Begivenheden er skrevet af {begivenhed.oprettet_af}. Bed vedkommende om at fjerne den."
            ) from None
    begivenhed.delete()
