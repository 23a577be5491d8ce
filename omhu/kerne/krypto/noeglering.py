"""The key ring: versions, subkeys, encryption, and the fingerprint that equality search needs."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAERKE = "k"
"""How a ciphertext begins: `k001:`."""
MAERKE_LAENGDE = 5
LAENGDE = 32
NONCE = 12
INDEKS_BYTES = 16
FLEST = 999


class Noeglefejl(Exception):
    """A key, or something encrypted, cannot be used. The text is Danish, says what to do, and holds no data."""


class Formaal(StrEnum):
    """What a key is for. A new purpose is a new line; an old one keeps its text for ever."""

    CPR = "cpr"
    CPR_INDEKS = "cpr-indeks"
    TOTP = "totp"
    LOG = "log"
    FILER = "filer"
    SOEGNING = "soegning"
    KLADDE = "kladde"
    DOKUMENT = "dokument"
    PERSON = "person"
    TILSYN = "tilsyn"


@dataclass(frozen=True)
class Noeglering:
    """Keys by version; `aktiv` is the one that is written with. Shows none of them when printed."""

    noegler: dict[int, bytes] = field(repr=False)
    aktiv: int
    fast: bytes = field(default=b"", repr=False)
    """Never changed: what pseudonyms are made with, which are keys of rows. Follows from the first key."""

    def __post_init__(self) -> None:
        if not self.fast:
            object.__setattr__(self, "fast", _afledt(self.noegler[min(self.noegler)], "fast"))

    @classmethod
    def ny(cls) -> Noeglering:
        """A ring with one fresh key."""
        return cls({1: secrets.token_bytes(LAENGDE)}, 1)

    def med_ny(self) -> Noeglering:
        """The ring with one more key, which is written with from now on."""
        version = max(self.noegler) + 1
        if version > FLEST:
            raise Noeglefejl(f"Nøgleringen kan højst nå version {FLEST}.")
        return Noeglering(
            {**self.noegler, version: secrets.token_bytes(LAENGDE)}, version, self.fast
        )

    def uden(self, version: int) -> Noeglering:
        """The ring without an old key. Raises Noeglefejl for the one in use and for unknown ones."""
        if version == self.aktiv:
            raise Noeglefejl(
                f"Version {version} er den, der skrives med. Lav en ny først: omhu noegler ny."
            )
        self.raa(version)
        rest = {v: n for v, n in self.noegler.items() if v != version}
        return Noeglering(rest, self.aktiv, self.fast)

    @property
    def versioner(self) -> list[int]:
        """All versions, newest first."""
        return sorted(self.noegler, reverse=True)

    def raa(self, version: int) -> bytes:
        """A key as it lies in the file. Raises Noeglefejl."""
        if version not in self.noegler:
            raise Noeglefejl(
                f"Nøglefilen har ikke version {version}, som der er data under. "
                "Læg den nyeste kopi af nøglefilen tilbage."
            )
        return self.noegler[version]

    def noegle_til(self, formaal: Formaal, version: int | None = None) -> bytes:
        """32 bytes for a purpose."""
        return _afledt(self.raa(self.aktiv if version is None else version), formaal)

    def krypter(
        self, formaal: Formaal, tekst: str, sted: str = "", version: int | None = None
    ) -> str:
        """See `omhu.kerne.krypto.krypter`; `version`: another key than the newest."""
        version = self.aktiv if version is None else version
        nonce = os.urandom(NONCE)
        skjult = _aes(self.raa(version), formaal).encrypt(nonce, tekst.encode(), sted.encode())
        return f"{maerke(version)}{_b64(nonce + skjult)}"

    def dekrypter(self, formaal: Formaal, chiffer: str, sted: str = "") -> str:
        """See `omhu.kerne.krypto.dekrypter`."""
        version = version_af(chiffer)
        try:
            raa = base64.urlsafe_b64decode(chiffer[MAERKE_LAENGDE:] + "==")
            return (
                _aes(self.raa(version), formaal)
                .decrypt(raa[:NONCE], raa[NONCE:], sted.encode())
                .decode()
            )
        except (InvalidTag, ValueError) as fejl:
            raise Noeglefejl(
                f"Noget krypteret ({sted or formaal}) er ændret, flyttet eller lavet med en anden nøglefil. "
                "Læg den nøglefil tilbage, der hører til databasen."
            ) from fejl

    def indeks(self, formaal: Formaal, tekst: str, version: int | None = None) -> str:
        """See `omhu.kerne.krypto.indeks`. Names its version as a ciphertext does."""
        version = self.aktiv if version is None else version
        tal = hmac.digest(self.noegle_til(formaal, version), tekst.encode(), sha256)
        return f"{maerke(version)}{_b64(tal[:INDEKS_BYTES])}"

    def indekser(self, formaal: Formaal, tekst: str) -> list[str]:
        """See `omhu.kerne.krypto.indekser`."""
        return [self.indeks(formaal, tekst, v) for v in self.versioner]

    def pseudonym(self, tekst: str) -> str:
        """See `omhu.kerne.krypto.pseudonym`."""
        return hmac.digest(self.fast, tekst.encode(), sha256).hex()[:24]


def maerke(version: int) -> str:
    """`k001:`"""
    return f"{MAERKE}{version:03d}:"


def version_af(chiffer: str) -> int:
    """The version that a ciphertext or fingerprint names. Raises Noeglefejl."""
    tal = chiffer[1 : MAERKE_LAENGDE - 1]
    if not er_krypteret(chiffer):
        raise Noeglefejl("Noget, der skulle være krypteret, er det ikke, eller det er beskadiget.")
    return int(tal)


def er_krypteret(tekst: str) -> bool:
    """Does the text look like something from `krypter`?"""
    foran = tekst[:MAERKE_LAENGDE]
    return (
        len(foran) == MAERKE_LAENGDE
        and foran[0] == MAERKE
        and foran[-1] == ":"
        and foran[1:-1].isascii()
        and foran[1:-1].isdigit()
    )


def _b64(raa: bytes) -> str:
    return base64.urlsafe_b64encode(raa).rstrip(b"=").decode()


@lru_cache(maxsize=256)
def _afledt(raa: bytes, formaal: str) -> bytes:
    return HKDF(SHA256(), LAENGDE, salt=None, info=f"omhu:{formaal}".encode()).derive(raa)


@lru_cache(maxsize=256)
def _aes(raa: bytes, formaal: str) -> AESGCM:
    return AESGCM(_afledt(raa, formaal))
