"""How one gets in."""

from __future__ import annotations

from pydantic_settings import BaseSettings


class Login(BaseSettings):
    """How one gets in."""
