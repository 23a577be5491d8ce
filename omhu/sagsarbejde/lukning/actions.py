"""Closing a case with what is open seen, opening it again, and taking one that nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde import datoer
from omhu.sagsarbejde.actions import registrer_skridt
from omhu.sagsarbejde.lukning.koder import AARSAGER
from omhu.sagsarbejde.lukning.queries import aabent
from omhu.sagsarbejde.overdragelse import ART as TILDELT
from omhu.sagsarbejde.overdragelse import check_tildeling
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag

MINDST = 5


@transaction.atomic
def luk(
    sag: Sag,
    dag: date,
    *,
    af: Bruger,
    aarsag: str,
    begrundelse: str,
    trods: str = "",
    pligter: Sequence[str] = (),
) -> Skridt:
    """Close the case. While something is open (`lukning.queries.aabent`, and `pligter`: the obligations that the caller
    knows to stay open) it asks for `trods`, a reason to close all the same. Raises PermissionDenied and
    ValidationError at the field. The caller recomputes obligations."""
    if aarsag not in dict(AARSAGER):
        raise ValidationError({"aarsag": "Vi mangler, hvorfor sagen lukkes. Vælg en årsag."})
    _check_tekst("begrundelse", begrundelse, "Skriv kort, hvorfor sagen kan lukkes.")
    if aabent(sag, trin_for_sag(sag.pk, Synsdag.i_dag())) or pligter:
        _check_tekst(
            "trods", trods, "Noget er stadig åbent. Skriv, hvorfor sagen lukkes alligevel."
        )
    felter = {"aarsag": aarsag, "begrundelse": begrundelse, "trods": trods}
    return registrer_skridt(sag, datoer.LUKKER, dag, af=af, felter=felter)


@transaction.atomic
def genaabn(sag: Sag, dag: date, *, af: Bruger, begrundelse: str) -> Skridt:
    """Open a closed case again. Raises PermissionDenied and ValidationError."""
    hent_sag(af, sag.pk)
    lukket = datoer.lukket_siden(sag)
    if lukket is None:
        raise ValidationError("Sagen er åben. Hent siden igen.")
    if dag < lukket:
        raise ValidationError({"dag": "Dagen ligger, før sagen blev lukket. Skriv en senere dag."})
    _check_tekst("begrundelse", begrundelse, "Skriv kort, hvorfor sagen genåbnes.")
    return registrer_skridt(sag, datoer.AABNER, dag, af=af, felter={"aarsag": begrundelse})


def check_kan_tage(af: Bruger, sag: Sag) -> None:
    """May the user take this case up? One of the own unit that nobody has. Raises PermissionDenied (Danish)."""
    kraev_ret(af, Ret.REGISTRERE)
    hent_sag(af, sag.pk)
    if sag.lukket is not None:
        raise PermissionDenied("Sagen er lukket. Genåbn den først.")
    if sag.ansvarlig_id is not None:
        raise PermissionDenied(
            f"{sag.ansvarlig} har sagen. Skal du overtage den, så bed din leder om at fordele den."
        )
    if af.enhed_id is None or sag.enhed_id != af.enhed_id:
        raise PermissionDenied("Du kan selv tage sager i din egen enhed. Denne hører til en anden.")


def kan_tage(af: Bruger, sag: Sag) -> bool:
    """The same rule as a yes or no."""
    try:
        check_kan_tage(af, sag)
    except PermissionDenied:
        return False
    return True


@transaction.atomic
def tag_sag(sag: Sag, *, af: Bruger) -> Skridt:
    """Become responsible for a case of the own unit that nobody has. Two who take it at once: the second is told. The
    caller recomputes obligations."""
    laast = Sag.objects.select_for_update(of=("self",)).get(pk=sag.pk)
    check_kan_tage(af, laast)
    if not af.initialer:
        raise ValidationError(
            "Du har ingen initialer i Omhu. Bed systemadministratoren skrive dem."
        )
    check_tildeling(af, laast, af.initialer)
    data = {"initialer": af.initialer, "aarsag": "taget fra listen over sager uden rådgiver"}
    return registrer(laast, TILDELT, timezone.localdate(), af=af, attributter=data)


def _check_tekst(felt: str, tekst: str, mangler: str) -> None:
    if len(tekst.strip()) < MINDST:
        raise ValidationError({felt: mangler})
