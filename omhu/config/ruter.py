"""Which database a table lives in: the log in its own, everything else in the data's."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS

LOG = "log"


class Logruter:
    """Keeps the app `log` on the alias `log`, and every other app off it."""

    def db_for_read(self, model: Any, **_: Any) -> str:
        return _alias(model._meta.app_label)

    def db_for_write(self, model: Any, **_: Any) -> str:
        return _alias(model._meta.app_label)

    def allow_relation(self, a: Any, b: Any, **_: Any) -> bool:
        return _alias(a._meta.app_label) == _alias(b._meta.app_label)

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        return db == _alias(app_label)


def _alias(app: str) -> str:
    return LOG if app == LOG else DEFAULT_DB_ALIAS
