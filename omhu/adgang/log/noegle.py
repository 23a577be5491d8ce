"""The key of the chain. Who has the data but not the key cannot write a chain that holds."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from omhu.adgang.log import LogFejl

FIL = "lognoegle"
MANGLER = (
    "Lognøglen mangler. Læg filen »lognoegle« tilbage i OMHU_MAPPE, eller sæt OMHU_LOG_NOEGLE til den nøgle, "
    "loggen er skrevet med."
)


def noegle(*, maa_laves: bool = False) -> bytes:
    """The key: from OMHU_LOG_NOEGLE, else from its file, which is made once for a log that is empty.

    Raises LogFejl when it is missing and may not be made.
    """
    sat = settings.OMHU.log_noegle.get_secret_value()
    if sat:
        return bytes.fromhex(sat)
    fil = settings.OMHU.rod() / FIL
    if maa_laves and not fil.exists():
        _lav(fil)
    return _laes(fil)


def _lav(fil: Path) -> None:
    """Write the whole file beside and give it its name at once: of two processes one wins, both read the same."""
    kladde = fil.with_name(f"{FIL}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(kladde, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as f:
        f.write(secrets.token_hex(32))
        f.flush()
        os.fsync(f.fileno())
    try:
        os.link(kladde, fil)
    except FileExistsError:
        pass
    finally:
        kladde.unlink()


def _laes(fil: Path) -> bytes:
    try:
        stand = fil.stat()
        return _laest(fil, stand.st_mtime_ns, stand.st_ino)
    except (OSError, ValueError) as fejl:
        raise LogFejl(MANGLER) from fejl


@cache
def _laest(fil: Path, _tid: int, _nr: int) -> bytes:
    indhold = bytes.fromhex(fil.read_text().strip())
    if len(indhold) < 32:
        raise ValueError("too short")
    return indhold


def fingeraftryk(n: bytes) -> str:
    """What may be told of a key: enough to see that it is another one."""
    return hashlib.sha256(b"omhu lognoegle" + n).hexdigest()[:16]


@dataclass(frozen=True)
class Skjult:
    """A text that must not stand in the log; given as a detail, only its `maerke` is written."""

    tekst: str


def maerke(tekst: str, n: bytes) -> str:
    """A keyed hash of what must not stand in the log (a search, a user name): equal for equal texts, and no more."""
    return hmac.new(n, b"maerke" + tekst.encode(), hashlib.sha256).hexdigest()[:24]
