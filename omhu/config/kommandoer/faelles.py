"""What the subcommands share: set-up, dates, refusals, progress."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date


class Afvist(Exception):
    """Something was refused; the text is Danish and says what to do."""


def klargoer() -> None:
    """Start Django and make or bring up to date the database."""
    import django

    from omhu.regler.filer import Regelfejl

    django.setup()
    from omhu.config.database.fejl import Databasefejl
    from omhu.config.database.start import aabn, opdater_ved_behov

    try:
        aabn()
        klargoer_noegler()
        opdater_ved_behov()
    except Databasefejl as fejl:
        raise Afvist(str(fejl)) from fejl
    from omhu.frister.regelsaet import regler

    try:
        regler()
    except Regelfejl as fejl:
        raise Afvist(f"En regelfil kan ikke bruges. {fejl}") from fejl


def klargoer_noegler() -> None:
    """Refuse to work without the keys that the database is encrypted with. Raises Afvist."""
    from omhu.kerne.krypto import Noeglefejl
    from omhu.sager.noegler import klargoer as efterse

    try:
        efterse()
    except Noeglefejl as fejl:
        raise Afvist(str(fejl)) from fejl


@contextmanager
def logget(kommando: str) -> Iterator[None]:
    """What a command reads and writes of children goes to the log; `omhu log` tells of itself. Raises Afvist."""
    from omhu.adgang.log import LogFejl
    from omhu.adgang.log.kommando import kommando as opsaml

    if kommando == "log":
        yield
        return
    try:
        with opsaml(kommando):
            yield
    except LogFejl as fejl:
        raise Afvist(str(fejl)) from fejl


def dag(tekst: str) -> date:
    """A date argument: 2026-11-21 or i-dag."""
    if tekst in ("i-dag", "idag"):
        return i_dag()
    try:
        resultat = date.fromisoformat(tekst)
    except ValueError as fejl:
        raise argparse.ArgumentTypeError(
            f"»{tekst}« er ikke en dato; skriv fx 2026-11-21"
        ) from fejl
    if not 1990 <= resultat.year <= 2058:
        raise argparse.ArgumentTypeError(
            f"året {resultat.year} kan ikke bruges; vælg et mellem 1990 og 2058"
        )
    return resultat


def i_dag() -> date:
    """Today in Denmark."""
    from datetime import datetime

    from omhu.kerne.kalender import KOEBENHAVN

    return datetime.now(KOEBENHAVN).date()


def tilfoej_synsdage(parser: argparse.ArgumentParser) -> None:
    """The pair of filters "pr." and "kendt pr."."""
    parser.add_argument(
        "--pr",
        type=dag,
        metavar="D",
        help="som sagerne stod ved dagens slutning (i dag, eller --kendt-pr)",
    )
    parser.add_argument(
        "--kendt-pr",
        type=dag,
        metavar="D",
        help="kun det, der var registreret ved den dags slutning",
    )


@contextmanager
def fremdrift(tekst: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal; silent elsewhere. Gives a function (done, total)."""
    if not sys.stderr.isatty():
        yield lambda _faerdig, _i_alt: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn(tekst),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        opgave = bar.add_task(tekst, total=None)
        yield lambda faerdig, i_alt: bar.update(opgave, completed=faerdig, total=i_alt)
