"""What Django tells by itself: logins, logouts, and new connections to the data."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.signals import connection_created

from omhu.adgang.log import Handling, log
from omhu.adgang.log.noegle import Skjult
from omhu.adgang.log.opsamling import vagt


def tilslut() -> None:
    """Called once, when Django is ready."""
    user_logged_in.connect(_ind, dispatch_uid="omhu.log")
    user_logged_out.connect(_ud, dispatch_uid="omhu.log")
    user_login_failed.connect(_mislykket, dispatch_uid="omhu.log")
    connection_created.connect(_forbundet, dispatch_uid="omhu.log")
    forbindelse = connections[DEFAULT_DB_ALIAS]
    if forbindelse.connection is not None:
        _forbundet(forbindelse)


def _forbundet(connection: Any, **_: Any) -> None:
    if connection.alias == DEFAULT_DB_ALIAS and vagt not in connection.execute_wrappers:
        connection.execute_wrappers.append(vagt)


def _ind(sender: Any, request: Any, user: Any, **_: Any) -> None:
    log(
        Handling.LOGIN,
        bruger=user,
        detaljer={"vej": getattr(user, "backend", "").rpartition(".")[2]},
    )


def _ud(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        log(Handling.LOGUD, bruger=user)


def _mislykket(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    """The name that was tried is kept as a keyed hash: people mistake fields and write passwords and CPR there."""
    brugernavn = str(credentials.get("username", "")).strip().casefold()
    log(Handling.LOGIN_FEJL, detaljer={"maerke": Skjult(brugernavn)})
