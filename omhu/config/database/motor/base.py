"""Django's engine for PostgreSQL, and before each statement: whose rows it may see.

The setting lives on the connection. It is sent when it differs from what the connection has, so a page costs one
extra statement. A rollback takes it back with everything else; then it is sent anew.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as Postgresql
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from psycopg.pq import TransactionStatus

SAET = "SELECT set_config('omhu.omfang', %s, false)"


class Skemaskriver(DatabaseSchemaEditor):
    """Migrations see all rows, or one that rewrites them would do nothing and say that it went well."""

    def __enter__(self) -> Any:
        from omhu.adgang.raekkesikkerhed import som_system

        self._som_system = som_system()
        self._som_system.__enter__()
        return super().__enter__()

    def __exit__(self, *fejl: Any) -> None:
        try:
            super().__exit__(*fejl)
        finally:
            self._som_system.__exit__(None, None, None)


class DatabaseWrapper(Postgresql):
    """As Django's own, with row-level security on the data's own alias."""

    SchemaEditorClass = Skemaskriver
    _sat: str | None = None
    """What the connection has; None when that is not known."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._sat = None
        forbindelse = super().get_new_connection(conn_params)
        self._sat = ""  # a new one has nothing, and the pool takes it away from a used one (`server.nulstil`)
        return forbindelse

    def create_cursor(self, name: str | None = None) -> Any:
        self._fortael_raekker()
        return super().create_cursor(name)

    def _fortael_raekker(self) -> None:
        from omhu.adgang.raekkesikkerhed import gaeldende

        if self.alias != "default":
            return
        tekst = gaeldende()
        if tekst is None or tekst == self._sat:
            return
        if self.connection.info.transaction_status is TransactionStatus.INERROR:
            return  # nothing can be said, and nothing read, before the rollback
        start = monotonic()
        self.connection.execute(SAET, [tekst])
        self._sat = tekst
        if self.queries_logged:
            self.queries_log.append({"sql": SAET, "time": f"{monotonic() - start:.3f}"})

    def rollback(self) -> None:
        self._sat = None
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        super().savepoint_rollback(sid)
        self._sat = None
