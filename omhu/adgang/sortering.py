"""Lists by name, in Danish order on both databases."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.signals import connection_created
from django.db.models import Func, TextField

from omhu.kerne.dansk import noegle


class Dansk(Func):
    """A column of names to order by: `order_by(Dansk("barn__navn"))`.

    PostgreSQL has the collation. SQLite gets a key, made once a row; a collation would be asked for every
    comparison.
    """

    function = "dansk_noegle"
    arity = 1
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **andet: Any) -> Any:
        return self.as_sql(
            compiler, connection, template='(%(expressions)s) COLLATE "da-x-icu"', **andet
        )


def tilslut() -> None:
    """Called once, when Django is ready: every connection to SQLite knows the key."""
    connection_created.connect(_forbundet, dispatch_uid="omhu.sortering")
    forbindelse = connections[DEFAULT_DB_ALIAS]
    if forbindelse.connection is not None:
        _forbundet(forbindelse)


def _forbundet(connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(Dansk.function, 1, _noegle, deterministic=True)


def _noegle(navn: str | None) -> bytes | None:
    return None if navn is None else noegle(navn)
