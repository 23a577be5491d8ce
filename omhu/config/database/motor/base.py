"""Django's engine for PostgreSQL. Named in DATABASES as `omhu.config.database.motor`."""

from __future__ import annotations

from django.db.backends.postgresql.base import DatabaseWrapper as Postgresql


class DatabaseWrapper(Postgresql):
    """As Django's own."""
