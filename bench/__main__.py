"""Run all measurements and print them as one table."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.maal import Maal


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--lille", action="store_true", help="en tyvendedel af data (--skala 0.05)")
    parser.add_argument("--skala", type=float, default=1.0, help="så stor en del af data")
    parser.add_argument("--kun", choices=("sag", "database", "land"), action="append")
    args = parser.parse_args()
    valgte = args.kun or ["sag", "database", "land"]
    skala = 0.05 if args.lille else args.skala
    with tempfile.TemporaryDirectory(prefix="omhu-bench-") as mappe:
        os.environ["OMHU_MAPPE"] = mappe
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omhu.config.settings")
        return _vis(_maal(valgte, skala, Path(mappe)))


def _maal(valgte: list[str], skala: float, mappe: Path) -> list[Maal]:
    from bench import database, land, sag

    maal: list[Maal] = []
    for navn, modul in (("sag", sag), ("database", database), ("land", land)):
        if navn in valgte:
            print(f"Måler {navn} …", file=sys.stderr, flush=True)
            maal += modul.maal(skala, mappe)
    return maal


def _vis(maal: list[Maal]) -> int:
    tabel = Table("mål", "krav", "målt", "grundlag", "")
    for m in maal:
        tabel.add_row(m.navn, m.krav, m.maalt, m.grundlag, m.dom)
    Console(width=150).print(tabel)
    return int(any(m.holder is False for m in maal))


if __name__ == "__main__":
    sys.exit(main())
