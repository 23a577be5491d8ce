"""Lav en skitse til en arkiveringsversion; den er ikke godkendt af Rigsarkivet."""

from __future__ import annotations

import argparse
from pathlib import Path

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mappe", type=Path, help="mappen, der laves; den må ikke findes")
    parser.add_argument("--avid", default="AVID.OMHU.1", help="nummeret fra arkivet (AVID.OMHU.1)")


def koer(args: argparse.Namespace) -> int:
    from omhu.config.arkivudtraek import lav_arkivudtraek
    from omhu.config.kommandoer.faelles import Afvist, fremdrift
    from omhu.config.kopi import Kopifejl

    try:
        with fremdrift("Skriver tabeller") as vis:
            svar = lav_arkivudtraek(args.mappe, avid=args.avid, fremdrift=vis)
    except Kopifejl as fejl:
        raise Afvist(f"Der er ikke lavet et arkivudtræk. {fejl}") from fejl
    print(
        f"Skitsen ligger i {args.mappe}. Tabeller: {svar.tabeller}. Rækker: {svar.raekker}. "
        "Den er ikke godkendt og kan ikke afleveres, som den er."
    )
    return 0
