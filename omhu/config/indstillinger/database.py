"""Where the data live."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings


class Databaser(BaseSettings):
    """The database and what is asked of it."""

    database_url: str = Field("", description="Databasens adresse. Tom: SQLite i mappen.")

    def rod(self) -> Path:
        """The folder that Omhu writes in; told by the whole of the settings."""
        raise NotImplementedError

    def database(self) -> dict[str, object]:
        """Django's DATABASES entry. Raises ValueError (Danish) for an address that cannot be used."""
        url = self.database_url or f"sqlite:///{self.rod() / 'omhu.sqlite3'}"
        dele = urlsplit(url)
        if dele.scheme != "sqlite":
            raise ValueError(
                f"OMHU_DATABASE_URL begynder med »{dele.scheme}:«. Endnu bruges kun SQLite: sqlite:///sti/til/omhu.sqlite3."
            )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _sqlite_path(dele.path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
            },
        }


def _sqlite_path(sti: str) -> str:
    """`sqlite:///rel.db` is relative, `sqlite:////abs.db` absolute, as elsewhere; an absolute default stays so."""
    sti = unquote(sti)
    if sti.startswith("//"):
        return sti[1:]
    return sti.removeprefix("/")
