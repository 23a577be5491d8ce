"""The key ring as a file: JSON, for its owner's eyes alone, replaced whole or not at all."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import stat
from hashlib import sha256
from pathlib import Path
from typing import Any

from omhu.kerne.krypto.noeglering import FLEST, LAENGDE, Noeglefejl, Noeglering

FORMAT = 1
HVAD = (
    "Omhus nøgler. Uden dem kan CPR-numre ikke læses. "
    "Gem en kopi et andet sted end kopierne af data, og vis dem til ingen."
)
TILBAGE = "Læg nøglefilen tilbage fra den kopi, I har gemt."


def laes(fil: Path) -> Noeglering:
    """The ring. Raises Noeglefejl for a file that is missing, open to others, or damaged."""
    try:
        if os.name == "posix" and stat.S_IMODE(fil.stat().st_mode) & 0o077:
            raise Noeglefejl(
                f"Nøglefilen {fil} kan læses af andre end Omhus konto. Luk den: chmod 600 {fil}"
            )
        tekst = fil.read_text("utf-8")
    except FileNotFoundError as fejl:
        raise Noeglefejl(f"Nøglefilen {fil} mangler. {TILBAGE}") from fejl
    except UnicodeDecodeError as fejl:
        raise Noeglefejl(f"Nøglefilen {fil} er beskadiget. {TILBAGE}") from fejl
    except OSError as fejl:
        raise Noeglefejl(
            f"Nøglefilen {fil} kan ikke læses af den konto, Omhu kører under. Ret filens ejer."
        ) from fejl
    try:
        return _ring(json.loads(tekst))
    except (ValueError, KeyError, TypeError, AttributeError) as fejl:
        # The reason may hold a piece of a key, so it is not shown.
        raise Noeglefejl(f"Nøglefilen {fil} er beskadiget. {TILBAGE}") from fejl


def _ring(data: dict[str, Any]) -> Noeglering:
    if data["format"] != FORMAT:
        raise ValueError("format")
    noegler = {}
    for post in data["noegler"]:
        raa = base64.b64decode(post["noegle"], validate=True)
        version = post["version"]
        if len(raa) != LAENGDE or _kontrol(raa) != post["kontrol"]:
            raise ValueError("noegle")
        if type(version) is not int or not 0 < version <= FLEST or version in noegler:
            raise ValueError("version")
        noegler[version] = raa
    if data["aktiv"] not in noegler:
        raise ValueError("aktiv")
    return Noeglering(noegler, data["aktiv"], _fast(data))


def _fast(data: dict[str, Any]) -> bytes:
    if "fast" not in data:
        return b""
    raa = base64.b64decode(data["fast"]["noegle"], validate=True)
    if len(raa) != LAENGDE or _kontrol(raa) != data["fast"]["kontrol"]:
        raise ValueError("fast")
    return raa


def lav(fil: Path) -> Noeglering:
    """A new ring in a new file; the one that is there when somebody else was first."""
    with contextlib.suppress(FileExistsError):
        _skriv(fil, Noeglering.ny(), os.link)
    return laes(fil)


def gem(fil: Path, ring: Noeglering) -> None:
    """Put a ring in the place of the old one."""
    _skriv(fil, ring, os.replace)


def _skriv(fil: Path, ring: Noeglering, paa_plads: Any) -> None:
    """Write beside and put in place at once, so that no moment has half a file."""
    fil.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    halvt = fil.with_name(f".{fil.name}.{secrets.token_hex(4)}")
    fd = os.open(halvt, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(fd, "w", encoding="utf-8") as ud:
            json.dump(_som_json(ring), ud, ensure_ascii=False, indent=1)
            ud.write("\n")
            ud.flush()
            os.fsync(ud.fileno())
        paa_plads(halvt, fil)
        _husk_mappen(fil.parent)
    except FileExistsError:
        raise
    except OSError as fejl:
        raise Noeglefejl(
            f"Nøglefilen {fil} kan ikke skrives. Se, om der er plads, og om Omhus konto må skrive i mappen."
        ) from fejl
    finally:
        halvt.unlink(missing_ok=True)


def _husk_mappen(mappe: Path) -> None:
    fd = os.open(mappe, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _som_json(ring: Noeglering) -> dict[str, Any]:
    return {
        "hvad": HVAD,
        "format": FORMAT,
        "aktiv": ring.aktiv,
        "noegler": [{"version": v, **_noegle(raa)} for v, raa in sorted(ring.noegler.items())],
        "fast": _noegle(ring.fast),
    }


def _noegle(raa: bytes) -> dict[str, str]:
    return {"noegle": base64.b64encode(raa).decode(), "kontrol": _kontrol(raa)}


def _kontrol(raa: bytes) -> str:
    """Tells a mistyped or cut key from a good one; says nothing of the key."""
    return sha256(b"omhu noegle kontrol\0" + raa).hexdigest()[:12]
