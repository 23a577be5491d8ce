"""Encryption with one key ring for all purposes: CPR numbers, secrets of logins, files, the chain of the log.

A text becomes `k001:…`: the key's version stands in front, so that a row tells which key it needs. AES-GCM binds it to
`sted` (table and column), so that a value moved to another place is refused. Keys of each purpose come from the ring by
HKDF; whoever holds one of them knows nothing of the others. The functions here use the ring of the installation, which
settings point to once (`indstil`); it is read anew when the file changes, so that a running server follows a rotation.
"""

from __future__ import annotations

from omhu.kerne.krypto.i_brug import indstil, noeglefil, ring
from omhu.kerne.krypto.noeglering import (
    MAERKE,
    Formaal,
    Noeglefejl,
    Noeglering,
    er_krypteret,
    maerke,
    version_af,
)

__all__ = [
    "MAERKE",
    "Formaal",
    "Noeglefejl",
    "Noeglering",
    "dekrypter",
    "er_krypteret",
    "indeks",
    "indekser",
    "indstil",
    "krypter",
    "maerke",
    "noegle_til",
    "noeglefil",
    "pseudonym",
    "ring",
    "version_af",
]


def krypter(formaal: Formaal, tekst: str, sted: str = "") -> str:
    """The text under the newest key. `sted` (as `sager_barn.cpr`) must be the same when it is read."""
    return ring().krypter(formaal, tekst, sted)


def dekrypter(formaal: Formaal, chiffer: str, sted: str = "") -> str:
    """The text again. Raises Noeglefejl: unknown version, changed, moved, or another ring's."""
    version = version_af(chiffer)
    return ring(version).dekrypter(formaal, chiffer, sted)


def noegle_til(formaal: Formaal, version: int | None = None) -> bytes:
    """32 bytes for a purpose, of the newest version unless one is named. Raises Noeglefejl."""
    return ring(version).noegle_til(formaal, version)


def indeks(formaal: Formaal, tekst: str) -> str:
    """A keyed fingerprint for searching equals, of the newest version."""
    return ring().indeks(formaal, tekst)


def indekser(formaal: Formaal, tekst: str) -> list[str]:
    """The fingerprints under every version of the ring: what to search while keys are being changed."""
    return ring().indekser(formaal, tekst)


def pseudonym(tekst: str) -> str:
    """A name for a text that tells nothing of it without the ring, and stays when keys are changed."""
    return ring().pseudonym(tekst)
