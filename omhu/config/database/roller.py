"""Who may do what in PostgreSQL: the owner of the tables, the app that people use, and the log.

The app adds to the timeline and to advis and can do no more with them; the log's role adds to the log and sees
nothing else. Neither can change a table. The rights are given anew at every update of the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from psycopg import sql

DML = ("SELECT", "INSERT", "UPDATE", "DELETE")
TILFOEJ = ("SELECT", "INSERT")
LAES = ("SELECT",)
KUN_TILFOEJELSE = ("tidslinje_skridt", "frister_advis", "sager_rettelse")
"""Tables that the app only adds to; triggers refuse the rest too."""
UDEN_SLETNING = (
    "sager_sag",
    "sager_barn",
    "sager_sagsadgang",
    "sager_person",
    "sager_relation",
)
"""Tables that the app changes and never deletes from. Deletion by rule is the owner's (`omhu slet`)."""
LOG = "log_"
LOGGENS = {"log_logkaede": ("SELECT", "INSERT", "UPDATE")}
"""What the log's role may do with the tables of the log, where it is more than adding: the head moves on."""
RETTIGHEDER = (*DML, "TRUNCATE", "REFERENCES", "TRIGGER")


@dataclass(frozen=True)
class Roller:
    """The names of the three roles; app and log may be one and the same."""

    ejer: str
    app: str
    log: str


def maa(tabel: str, rolle: str, roller: Roller) -> set[str]:
    """What a role may do with a table. The owner is not asked: it may do all."""
    ret: set[str] = set()
    if tabel.startswith(LOG):
        if rolle == roller.log:
            ret |= set(LOGGENS.get(tabel, TILFOEJ))
        return ret
    if rolle == roller.app:
        ret |= set(_appens(tabel))
    elif tabel == "django_migrations":
        ret |= set(LAES)
    return ret


def _appens(tabel: str) -> Iterable[str]:
    if tabel == "django_migrations":
        return LAES
    if tabel in KUN_TILFOEJELSE:
        return TILFOEJ
    return DML[:3] if tabel in UDEN_SLETNING else DML


def opret(roller: Roller, database: str) -> str:
    """SQL for psql, run once by the server's superuser: the roles and the database."""
    r = {n: sql.Identifier(getattr(roller, n)).as_string() for n in ("ejer", "app", "log")}
    base = sql.Identifier(database).as_string()
    rollerne = list(dict.fromkeys((r["ejer"], r["app"], r["log"])))
    andre = ", ".join(rollerne[1:])
    return "\n".join(
        [
            *(
                f"CREATE ROLE {navn} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;"
                for navn in rollerne
            ),
            *(f"\\password {navn}" for navn in rollerne),
            f"CREATE DATABASE {base} OWNER {r['ejer']} ENCODING 'UTF8' TEMPLATE template0;",
            f"REVOKE ALL ON DATABASE {base} FROM PUBLIC;",
            f"GRANT CONNECT ON DATABASE {base} TO {andre};",
            f"\\connect {base}",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
            f"GRANT USAGE, CREATE ON SCHEMA public TO {r['ejer']};",
            f"GRANT USAGE ON SCHEMA public TO {andre};",
            "",
        ]
    )


TABELLER = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""


def tabeller(markoer: Any) -> list[str]:
    """The tables of the database."""
    markoer.execute(TABELLER)
    return [navn for (navn,) in markoer.fetchall()]


def giv(markoer: Any, roller: Roller) -> None:
    """Give app and log their rights, and take away all others. Run by the owner, in one transaction."""
    for rolle in dict.fromkeys((roller.app, roller.log)):
        if rolle == roller.ejer:
            continue
        navn = sql.Identifier(rolle).as_string()
        markoer.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {navn}")
        markoer.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {navn}")
        markoer.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {navn}")
        for tabel in tabeller(markoer):
            if ret := sorted(maa(tabel, rolle, roller)):
                markoer.execute(
                    f"GRANT {', '.join(ret)} ON {sql.Identifier(tabel).as_string()} TO {navn}"
                )


def afvigelser(markoer: Any, roller: Roller) -> list[str]:
    """Rights that are there and should not be, or the other way, in Danish; empty when all is as it should be."""
    fund = []
    for rolle in dict.fromkeys((roller.app, roller.log)):
        if rolle == roller.ejer:
            continue
        for tabel in tabeller(markoer):
            skal, har = maa(tabel, rolle, roller), _har(markoer, tabel, rolle)
            fund += [
                f"{rolle} må {ret} i {tabel} og skal ikke kunne det" for ret in sorted(har - skal)
            ]
            fund += [f"{rolle} mangler {ret} i {tabel}" for ret in sorted(skal - har)]
    return fund


def _har(markoer: Any, tabel: str, rolle: str) -> set[str]:
    har = set()
    for ret in RETTIGHEDER:
        markoer.execute(
            "SELECT has_table_privilege(%s, %s, %s)",
            [rolle, sql.Identifier("public", tabel).as_string(), ret],
        )
        if markoer.fetchone()[0]:
            har.add(ret)
    return har
