"""Kontrollér loggen, tag en sags log ud, træk en stikprøve, eller slet det ældste."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

BRUGER_DATABASEN = True
HALVT_AAR = timedelta(days=182)


def tilfoej(parser: argparse.ArgumentParser) -> None:
    from omhu.config.kommandoer.faelles import dag

    sub = parser.add_subparsers(dest="hvad", required=True, metavar="HVAD")
    kontrol = sub.add_parser("kontrol", help="er loggen hel? 0 ja, 1 nej og hvor")
    kontrol.add_argument("--json", action="store_true", help="svaret til programmer")

    udtraek = sub.add_parser("udtraek", help="en sags log til familien, med ansatte uden navn")
    udtraek.add_argument("--sag", required=True, metavar="NR", help="sagens nummer")
    udtraek.add_argument("--kilde", default="", help="når to systemer bruger det samme nummer")
    udtraek.add_argument("--format", choices=("csv", "json"), default="csv", help="csv eller json")

    proeve = sub.add_parser("stikproeve", help="en stikprøve til den halvårlige kontrol")
    proeve.add_argument("--fro", required=True, help="et ord; det samme ord giver den samme prøve")
    proeve.add_argument("--antal", type=int, default=50, help="antal opslag i prøven (50)")

    for p in (udtraek, proeve):
        p.add_argument("--fra", type=dag, metavar="D", help="fra og med dagen")
        p.add_argument("--til", type=dag, metavar="D", help="til og med dagen")
        p.add_argument("-o", dest="fil", type=Path, metavar="FIL", help="skriv i en ny fil")

    ryd = sub.add_parser("ryd", help="slet poster, der er ældre end OMHU_LOG_MAANEDER")
    ryd.add_argument("--slet", action="store_true", help="slet nu; uden den vises kun, hvad der er")


def koer(args: argparse.Namespace) -> int:
    from omhu.adgang.log import LogFejl
    from omhu.config.kommandoer.faelles import Afvist
    from omhu.sager.logudtraek import IngenSag

    handlinger: dict[str, Callable[[argparse.Namespace], int]] = {
        "kontrol": _kontrol,
        "udtraek": _udtraek,
        "stikproeve": _stikproeve,
        "ryd": _ryd,
    }
    try:
        return handlinger[args.hvad](args)
    except (LogFejl, IngenSag) as fejl:
        raise Afvist(str(fejl)) from fejl


def _kontrol(args: argparse.Namespace) -> int:
    from omhu.adgang.log import LogFejl
    from omhu.adgang.log.kontrol import Brud, forankr, kontroller
    from omhu.config.kommandoer.faelles import fremdrift

    with fremdrift("Kontrollerer loggen") as vis:
        svar = kontroller(vis)
    if svar.fund is None or svar.fund.brud is not Brud.NOEGLE:
        try:
            forankr(svar, hvor="omhu log kontrol")
        except LogFejl:
            if svar.intakt:
                raise
    if args.json:
        print(json.dumps(svar.som_json(), ensure_ascii=False, indent=1))
    elif svar.fund is not None:
        sted = f" ved post {svar.fund.nr}" if svar.fund.nr is not None else ""
        print(f"Loggen er brudt{sted}: {svar.fund.brud}. {svar.fund.tekst}", file=sys.stderr)
    else:
        print(f"Loggen er hel: {svar.poster} poster, nr. {svar.foerste} til {svar.sidste}.")
        for advarsel in svar.advarsler:
            print(f"Bemærk: {advarsel}")
    return 0 if svar.intakt else 1


def _udtraek(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from omhu.adgang.log import Handling, log
    from omhu.adgang.log.kommando import konto
    from omhu.sager.logudtraek import barnets_sager, find_sag, som_csv, udtraek

    _check_dage(args)
    sager = barnets_sager(find_sag(args.sag, args.kilde))
    linjer = list(udtraek(sager, fra=args.fra, til=args.til))
    log(
        Handling.LOG,
        sager=sager,
        formaal="EGENACCESS",
        hvor="omhu log udtraek",
        detaljer={"konto": konto(), "linjer": len(linjer)},
    )
    if args.format == "json":
        _ud(args.fil, json.dumps([asdict(x) for x in linjer], ensure_ascii=False, indent=1) + "\n")
    else:
        _ud(args.fil, som_csv(linjer))
    if args.fil:
        print(f"{len(linjer)} linjer om {len(sager)} sag(er) er skrevet i {args.fil.name}.")
    return 0


def _stikproeve(args: argparse.Namespace) -> int:
    from omhu.adgang.log import Handling, log
    from omhu.adgang.log.kommando import konto
    from omhu.config.kommandoer.faelles import Afvist, i_dag
    from omhu.kerne.celler import uskadelig
    from omhu.sager.logproeveliste import KOLONNER, raekker
    from omhu.sager.logstikproeve import traek

    args.til = args.til or i_dag()
    args.fra = args.fra or args.til - HALVT_AAR
    _check_dage(args)
    if not 1 <= args.antal <= 1000:
        raise Afvist("Vælg mellem 1 og 1000 opslag med --antal.")
    proeve = traek(args.fro, args.antal, args.fra, args.til)
    detaljer = {"konto": konto(), "stikproeve": proeve.pk, "valgt": len(proeve.udvalg)}
    log(Handling.LOG, formaal="KONTROL", hvor="omhu log stikproeve", detaljer=detaljer)
    ud = io.StringIO()
    skriver = csv.writer(ud, delimiter=";", lineterminator="\r\n")
    skriver.writerow(KOLONNER)
    for raekke in raekker(proeve):
        skriver.writerow([uskadelig(str(c)) for c in raekke.som_celler()])
    _ud(args.fil, "\ufeff" + ud.getvalue())
    if args.fil:
        print(
            f"Stikprøve {proeve.pk}: {len(proeve.udvalg)} af {proeve.befolkning} opslag er skrevet i {args.fil.name}."
        )
    return 0


def _ryd(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils import timezone

    from omhu.adgang.log.ryd import plan, ryd
    from omhu.config.database.start import som_ejer
    from omhu.config.kommandoer.faelles import fremdrift

    hvad = plan()
    if not hvad.antal:
        print(f"Intet er ældre end {settings.OMHU.log_maaneder} måneder.")
        return 0
    fra, til = (timezone.localtime(t).strftime("%Y-%m-%d") for t in (hvad.fra, hvad.til) if t)
    if not args.slet:
        print(
            f"{hvad.antal} poster fra {fra} til {til} er ældre end {settings.OMHU.log_maaneder} måneder. "
            "Slet dem med --slet."
        )
        return 0
    with som_ejer("log"), fremdrift("Kontrollerer loggen først") as vis:
        ryd(hvad, hvor="omhu log ryd", fremdrift=vis)
    print(f"{hvad.antal} poster fra {fra} til {til} er slettet.")
    return 0


def _check_dage(args: Any) -> None:
    from omhu.config.kommandoer.faelles import Afvist

    fra: date | None = args.fra
    til: date | None = args.til
    if fra and til and til < fra:
        raise Afvist("--til er før --fra. Byt dem om.")
    if args.fil is not None and args.fil.exists():
        raise Afvist(f"{args.fil.name} findes allerede. Vælg et andet navn.")


def _ud(fil: Path | None, tekst: str) -> None:
    from omhu.config.kommandoer.faelles import Afvist

    if fil is None:
        sys.stdout.write(tekst)
        return
    try:
        with fil.open("x", encoding="utf-8", newline="") as f:
            f.write(tekst)
    except OSError as fejl:
        raise Afvist(f"{fil.name} kan ikke skrives. Se, om mappen findes.") from fejl
