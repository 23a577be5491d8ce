"""Genskab Omhu af en kopi; alt efterses, før noget flyttes."""

from __future__ import annotations

import argparse
from pathlib import Path

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("fil", type=Path, help="kopiens fil")
    parser.add_argument(
        "--erstat",
        action="store_true",
        help="flyt det, der er i mappen, til side (stop serveren først)",
    )


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import Afvist, fremdrift, klargoer
    from omhu.config.kopi import Kopifejl, genskab

    try:
        with fremdrift("Efterser kopien") as vis:
            kontrol = genskab(args.fil, erstat=args.erstat, fremdrift=vis)
    except Kopifejl as fejl:
        raise Afvist(f"Intet er genskabt. {fejl}") from fejl
    klargoer()
    sager, skridt = kontrol.raekker["sager_sag"], kontrol.raekker["tidslinje_skridt"]
    print(
        f"Genskabt og efterset. Sager: {sager}. Skridt: {skridt}. "
        f"Alle {kontrol.antal_pligter} pligter er beregnet igen og er de samme."
    )
    return 0
