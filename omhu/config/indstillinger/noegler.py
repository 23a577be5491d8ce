"""The keys that CPR numbers are encrypted with."""

from __future__ import annotations

from pydantic_settings import BaseSettings


class Noegler(BaseSettings):
    """The keys that CPR numbers are encrypted with."""
