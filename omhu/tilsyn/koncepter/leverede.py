"""The concepts shipped with Omhu, brought into the database; never over what a municipality has written."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import connections, transaction

from omhu.maalinger.tilsyn import leverede_filer
from omhu.maalinger.tilsyn import leveret_tekst as tekst_af
from omhu.maalinger.yamlfil import parse
from omhu.tilsyn.models import Koncept, Konceptudgave


def aftryk(tekst: str) -> str:
    """SHA-256 of an edition's text."""
    return sha256(tekst.encode()).hexdigest()


def efter_migrering(using: str = "default", **_: Any) -> None:
    """Signal handler: after the tables are made, every shipped concept stands in them. A database that was taken back
    to before the audits has no tables for them."""
    if Konceptudgave._meta.db_table in connections[using].introspection.table_names():
        opret_manglende()


@transaction.atomic
def opret_manglende() -> list[str]:
    """Enter the shipped concepts that the database does not know, as their first edition. Their codes."""
    kendte = set(Koncept.objects.values_list("kode", flat=True))
    nye = [kode for kode in leverede_filer() if kode not in kendte]
    for kode in nye:
        tekst = tekst_af(kode)
        _, raa = parse(tekst, f"{kode}.yaml", "tilsyn")
        koncept = Koncept.objects.create(kode=kode, navn=raa["navn"])
        Konceptudgave.objects.create(
            koncept=koncept,
            nr=1,
            indhold=tekst,
            aftryk=aftryk(tekst),
            begrundelse="Leveret med Omhu.",
            leveret=True,
        )
    return nye


def nyt_leveret(koncept: Koncept) -> str:
    """The text of the shipped file where no edition has it yet: it is offered, never laid in by itself. Else empty."""
    if koncept.kode not in leverede_filer():
        return ""
    tekst = tekst_af(koncept.kode)
    kendt = koncept.udgaver.filter(aftryk=aftryk(tekst)).exists()
    return "" if kendt else tekst
