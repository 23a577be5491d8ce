"""Opening zip files that others made: bounds before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from omhu.indlaesning.fejl import Afvisning, sikkert_navn
from omhu.kerne import pakket

UDPAKKET = 4 << 30
FORHOLD = 300
"""Highest compression: text compresses 5 to 50 times."""
SMAA = 50 << 20
STYKKE = 1 << 20
RET_ZIP = "Lav pakken igen med kun manifest.json og tabellerne."


@contextmanager
def aabn_zip(sti: Path) -> Iterator[zipfile.ZipFile]:
    """The zip, once its bounds are known to hold; by the path itself, which may be one that decrypts. Raises
    Afvisning."""
    with sti.open("rb") as kilde, _aabn(kilde, sikkert_navn(sti.name)) as zip_:
        i_alt = sum(m.file_size for m in zip_.infolist())
        if i_alt > UDPAKKET or (i_alt > SMAA and i_alt > FORHOLD * max(sti.stat().st_size, 1)):
            raise Afvisning(
                f"Zip-filen fylder {i_alt >> 20} MB udpakket, og det er for meget.",
                RET_ZIP,
                fil=sikkert_navn(sti.name),
            )
        yield zip_


def _aabn(kilde: IO[bytes], navn: str) -> zipfile.ZipFile:
    try:
        return pakket.aabn(kilde)
    except pakket.ForMange as fejl:
        raise Afvisning(
            f"Zip-filen har {fejl.antal} filer; højst {pakket.MEDLEMMER} er tilladt.",
            RET_ZIP,
            fil=navn,
        ) from fejl
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fejl:
        raise Afvisning(
            "Zip-filen er ødelagt eller ikke hentet helt.", "Hent den igen.", fil=navn
        ) from fejl


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
