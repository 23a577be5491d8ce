"""Beregn et målekoncept (taskforce, boernesagsbarometer) for en periode."""

from __future__ import annotations

import argparse
import sys

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    from omhu.config.kommandoer.faelles import dag

    parser.add_argument("koncept", metavar="KONCEPT", help="konceptets navn eller en YAML-fil")
    parser.add_argument("--fra", type=dag, required=True, metavar="D", help="periodens første dag")
    parser.add_argument("--til", type=dag, required=True, metavar="D", help="periodens sidste dag")
    parser.add_argument("--kendt-pr", type=dag, metavar="D", help="kun det, der var registreret den dag")
    parser.add_argument("--format", choices=("tabel", "csv", "json", "xlsx"), default="tabel")
    parser.add_argument("-o", "--ud", metavar="FIL", help="skriv til en fil (nødvendigt for xlsx)")
    parser.add_argument("--json", action="store_true", help="det samme som --format json")


def koer(args: argparse.Namespace) -> int:
    raise NotImplementedError
