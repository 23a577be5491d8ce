"""Skriv et dokument fra et ledelsestilsyn til en fil."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omhu.rapporter.tilsyn.register import Rundedokument
    from omhu.tilsyn.models import Runde

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "navn", nargs="?", metavar="NAVN", help="dokumentet, fx bilag-1; uden navn vises de alle"
    )
    parser.add_argument(
        "--runde", type=int, metavar="NR", help="rundens nummer (den nyeste, som er læst)"
    )
    parser.add_argument(
        "-o", "--ud", metavar="FIL", help="filen; endelsen vælger formen: pdf, docx, xlsx"
    )
    parser.add_argument("--json", action="store_true", help="skriv listen som JSON")


def koer(args: argparse.Namespace) -> int:
    from omhu.rapporter.tilsyn.register import alle

    if not args.navn:
        return _vis(list(alle().values()), som_json=args.json)
    return _skriv(args, alle())


def _vis(dokumenter: list[Rundedokument], *, som_json: bool) -> int:
    if som_json:
        data = [
            {
                "navn": d.kode,
                "titel": d.navn,
                "om": d.om,
                "former": list(d.former),
                "fortroligt": d.fortroligt,
            }
            for d in dokumenter
        ]
        json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    for d in dokumenter:
        print(f"{d.kode:16} {d.navn}. {d.om} ({', '.join(d.former)})")
    return 0


def _skriv(args: argparse.Namespace, kendte: dict[str, Rundedokument]) -> int:
    from django.core.exceptions import ValidationError

    from omhu.config.kommandoer.faelles import Afvist
    from omhu.rapporter.tilsyn.views import FORMER

    fundet = kendte.get(args.navn)
    if fundet is None:
        raise Afvist(
            f"»{args.navn}« findes ikke. Kør »omhu rapport« for at se, hvad der kan skrives."
        )
    if fundet.fortroligt:
        raise Afvist(
            f"»{fundet.navn}« er kun til navngivne modtagere. De henter det selv i browseren."
        )
    if not args.ud:
        raise Afvist(f"Skriv, hvor filen skal ligge, fx -o {fundet.kode}.{fundet.former[0]}")
    form = Path(args.ud).suffix.lstrip(".").lower()
    if form not in fundet.former:
        raise Afvist(
            f"»{fundet.navn}« kan være {', '.join(fundet.former)}. Giv filen en af de endelser."
        )
    runde = _runde(args.runde)
    if not fundet.naar(runde):
        raise Afvist(f"»{fundet.navn}« kan ikke laves af runden »{runde}«.")
    try:
        dokument = fundet.lav(runde.leder, runde)
    except ValidationError as fejl:
        raise Afvist(" ".join(fejl.messages)) from fejl
    try:
        Path(args.ud).write_bytes(FORMER[form][0](dokument))
    except OSError as fejl:
        raise Afvist(
            f"Filen kan ikke skrives: {args.ud}. Findes mappen, og må du skrive i den?"
        ) from fejl
    print(f"Skrev {args.ud} om runden »{runde}«.")
    return 0


def _runde(nr: int | None) -> Runde:
    from omhu.config.kommandoer.faelles import Afvist
    from omhu.tilsyn.models import Runde

    alle = Runde.objects.select_related("udgave__koncept", "enhed", "leder", "sammenlignes_med")
    laeste = alle.filter(sager__laesninger__laast__isnull=False).distinct()
    fundet = alle.filter(pk=nr).first() if nr else laeste.order_by("-til", "-pk").first()
    if fundet is None:
        raise Afvist(
            f"Der er ingen runde nr. {nr}."
            if nr
            else "Der er ingen runde, som er læst. Lav en i browseren under Tilsyn."
        )
    return fundet
