"""Lockout per account and rate limit per address, in the database: one count for all processes and servers.

Django's caches do not serve: one process's memory is not another's, a cache in files or in the database counts
without a lock, and all of them forget at a restart. An attempt is counted before the password is looked at and
given back when it was right, so that parallel guesses cannot slip between the look and the count.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from omhu.adgang.login.models import Forsoeg

GEMMES = timedelta(days=1)


class Spaerret(Exception):
    """Too many attempts. The sentence is the same whether the account exists or not."""

    def __init__(self, tid: timedelta) -> None:
        minutter = max(1, math.ceil(tid.total_seconds() / 60))
        enhed = "minut" if minutter == 1 else "minutter"
        super().__init__(
            f"Der har været for mange forsøg. Vent {minutter} {enhed}, og prøv igen, "
            "eller bed systemadministratoren om at låse op."
        )


def konto(brugernavn: str) -> str:
    """The key of an account by its typed name, large or small letters alike."""
    return _noegle("konto", brugernavn.strip().casefold())


def _adresse(request: HttpRequest) -> str:
    return _noegle("adresse", str(request.META.get("REMOTE_ADDR", "")))


def _noegle(art: str, vaerdi: str) -> str:
    return salted_hmac(f"omhu.login.{art}", vaerdi, algorithm="sha256").hexdigest()


def taeller(request: HttpRequest, brugernavn: str) -> None:
    """Count one attempt against the name and the address. Raises Spaerret when either has had too many."""
    _brug(konto(brugernavn), settings.OMHU.login_forsoeg)
    _brug(_adresse(request), settings.OMHU.login_forsoeg_pr_adresse)


def giv_tilbage(request: HttpRequest, brugernavn: str) -> None:
    """The attempt was right: it does not count. A later step of the same login counts for itself."""
    for noegle in (konto(brugernavn), _adresse(request)):
        with transaction.atomic():
            raekke = Forsoeg.objects.select_for_update().filter(pk=noegle).first()
            if raekke and raekke.antal:
                raekke.antal -= 1
                raekke.spaerret_til = None
                raekke.save(update_fields=["antal", "spaerret_til"])


def laas_op(brugernavn: str) -> bool:
    """Forget the failed attempts of a name. False when there were none."""
    return bool(Forsoeg.objects.filter(pk=konto(brugernavn)).delete()[0])


def spaerret_til(brugernavn: str) -> datetime | None:
    """Until when the name is locked, if it is."""
    raekke = Forsoeg.objects.filter(pk=konto(brugernavn)).first()
    til = raekke.spaerret_til if raekke else None
    return til if til and til > timezone.now() else None


def _brug(noegle: str, graense: int) -> None:
    nu = timezone.now()
    varighed = timedelta(minutes=settings.OMHU.login_spaerring_minutter)
    with transaction.atomic():
        raekke, ny = Forsoeg.objects.select_for_update().get_or_create(pk=noegle)
        if raekke.spaerret_til and raekke.spaerret_til > nu:
            raise Spaerret(raekke.spaerret_til - nu)
        if raekke.sidst < nu - varighed or raekke.spaerret_til:
            raekke.antal = 0
        raekke.antal += 1
        raekke.sidst = nu
        raekke.spaerret_til = nu + varighed if raekke.antal >= graense else None
        raekke.save()
    if ny:
        Forsoeg.objects.filter(sidst__lt=nu - GEMMES).delete()
