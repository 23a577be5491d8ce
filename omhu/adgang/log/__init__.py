"""The access log: who saw, sought, took out, printed, changed or was refused what, when and what for.

    from omhu.adgang.log import Handling, log
    log(Handling.AENDRE, sager=[sag.pk], formaal="EGEN_SAG", detaljer={"art": "UNDERRETNING"}, bruger=bruger)

Reads need no call: every case that is fetched within a request is noted, and the middleware writes one post
before the answer leaves. `angiv` adds purpose and details to that post. Never put a CPR number, a name or what
somebody searched for into `detaljer` or `formaal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices

if TYPE_CHECKING:
    from omhu.adgang.log.models import Logpost
    from omhu.adgang.models import Bruger

ALIAS = "log"


class LogFejl(Exception):
    """The log cannot be written or read; nothing may be shown or changed. The text is Danish."""


class Handling(TextChoices):
    """What was done."""

    LAES = "LAES", "Læst"
    SOEG = "SOEG", "Søgt"
    EKSPORT = "EKSPORT", "Taget ud"
    UDSKRIV = "UDSKRIV", "Udskrevet"
    AENDRE = "AENDRE", "Ændret"
    AENDRE_FEJL = "AENDRE_FEJL", "Ændring ikke gennemført"
    AFVIST = "AFVIST", "Afvist"
    LOGIN = "LOGIN", "Logget ind"
    LOGUD = "LOGUD", "Logget ud"
    LOGIN_FEJL = "LOGIN_FEJL", "Login mislykket"
    NOEDADGANG = "NOEDADGANG", "Nødadgang"
    ADMIN = "ADMIN", "Brugere og adgang"
    SYSTEM = "SYSTEM", "Kommando"
    LOG = "LOG", "Brug af loggen"


def log(
    handling: Handling,
    *,
    sager: Iterable[int] = (),
    formaal: str = "",
    detaljer: Mapping[str, Any] | None = None,
    bruger: Bruger | None = None,
    hvor: str = "",
) -> Logpost:
    """Write one post now, on its own connection: it stays also when the caller's transaction is rolled back.

    Within a request user and place (`hvor`, the name of the address) are known and may be left out. Raises
    LogFejl when the post cannot be written; then the act must not be carried out.
    """
    from omhu.adgang.log.skriv import skriv

    return skriv(
        handling, sager=sager, formaal=formaal, detaljer=detaljer, bruger=bruger, hvor=hvor
    )


def angiv(
    *,
    handling: Handling | None = None,
    formaal: str = "",
    sager: Iterable[int] = (),
    **detaljer: Any,
) -> None:
    """Add to the post of the request (or command) that is running; without one this does nothing."""
    from omhu.adgang.log.opsamling import angiv as tilfoej

    tilfoej(handling=handling, formaal=formaal, sager=sager, detaljer=detaljer)


__all__ = ["ALIAS", "Handling", "LogFejl", "angiv", "log"]
