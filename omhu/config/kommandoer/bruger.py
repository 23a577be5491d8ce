"""Opret, ret eller spær en bruger, og opret de enheder, brugerne hører til."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import date
from typing import Any

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("brugernavn", nargs="?", help="brugernavnet; uden det vises alle")
    parser.add_argument("--navn", help="fornavn og efternavn")
    parser.add_argument("--rolle", metavar="ROLLE", help="fx raadgiver; alle står i guiden")
    parser.add_argument("--enhed", help="enhedens navn; findes den ikke, oprettes den")
    parser.add_argument("--under", metavar="ENHED", help="enheden over, når --enhed oprettes")
    parser.add_argument("--kle", metavar="NUMRE", help="kun sager med disse KLE-numre (tomt: alle)")
    parser.add_argument(
        "--udloeber",
        metavar="D",
        help="sidste dag med adgang, fx 2026-12-31 (tomt: ingen slutdato)",
    )
    parser.add_argument("--initialer", help="initialer, som de står i udtræk")
    parser.add_argument(
        "--adgangskode",
        action="store_true",
        help="sæt en ny adgangskode (spørger, eller læser én linje)",
    )
    parser.add_argument("--spaer", action="store_true", help="spær brugeren")
    parser.add_argument("--aaben", action="store_true", help="luk op for en spærret bruger")
    parser.add_argument(
        "--laas-op",
        action="store_true",
        help="glem forkerte forsøg, så brugeren kan logge ind igen",
    )
    parser.add_argument(
        "--nulstil-engangskode", action="store_true", help="fjern brugerens engangskoder"
    )
    parser.add_argument(
        "--kommunens-id", metavar="ID", help="brugerens id i kommunens login (tomt: fjern det)"
    )


def koer(args: argparse.Namespace) -> int:
    if not args.brugernavn:
        _vis_alle()
        return 0
    from django.db import transaction

    with transaction.atomic():
        bruger, ny = _find(args)
        _ret(bruger, args)
        if ny or args.adgangskode:
            _saet_adgangskode(bruger)
        _gem(bruger, args)
        gjort = _login(bruger, args) or ("oprettet" if ny else "rettet")
    print(f"{bruger} ({bruger.username}) er {gjort}.")
    return 0


def _login(bruger: Any, args: argparse.Namespace) -> str:
    """What was done to the user's login, in Danish; empty when nothing was asked."""
    from omhu.adgang.login import kommunen, sessioner, spaerring, spor, totp
    from omhu.config.kommandoer.faelles import Afvist

    gjort = []
    if args.laas_op:
        spaerring.laas_op(bruger.username)
        gjort.append("låst op")
    if args.nulstil_engangskode:
        totp.fjern(bruger)
        sessioner.afslut(bruger)
        gjort.append("uden engangskode")
    if args.kommunens_id is not None:
        try:
            kommunen.knyt(bruger, args.kommunens_id)
        except ValueError as fejl:
            raise Afvist(str(fejl)) from fejl
        gjort.append(
            "knyttet til kommunens login" if args.kommunens_id else "løsnet fra kommunens login"
        )
    for hvad in gjort:
        spor.aendret(hvad, None, bruger)
    return " og ".join(gjort)


def _vis_alle() -> None:
    from omhu.adgang.models import Bruger

    for b in Bruger.objects.select_related("enhed").order_by("username"):
        spaerret = "" if b.is_active else ", spærret"
        print(
            f"{b.username:20} {b!s:28} {b.get_rolle_display()}, {b.enhed or 'ingen enhed'}{spaerret}"
        )


def _find(args: argparse.Namespace) -> tuple[Any, bool]:
    from omhu.adgang.models import Bruger
    from omhu.config.kommandoer.faelles import Afvist

    bruger = Bruger.objects.filter(username=args.brugernavn).first()
    if bruger is not None:
        return bruger, False
    if not (args.navn and args.rolle):
        raise Afvist(
            f"Brugeren »{args.brugernavn}« findes ikke. Skriv --navn og --rolle for at oprette den."
        )
    return Bruger(username=args.brugernavn), True


def _ret(bruger: Any, args: argparse.Namespace) -> None:
    if args.navn:
        bruger.first_name, _, bruger.last_name = args.navn.strip().partition(" ")
    if args.initialer is not None:
        bruger.initialer = args.initialer


def _gem(bruger: Any, args: argparse.Namespace) -> None:
    """Save with the access asked for; what cannot be is refused as in the browser."""
    from django.core.exceptions import ValidationError

    from omhu.adgang.brugerstyring import Adgangsdata, gem_bruger
    from omhu.config.kommandoer.faelles import Afvist

    nu = Adgangsdata.af_bruger(bruger)
    try:
        adgang = Adgangsdata(
            rolle=args.rolle.upper() if args.rolle else nu.rolle,
            enhed=_enhed(args.enhed, args.under) if args.enhed else nu.enhed,
            kle=nu.kle if args.kle is None else args.kle,
            udloeber=nu.udloeber if args.udloeber is None else _dag(args.udloeber),
            aktiv=(nu.aktiv or args.aaben) and not args.spaer,
        )
        gem_bruger(None, bruger, adgang)
    except ValidationError as fejl:
        raise Afvist(" ".join(fejl.messages)) from fejl


def _dag(tekst: str) -> date | None:
    from omhu.config.kommandoer.faelles import Afvist

    try:
        return date.fromisoformat(tekst) if tekst else None
    except ValueError as fejl:
        raise Afvist(f"»{tekst}« er ikke en dato. Skriv fx 2026-12-31.") from fejl


def _enhed(navn: str, under: str | None) -> Any:
    from omhu.adgang.models import Enhed
    from omhu.config.kommandoer.faelles import Afvist

    over = Enhed.objects.filter(navn=under).first() if under else None
    if under and over is None:
        raise Afvist(f"Enheden »{under}« findes ikke. Opret den først, eller ret navnet.")
    return Enhed.objects.get_or_create(navn=navn, defaults={"overordnet": over})[0]


def _saet_adgangskode(bruger: Any) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from omhu.config.kommandoer.faelles import Afvist

    if sys.stdin.isatty():
        kode = getpass.getpass("Adgangskode (mindst 12 tegn): ")
        if kode != getpass.getpass("Samme igen: "):
            raise Afvist("De to adgangskoder er ikke ens. Prøv igen.")
    else:
        kode = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(kode, bruger)
    except ValidationError as fejl:
        raise Afvist(f"Adgangskoden kan ikke bruges. {' '.join(fejl.messages)}") from fejl
    bruger.set_password(kode)
