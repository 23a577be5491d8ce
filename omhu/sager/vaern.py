"""The database itself refuses to delete a child or a case, and to change what staff said about an obligation.

The triggers stand on every database after every migration (`post_migrate`): SQLite loses those of a table that a
migration rebuilds. `uden_vaern` is for the one lawful deletion alone; a test sees that nobody else imports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SLET = "kan ikke slettes. Sager slettes kun efter kommunens sletteregler, med kommandoen omhu slet."
VAERN = {
    "sager_sag": {"DELETE": f"Sager {SLET}"},
    "sager_barn": {"DELETE": f"Børn {SLET}"},
    "sager_person": {"DELETE": f"Personer {SLET}"},
    "sager_relation": {"DELETE": "Det, en person er for barnet, kan ikke slettes. Afslut det."},
    "sager_rettelse": {
        "DELETE": "En rettelse kan ikke slettes.",
        "UPDATE": "En rettelse kan ikke ændres.",
    },
    "frister_advis": {
        "DELETE": "Det, der er skrevet om en pligt, kan ikke slettes.",
        "UPDATE": "Det, der er skrevet om en pligt, kan ikke ændres. Skriv noget nyt.",
    },
    "afgoerelse_afvigelse": {"DELETE": "Det, lederen skal se om en afgørelse, kan ikke slettes."},
    "aftaler_aftale": {"DELETE": "En aftale på en sag kan ikke slettes. Aflys den i stedet."},
    "tekster_skrift": {"DELETE": "En tekst på en sag kan ikke slettes."},
    "tekster_udgave": {
        "DELETE": "En udgave af en tekst kan ikke slettes.",
        "UPDATE": "En udgave af en tekst kan ikke ændres. Skriv en ny.",
    },
    "tilsyn_konceptudgave": {
        "DELETE": "En udgave af et tilsynskoncept kan ikke slettes.",
        "UPDATE": "En udgave af et tilsynskoncept kan ikke ændres. Skriv en ny.",
    },
    "tilsyn_rammesag": {
        "DELETE": "Rammen for et tilsyn kan ikke slettes.",
        "UPDATE": "Rammen for et tilsyn kan ikke ændres, når den er frosset.",
    },
    "tilsyn_udtraek": {
        "DELETE": "Et udtræk kan ikke slettes.",
        "UPDATE": "Et udtræk kan ikke ændres. Lav en ny runde.",
    },
    "tilsyn_tilsynssag": {
        "DELETE": "En sag i et tilsyn kan ikke slettes. Lad den udgå med en grund."
    },
    "tilsyn_laesning": {"DELETE": "En læsning kan ikke slettes."},
    "tilsyn_svar": {"DELETE": "Et svar i et tilsyn kan ikke slettes."},
    "tilsyn_fund": {"DELETE": "Et alvorligt fund kan ikke slettes. Afslut det."},
    "tilsyn_tilbagemelding": {"DELETE": "En tilbagemelding kan ikke slettes."},
    "tilsyn_genopretning": {
        "DELETE": "Det, der skal rettes, kan ikke slettes. Lad det frafalde med en grund."
    },
    "journal_dokument": {"DELETE": "En fil på en sag kan ikke slettes."},
    "journal_dokumentdel": {"DELETE": "En fil på en sag kan ikke slettes."},
}
"""Table -> what is refused, and the words."""
OGSAA = ("tidslinje_skridt",)
"""Guarded by a migration of their own room, and lifted with the rest."""

FUNKTION = """
CREATE OR REPLACE FUNCTION omhu_vaern() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$
"""


def saet(forbindelse: Any) -> None:
    """Put up the triggers that are not there."""
    if forbindelse.vendor == "sqlite":
        _saet_sqlite(forbindelse)
    else:
        _saet_postgresql(forbindelse)


def _saet_sqlite(forbindelse: Any) -> None:
    tabeller = _findes(forbindelse)
    with forbindelse.cursor() as c:
        for tabel, forbud in tabeller.items():
            for handling, tekst in forbud.items():
                c.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {_navn(tabel, handling)} BEFORE {handling} ON {tabel} "
                    f"BEGIN SELECT RAISE(ABORT, '{tekst}'); END"
                )


def _saet_postgresql(forbindelse: Any) -> None:
    tabeller = _findes(forbindelse)
    with forbindelse.cursor() as c:
        c.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN "
            "(SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
        )
        kendte = {navn for (navn,) in c.fetchall()}
        c.execute(FUNKTION)
        for tabel, forbud in tabeller.items():
            for handling, tekst in {**forbud, "TRUNCATE": forbud["DELETE"]}.items():
                hver = "STATEMENT" if handling == "TRUNCATE" else "ROW"
                if _navn(tabel, handling) not in kendte:
                    c.execute(
                        f"CREATE TRIGGER {_navn(tabel, handling)} BEFORE {handling} ON {tabel} "
                        f"FOR EACH {hver} EXECUTE FUNCTION omhu_vaern('{tekst}')"
                    )


def _navn(tabel: str, handling: str) -> str:
    return f"vaern_{tabel}_{handling.lower()}"


def _findes(forbindelse: Any) -> dict[str, dict[str, str]]:
    """The guarded tables that are made already."""
    alle = set(forbindelse.introspection.table_names())
    return {t: v for t, v in VAERN.items() if t in alle}


@contextmanager
def uden_vaern(forbindelse: Any) -> Iterator[None]:
    """Lift the triggers of cases, children, steps and advis inside the transaction that is open: nobody else sees it,
    and a rollback puts them back too. Only for deletion by rule. On PostgreSQL only the tables' owner may."""
    if not forbindelse.in_atomic_block:
        raise RuntimeError("uden_vaern bruges kun inde i en transaktion.")
    if forbindelse.vendor == "sqlite":
        with _uden_sqlite(forbindelse):
            yield
    else:
        with _uden_postgresql(forbindelse):
            yield


@contextmanager
def _uden_sqlite(forbindelse: Any) -> Iterator[None]:
    tabeller = ", ".join(f"'{t}'" for t in (*VAERN, *OGSAA))
    with forbindelse.cursor() as c:
        c.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({tabeller})"  # noqa: S608 - our own names
        )
        triggere = c.fetchall()
        for navn, _ in triggere:
            c.execute(f'DROP TRIGGER "{navn}"')
        yield
        for _, sql in triggere:
            c.execute(sql)


@contextmanager
def _uden_postgresql(forbindelse: Any) -> Iterator[None]:
    with forbindelse.cursor() as c:
        _triggere_postgresql(c, "DISABLE")
        yield
        _triggere_postgresql(c, "ENABLE")


def _triggere_postgresql(markoer: Any, ord_: str) -> None:
    # A table with checks pending cannot be altered.
    markoer.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for tabel in (*VAERN, *OGSAA):
        markoer.execute(f"ALTER TABLE {tabel} {ord_} TRIGGER USER")
    markoer.execute("SET CONSTRAINTS ALL DEFERRED")
