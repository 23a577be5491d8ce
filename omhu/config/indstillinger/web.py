"""What a browser may and may not."""

from __future__ import annotations

from pydantic_settings import BaseSettings


class Web(BaseSettings):
    """What a browser may and may not."""
