"""Zip files that others made: how long their list of members says it is is asked before the list is read."""

from __future__ import annotations

import struct
import zipfile
from typing import IO

MEDLEMMER = 2000
REGISTER = 4 << 20
"""Bytes of a zip's list of members."""


class ForMange(ValueError):
    """The list of members is too long to be read. `antal`: how many the file says it has."""

    def __init__(self, antal: int) -> None:
        super().__init__(antal)
        self.antal = antal


def aabn(fil: IO[bytes]) -> zipfile.ZipFile:
    """The zip, once its list of members is known to be small. Raises ForMange, and what zipfile raises."""
    antal, register = _slutning(fil)
    if antal > MEDLEMMER or register > REGISTER:
        raise ForMange(antal)
    return zipfile.ZipFile(fil)


def _slutning(fil: IO[bytes]) -> tuple[int, int]:
    """(members, bytes of the list of members) as the end of the file says, without reading the list."""
    fil.seek(0, 2)
    fil.seek(max(0, fil.tell() - 66_000))
    hale = fil.read()
    sted = hale.rfind(b"PK\x05\x06", 0, max(0, len(hale) - 18))
    if sted < 0:
        return 0, 0
    antal, register = struct.unpack_from("<HI", hale, sted + 10)
    if antal == 0xFFFF or register == 0xFFFFFFFF:
        stor = hale.rfind(b"PK\x06\x06")
        if stor >= 0 and len(hale) >= stor + 56:
            antal, register = struct.unpack_from("<QQ", hale, stor + 32)
    return antal, register
