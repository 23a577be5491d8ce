"""Opening zip files that others made: bounds before anything is unpacked."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path, PurePosixPath

from omhu.indlaesning.fejl import Afvisning, sikkert_navn

MEDLEMMER = 2000
REGISTER = 4 << 20
"""Bytes of a zip's list of members."""
UDPAKKET = 4 << 30
FORHOLD = 300
"""Highest compression: text compresses 5 to 50 times."""
SMAA = 50 << 20
STYKKE = 1 << 20
RET_ZIP = "Lav pakken igen med kun manifest.json og tabellerne."


def aabn_zip(sti: Path) -> zipfile.ZipFile:
    """The zip, once its list of members is known to be small. Raises Afvisning."""
    navn = sikkert_navn(sti.name)
    antal, register = _slutning(sti)
    if antal > MEDLEMMER or register > REGISTER:
        raise Afvisning(
            f"Zip-filen har {antal} filer; højst {MEDLEMMER} er tilladt.", RET_ZIP, fil=navn
        )
    try:
        zip_ = _Zip(sti)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fejl:
        raise Afvisning(
            "Zip-filen er ødelagt eller ikke hentet helt.", "Hent den igen.", fil=navn
        ) from fejl
    i_alt = sum(m.file_size for m in zip_.infolist())
    if i_alt > UDPAKKET or (i_alt > SMAA and i_alt > FORHOLD * max(sti.stat().st_size, 1)):
        zip_.close()
        raise Afvisning(
            f"Zip-filen fylder {i_alt >> 20} MB udpakket, og det er for meget.", RET_ZIP, fil=navn
        )
    return zip_


class _Zip(zipfile.ZipFile):
    """Opened by the path itself, which may be one that decrypts; closed with it."""

    def __init__(self, sti: Path) -> None:
        self._kilde = sti.open("rb")
        try:
            super().__init__(self._kilde)
        except BaseException:
            self._kilde.close()
            raise

    def close(self) -> None:
        super().close()
        self._kilde.close()


def _slutning(sti: Path) -> tuple[int, int]:
    """(members, bytes of the list of members) as the end of the file says, without reading the list."""
    stoerrelse = sti.stat().st_size
    with sti.open("rb") as fil:
        fil.seek(max(0, stoerrelse - 66_000))
        hale = fil.read()
    sted = hale.rfind(b"PK\x05\x06")
    if sted < 0 or len(hale) < sted + 22:
        return 0, 0
    antal, register = struct.unpack_from("<HI", hale, sted + 10)
    if antal == 0xFFFF or register == 0xFFFFFFFF:
        stor = hale.rfind(b"PK\x06\x06")
        if stor >= 0 and len(hale) >= stor + 56:
            antal, register = struct.unpack_from("<QQ", hale, stor + 32)
    return antal, register


def udpak(sti: Path, til: Path) -> None:
    """Unpack the files into a folder, flat: one folder level in the zip is passed over. Raises Afvisning for
    names that lead out of the folder, for encryption, and for members longer than they say."""
    navn = sikkert_navn(sti.name)
    with aabn_zip(sti) as zip_:
        for medlem in zip_.infolist():
            if medlem.is_dir():
                continue
            filnavn = _filnavn(medlem.filename, navn)
            if medlem.flag_bits & 1:
                raise Afvisning(
                    "Zip-filen er låst med en adgangskode.", "Lav den uden adgangskode.", fil=navn
                )
            _skriv(zip_, medlem, til / filnavn, navn)


def _filnavn(navn: str, fil: str) -> str:
    dele = PurePosixPath(navn.replace("\\", "/"))
    if dele.is_absolute() or ".." in dele.parts or ":" in navn or len(dele.parts) > 2:
        raise Afvisning("Zip-filen har filer, der vil ligge uden for pakken.", RET_ZIP, fil=fil)
    return dele.name


def _skriv(zip_: zipfile.ZipFile, medlem: zipfile.ZipInfo, til: Path, fil: str) -> None:
    skrevet = 0
    try:
        with zip_.open(medlem) as ind, til.open("xb") as ud:
            while stykke := ind.read(STYKKE):
                skrevet += len(stykke)
                if skrevet > medlem.file_size:
                    raise Afvisning("Zip-filen fylder mere, end den siger.", RET_ZIP, fil=fil)
                ud.write(stykke)
    except FileExistsError as fejl:
        raise Afvisning("Zip-filen har to filer med samme navn.", RET_ZIP, fil=fil) from fejl
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as fejl:
        raise Afvisning(
            "Zip-filen er ødelagt eller ikke hentet helt.", "Hent den igen.", fil=fil
        ) from fejl
