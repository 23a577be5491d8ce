"""What a server process asks of PostgreSQL besides what a command does: a pool, and an end to waiting.

A command may take its time (a load, a recomputation); a page may not. Called by `omhu.config.wsgi` before the first
connection.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from omhu.config.database.adresse import UDEN_JIT, er_postgresql

VENTETID = 10
"""Seconds a request waits for a free connection before it is told that the server is busy."""


def indret() -> None:
    """Make every PostgreSQL database of this process one that serves pages."""
    for alias, database in settings.DATABASES.items():
        if er_postgresql(database):
            database["OPTIONS"] |= serverens_valg(alias)


def serverens_valg(alias: str) -> dict[str, Any]:
    """OPTIONS of a database that pages use."""
    omhu = settings.OMHU
    graenser = {
        "statement_timeout": omhu.database_sekunder,
        "lock_timeout": omhu.database_laas_sekunder,
        "idle_in_transaction_session_timeout": omhu.database_tomgang_sekunder,
    }
    valg: dict[str, Any] = {
        "options": " ".join(
            [UDEN_JIT, *(f"-c {navn}={sekunder * 1000}" for navn, sekunder in graenser.items())]
        )
    }
    if omhu.database_forbindelser:
        valg["pool"] = {
            "name": f"omhu-{alias}",
            "min_size": 1,
            "max_size": omhu.database_forbindelser,
            "timeout": VENTETID,
            "reset": nulstil,
        }
    return valg


def nulstil(forbindelse: Any) -> None:
    """A connection that comes back to the pool forgets whose rows it showed."""
    forbindelse.autocommit = True
    forbindelse.execute("SELECT set_config('omhu.omfang', '', false)")
