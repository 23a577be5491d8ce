"""PostgreSQL's own programs: found on PATH or in PG_BIN, new enough for the server, and run with the address in their
environment, so that no password stands on a command line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from omhu.config.kopi.fejl import FULD, Kopifejl

SYSTEM = '-c omhu.omfang={"system":true}'
"""All rows: row-level security holds for the owner too, and hides what nobody has asked for."""
MILJOE = {
    "HOST": "PGHOST",
    "PORT": "PGPORT",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "NAME": "PGDATABASE",
}
VALG = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}


def find(navn: str, mindst: int) -> str:
    """The path of pg_dump or pg_restore of at least a main version. Raises Kopifejl."""
    mappe = os.environ.get("PG_BIN")
    fundne = [shutil.which(navn, path=mappe)] if mappe else [shutil.which(navn), *_debians(navn)]
    versioner = {sti: _version(sti) for sti in fundne if sti}
    if not versioner:
        raise Kopifejl(
            f"{navn} mangler. Installér postgresql-client i version {mindst} eller nyere, "
            "eller sæt PG_BIN til mappen med den."
        )
    sti = max(versioner, key=lambda s: versioner[s])
    if versioner[sti] < mindst:
        raise Kopifejl(
            f"{navn} er version {versioner[sti]}, men serveren er version {mindst}. "
            f"Installér postgresql-client-{mindst}, eller sæt PG_BIN til mappen med den."
        )
    return sti


def _debians(navn: str) -> list[str]:
    return [str(p) for p in Path("/usr/lib/postgresql").glob(f"*/bin/{navn}")]


def _version(sti: str) -> int:
    svar = subprocess.run([sti, "--version"], capture_output=True, text=True, check=False)
    fundet = re.search(r"\) (\d+)", svar.stdout)
    return int(fundet[1]) if fundet else 0


def koer(program: str, database: dict[str, Any], *ord_: object) -> None:
    """Run one on a database (a DATABASES entry). Raises Kopifejl with its last words."""
    svar = subprocess.run(
        [program, "--no-password", *map(str, ord_)],
        env=_miljoe(database),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if svar.returncode:
        if "No space left" in svar.stderr:
            raise Kopifejl(FULD)
        linjer = svar.stderr.strip().splitlines() or ["intet svar"]
        fejl = next((x for x in linjer if "error:" in x), linjer[-1])
        raise Kopifejl(f"{Path(program).name} kunne ikke: {fejl[:300]}")


def _miljoe(database: dict[str, Any]) -> dict[str, str]:
    valg = database.get("OPTIONS", {})
    return (
        {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "PGOPTIONS": SYSTEM}
        | {navn: str(database[felt]) for felt, navn in MILJOE.items() if database.get(felt)}
        | {navn: str(valg[felt]) for felt, navn in VALG.items() if valg.get(felt)}
    )
