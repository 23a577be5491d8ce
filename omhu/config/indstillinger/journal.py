"""The journal of a case."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings


class Journal(BaseSettings):
    """The journal of a case."""

    max_dokument_mb: int = Field(
        25, ge=1, le=200, description="Største fil, i MB, der kan lægges på en sag."
    )
    journal_dage: int = Field(
        3,
        ge=0,
        le=60,
        description="Skrives et notat mere end så mange dage efter, at det skete, står det ved notatet.",
    )
