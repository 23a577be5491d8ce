"""The `omhu` command: parses in Danish, sets Django up once, and hands over to one module per subcommand.

Exit code 0 good, 1 something found or refused (said in Danish on stderr), 2 wrong use.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

KOMMANDOER = (
    "demo",
    "server",
    "bruger",
    "indlaes",
    "frister",
    "maaling",
    "koncepter",
    "rapport",
    "regel",
    "genberegn",
    "soegeindeks",
    "land",
    "log",
    "noegler",
    "sikkerhedskopi",
    "genskab",
    "udtraek",
    "arkivudtraek",
    "slet",
    "database",
)

DANSK = {
    "usage: ": "brug: ",
    "options": "valg",
    "positional arguments": "argumenter",
    "show this help message and exit": "vis denne hjælp",
    "the following arguments are required: %s": "der mangler: %s",
    "unrecognized arguments: %s": "kender ikke: %s",
    "expected one argument": "mangler en værdi",
    "expected at least one argument": "mangler mindst én værdi",
    "invalid choice: %(value)r (choose from %(choices)s)": "»%(value)s« findes ikke; vælg mellem %(choices)s",
    "invalid %(type)s value: %(value)r": "»%(value)s« kan ikke bruges her",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s. Se --help.\n",
}


def _parser() -> argparse.ArgumentParser:
    # argparse has no other way to speak another language than gettext files of the whole system.
    vars(argparse)["_"] = lambda tekst: DANSK.get(tekst, tekst)
    parser = argparse.ArgumentParser(
        prog="omhu", description="Omhu: rettidig omhu for udsatte børn og unge."
    )
    sub = parser.add_subparsers(dest="kommando", required=True, metavar="KOMMANDO")
    for navn in KOMMANDOER:
        modul = import_module(f"omhu.config.kommandoer.{navn}")
        hjaelp = (modul.__doc__ or "").strip().splitlines()[0]
        modul.tilfoej(sub.add_parser(navn, help=hjaelp, description=hjaelp))
    return parser


def main(argv: list[str] | None = None) -> int:
    """Entry point of the console script."""
    os.umask(0o077)  # what Omhu writes is for its own account alone
    args = _parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omhu.config.settings")
    modul = import_module(f"omhu.config.kommandoer.{args.kommando}")
    from omhu.config.database.fejl import Databasefejl
    from omhu.config.kommandoer.faelles import Afvist, klargoer, logget

    try:
        if not modul.BRUGER_DATABASEN:
            return int(modul.koer(args))
        klargoer()
        with logget(args.kommando):
            return int(modul.koer(args))
    except (Afvist, Databasefejl) as fejl:
        print(fejl, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("Afbrudt.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
