"""A PostgreSQL database as files: its schema by pg_dump (custom format), its rows by COPY, its sequences as JSON.

pg_dump could write the rows too, but it empties the search path, and then the functions behind row-level security are
not found. Rows are read with all of them asked for; where row security would still hide some, the counts of the
manifest tell. On the way back indexes, keys, triggers and policies come after the rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from omhu.config.kopi import programmer
from omhu.config.kopi.fejl import Kopifejl

SKEMA, SEKVENSER, ENDELSE = "skema.pgdump", "sekvenser.json", ".copy"
STYKKE = 1 << 20


def skriv(con: psycopg.Connection[Any], database: dict[str, Any], til: Path) -> dict[str, Path]:
    """Write the database that `con` sees (a REPEATABLE READ transaction) into the new folder `til`; name -> file."""
    til.mkdir(mode=0o700)
    snapshot = _en(con, "SELECT pg_export_snapshot()")
    programmer.koer(
        programmer.find("pg_dump", hovedversion(con)), database, "--format=custom", "--schema-only",
        "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={til / SKEMA}",
    )  # fmt: skip
    for navn in tabeller(con):
        with (
            (til / f"{navn}{ENDELSE}").open("xb") as fil,
            con.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(navn))) as ud,
        ):
            for stykke in ud:
                fil.write(stykke)
    sekvenser = con.execute(
        "SELECT sequencename, last_value FROM pg_sequences "
        "WHERE schemaname = current_schema() AND last_value IS NOT NULL"
    ).fetchall()
    (til / SEKVENSER).write_text(json.dumps(dict(sekvenser)), "utf-8")
    return {f"{til.name}/{f.name}": f for f in sorted(til.iterdir())}


def laes(con: psycopg.Connection[Any], database: dict[str, Any], fra: Path) -> None:
    """Fill the empty database of `con` (in autocommit) from such a folder. Raises Kopifejl."""
    program = programmer.find("pg_restore", hovedversion(con))
    _gendan(program, database, fra, "pre-data")
    with con.transaction():
        for fil in sorted(fra.glob(f"*{ENDELSE}")):
            _fyld(con, fil)
        for navn, vaerdi in json.loads((fra / SEKVENSER).read_text("utf-8")).items():
            con.execute("SELECT setval(quote_ident(%s)::regclass, %s)", [navn, vaerdi])
    _gendan(program, database, fra, "post-data")


def _gendan(program: str, database: dict[str, Any], fra: Path, afsnit: str) -> None:
    programmer.koer(
        program, database, "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
        f"--section={afsnit}", f"--dbname={database['NAME']}", fra / SKEMA,
    )  # fmt: skip


def _fyld(con: psycopg.Connection[Any], fil: Path) -> None:
    tabel = sql.Identifier(fil.name.removesuffix(ENDELSE))
    try:
        with con.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(tabel)) as ind:
            for stykke in _stykker(fil):
                ind.write(stykke)
    except psycopg.Error as fejl:
        raise Kopifejl(f"{fil.stem} i kopien kan ikke læses ind. Brug en anden kopi.") from fejl


def _stykker(fil: Path) -> Iterator[bytes]:
    with fil.open("rb") as f:
        while stykke := f.read(STYKKE):
            yield stykke


def tabeller(con: psycopg.Connection[Any]) -> list[str]:
    """The names of all tables."""
    fundet = con.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    )
    return [navn for (navn,) in fundet]


def hovedversion(con: psycopg.Connection[Any]) -> int:
    """The server's main version."""
    return con.info.server_version // 10000


def _en(con: psycopg.Connection[Any], saetning: str) -> Any:
    raekke = con.execute(saetning).fetchone()
    return raekke[0] if raekke else None
