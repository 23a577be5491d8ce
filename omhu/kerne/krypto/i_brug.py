"""The installation's ring: read when first needed, and again when its file has changed."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Lock

from omhu.kerne.krypto import ringfil
from omhu.kerne.krypto.noeglering import Noeglefejl, Noeglering

SE_EFTER = 1.0
"""Seconds between looks at the file: so long may a server write with the key before the newest."""

_laas = Lock()
_fil: Path | None = None
_ring: Noeglering | None = None
_maerke: tuple[int, int, int] | None = None
_set = 0.0


def indstil(fil: Path) -> None:
    """Where the ring lies. Called once, by settings; reads nothing yet."""
    global _fil, _ring, _maerke
    with _laas:
        _fil, _ring, _maerke = fil, None, None


def noeglefil() -> Path:
    """Where the ring lies. Raises Noeglefejl before `indstil`."""
    if _fil is None:
        raise Noeglefejl("Ingen nøglefil er valgt endnu. Start Omhu med kommandoen omhu.")
    return _fil


def ring(version: int | None = None) -> Noeglering:
    """The ring as the file has it; looks at once when `version` is one it does not know. Raises Noeglefejl."""
    kendt = _ring
    if (
        kendt is not None
        and time.monotonic() - _set < SE_EFTER
        and (version is None or version in kendt.noegler)
    ):
        return kendt
    return _laes_igen()


def _laes_igen() -> Noeglering:
    global _ring, _maerke, _set
    fil = noeglefil()
    with _laas:
        maerke = _filens_maerke(fil)
        if _ring is None or maerke != _maerke:
            _ring, _maerke = ringfil.laes(fil), maerke
        _set = time.monotonic()
        return _ring


def _filens_maerke(fil: Path) -> tuple[int, int, int] | None:
    try:
        s = fil.stat()
    except OSError:
        return None
    return s.st_mtime_ns, s.st_ino, s.st_mode
