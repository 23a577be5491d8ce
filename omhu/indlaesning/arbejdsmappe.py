"""The folder of a load between upload and decision: uploaded files and the staging file. It holds children's
data, is closed to others, and goes when the load is settled, or after a day."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from omhu.indlaesning.fejl import sikkert_navn

MIDLERTIDIG = "midlertidig"
LEVETID = 24 * 3600
"""Seconds that an undecided load is kept."""


def mappe(nummer: UUID) -> Path:
    """The folder of a load; it may not exist."""
    return settings.OMHU.rod() / "indlaesning" / str(nummer)


def gem_filer(nummer: UUID, filer: list[UploadedFile[bytes]]) -> list[Path]:
    """Keep uploaded files until the load is settled; old undecided ones go at the same time."""
    ryd_op()
    til = mappe(nummer)
    til.mkdir(mode=0o700, parents=True)
    stier = []
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
        sti.chmod(0o600)
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
                shutil.rmtree(gammel, ignore_errors=True)
