"""Beregn et målekoncept (taskforce, boernesagsbarometer) for en periode."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BRUGER_DATABASEN = True

FREMTID = (
    "OBS: Perioden slutter efter i dag. Tallene er regnet, som om den var gået: en frist, der ikke er nået endnu "
    "og ikke er opfyldt, er talt som overskredet."
)


def tilfoej(parser: argparse.ArgumentParser) -> None:
    from omhu.config.kommandoer.faelles import dag

    parser.add_argument("koncept", metavar="KONCEPT", help="konceptets navn eller en YAML-fil")
    parser.add_argument("--fra", type=dag, required=True, metavar="D", help="periodens første dag")
    parser.add_argument("--til", type=dag, required=True, metavar="D", help="periodens sidste dag")
    parser.add_argument(
        "--kendt-pr", type=dag, metavar="D", help="kun det, der var registreret den dag"
    )
    parser.add_argument("--format", choices=("tabel", "csv", "json", "xlsx"), default="tabel")
    parser.add_argument("-o", "--ud", metavar="FIL", help="skriv til en fil i stedet for skærmen")
    parser.add_argument("--json", action="store_true", help="det samme som --format json")


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import Afvist, fremdrift, i_dag
    from omhu.frister.regelsaet import kalender, regler
    from omhu.maalinger import Konceptfejl, beregn, hent_koncept, vis

    if args.til < args.fra:
        raise Afvist("Periodens sidste dag ligger før den første. Byt om på --fra og --til.")
    form = "json" if args.json else args.format
    if form == "xlsx" and not args.ud and sys.stdout.isatty():
        raise Afvist("Et regneark skal gemmes i en fil. Skriv hvor med -o, fx -o maaling.xlsx.")
    try:
        koncept = hent_koncept(_navn(args.koncept), *_mapper(args.koncept))
    except Konceptfejl as fejl:
        raise Afvist(str(fejl)) from fejl
    with fremdrift("Måler") as bar:
        resultater = beregn(
            koncept, maalesager(args.til, args.kendt_pr, bar), args.fra, args.til,
            regler=regler(), kalender=kalender(),
        )  # fmt: skip
    if args.til > i_dag():
        print(FREMTID, file=sys.stderr)
    return _skriv(vis, resultater, form, args)


def _navn(koncept: str) -> str:
    return Path(koncept).stem if koncept.endswith(".yaml") else koncept


def _mapper(koncept: str) -> list[Path]:
    """The folder of a concept file, or the municipality's own concepts."""
    from django.conf import settings

    if koncept.endswith(".yaml"):
        return [Path(koncept).parent]
    egne = settings.OMHU.rod() / "maalinger"
    return [egne] if egne.is_dir() else []


def maalesager(til: Any, kendt_pr: Any, fremdrift: Any) -> Iterator[Any]:
    """Every case with its steps as known on a day, telling how far it has come."""
    from omhu.sager.models import Sag
    from omhu.tidslinje.maalesager import maalesager as alle
    from omhu.tidslinje.queries import Synsdag

    antal = Sag.objects.count()
    for n, (_, sag) in enumerate(alle(Synsdag(til, kendt_pr)), 1):
        if n % 200 == 0:
            fremdrift(n, antal)
        yield sag


def _skriv(vis: Any, resultater: Any, form: str, args: argparse.Namespace) -> int:
    if form == "xlsx":
        bog = io.BytesIO()
        vis.som_xlsx(resultater, bog)
        indhold = bog.getvalue()
    else:
        faerdig = {"tabel": vis.tabel, "csv": vis.som_csv, "json": vis.som_json}[form](resultater)
        indhold = faerdig.encode()
    if args.ud:
        _gem(Path(args.ud), indhold)
    elif form == "xlsx":
        sys.stdout.buffer.write(indhold)
    else:
        sys.stdout.write(indhold.decode())
    return 0


def _gem(fil: Path, indhold: bytes) -> None:
    from omhu.config.kommandoer.faelles import Afvist

    try:
        fil.write_bytes(indhold)
    except OSError as fejl:
        raise Afvist(f"{fil} kan ikke skrives. Se, om mappen findes.") from fejl
