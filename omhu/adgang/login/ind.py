"""The last step of every login, and the waiting room between password and one-time code."""

from __future__ import annotations

import time
from typing import Any, cast

from django.contrib.auth import login
from django.http import HttpRequest

from omhu.adgang.login import backend, spaerring, totp
from omhu.adgang.login.sessioner import ANDEN_FAKTOR
from omhu.adgang.models import Bruger

AFVENTER = "login_afventer"
VENTETID = 300
"""Seconds between password and one-time code."""


def log_ind(request: HttpRequest, bruger: Bruger, vej: type[backend.Adgangskode]) -> None:
    """Log the user in under a new session key."""
    request.session.pop(AFVENTER, None)
    cast(Any, bruger).backend = backend.sti(vej)  # as `authenticate` does; the log tells it
    login(request, bruger)
    request.session.pop(ANDEN_FAKTOR, None)


def efter_adgangskode(request: HttpRequest, bruger: Bruger, videre: str) -> bool:
    """The password was right. True when the user is in; False when a one-time code must follow."""
    spaerring.giv_tilbage(request, bruger.username)
    if not totp.har(bruger):
        log_ind(request, bruger, backend.Adgangskode)
        return True
    request.session[AFVENTER] = {
        "bruger": bruger.pk,
        "hash": bruger.get_session_auth_hash(),
        "tid": time.time(),
        "videre": videre,
    }
    return False


def afventer(request: HttpRequest) -> tuple[Bruger, str] | None:
    """Who has given the password and still owes the code, and where they are going. None after five minutes,
    and when password or account were changed meanwhile."""
    gemt: Any = request.session.get(AFVENTER)
    if not gemt or time.time() - gemt["tid"] > VENTETID:
        return None
    bruger = backend.Adgangskode().get_user(gemt["bruger"])
    if not isinstance(bruger, Bruger) or bruger.get_session_auth_hash() != gemt["hash"]:
        return None
    return bruger, gemt["videre"]


def efter_kode(request: HttpRequest, bruger: Bruger) -> None:
    """The code was right too."""
    spaerring.giv_tilbage(request, bruger.username)
    log_ind(request, bruger, backend.Adgangskode)
    request.session[ANDEN_FAKTOR] = True
