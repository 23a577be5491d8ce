"""The folder of a load between upload and decision: uploaded files and the staging file. It holds children's
data, is encrypted, closed to others, and goes when the load is settled, or after a day."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from omhu.indlaesning.fejl import sikkert_navn
from omhu.kerne import krypto
from omhu.kerne.krypto import Noeglefejl
from omhu.kerne.krypto.brug import Fremdrift
from omhu.kerne.krypto.filer import KrypteretSti

MIDLERTIDIG = "midlertidig"
LEVETID = 24 * 3600
"""Seconds that an undecided load is kept."""


def mappe(nummer: UUID) -> KrypteretSti:
    """The folder of a load; it may not exist. Files in it are encrypted."""
    return KrypteretSti(settings.OMHU.rod() / "indlaesning" / str(nummer))


@contextmanager
def midlertidig() -> Iterator[KrypteretSti]:
    """A folder for as long as the block lasts; files in it are encrypted."""
    rod = settings.OMHU.rod() / MIDLERTIDIG
    rod.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=rod) as navn:
        yield KrypteretSti(navn)


def gem_filer(nummer: UUID, filer: list[UploadedFile[bytes]]) -> list[Path]:
    """Keep uploaded files until the load is settled; old undecided ones go at the same time."""
    ryd_op()
    til = mappe(nummer)
    til.mkdir(mode=0o700, parents=True)
    stier: list[Path] = []
    for nr, fil in enumerate(filer, start=1):
        navn = re.sub(r"[^\w.\-• ]", "_", sikkert_navn(Path(fil.name or "fil").name))[-80:].lstrip(
            "."
        )
        sti = til / (navn or f"fil-{nr}")
        if sti.exists():
            sti = til / f"{nr}-{navn}"
        with sti.open("xb") as ud:
            for stykke in fil.chunks():
                ud.write(stykke)
        stier.append(sti)
    return stier


def slet(nummer: UUID) -> None:
    """Remove the folder with all in it."""
    shutil.rmtree(mappe(nummer), ignore_errors=True)


def ryd_op() -> None:
    """Remove folders that nobody has decided on for a day, those that a broken run left, and quarantine
    lists older than the installation keeps files (`dage_i_oprydning`)."""
    for gammel in (settings.OMHU.rod() / "karantaene").glob("*.csv"):
        if time.time() - gammel.stat().st_mtime > settings.OMHU.dage_i_oprydning * 24 * 3600:
            gammel.unlink(missing_ok=True)
    for navn in ("indlaesning", MIDLERTIDIG):
        rod = settings.OMHU.rod() / navn
        for gammel in rod.iterdir() if rod.exists() else ():
            if time.time() - gammel.stat().st_mtime > LEVETID:
                _fjern(gammel)


def _fjern(sti: Path) -> None:
    if sti.is_dir():
        shutil.rmtree(sti, ignore_errors=True)
    else:  # an upload that was broken off
        sti.unlink(missing_ok=True)


class Ventende:
    """The encrypted files of loads that wait, as a use of the key ring."""

    navn = "filer, der venter"

    def versioner(self) -> dict[int, int]:
        return dict(Counter(filter(None, map(_version, _filer()))))

    def skift(self, fremdrift: Fremdrift) -> int:
        gamle = [f for f in _filer() if _version(f) not in (0, krypto.ring().aktiv)]
        for nr, fil in enumerate(gamle, start=1):
            ny = fil.with_name(f"{fil.name}.ny")
            try:
                with fil.open("rb") as ind, ny.open("wb") as ud:
                    shutil.copyfileobj(ind, ud, 1 << 20)
                ny.replace(fil)
            except (OSError, Noeglefejl):
                ny.unlink(missing_ok=True)  # settled meanwhile, or still being written
            fremdrift(nr, len(gamle))
        return len(gamle)


def _filer() -> list[KrypteretSti]:
    rod = KrypteretSti(settings.OMHU.rod() / "indlaesning")
    return sorted(f for f in rod.glob("*/*") if f.is_file())


def _version(fil: KrypteretSti) -> int:
    """0 for a file that is gone or none of ours."""
    try:
        return fil.version()
    except (OSError, Noeglefejl):
        return 0
