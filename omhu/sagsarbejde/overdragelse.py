"""Handing cases to a colleague: all of the chosen ones or none, so that none is left behind unseen."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.log import Handling, log
from omhu.adgang.models import Bruger
from omhu.adgang.omfang import er_udloebet
from omhu.adgang.queries import kolleger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag, Sagsadgang
from omhu.sager.saeradgang import i_kraft
from omhu.tidslinje.actions import registrer

ART = "SAGSBEHANDLER_TILDELT"


@transaction.atomic
def overdrag(af: Bruger, til: Bruger, sager: Iterable[int], begrundelse: str) -> list[Sag]:
    """Make `til` responsible for every one of these open cases from today. Raises PermissionDenied or
    ValidationError (Danish, naming the cases that stand in the way); then nothing has changed. The caller
    recomputes obligations."""
    kraev_ret(af, Ret.FORDELE)
    _check_modtager(af, til)
    if len(begrundelse.strip()) < 5:
        raise ValidationError({"begrundelse": "Skriv kort, hvorfor sagerne skifter hænder."})
    valgte = _hent(af, set(sager))
    _check_sager(valgte, til)
    log(
        Handling.AENDRE,
        sager=[s.pk for s in valgte],
        bruger=af,
        detaljer={"overdraget_til": til.pk, "antal": len(valgte)},
    )
    data = {"initialer": til.initialer, "aarsag": begrundelse.strip()}
    for sag in valgte:
        registrer(sag, ART, timezone.localdate(), af=af, attributter=data)
    return valgte


def check_tildeling(af: Bruger, sag: Sag, initialer: str) -> None:
    """The same questions for one case that is assigned by a step of its own. Raises as `overdrag`."""
    til = kolleger(af).filter(initialer__iexact=initialer.strip()).first()
    if til is None:
        raise ValidationError(
            {"initialer": f"Ingen i de enheder, du ser, har initialerne »{initialer}«."}
        )
    _check_modtager(af, til)
    if Sagsadgang.objects.filter(
        i_kraft(), bruger=til, sag=sag, slags=Sagsadgang.Slags.SPAERRET
    ).exists():
        raise ValidationError({"initialer": f"{til} er spærret fra sagen. Vælg en anden."})


def _check_modtager(af: Bruger, til: Bruger) -> None:
    if not kolleger(af).filter(pk=til.pk).exists():
        raise PermissionDenied("Du kan kun give sager til en kollega i de enheder, du ser.")
    if not har_ret(til, Ret.REGISTRERE) or er_udloebet(til):
        raise ValidationError({"til": f"{til} registrerer ikke i sager. Vælg en anden."})
    if not til.initialer:
        raise ValidationError(
            {"til": f"{til} har ingen initialer. Bed systemadministratoren skrive dem."}
        )


def _hent(af: Bruger, ider: set[int]) -> list[Sag]:
    if not ider:
        raise ValidationError("Vælg mindst én sag.")
    valgte = list(synlige_sager(af).filter(pk__in=ider, lukket=None).order_by("pk"))
    if len(valgte) != len(ider):
        raise PermissionDenied(
            f"{len(ider) - len(valgte)} af de valgte sager er lukket, eller du kan ikke se dem. "
            "Ingen sager er givet videre. Hent listen igen."
        )
    return valgte


def _check_sager(valgte: list[Sag], til: Bruger) -> None:
    spaerrede = set(
        Sagsadgang.objects.filter(
            i_kraft(), bruger=til, slags=Sagsadgang.Slags.SPAERRET, sag__in=valgte
        ).values_list("sag", flat=True)
    )
    har = [s.nummer for s in valgte if s.ansvarlig_id == til.pk]
    kan_ikke = [s.nummer for s in valgte if s.pk in spaerrede]
    if kan_ikke:
        raise ValidationError(
            {"til": f"{til} er spærret fra sag {', '.join(kan_ikke)}. Ingen sager er givet videre."}
        )
    if har:
        raise ValidationError(
            {"til": f"{til} har allerede sag {', '.join(har)}. Fravælg den, og prøv igen."}
        )
