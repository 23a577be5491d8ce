"""Why a database cannot be used, in one Danish sentence; never with the address, which may hold a password."""

from __future__ import annotations

from typing import Any

from django.db.utils import Error


class Databasefejl(Exception):
    """The database cannot be used; the text is Danish and says what to do."""


TEGN = (
    (("password authentication failed", "no password supplied"),
     "Adgangskoden til brugeren »{USER}« er forkert eller mangler."),
    (("role", "does not exist"), "Brugeren »{USER}« findes ikke på serveren."),
    (("database", "does not exist"), "Databasen »{NAME}« findes ikke på serveren."),
    (("no pg_hba.conf entry",), "Serveren lader ikke »{USER}« komme ind fra denne maskine. Se serverens pg_hba.conf."),
    (("certificate verify failed", "root certificate file", "does not match host name"),
     "Serverens certifikat kan ikke efterprøves. Skriv sslrootcert=FIL efter spørgsmålstegnet i adressen."),
    (("server does not support ssl",), "Serveren tilbyder ikke krypteret forbindelse. Slå ssl til på serveren."),
    (("too many clients", "too many connections", "remaining connection slots"),
     "Serveren har ikke flere ledige forbindelser. Sænk OMHU_DATABASE_FORBINDELSER, eller hæv max_connections."),
    (("starting up", "shutting down"), "Serveren er ved at starte eller stoppe. Prøv igen om lidt."),
    (("could not translate host name", "name or service not known", "failed to resolve host"),
     "Serveren »{HOST}« findes ikke. Se efter, om navnet er rigtigt."),
)  # fmt: skip
"""Words of the server or its library (any of the first; »role« and »database« need both) -> ours."""


def forklar(fejl: BaseException, database: dict[str, Any]) -> str:
    """The Danish sentence of an error on a PostgreSQL database."""
    ord_ = str(fejl).lower()
    for tegn, tekst in TEGN:
        alle = tegn[-1] == "does not exist"
        if (all if alle else any)(t in ord_ for t in tegn):
            return f"Databasen kan ikke åbnes. {tekst.format(**database)}"
    hvor = database["HOST"] or "denne maskine"
    if svarer(database):
        return (
            f"Databasen kan ikke åbnes. PostgreSQL på {hvor} svarer, men afviser »{database['USER']}« til "
            f"»{database['NAME']}«. Se efter, om bruger, adgangskode og databasens navn er rigtige."
        )
    return (
        f"Databasen kan ikke åbnes. PostgreSQL svarer ikke på {hvor}"
        f"{', port ' + database['PORT'] if database['PORT'] else ''}. Se efter, om serveren kører, og om "
        "OMHU_DATABASE_URL er rigtig."
    )


def svarer(database: dict[str, Any]) -> bool:
    """Does a server answer there at all, whoever asks?"""
    from psycopg.conninfo import make_conninfo
    from psycopg.pq import PGconn, Ping

    sted = {"host": database["HOST"], "port": database["PORT"], "connect_timeout": "3"}
    return bool(PGconn.ping(make_conninfo(**sted).encode()) == Ping.OK)


SQLITE = "Databasen kan ikke åbnes. Se, om OMHU_MAPPE findes og kan skrives i, og om OMHU_DATABASE_URL er rigtig."


def som_databasefejl(fejl: Error, database: dict[str, Any]) -> Databasefejl:
    """The same as an exception, for either kind of database."""
    from omhu.config.database.adresse import er_postgresql

    return Databasefejl(forklar(fejl, database) if er_postgresql(database) else SQLITE)
