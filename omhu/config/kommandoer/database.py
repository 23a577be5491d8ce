"""Efterse databasen, opdatér den, og vis SQL til PostgreSQL's roller."""

from __future__ import annotations

import argparse

BRUGER_DATABASEN = False


def tilfoej(parser: argparse.ArgumentParser) -> None:
    valg = parser.add_mutually_exclusive_group()
    valg.add_argument(
        "--roller",
        action="store_true",
        help="vis den SQL, som serverens superuser kører én gang i psql",
    )
    valg.add_argument(
        "--opdater",
        action="store_true",
        help="bring databasen op til denne version, og giv rollerne deres rettigheder igen",
    )


def koer(args: argparse.Namespace) -> int:
    import django

    django.setup()
    if args.roller:
        return _vis_roller()
    return _opdater() if args.opdater else _efterse()


def _vis_roller() -> int:
    from django.conf import settings

    from omhu.config.database.adresse import er_postgresql
    from omhu.config.database.roller import opret
    from omhu.config.database.start import roller

    data = settings.DATABASES["default"]
    navn = data["NAME"] if er_postgresql(data) else "omhu"
    print(opret(roller(), str(navn)), end="")
    return 0


def _opdater() -> int:
    from omhu.config.database.start import aabn, opdater
    from omhu.config.kommandoer.faelles import klargoer_noegler

    aabn()
    klargoer_noegler()
    opdater()
    print("Databasen er opdateret.")
    return 0


def _efterse() -> int:
    from omhu.config.database.eftersyn import eftersyn

    fund = eftersyn()
    for linje in fund.linjer:
        print(linje)
    for linje in fund.galt:
        print(f"GALT: {linje}")
    return int(bool(fund.galt))
