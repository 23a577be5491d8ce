"""Taking a copy: the databases first, then the files, then the figures, all of it sealed into one file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from omhu.config.database.adresse import er_postgresql
from omhu.config.kopi import arkiv, mappe, sqlite
from omhu.config.kopi.fejl import Kopifejl, paa_dansk
from omhu.config.kopi.kontrol import Forbindelse, Fremdrift, Kontrol, kontrol_af
from omhu.config.kopi.laas import Laas
from omhu.config.kopi.loggen import ANKER, logtal
from omhu.config.kopi.noegler import kontroller_ring, versioner_i_brug

DATABASE, LOG = "omhu.sqlite3", "log.sqlite3"


def tag_kopi(fil: Path, fremdrift: Fremdrift | None = None, laas: Laas | None = None) -> Kontrol:
    """Write a copy of this installation to `fil`, which must not exist. Raises Kopifejl; then there is no file."""
    if fil.exists():
        raise Kopifejl(
            f"{fil.name} findes allerede. Vælg et andet navn; en kopi skrives aldrig over."
        )
    if er_postgresql(settings.DATABASES["default"]):
        from omhu.config.kopi.postgresql import tag as tag_databaser
    else:
        tag_databaser = _tag_sqlite
    arkiv.ryd_op(fil.parent, ".*.delvis")
    with arbejdsmappe("kopi") as her:
        indhold, kontrol = tag_databaser(her, fremdrift)
        arkiv.pak(fil, indhold, laas or Laas())
    return kontrol


@contextmanager
def arbejdsmappe(hvad: str) -> Iterator[Path]:
    """A folder for unpacked data, closed to others, gone afterwards; those of killed runs go at the same time."""
    rod = settings.OMHU.rod()
    arkiv.ryd_op(rod, f".{hvad}-*")
    with (
        paa_dansk("Omhus mappe"),
        tempfile.TemporaryDirectory(dir=rod, prefix=f".{hvad}-{os.getpid()}-") as her,
    ):
        yield Path(her)


def _tag_sqlite(her: Path, fremdrift: Fremdrift | None) -> tuple[arkiv.Indhold, Kontrol]:
    """The data before the log: whatever was changed before the copy is then in the log too."""
    database, log, andre = her / DATABASE, her / LOG, her / "filer"
    sqlite.kopier("default", database)
    sqlite.kopier("log", log)
    with closing(sqlite.laes(database)) as con:
        filer = mappe.tag_med(settings.OMHU.rod(), andre, uafgjorte(con))
        tabeller = sqlite.tabeller(con)
        kontroller_ring(con)
        kontrol = kontrol_af(con, tabeller, andre / "regler", timezone.localdate(), fremdrift)
        kontrol = kontrol.med_log(logtal(str(log), andre / ANKER))
        sqlite.til_ro(log)  # reading it as the log has left its own log beside it
        manifest = oplysninger(
            "sqlite", kontrol, sqlite.migrationer(con), versioner_i_brug(con, tabeller)
        )
    return arkiv.Indhold({DATABASE: database, LOG: log} | filer, manifest), kontrol


def uafgjorte(con: Forbindelse) -> frozenset[str]:
    """The folders of loads that nobody has decided on; SQLite keeps the number without its dashes."""
    sql = "SELECT id FROM indlaesning_indlaesning WHERE tilstand IN ('klar', 'karantaene')"
    return frozenset(str(UUID(str(nr))) for (nr,) in con.execute(sql))


def oplysninger(
    motor: str, kontrol: Kontrol, migrationer: list[str], noegler: list[int]
) -> dict[str, Any]:
    """What the manifest says."""
    return {
        "motor": motor,
        "taget": timezone.now().isoformat(),
        "kontrol": kontrol.som_json(),
        "migrationer": migrationer,
        "noegler": noegler,
    }
