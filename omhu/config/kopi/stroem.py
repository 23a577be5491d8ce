"""Encryption of a stream in pieces: AES-GCM, each piece bound to its place and the last one marked, so that a piece
that is changed, moved, missing or cut off is found before its content is used. One key serves one stream only."""

from __future__ import annotations

import io
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

STYKKE = 1 << 20
MAERKE = 16
FLEST = 1 << 32


class Aendret(Exception):
    """A piece is not what was written, or the stream ends too early."""


def _nonce(nr: int, sidste: bool) -> bytes:
    return bytes(7) + nr.to_bytes(4, "big") + bytes([sidste])


class Krypterer(io.RawIOBase):
    """Write plain bytes; `til` gets them encrypted. Close it (or leave the context) to mark the end."""

    def __init__(self, til: BinaryIO, noegle: bytes) -> None:
        super().__init__()
        self._til, self._aes = til, AESGCM(noegle)
        self._venter, self._nr = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        ny = memoryview(data).cast("B")  # type: ignore[arg-type]  # any buffer
        self._venter += ny
        while len(self._venter) > STYKKE:  # one piece always waits: it may be the last
            self._skriv(bytes(self._venter[:STYKKE]), sidste=False)
            del self._venter[:STYKKE]
        return len(ny)

    def _skriv(self, stykke: bytes, *, sidste: bool) -> None:
        if self._nr >= FLEST:
            raise OverflowError("for mange stykker")
        self._til.write(self._aes.encrypt(_nonce(self._nr, sidste), stykke, None))
        self._nr += 1

    def faerdig(self) -> None:
        """Write the last piece. Without it the stream reads as cut off."""
        self._skriv(bytes(self._venter), sidste=True)
        self._venter.clear()


class Dekrypterer(io.RawIOBase):
    """Read plain bytes from an encrypted stream. Raises Aendret, also where the stream stops too early."""

    def __init__(self, fra: BinaryIO, noegle: bytes) -> None:
        super().__init__()
        self._fra, self._aes = fra, AESGCM(noegle)
        self._klar, self._nr, self._slut = memoryview(b""), 0, False
        self._naeste = self._fra.read(STYKKE + MAERKE)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        maal = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # any buffer
        while not self._klar and not self._slut:
            self._klar = memoryview(self._laes())
        antal = min(len(maal), len(self._klar))
        maal[:antal] = self._klar[:antal]
        self._klar = self._klar[antal:]
        return antal

    def _laes(self) -> bytes:
        denne, self._naeste = self._naeste, self._fra.read(STYKKE + MAERKE)
        self._slut = not self._naeste
        try:
            stykke = self._aes.decrypt(_nonce(self._nr, self._slut), denne, None)
        except (InvalidTag, ValueError) as fejl:
            raise Aendret from fejl
        self._nr += 1
        return stykke

    def til_ende(self) -> None:
        """Read what is left, so that every piece has been checked."""
        while self.read(STYKKE):
            pass
