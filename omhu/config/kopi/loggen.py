"""The access log of a copy: its length, its head, and whether its chain holds.

The chain is followed both when a copy is taken and when it is brought back. A break that was there already does not
stop a copy or a restore (the data must not be lost for it), but it is told, and a new one is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from omhu.adgang.log import LogFejl
from omhu.config.kopi.fejl import Kopifejl

ALIAS = "log"
ANKER = "loganker.jsonl"


def logtal(navn: str | None, anker: Path) -> dict[str, Any]:
    """{antal, sidste, hoved, brud} of the log in a copied database (a file, or a name on the same server; None = as
    the connection is now), held against a copied anchor. Raises Kopifejl when it cannot be read, or not with the key
    that is here."""
    from omhu.adgang.log.kontrol import Brud, kontroller
    from omhu.adgang.log.models import Logkaede

    with _som_log(navn, anker):
        try:
            svar = kontroller()
        except LogFejl as fejl:
            raise Kopifejl(f"Loggen i kopien kan ikke læses. {fejl}") from fejl
        hoved = Logkaede.objects.using(ALIAS).filter(slags=Logkaede.Slags.HOVED).first()
    if svar.fund is not None and svar.fund.brud is Brud.NOEGLE:
        raise Kopifejl(svar.fund.tekst)
    return {
        "antal": svar.poster,
        "sidste": svar.sidste,
        "hoved": hoved.hash if hoved else "",
        "brud": f"{svar.fund.nr or ''} {svar.fund.brud.value}".strip() if svar.fund else "",
    }


@contextmanager
def _som_log(navn: str | None, anker: Path) -> Iterator[None]:
    """Let the room `adgang.log` see another database and another anchor as the installation's own."""
    forbindelse, omhu = connections[ALIAS], settings.OMHU
    gammelt, gammelt_anker = forbindelse.settings_dict["NAME"], omhu.loganker
    omhu.loganker = anker
    if navn is not None:
        forbindelse.close()
        forbindelse.settings_dict["NAME"] = navn
    try:
        yield
    finally:
        omhu.loganker = gammelt_anker
        if navn is not None:
            forbindelse.close()
            forbindelse.settings_dict["NAME"] = gammelt
