"""Tag en kopi af alt, også mens Omhu er i brug."""

from __future__ import annotations

import argparse
from pathlib import Path

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "fil", nargs="?", type=Path, help="kopiens fil; uden den: kopier/omhu-DATO-TID.zip i mappen"
    )


def koer(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone

    from omhu.config.kommandoer.faelles import Afvist, fremdrift
    from omhu.config.kopi import Kopifejl, tag_kopi

    fil = args.fil
    if fil is None:
        mappe = settings.OMHU.rod() / "kopier"
        mappe.mkdir(exist_ok=True, mode=0o700)
        fil = mappe / f"omhu-{timezone.localtime():%Y%m%d-%H%M%S}.zip"
    elif not fil.parent.is_dir():
        raise Afvist(f"Mappen {fil.parent} findes ikke. Lav den, eller vælg en anden.")
    try:
        with fremdrift("Kopierer") as vis:
            kontrol = tag_kopi(fil, vis)
    except Kopifejl as fejl:
        raise Afvist(str(fejl)) from fejl
    sager, skridt = kontrol.raekker["sager_sag"], kontrol.raekker["tidslinje_skridt"]
    print(
        f"Kopien ligger i {fil}. Sager: {sager}. Skridt: {skridt}. Pligter: {kontrol.antal_pligter}."
    )
    return 0
