"""What a copy is locked with: the installation's key ring (the default), a key file, or a passphrase.

The ring is the default because a copy asks for it anyway: CPR numbers in the database are encrypted with it, so a copy
that anybody can open would be open in all but the CPR, and a copy with a lock of its own would need two secrets.
"""

from __future__ import annotations

import base64
import hmac
import os
from dataclasses import dataclass
from hashlib import scrypt, sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from omhu.config.kopi.fejl import Kopifejl
from omhu.kerne import krypto

RING, FIL, KODE = "noeglering", "noeglefil", "adgangskode"
MINDST_KODE = 16
MINDST_FIL = 32
SCRYPT = {"n": 1 << 16, "r": 8, "p": 1}
SCRYPT_MEM = 128 * 1024 * 1024


@dataclass(frozen=True)
class Laas:
    """What the user chose: at most one of a key file and a passphrase; neither = the key ring."""

    noeglefil: Path | None = None
    adgangskode: str = ""

    @property
    def slags(self) -> str:
        """Which of the three."""
        return FIL if self.noeglefil else KODE if self.adgangskode else RING


def ny_laas(laas: Laas) -> tuple[dict[str, Any], bytes]:
    """What the head of a new copy says of its lock, and the secret. Raises Kopifejl."""
    if laas.adgangskode and len(laas.adgangskode) < MINDST_KODE:
        raise Kopifejl(
            f"Adgangskoden til kopien er for kort. Vælg mindst {MINDST_KODE} tegn, fx fire tilfældige ord."
        )
    hoved: dict[str, Any] = {"slags": laas.slags, "salt": _tekst(os.urandom(32))}
    if laas.slags == RING:
        hoved["version"] = ring().aktiv
    hemmelig = _hemmelig(laas, hoved)
    return hoved | {"kende": _kende(hemmelig)}, hemmelig


def aabn_laas(laas: Laas, hoved: dict[str, Any]) -> bytes:
    """The secret of a copy. Raises Kopifejl when it is another one, or missing."""
    slags = hoved["slags"]
    if slags != laas.slags:
        raise Kopifejl(
            {
                RING: "Kopien er låst med nøgleringen. Udelad --noeglefil og --adgangskode.",
                FIL: "Kopien er låst med en nøglefil. Skriv --noeglefil og filens sti.",
                KODE: "Kopien er låst med en adgangskode. Skriv --adgangskode.",
            }[slags]
        )
    hemmelig = _hemmelig(laas, hoved)
    if not hmac.compare_digest(_kende(hemmelig), str(hoved["kende"])):
        raise Kopifejl(
            {
                RING: "Kopien er låst med en anden nøglering end den, der ligger her. Er det en anden kommunes kopi? "
                "Ellers læg den noegler.json i mappen, der hører til kopien.",
                FIL: "Nøglefilen er ikke den, kopien er låst med. Find den rigtige.",
                KODE: "Adgangskoden er ikke den, kopien er låst med. Prøv igen.",
            }[slags]
        )
    return hemmelig


def ring() -> krypto.Noeglering:
    """The installation's key ring. Raises Kopifejl."""
    try:
        return krypto.ring()
    except krypto.Noeglefejl as fejl:
        raise Kopifejl(str(fejl)) from fejl


def kraev_noegler(versioner: list[int]) -> None:
    """Raises Kopifejl when the ring lacks a version that the data need."""
    mangler = [v for v in versioner if v not in ring().noegler]
    if mangler:
        navne = " og ".join(f"nøgle {v}" for v in mangler)
        raise Kopifejl(
            f"{navne[0].upper()}{navne[1:]} mangler. Læg den noegler.json i mappen, der hører til kopien, "
            "og prøv igen."
        )


def stroemnoegle(hemmelig: bytes, hoved: bytes, salt: str) -> bytes:
    """The key of one copy's stream; bound to its head, so that a changed head opens nothing."""
    return _afled(hemmelig, b"omhu:kopi:stroem:" + sha256(hoved).digest(), _bytes(salt))


def segl(data: bytes, version: int | None = None) -> tuple[int, str]:
    """(version, seal) of a manifest by the key ring, whatever the copy is locked with."""
    version = ring().aktiv if version is None else version
    noegle = _afled(_fra_ring(version), b"omhu:kopi:segl", b"")
    return version, hmac.new(noegle, data, sha256).hexdigest()


def _hemmelig(laas: Laas, hoved: dict[str, Any]) -> bytes:
    if laas.slags == RING:
        kraev_noegler([int(hoved["version"])])
        return _afled(_fra_ring(int(hoved["version"])), b"omhu:kopi:laas", b"")
    if laas.noeglefil:
        return _afled(_fra_fil(laas.noeglefil), b"omhu:kopi:fil", b"")
    return scrypt(
        laas.adgangskode.encode(), salt=_bytes(hoved["salt"]), maxmem=SCRYPT_MEM, dklen=32, **SCRYPT
    )


def _fra_ring(version: int) -> bytes:
    return ring().noegle_til(krypto.Formaal.FILER, version)


def _fra_fil(sti: Path) -> bytes:
    try:
        data = sti.read_bytes()
    except OSError as fejl:
        raise Kopifejl(f"Nøglefilen {sti.name} kan ikke læses. Se, om stien er rigtig.") from fejl
    if not MINDST_FIL <= len(data) <= 1 << 20:
        raise Kopifejl(
            f"Nøglefilen {sti.name} skal være mellem {MINDST_FIL} byte og 1 MB. "
            f"Lav en med: head -c 32 /dev/urandom > {sti.name}"
        )
    return data


def _kende(hemmelig: bytes) -> str:
    return hmac.new(hemmelig, b"omhu:kopi:kende", sha256).hexdigest()[:16]


def _afled(hemmelig: bytes, info: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt or None, info=info).derive(hemmelig)


def _tekst(raa: bytes) -> str:
    return base64.b64encode(raa).decode()


def _bytes(tekst: str) -> bytes:
    return base64.b64decode(tekst, validate=True)
