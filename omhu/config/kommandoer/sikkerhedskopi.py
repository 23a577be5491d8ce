"""Tag en kopi af alt, også mens Omhu er i brug."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "fil",
        nargs="?",
        type=Path,
        help="kopiens fil; uden den: kopier/omhu-DATO-TID.kopi i mappen",
    )
    tilfoej_laas(parser)


def tilfoej_laas(parser: argparse.ArgumentParser) -> None:
    """The two other locks than the key ring."""
    valg = parser.add_mutually_exclusive_group()
    valg.add_argument(
        "--noeglefil", type=Path, metavar="FIL", help="lås kopien med en nøglefil i stedet"
    )
    valg.add_argument(
        "--adgangskode",
        action="store_true",
        help="lås kopien med en adgangskode i stedet; der spørges om den",
    )


def laas(args: argparse.Namespace, *, to_gange: bool) -> Any:
    """The chosen lock; asks for a passphrase on the terminal, or reads it as the first line of the input."""
    from getpass import getpass

    from omhu.config.kommandoer.faelles import Afvist
    from omhu.config.kopi import Laas

    if not args.adgangskode:
        return Laas(noeglefil=args.noeglefil)
    if not sys.stdin.isatty():
        kode = sys.stdin.readline().rstrip("\n")
    else:
        kode = getpass("Kopiens adgangskode: ")
        if to_gange and kode != getpass("Én gang til: "):
            raise Afvist("De to adgangskoder er ikke ens. Prøv igen.")
    if not kode:
        raise Afvist("Der er ikke skrevet nogen adgangskode.")
    return Laas(adgangskode=kode)


def noter(kommando: str, **detaljer: Any) -> None:
    """Tell the log that everything was copied or brought back. A log that cannot be written must not keep anybody from
    saving the data, so then it is only said."""
    from omhu.adgang.log import Handling, LogFejl, log
    from omhu.adgang.log.kommando import konto

    try:
        log(Handling.SYSTEM, hvor=f"omhu {kommando}", detaljer={"konto": konto()} | detaljer)
    except LogFejl as fejl:
        print(fejl, file=sys.stderr)


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import Afvist, fremdrift
    from omhu.config.kopi import Kopifejl, tag_kopi

    try:
        with fremdrift("Kopierer") as vis:
            fil = _fil(args.fil)
            kontrol = tag_kopi(fil, vis, laas(args, to_gange=True))
    except Kopifejl as fejl:
        raise Afvist(f"Der er ikke taget en kopi. {fejl}") from fejl
    noter("sikkerhedskopi", sager=kontrol.raekker["sager_sag"])
    if brud := kontrol.log["brud"]:
        print(f"Loggens kæde er brudt ({brud}). Kør omhu log kontrol.", file=sys.stderr)
    sager, skridt = kontrol.raekker["sager_sag"], kontrol.raekker["tidslinje_skridt"]
    print(
        f"Kopien ligger i {fil}. Sager: {sager}. Skridt: {skridt}. Pligter: {kontrol.antal_pligter}."
    )
    return 0


def _fil(oensket: Path | None) -> Path:
    from django.conf import settings
    from django.utils import timezone

    from omhu.config.kommandoer.faelles import Afvist

    if oensket is None:
        mappe = settings.OMHU.rod() / "kopier"
        mappe.mkdir(exist_ok=True, mode=0o700)
        return Path(mappe) / f"omhu-{timezone.localtime():%Y%m%d-%H%M%S}.kopi"
    if not oensket.parent.is_dir():
        raise Afvist(f"Mappen {oensket.parent} findes ikke. Lav den, eller vælg en anden.")
    return oensket
