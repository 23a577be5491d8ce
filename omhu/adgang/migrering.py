"""Operations for migrations that do not stop those who work: an index is built beside them on PostgreSQL.

`tests/database/laase.py` refuses the operations of Django that lock a filled table.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations.operations import AddIndex, RunPython
from django.db.migrations.state import ProjectState

FOELGER_SAG = """
(SELECT omhu_er('system')) OR EXISTS (SELECT 1 FROM sager_sag s WHERE s.id = {tabel}.sag_id)
"""


class RaekkerFoelgerSag(RunPython):
    """Row-level security for tables with a `sag_id`: their rows are seen by those who see the case. PostgreSQL only;
    the functions it asks are those of `frister` migration 0002, on which the migration must depend."""

    def __init__(self, *tabeller: str) -> None:
        self.tabeller = tabeller
        super().__init__(self._luk, self._luk_op, elidable=False)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, list(self.tabeller), {}

    def _luk(self, apps: Any, schema_editor: Any) -> None:
        for t in self._paa(schema_editor):
            udtryk = FOELGER_SAG.format(tabel=t)
            schema_editor.execute(f"ALTER TABLE {t} ENABLE ROW LEVEL SECURITY")
            schema_editor.execute(f"ALTER TABLE {t} FORCE ROW LEVEL SECURITY")
            schema_editor.execute(f"DROP POLICY IF EXISTS omhu_omfang ON {t}")
            schema_editor.execute(f"CREATE POLICY omhu_omfang ON {t} USING ({udtryk})", params=None)

    def _luk_op(self, apps: Any, schema_editor: Any) -> None:
        for t in self._paa(schema_editor):
            schema_editor.execute(f"DROP POLICY IF EXISTS omhu_omfang ON {t}")
            schema_editor.execute(f"ALTER TABLE {t} DISABLE ROW LEVEL SECURITY")

    def _paa(self, schema_editor: Any) -> tuple[str, ...]:
        return self.tabeller if schema_editor.connection.vendor == "postgresql" else ()


class IndeksUdenLaas(AddIndexConcurrently):
    """AddIndex without a lock; the migration says `atomic = False` and holds nothing else. On SQLite as AddIndex.

    An index that a broken run left half built is taken away first, so that the migration can be run again.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)
            return
        navn = schema_editor.quote_name(self.index.name)
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {navn}")
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)
            return
        super().database_backwards(app_label, schema_editor, from_state, to_state)
