"""Skriv alle pligter med frist, status og forklaring.

One row per obligation of every case, computed as of `--pr` from what was known on `--kendt-pr`.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

BRUGER_DATABASEN = True
KOLONNER = (
    "sag barn regel version hjemmel art udloest_af udloest frist opfyldt opfyldt_af status fravalg "
    "ansvarlig enhed forklaring"
).split()


def tilfoej(parser: argparse.ArgumentParser) -> None:
    from omhu.config.kommandoer.faelles import tilfoej_synsdage

    tilfoej_synsdage(parser)
    parser.add_argument(
        "--format", choices=("csv", "json"), default="csv", help="csv eller json (csv)"
    )
    parser.add_argument("--json", action="store_true", help="det samme som --format json")


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import fremdrift, i_dag
    from omhu.tidslinje.queries import Synsdag

    syn = Synsdag(args.pr or args.kendt_pr or i_dag(), args.kendt_pr)
    with fremdrift("Beregner frister") as vis:
        linjer = raekker(syn, vis)
        if args.json or args.format == "json":
            json.dump(list(linjer), sys.stdout, ensure_ascii=False, indent=1)
            print()
        else:
            skriver = csv.DictWriter(sys.stdout, KOLONNER, lineterminator="\n")
            skriver.writeheader()
            skriver.writerows(linjer)
    return 0


def raekker(syn: Any, fremdrift: Callable[[int, int], None]) -> Iterator[dict[str, str]]:
    """The rows of the contract (design 7), by case number, trigger and rule."""
    from omhu.frister.queries import raekker_for_sager
    from omhu.sager.models import Sag

    sager = list(Sag.objects.select_related("barn", "enhed", "oprettet_enhed"))
    enheder = _enheder()
    linjer: list[tuple[Any, dict[str, str]]] = []
    for n, (sag, trin, pligter) in enumerate(raekker_for_sager(sager, syn), 1):
        tildelt = [t for t in trin if t.art == "SAGSBEHANDLER_TILDELT"]
        initialer = str(tildelt[-1].attributter.get("initialer", "")) if tildelt else ""
        enhed = enheder.get(initialer.casefold()) or (sag.oprettet_enhed or sag.enhed).navn
        for raekke in pligter:
            linje = _linje(raekke, sag, trin, syn)
            linje |= {"ansvarlig": initialer, "enhed": enhed}
            noegle = (sag.nummer, sag.kilde, linje["udloest"], raekke.regel.id, raekke.nr)
            linjer.append((noegle, linje))
        if n % 50 == 0:
            fremdrift(n, len(sager))
    linjer.sort(key=lambda x: x[0])
    return (linje for _, linje in linjer)


def _enheder() -> dict[str, str]:
    from omhu.adgang.models import Bruger

    brugere = Bruger.objects.exclude(initialer="").exclude(enhed=None).order_by("is_active")
    return {
        b.initialer.casefold(): b.enhed.navn for b in brugere.select_related("enhed") if b.enhed
    }


def _linje(raekke: Any, sag: Any, trin: Any, syn: Any) -> dict[str, str]:
    from omhu.frister.regelsaet import kalender
    from omhu.regler.forklar import forklar
    from omhu.regler.sprog import Status

    forklaring = forklar(
        raekke, trin, foedselsdag=sag.barn.foedselsdato, pr=syn.pr, kalender=kalender()
    )
    opfyldt = (
        raekke.opfyldt if forklaring.status in (Status.OVERHOLDT, Status.OVERSKREDET) else None
    )
    fravalgt = raekke.fravalgt if forklaring.status is Status.FRAVALGT else None
    return {
        "sag": sag.nummer,
        "barn": sag.barn.kilde_id or f"barn-{sag.barn_id}",
        "regel": raekke.regel.id,
        "version": raekke.version.id,
        "hjemmel": raekke.version.hjemmel,
        "art": raekke.regel.art,
        "udloest_af": raekke.udloest.art,
        "udloest": _hvornaar(raekke.udloest, raekke.frist_tid is not None),
        "frist": _lokal(raekke.frist_tid) if raekke.frist_tid else raekke.frist_dag.isoformat(),
        "opfyldt": _hvornaar(opfyldt, raekke.frist_tid is not None) if opfyldt else "",
        "opfyldt_af": opfyldt.art if opfyldt else "",
        "status": forklaring.status.value,
        "fravalg": str(fravalgt.attributter.get("begrundelse", "")) if fravalgt else "",
        "forklaring": forklaring.afsnit,
    }


def _hvornaar(trin: Any, med_tid: bool) -> str:
    return _lokal(trin.tid) if med_tid and trin.tid else trin.dag.isoformat()


def _lokal(tid: Any) -> str:
    from omhu.kerne.kalender import KOEBENHAVN

    return str(tid.astimezone(KOEBENHAVN).strftime("%Y-%m-%dT%H:%M"))
