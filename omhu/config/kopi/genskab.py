"""Bringing a copy back: unpacked and checked beside what is there, and put in its place only when all of it holds."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from omhu.config.database.adresse import er_postgresql
from omhu.config.kopi import arkiv, sqlite
from omhu.config.kopi.fejl import Kopifejl, paa_dansk
from omhu.config.kopi.kontrol import Fremdrift, Kontrol, kontrol_af, sammenlign
from omhu.config.kopi.laas import Laas, kraev_noegler
from omhu.config.kopi.loggen import ANKER, logtal
from omhu.config.kopi.mappe import EGNE_FILER, EGNE_MAPPER, hoerer_til
from omhu.config.kopi.noegler import kontroller_ring
from omhu.config.kopi.tag import DATABASE, LOG, arbejdsmappe

SKRIV_ERSTAT = "Mappen har allerede sager. Vælg en tom mappe med OMHU_MAPPE, eller skriv --erstat."


def genskab(
    fil: Path,
    *,
    erstat: bool = False,
    fremdrift: Fremdrift | None = None,
    laas: Laas | None = None,
) -> Kontrol:
    """Bring a copy back into OMHU_MAPPE. What was there is moved aside, never deleted, and only with `erstat`.

    Everything is checked before anything is moved: the seal, the keys, every sum, the databases' own check, the log's
    chain, and all obligations computed anew. Raises Kopifejl; then nothing has changed.
    """
    if er_postgresql(settings.DATABASES["default"]):
        from omhu.config.kopi.postgresql import genskab as genskab_postgresql

        return genskab_postgresql(fil, erstat=erstat, fremdrift=fremdrift, laas=laas or Laas())
    rod = settings.OMHU.rod()
    if Path(str(settings.DATABASES["default"]["NAME"])).resolve() != rod / DATABASE:
        raise Kopifejl("OMHU_DATABASE_URL er sat. Genskab i en mappe med Omhus egen database.")
    if sqlite.har_sager(rod / DATABASE) and not erstat:
        raise Kopifejl(SKRIV_ERSTAT)
    with arbejdsmappe("genskab") as her:
        manifest = arkiv.pak_ud(fil, her, laas or Laas(), lambda m: godkend(m, "sqlite"))
        kontrol = Kontrol.af_json(manifest["kontrol"])
        with closing(sqlite.laes(her / DATABASE)) as con:
            kontroller_ring(con)
            fundet = kontrol_af(con, sqlite.tabeller(con), her / "regler", kontrol.pr, fremdrift)
        sqlite.laes(her / LOG).close()
        sammenlign(kontrol, fundet.med_log(logtal(str(her / LOG), her / ANKER)))
        for alias in connections:
            connections[alias].close()
        with paa_dansk("Omhus mappe"):
            flyt_ind(her, rod)
    return kontrol


def godkend(manifest: dict[str, Any], motor: str) -> None:
    """Raises Kopifejl when the copy cannot be used here; called before any of its files is written."""
    if manifest["motor"] != motor:
        raise Kopifejl(
            {
                "sqlite": "Kopien er taget af en PostgreSQL-database. Sæt OMHU_DATABASE_URL til en tom database.",
                "postgresql": "Kopien er taget af SQLite. Fjern OMHU_DATABASE_URL, og genskab i en tom mappe.",
            }[motor]
        )
    kraev_noegler([int(v) for v in manifest["noegler"]])
    kendte = {f"{app}.{navn}" for app, navn in MigrationLoader(None).disk_migrations}
    if not kendte.issuperset(manifest["migrationer"]):
        raise Kopifejl("Kopien er taget med en nyere udgave af Omhu. Opdatér Omhu, og prøv igen.")
    if not all(navn in (DATABASE, LOG) or hoerer_til(navn) for navn in manifest["filer"]):
        raise Kopifejl("Kopien har en fil, der ikke hører til i en kopi. Brug en anden kopi.")


def flyt_ind(her: Path, rod: Path) -> None:
    """Put files, log and data in place, the data last; each is the old one or the new one at any moment."""
    for navn in (LOG, DATABASE):
        sqlite.til_ro(rod / navn)
    til_side = til_side_mappe(rod)
    flyt_filer(her, rod, til_side)
    for navn in (LOG, DATABASE):
        if (her / navn).exists():
            sqlite.byt(her / navn, rod / navn, til_side)


def til_side_mappe(rod: Path) -> Path:
    """Where what was there goes."""
    return rod / f"foer-genskabelse-{timezone.localtime():%Y%m%d-%H%M%S}"


def flyt_filer(her: Path, rod: Path, til_side: Path) -> None:
    """The folders and files besides the databases."""
    for navn in (*EGNE_MAPPER, *EGNE_FILER):
        if (rod / navn).exists():
            til_side.mkdir(mode=0o700, exist_ok=True)
            (rod / navn).rename(til_side / navn)
        if (her / navn).exists():
            (her / navn).rename(rod / navn)
