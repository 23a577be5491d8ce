"""A municipality in the database: recomputing all of it, and registering one step."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from bench.maal import Maal, cpu, fraktil, ur

ANTAL_SAGER = 10_000
DEMO_SAGER = 6_800


def maal(skala: float, mappe: Path) -> list[Maal]:
    from omhu.config.kommandoer.faelles import klargoer

    klargoer()
    from omhu.config.demo import byg_demo

    byg_demo(fro=2026, skala=skala * ANTAL_SAGER / DEMO_SAGER, i_dag=localdate())
    return [*_genberegn(), _gem()]


def _genberegn() -> list[Maal]:
    from omhu.frister.actions import genberegn_alle
    from omhu.frister.models import Pligt

    hentet = _hent()
    beregning, antal = cpu(lambda: _kun_beregning(hentet))
    hentet.clear()  # else the garbage collector walks through it all during what is measured next
    uaendret, sager = cpu(genberegn_alle)
    Pligt.objects.all().delete()
    forfra, _ = cpu(genberegn_alle)
    grundlag = f"beregningen alene {beregning:.1f} CPU-s ({sager} sager, {antal} pligter)"
    return [
        Maal(
            "kommune fra databasen, alt beregnet og gemt forfra",
            "≤ 5 ×",
            f"{forfra / beregning:.1f} × ({forfra:.1f} CPU-s)",
            grundlag,
            forfra <= 5 * beregning,
        ),
        Maal(
            "kommune fra databasen, beregnet igen, intet ændret",
            "≤ 5 ×",
            f"{uaendret / beregning:.1f} × ({uaendret:.1f} CPU-s)",
            grundlag,
            uaendret <= 5 * beregning,
        ),
    ]


Hentet = list[tuple[list[Any], date | None]]


def _kun_beregning(hentet: Hentet) -> int:
    from omhu.frister.regelsaet import kalender, regler
    from omhu.regler.evaluering import evaluer

    alle, kal, i_dag = regler(), kalender(), localdate()
    antal = 0
    for trin, foedt in hentet:
        antal += len(evaluer(alle, trin, foedselsdag=foedt, pr=i_dag, kalender=kal))
    return antal


def _hent() -> Hentet:
    from omhu.sager.models import Sag
    from omhu.tidslinje.queries import Synsdag, trin_for_sager

    foedt = dict(Sag.objects.values_list("pk", "barn__foedselsdato"))
    return [(trin, foedt[pk]) for pk, trin in trin_for_sager(Synsdag.i_dag())]


def _gem() -> Maal:
    """Open cases in turn: a note, a talk or a follow-up, with all that follows, committed."""
    from django.db import connection, transaction

    from omhu.frister.actions import genberegn_sag
    from omhu.sager.models import Sag
    from omhu.tidslinje.actions import registrer

    if connection.vendor == "sqlite":  # PostgreSQL waits for the disk by itself
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    sager = list(Sag.objects.filter(lukket=None).select_related("barn").order_by("pk")[:400])
    arter = ("JOURNALNOTAT", "BOERNESAMTALE", "OPFOELGNING", "UNDERRETNING")
    i_gaar = localdate() - timedelta(days=1)

    def gem(n: int, sag: Sag) -> None:
        with transaction.atomic():
            registrer(sag, arter[n % 4], i_gaar)
            genberegn_sag(sag)

    tider = [1000 * ur(lambda n=n, s=sag: gem(n, s))[0] for n, sag in enumerate(sager)]
    p95 = fraktil(tider, 0.95)
    return Maal(
        "gem et skridt med dets pligter, p95",
        "≤ 20 ms",
        f"{p95:.1f} ms (median {fraktil(tider, 0.5):.1f} ms)",
        f"{len(tider)} gemte skridt, SQLite, synchronous=FULL",
        p95 <= 20,
    )
