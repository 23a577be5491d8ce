"""Django's engine for PostgreSQL, with row-level security (see base.py)."""
