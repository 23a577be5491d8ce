"""The access log."""

from __future__ import annotations

from pydantic_settings import BaseSettings


class Logning(BaseSettings):
    """The access log."""
