"""The keys that CPR numbers are encrypted with."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings


class Noegler(BaseSettings):
    """The keys that CPR numbers are encrypted with."""

    noegler: str = Field(
        "",
        description="Nøglefilen, som CPR-numre krypteres med. Tom: noegler.json i mappen. "
        "Kopien af den gemmes et andet sted end data.",
    )

    def rod(self) -> Path:
        """The folder that Omhu writes in; told by the whole of the settings."""
        raise NotImplementedError

    def noeglefil(self) -> Path:
        """Where the key ring lies; it may not be there yet."""
        return (
            Path(self.noegler).expanduser().absolute()
            if self.noegler
            else self.rod() / "noegler.json"
        )
