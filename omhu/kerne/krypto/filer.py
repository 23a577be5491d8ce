"""Files that hold people's data while they wait: encrypted on the disk, read and written as ordinary ones.

A file is a header (mark, key version, salt) and pieces of AES-GCM. Each piece is bound to its number and the last one
to being last, so that pieces can be neither moved nor cut off. Reading may jump: a piece is opened when it is needed.
"""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path
from stat import S_ISREG
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from omhu.kerne.krypto.i_brug import ring
from omhu.kerne.krypto.noeglering import LAENGDE, Formaal, Noeglefejl

MAERKE = b"OMHU-K1\0"
HOVED = struct.Struct(">8sH16s")
STYKKE = 1 << 16
TAG = 16


class KrypteretSti(type(Path())):  # type: ignore[misc]  # the platform's own kind of path
    """A path whose file is encrypted: `open`, `read_bytes`, `stat().st_size` and the like see what is inside."""

    def open(
        self,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
    ) -> IO[Any]:
        """`r`, `w` or `x`, as text or bytes. Raises Noeglefejl for a file that was changed, cut or has no key."""
        indre = Path(self)
        if "r" in mode:
            raa: Any = io.BufferedReader(_Laeser(Path.open(indre, "rb")), STYKKE)
        else:
            fd = os.open(indre, _flag(mode), 0o600)
            raa = io.BufferedWriter(_Skriver(os.fdopen(fd, "wb")), STYKKE)
        return raa if "b" in mode else io.TextIOWrapper(raa, encoding or "utf-8", errors, newline)

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        """As of any file, with the size of what is inside."""
        s = Path(os.fspath(self)).stat(follow_symlinks=follow_symlinks)
        if not S_ISREG(s.st_mode):
            return s
        return os.stat_result((*s[:6], _laengde(s.st_size), *s[7:10]))

    def version(self) -> int:
        """The key's version, from the header. Raises Noeglefejl."""
        with Path.open(Path(os.fspath(self)), "rb") as fil:
            return _hoved(fil)[0]


def _flag(mode: str) -> int:
    return os.O_WRONLY | os.O_CREAT | (os.O_EXCL if "x" in mode else os.O_TRUNC)


def _laengde(paa_disk: int) -> int:
    indhold = max(paa_disk - HOVED.size, TAG)
    return indhold - TAG * -(-indhold // (STYKKE + TAG))


def _hoved(fil: IO[bytes]) -> tuple[int, bytes]:
    raa = fil.read(HOVED.size)
    if len(raa) < HOVED.size or not raa.startswith(MAERKE):
        raise _beskadiget()
    _, version, _ = HOVED.unpack(raa)
    return version, raa


def _beskadiget() -> Noeglefejl:
    return Noeglefejl("En krypteret fil er beskadiget eller ændret. Indlæs filerne igen.")


def _aes(version: int, hoved: bytes) -> AESGCM:
    noegle = ring(version).noegle_til(Formaal.FILER, version)
    return AESGCM(HKDF(SHA256(), LAENGDE, salt=hoved, info=b"omhu:fil").derive(noegle))


def _nonce(nr: int, sidste: bool) -> bytes:
    return nr.to_bytes(11, "big") + bytes([sidste])


class _Skriver(io.RawIOBase):
    def __init__(self, fil: IO[bytes]) -> None:
        self._fil, self._rest, self._nr = fil, bytearray(), 0
        version = ring().aktiv
        hoved = HOVED.pack(MAERKE, version, os.urandom(16))
        self._aes = _aes(version, hoved)
        fil.write(hoved)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._rest += data
        while len(self._rest) > STYKKE:  # the last piece is written when it is known to be last
            self._ud(bytes(self._rest[:STYKKE]), False)
            del self._rest[:STYKKE]
        return len(data)

    def _ud(self, stykke: bytes, sidste: bool) -> None:
        self._fil.write(self._aes.encrypt(_nonce(self._nr, sidste), stykke, None))
        self._nr += 1

    def close(self) -> None:
        if not self.closed:
            self._ud(bytes(self._rest), True)
            self._fil.close()
        super().close()


class _Laeser(io.RawIOBase):
    def __init__(self, fil: IO[bytes]) -> None:
        self._fil, self._sted = fil, 0
        version, hoved = _hoved(fil)
        self._aes = _aes(version, hoved)
        paa_disk = os.fstat(fil.fileno()).st_size
        self._laengde = _laengde(paa_disk)
        self._sidste = max(0, (paa_disk - HOVED.size - 1) // (STYKKE + TAG))
        self._aabent: tuple[int, bytes] = (-1, b"")
        self._stykke(self._sidste)  # cut off, or empty of pieces: told at once

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        fra = {io.SEEK_SET: 0, io.SEEK_CUR: self._sted, io.SEEK_END: self._laengde}[whence]
        self._sted = max(0, fra + offset)
        return self._sted

    def tell(self) -> int:
        return self._sted

    def readinto(self, buffer: Any) -> int:
        if self._sted >= self._laengde:
            return 0
        nr, fra = divmod(self._sted, STYKKE)
        data = self._stykke(nr)[fra : fra + len(buffer)]
        buffer[: len(data)] = data
        self._sted += len(data)
        return len(data)

    def _stykke(self, nr: int) -> bytes:
        if self._aabent[0] != nr:
            self._fil.seek(HOVED.size + nr * (STYKKE + TAG))
            try:
                data = self._aes.decrypt(
                    _nonce(nr, nr == self._sidste), self._fil.read(STYKKE + TAG), None
                )
            except InvalidTag as fejl:
                raise _beskadiget() from fejl
            self._aabent = (nr, data)
        return self._aabent[1]

    def close(self) -> None:
        if not self.closed:
            self._fil.close()
        super().close()
