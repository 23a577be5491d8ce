"""The server's log (stderr): what happened and where in the code, never the data it happened to.

An exception's text may quote a child's name or a whole row, and an address what somebody typed. So a
traceback is written as its frames and the names of the exceptions, an address as the route that it matched.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from omhu.config.web.fejl import fejlnummer
from omhu.kerne.cpr import uden_cpr

Fejloplysning = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
AARSAG, UNDERVEJS = "som følge af", "opstod under"


class Linje(logging.Formatter):
    """One event is one line with its time zone; frames follow on lines that begin with spaces."""

    default_time_format = "%Y-%m-%dT%H:%M:%S%z"
    default_msec_format = ""

    def format(self, record: logging.LogRecord) -> str:
        hvad = _uden_adresse(record) if record.name.startswith("django.") else record.getMessage()
        nummer = _nummer(record)
        linje = (
            f"{self.formatTime(record)} {record.levelname} {record.name}: {_en_linje(hvad)}{nummer}"
        )
        hele = f"{linje}\n{self.formatException(record.exc_info)}" if record.exc_info else linje
        return uden_cpr(
            hele
        )  # the last net: whatever a line was made of, no CPR number leaves in it

    def formatException(self, ei: Fejloplysning) -> str:
        return "\n".join(_rammer(ei[1])) if ei[1] is not None else ""


def _rammer(fejl: BaseException, ord_: str = "") -> list[str]:
    navn = f"{type(fejl).__module__}.{type(fejl).__qualname__}".removeprefix("builtins.")
    linjer = [f"  {ord_} {navn}".rstrip() if ord_ else f"  {navn}"]
    linjer += [
        f"    {r.filename}:{r.lineno} {r.name}" for r in traceback.extract_tb(fejl.__traceback__)
    ]
    if fejl.__cause__ is not None:
        linjer += _rammer(fejl.__cause__, AARSAG)
    elif fejl.__context__ is not None and not fejl.__suppress_context__:
        linjer += _rammer(fejl.__context__, UNDERVEJS)
    return linjer


def _uden_adresse(record: logging.LogRecord) -> str:
    """Django's own lines end with the address or with what was sent; we say the status and the route."""
    request = getattr(record, "request", None)
    status = getattr(record, "status_code", None)
    if record.name.startswith("django.security"):
        return f"Afvist forespørgsel ({record.name.removeprefix('django.security.')})"
    if request is None or not hasattr(request, "resolver_match"):
        return str(record.msg) if record.args else record.getMessage().split(":")[0]
    rute = request.resolver_match.route if request.resolver_match else "(ingen side)"
    return f"{status or 'Fejl'} {request.method} /{rute}"


def _nummer(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if record.levelno < logging.ERROR or request is None or not hasattr(request, "META"):
        return ""
    return f" [fejlnummer {fejlnummer(request)}]"


def _en_linje(tekst: str) -> str:
    """Control signs spelled out: nobody writes a line of the log by what is typed."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in tekst)
