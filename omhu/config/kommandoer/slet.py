"""Vis, hvilke sager kommunens sletteregler lader slette, og slet dem."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    from omhu.config.kommandoer.sikkerhedskopi import tilfoej_laas

    parser.add_argument(
        "--udfoer",
        metavar="KONTROLSUM",
        help="slet netop de sager, listen med den kontrolsum viste",
    )
    parser.add_argument(
        "--kopi", type=Path, metavar="FIL", help="kopien, der er taget før sletningen"
    )
    parser.add_argument("--uden-kopi", action="store_true", help="slet uden at have en kopi")
    parser.add_argument("--json", action="store_true", help="skriv listen som JSON")
    tilfoej_laas(parser)


def koer(args: argparse.Namespace) -> int:
    from django.conf import settings

    from omhu.config.database.start import som_ejer
    from omhu.config.kommandoer.faelles import Afvist, i_dag
    from omhu.config.kommandoer.sikkerhedskopi import laas
    from omhu.config.sletning import lav_plan
    from omhu.config.sletning.udfoer import Sletningsfejl, slet
    from omhu.sager.kle import Sletteregelfejl, sletteregler

    try:
        regler = sletteregler(settings.OMHU.rod())
    except Sletteregelfejl as fejl:
        raise Afvist(f"Intet er slettet. {fejl}") from fejl
    if not args.udfoer:
        return _vis(lav_plan(regler, i_dag()), bool(regler.regler), args.json)
    if (args.kopi is None) == (not args.uden_kopi):
        raise Afvist("Skriv --kopi og kopiens fil, eller skriv --uden-kopi.")
    try:
        with som_ejer("default"):
            plan = slet(args.udfoer, regler, kopi=args.kopi, laas=laas(args, to_gange=False))
    except Sletningsfejl as fejl:
        raise Afvist(f"Intet er slettet. {fejl}") from fejl
    antal = len(plan.kandidater)
    print(
        f"{'1 sag er' if antal == 1 else f'{antal} sager er'} slettet. Tallene ligger i slettet/."
    )
    print("Sagerne er stadig i ældre kopier. Slet dem, når de ikke skal bruges.")
    return 0


def _vis(plan: Any, har_regler: bool, som_json: bool) -> int:
    if som_json:
        json.dump(plan.som_json(), sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    if not har_regler:
        print("Kommunen har ingen sletteregler endnu. Skriv dem i sletteregler.yaml i mappen.")
    for linje in plan.linjer():
        print(linje)
    if plan.kandidater:
        print(f"Intet er slettet endnu. Slet dem med: omhu slet --udfoer {plan.sum} --kopi FIL")
    return 0
