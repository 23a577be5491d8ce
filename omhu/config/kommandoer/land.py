"""Tæl pligter efter status for mange kommuner på én gang (en Parquet-fil pr. kommune)."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from omhu.regler.sprog import Status

BRUGER_DATABASEN = False


def tilfoej(parser: argparse.ArgumentParser) -> None:
    from omhu.config.kommandoer.faelles import dag

    parser.add_argument("mappe", type=Path, metavar="MAPPE", help="mappen med kommunernes filer")
    parser.add_argument("--pr", type=dag, metavar="D", help="ved dagens slutning (i dag)")
    parser.add_argument(
        "--motor", choices=("lokal", "spark"), default="lokal", help="lokal eller spark"
    )
    parser.add_argument(
        "--lav", type=int, metavar="N", help="lav først N opdigtede kommuner i mappen"
    )
    parser.add_argument("--skala", type=float, default=1.0, help="de opdigtede kommuners størrelse")
    parser.add_argument("--traade", type=int, default=2, help="antal tråde (2)")


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import Afvist, fremdrift, i_dag

    if args.motor == "spark":
        raise Afvist(
            "Motoren »spark« er ikke med i denne udgave. Brug --motor lokal; den regner det samme."
        )
    try:
        import omhu.regler.hurtig  # noqa: F401 - is the extra installed?
    except ImportError as fejl:
        raise Afvist("Landstal kræver tilvalget »hurtig«: pip install 'omhu[hurtig]'.") from fejl
    if args.lav:
        from omhu.config.demo.land import skriv_parquet

        skriv_parquet(args.mappe, kommuner=args.lav, skala=args.skala)
    filer = sorted(args.mappe.glob("*.parquet"))
    if not filer:
        raise Afvist("Mappen har ingen .parquet-filer. Lav opdigtede med --lav 98.")
    with fremdrift("Kommuner") as vis:
        raekker = landstal(filer, args.pr or i_dag(), args.traade, vis)
    skriver = csv.writer(sys.stdout, lineterminator="\n")
    skriver.writerow(["kommune", "regel", "status", "antal"])
    skriver.writerows(raekker)
    return 0


def landstal(
    filer: list[Path], pr: date, traade: int, vis: Callable[[int, int], None]
) -> list[tuple[str, str, str, int]]:
    """(municipality, rule, status, count) of every file, in their order."""
    from omhu.regler.filer import regelsaet
    from omhu.regler.hurtig import laes_kolonner, tael_statusser

    regler = regelsaet()

    def en(fil: Path) -> dict[str, dict[Status, int]]:
        graenser, K = laes_kolonner(fil)
        return tael_statusser(regler, graenser, K, pr=pr)

    raekker = []
    with ThreadPoolExecutor(max(1, traade)) as pulje:
        for n, (fil, tal) in enumerate(zip(filer, pulje.map(en, filer), strict=True), 1):
            raekker += [
                (fil.stem, regel, status.value, antal)
                for regel, stande in tal.items()
                for status, antal in stande.items()
                if antal
            ]
            vis(n, len(filer))
    return raekker
