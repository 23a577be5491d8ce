"""What the access log is told of logins beyond what it hears by itself, and what the server's log is told."""

from __future__ import annotations

import logging

from omhu.adgang.log import Handling, log
from omhu.adgang.models import Bruger

serverlog = logging.getLogger("omhu.login")


def mislykket(grund: str, bruger: Bruger | None = None, **andet: str) -> None:
    """A login failed for another reason than a wrong password."""
    andet = {k: " ".join(v.split())[:500] for k, v in andet.items()}  # a stranger may have sent it
    log(Handling.LOGIN_FEJL, bruger=bruger, detaljer={"grund": grund, **andet})
    serverlog.warning("Login afvist: %s %s", grund, " ".join(andet.values()))


def aendret(hvad: str, af: Bruger | None, bruger: Bruger) -> None:
    """Something of a user's login was changed."""
    log(Handling.ADMIN, bruger=af, detaljer={"login": hvad, "bruger": bruger.pk})
