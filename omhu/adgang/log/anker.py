"""The anchor: a file outside the database where each control notes the head of the chain.

Whoever can rewrite the database can cut its end off and put an old head back. The anchor remembers better, the
more so when it lies on another machine.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from omhu.adgang.log import LogFejl
from omhu.adgang.log.kaede import ens


@dataclass(frozen=True)
class Anker:
    """Up to where the chain was whole, and its hash there."""

    linje: int
    nr: int
    hash: str


def laes(fil: Path, n: bytes) -> tuple[list[Anker], int]:
    """The anchors of the file, and the first line that is not ours (0: all are). No file: no anchors."""
    ankre: list[Anker] = []
    try:
        linjer = fil.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return [], 0
    except (OSError, UnicodeDecodeError) as fejl:
        raise LogFejl(f"Ankerfilen {fil.name} kan ikke læses. Se, om den er beskadiget.") from fejl
    for nr, linje in enumerate(linjer, 1):
        try:
            data = json.loads(linje)
            if not ens(data["underskrift"], _underskrift(data["nr"], data["hash"], data["tid"], n)):
                return ankre, nr
            ankre.append(Anker(nr, data["nr"], data["hash"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return ankre, nr
    return ankre, 0


def skriv(fil: Path, nr: int, hash_: str, tid: str, n: bytes) -> None:
    """Add one anchor. Raises LogFejl when the file cannot be written."""
    data = {"nr": nr, "hash": hash_, "tid": tid, "underskrift": _underskrift(nr, hash_, tid, n)}
    try:
        fd = os.open(fil, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(fd, "a", encoding="utf-8") as f:
            f.write(json.dumps(data) + "\n")
            f.flush()
            os.fsync(f.fileno())
    except OSError as fejl:
        raise LogFejl(
            f"Ankerfilen {fil.name} kan ikke skrives. Se, om mappen i OMHU_LOGANKER findes og kan skrives i."
        ) from fejl


def _underskrift(nr: int, hash_: str, tid: str, n: bytes) -> str:
    tekst = json.dumps(["anker", nr, hash_, tid])
    return hmac.new(n, tekst.encode(), hashlib.sha256).hexdigest()
