"""The files of the cases, in plain: each under its id, so that no name tells of a child."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from omhu.config.kopi.fejl import Kopifejl
from omhu.sagsarbejde.journal import lager
from omhu.sagsarbejde.journal.filtyper import FILTYPER
from omhu.sagsarbejde.journal.models import Dokument


def skriv_dokumenter(mappe: Path, alias: str) -> int:
    """Write every file; returns how many. Raises Kopifejl for one that is not what was put on the case."""
    mappe.mkdir(mode=0o700)
    antal = 0
    for dokument in Dokument.objects.using(alias).defer("tekst").order_by("pk").iterator():
        _skriv(mappe, dokument, alias)
        antal += 1
    return antal


def _skriv(mappe: Path, dokument: Dokument, alias: str) -> None:
    sum_ = sha256()
    with (mappe / filnavn(dokument)).open("xb") as ud:
        for stykke in lager.laes(dokument, alias):
            ud.write(stykke)
            sum_.update(stykke)
    if sum_.hexdigest() != dokument.sha256:
        raise Kopifejl(
            f"Filen {dokument.pk} er ikke den, der blev lagt på sagen. Hent den af en kopi."
        )


def filnavn(dokument: Dokument) -> str:
    """`<id>.pdf`."""
    type_ = FILTYPER.get(dokument.filtype)
    return f"{dokument.pk}.{type_.endelser[0] if type_ else 'bin'}"
