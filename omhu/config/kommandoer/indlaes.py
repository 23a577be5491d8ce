"""Indlæs filer: tidslinjeformatet, den kanoniske pakke eller et udtræk gennem en profil."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("stier", nargs="+", type=Path, metavar="STI", help="fil eller mappe")
    parser.add_argument("--proev", action="store_true", help="gør alt undtagen at gemme")
    parser.add_argument(
        "--uden-fejlraekker",
        action="store_true",
        help="indlæs de gode rækker, selv om nogle er i karantæne",
    )
    parser.add_argument(
        "--godkend-forsvundne",
        action="store_true",
        help="markér det, der er væk fra udtrækket, selv om det er meget",
    )
    parser.add_argument("--kilde", help="navnet på det system, filerne kommer fra")
    parser.add_argument("--profil", help="profilen, der oversætter kolonnerne")
    parser.add_argument("--json", action="store_true", help="skriv rapporten som JSON")


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import fremdrift
    from omhu.frister.actions import genberegn_sager
    from omhu.indlaesning.kommando import koer as indlaes

    with fremdrift("Indlæser") as vis:
        resultat = indlaes(
            args.stier,
            proev=args.proev,
            uden_fejlraekker=args.uden_fejlraekker,
            kilde=args.kilde,
            profil=args.profil,
            godkend_forsvundne=args.godkend_forsvundne,
            af=None,
            fremdrift=vis,
            efter=genberegn_sager,
        )
    if args.json:
        json.dump(resultat.som_json(), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(resultat.tekst(), file=sys.stderr if resultat.exit_kode else sys.stdout)
    return int(resultat.exit_kode)
