"""A second connection that sees one moment of a database however long it reads, and keeps nobody from writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import connections, transaction

from omhu.adgang.raekkesikkerhed import SYSTEM
from omhu.config.database.adresse import er_postgresql


@contextmanager
def oejeblik(alias: str) -> Iterator[str]:
    """The name of a Django alias that reads the database of `alias` as it is now."""
    navn = f"oejeblik_{alias}"
    opsaetning = deepcopy(connections.databases[alias])
    opsaetning["OPTIONS"].pop("transaction_mode", None)  # deferred: it reads, and takes no lock
    connections.databases[navn] = opsaetning
    try:
        with transaction.atomic(using=navn), connections[navn].cursor() as c:
            if er_postgresql(opsaetning):
                c.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                # Row-level security hides every row that is not asked for; an export is of all.
                c.execute("SELECT set_config('omhu.omfang', %s, true)", [SYSTEM])
            c.execute(
                "SELECT COUNT(*) FROM django_migrations"
            )  # the moment is that of the first read
            yield navn
    finally:
        connections[navn].close()
        del connections[navn]
        del connections.databases[navn]
