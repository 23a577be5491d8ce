"""Genskab Omhu af en kopi; alt efterses, før noget flyttes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

# An empty folder stays empty, and gets no keys of its own, until the copy holds.
BRUGER_DATABASEN = False


def tilfoej(parser: argparse.ArgumentParser) -> None:
    from omhu.config.kommandoer.sikkerhedskopi import tilfoej_laas

    parser.add_argument("fil", type=Path, help="kopiens fil")
    parser.add_argument(
        "--erstat",
        action="store_true",
        help="flyt det, der er i mappen, til side (stop serveren først)",
    )
    tilfoej_laas(parser)


def koer(args: argparse.Namespace) -> int:
    import django

    from omhu.config.kommandoer.faelles import Afvist, fremdrift, klargoer
    from omhu.config.kommandoer.sikkerhedskopi import laas, noter

    django.setup()
    from omhu.config.kopi import Kopifejl, genskab

    try:
        with fremdrift("Efterser kopien") as vis:
            kontrol = genskab(
                args.fil, erstat=args.erstat, fremdrift=vis, laas=laas(args, to_gange=False)
            )
    except Kopifejl as fejl:
        raise Afvist(f"Intet er genskabt. {fejl}") from fejl
    klargoer()
    noter("genskab", sager=kontrol.raekker["sager_sag"], pr=kontrol.pr.isoformat())
    _advar(kontrol.log["brud"])
    sager, skridt = kontrol.raekker["sager_sag"], kontrol.raekker["tidslinje_skridt"]
    print(
        f"Genskabt og efterset. Sager: {sager}. Skridt: {skridt}. "
        f"Alle {kontrol.antal_pligter} pligter er beregnet igen og er de samme."
    )
    return 0


def _advar(brud: str) -> None:
    if brud:
        print(
            f"Loggen var brudt, før kopien blev taget ({brud}). Kør omhu log kontrol.",
            file=sys.stderr,
        )
