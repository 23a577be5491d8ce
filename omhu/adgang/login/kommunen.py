"""A login by the municipality's own directory, whichever protocol it came by: who is it, and what may they?

A user is known again by the municipality's id alone, never by e-mail or name. Role, unit and end follow what the
provider says at each login. Everything is decided before anything is written: a refusal leaves no trace but the log's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.brugerstyring import Adgangsdata, gem_bruger
from omhu.adgang.login.backend import er_slut
from omhu.adgang.login.roller import Tildeling, mangler_enhed, oversaettelse
from omhu.adgang.models import Bruger, Enhed

KOMMUNEN = "kommunen"
"""The one namespace of municipal ids, shared by OIDC and SAML."""
HJAELP = "Bed din leder eller systemadministratoren om hjælp."


class Afvist(Exception):
    """The login is refused. The text is Danish and for the user; `grund` names it for the administrator."""

    def __init__(self, tekst: str, grund: str, detalje: str = "") -> None:
        super().__init__(tekst)
        self.grund, self.detalje = grund, detalje


@dataclass(frozen=True)
class Kommunerolle:
    """One of the user's roles in the municipality, with what it was delimited to there."""

    navn: str
    enhed: str = ""
    kle: str = ""


@dataclass(frozen=True)
class Person:
    """What a provider has vouched for."""

    id: str
    roller: tuple[Kommunerolle, ...]
    fornavn: str = ""
    efternavn: str = ""
    udloeber: str | int | None = None
    """The user's last day; only looked at when the installation names a field for it."""
    foelg_udloeb: bool = False


def find_bruger(person: Person) -> Bruger:
    """The user, with role, unit and end as the provider says. Raises Afvist; then nothing is written."""
    if not person.id or len(person.id) > 150:
        raise Afvist(f"Kommunens login sagde ikke, hvem du er. {HJAELP}", "intet id")
    tildeling, enhed = _tildeling(person.roller)
    with transaction.atomic():
        konto = SocialAccount.objects.filter(provider=KOMMUNEN, uid=person.id).first()
        bruger = Bruger.objects.get(pk=konto.user_id) if konto else _ny(person)
        adgang = Adgangsdata(
            tildeling.rolle,
            enhed,
            tildeling.kle,
            _udloeber(person.udloeber) if person.foelg_udloeb else bruger.udloeber,
            bruger.is_active,
        )
        _check_aaben(bruger, adgang)
        if konto is None or Adgangsdata.af_bruger(bruger) != adgang:
            _gem(bruger, adgang)
        if konto is None:
            knyt(bruger, person.id)
    return bruger


def knyt(bruger: Bruger, kommunens_id: str) -> None:
    """Say that the municipality's id is this user. Raises ValueError (Danish) when it is another's."""
    kommunens_id = kommunens_id.strip()
    anden = SocialAccount.objects.filter(provider=KOMMUNEN, uid=kommunens_id).exclude(user=bruger)
    if anden.exists():
        raise ValueError("Det id hører til en anden bruger. Fjern det der først.")
    SocialAccount.objects.filter(provider=KOMMUNEN, user=bruger).delete()
    if kommunens_id:
        SocialAccount.objects.create(provider=KOMMUNEN, uid=kommunens_id, user=bruger)


def id_for(bruger: Bruger) -> str:
    """The municipality's id of a user; empty when there is none."""
    konto = SocialAccount.objects.filter(provider=KOMMUNEN, user=bruger).first()
    return konto.uid if konto else ""


def _tildeling(roller: tuple[Kommunerolle, ...]) -> tuple[Tildeling, Enhed | None]:
    kendte = oversaettelse()
    givet = {r.navn: r for r in roller}
    navn = next((n for n in kendte if n in givet), None)
    if navn is None:
        naevnt = ", ".join(f"»{r.navn}«" for r in roller) or "ingen"
        raise Afvist(
            f"Ingen af dine roller i kommunen giver adgang til Omhu. {HJAELP}",
            "rollen er ikke i OMHU_LOGIN_ROLLER",
            f"roller: {naevnt}",
        )
    valgt = replace(
        kendte[navn],
        enhed=kendte[navn].enhed or givet[navn].enhed,
        kle=givet[navn].kle or kendte[navn].kle,
    )
    if mangler_enhed(valgt):
        raise Afvist(
            f"Kommunens login sagde ikke, hvilken enhed du hører til. {HJAELP}", "ingen enhed", navn
        )
    return valgt, _enhed(valgt.enhed) if valgt.enhed else None


def _enhed(navn: str) -> Enhed:
    fundet = list(Enhed.objects.filter(kilde_id=navn)[:2]) or list(
        Enhed.objects.filter(navn=navn)[:2]
    )
    if len(fundet) != 1:
        raise Afvist(
            f"Omhu kender ikke den enhed, du hører til. {HJAELP}",
            "enheden findes ikke" if not fundet else "flere enheder hedder det samme",
            f"enhed: »{navn}«",
        )
    return fundet[0]


def _udloeber(vaerdi: str | int | None) -> date | None:
    if vaerdi in (None, ""):
        return None
    try:
        if isinstance(vaerdi, int):
            return timezone.localdate(datetime.fromtimestamp(vaerdi, UTC))
        return date.fromisoformat(str(vaerdi)[:10])
    except (ValueError, OverflowError, OSError) as fejl:
        raise Afvist(
            f"Kommunens login sendte en slutdato, som ikke kan læses. {HJAELP}",
            "slutdatoen kan ikke læses",
        ) from fejl


def _ny(person: Person) -> Bruger:
    if not settings.OMHU.login_opret:
        raise Afvist(f"Du er ikke oprettet i Omhu. {HJAELP}", "ukendt bruger")
    if Bruger.objects.filter(username=person.id).exists():
        raise Afvist(
            f"Der findes en bruger med dit brugernavn, som ikke er knyttet til kommunens login. {HJAELP}",
            "brugernavnet findes",
        )
    return Bruger(
        username=person.id, first_name=person.fornavn[:150], last_name=person.efternavn[:150]
    )


def _check_aaben(bruger: Bruger, adgang: Adgangsdata) -> None:
    if not bruger.is_active or er_slut(bruger.ansat_til):
        raise Afvist(f"Din bruger i Omhu er lukket. {HJAELP}", "lukket")
    if er_slut(adgang.udloeber):
        raise Afvist(f"Din adgang til Omhu er udløbet. {HJAELP}", "udløbet")


def _gem(bruger: Bruger, adgang: Adgangsdata) -> None:
    try:
        gem_bruger(None, bruger, adgang)
    except ValidationError as fejl:
        raise Afvist(f"{' '.join(fejl.messages)} {HJAELP}", "kan ikke gemmes") from fejl
