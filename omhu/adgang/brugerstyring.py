"""Making, changing and closing accounts: the one place, for pages, command and single sign-on.

Role, unit, delimitation and end decide what a person sees, so nobody changes their own, and every change is logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from omhu.adgang.log import Handling, log
from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.rettigheder import ROLLER, Raekkevidde, Ret, kraev_ret

KRAEVER_ENHED = (Raekkevidde.ENHED, Raekkevidde.GREN)


@dataclass(frozen=True)
class Adgangsdata:
    """What decides a person's access."""

    rolle: str
    enhed: Enhed | None = None
    kle: str = ""
    udloeber: date | None = None
    aktiv: bool = True

    @classmethod
    def af_bruger(cls, bruger: Bruger) -> Adgangsdata:
        """As it is now."""
        return cls(bruger.rolle, bruger.enhed, bruger.kle, bruger.udloeber, bruger.is_active)


@transaction.atomic
def gem_bruger(af: Bruger | None, bruger: Bruger, adgang: Adgangsdata) -> Bruger:
    """Save an account, new or known, with this access. `af` None is the machine's own account (command line,
    single sign-on). Raises PermissionDenied and ValidationError, both in Danish; then nothing is saved."""
    ny = bruger.pk is None
    foer = None if ny else Adgangsdata.af_bruger(Bruger.objects.get(pk=bruger.pk))
    if foer != adgang:
        _maa_aendre(af, bruger)
    _check(adgang)
    if foer is not None:
        _check_sidste_administrator(bruger, foer, adgang)
    bruger.rolle, bruger.enhed = adgang.rolle, adgang.enhed
    bruger.kle, bruger.udloeber = " ".join(adgang.kle.split()), adgang.udloeber
    bruger.is_active = adgang.aktiv
    if ny and not bruger.password:
        bruger.set_unusable_password()
    bruger.save()
    log(Handling.ADMIN, bruger=af, detaljer=_aendring(bruger, foer, adgang))
    return bruger


def _maa_aendre(af: Bruger | None, bruger: Bruger) -> None:
    if af is None:
        return
    kraev_ret(af, Ret.STYRE_BRUGERE)
    if bruger.pk == af.pk:
        raise PermissionDenied(
            "Du kan ikke ændre din egen rolle eller adgang. Bed en anden systemadministrator."
        )


def _check(adgang: Adgangsdata) -> None:
    ret = ROLLER.get(adgang.rolle)
    if ret is None:
        raise ValidationError(
            {"rolle": f"Rollen »{adgang.rolle}« findes ikke. Vælg en fra listen."}
        )
    if ret.raekkevidde in KRAEVER_ENHED and adgang.enhed is None:
        raise ValidationError(
            {"enhed": "Rollen ser sagerne i en enhed. Vælg, hvilken enhed personen hører til."}
        )
    if adgang.rolle == Bruger.Rolle.EKSTERN_GRANSKER and adgang.udloeber is None:
        raise ValidationError(
            {"udloeber": "En ekstern gransker har kun adgang til en dato. Skriv den sidste dag."}
        )
    for led in adgang.kle.split():
        if not led.replace(".", "").isdecimal():
            raise ValidationError(
                {"kle": f"»{led}« er ikke et KLE-nummer. Skriv fx 27.24 eller 27.24.00."}
            )


def _check_sidste_administrator(bruger: Bruger, foer: Adgangsdata, efter: Adgangsdata) -> None:
    rolle = Bruger.Rolle.SYSTEMADMINISTRATOR
    if foer.rolle != rolle or not foer.aktiv or (efter.rolle == rolle and efter.aktiv):
        return
    if not Bruger.objects.filter(rolle=rolle, is_active=True).exclude(pk=bruger.pk).exists():
        raise ValidationError(
            "Det er den sidste systemadministrator. Gør en anden til systemadministrator først."
        )


def _aendring(bruger: Bruger, foer: Adgangsdata | None, efter: Adgangsdata) -> dict[str, object]:
    def tekst(a: Adgangsdata) -> list[object]:
        dag = a.udloeber.isoformat() if a.udloeber else None
        return [a.rolle, a.enhed.pk if a.enhed else None, a.kle, dag, a.aktiv]

    return {"bruger": bruger.pk, "foer": tekst(foer) if foer else None, "efter": tekst(efter)}
