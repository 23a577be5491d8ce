"""Tag alt ud i åbne formater."""

from __future__ import annotations

import argparse
from pathlib import Path

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mappe", type=Path, help="mappen, der laves; den må ikke findes")
    parser.add_argument(
        "--med-cpr", action="store_true", help="tag CPR-numre med i klartekst; det skrives i loggen"
    )


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import Afvist, fremdrift
    from omhu.config.kopi import Kopifejl
    from omhu.config.udtraek import lav_udtraek

    try:
        with fremdrift("Skriver tabeller") as vis:
            svar = lav_udtraek(args.mappe, med_cpr=args.med_cpr, fremdrift=vis)
    except Kopifejl as fejl:
        raise Afvist(f"Der er ikke lavet et udtræk. {fejl}") from fejl
    print(
        f"Udtrækket ligger i {args.mappe}. Tabeller: {len(svar.raekker)}. Rækker: {svar.i_alt}. "
        f"Tidslinje: {svar.sager} sager og {svar.haendelser} hændelser."
    )
    return 0
