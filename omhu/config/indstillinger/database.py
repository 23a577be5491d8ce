"""Where the data live."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings

from omhu.config.database.adresse import database_af, er_postgresql


class Databaser(BaseSettings):
    """The database and what is asked of it."""

    database_url: str = Field(
        "",
        description="Databasens adresse, fx `postgresql://omhu:…@server:5432/omhu`. Tom: SQLite i mappen.",
    )
    database_url_ejer: str = Field(
        "",
        description="Ejerens adresse til den samme PostgreSQL-database. Bruges kun til at opdatere databasen og "
        "give rettigheder. Sæt den ikke for serveren.",
    )
    database_forbindelser: int = Field(
        4,
        ge=0,
        le=50,
        description="Forbindelser til PostgreSQL, som hver serverproces højst holder. 0: ingen pulje.",
    )
    database_sekunder: int = Field(
        20,
        ge=0,
        le=600,
        description="Sekunder, et opslag fra en side højst må tage i PostgreSQL. 0: ingen grænse.",
    )
    database_laas_sekunder: int = Field(
        5,
        ge=1,
        le=120,
        description="Sekunder, en side eller en opdatering venter på en lås i PostgreSQL.",
    )
    database_tomgang_sekunder: int = Field(
        60,
        ge=0,
        le=3600,
        description="Sekunder, en side må holde en transaktion åben uden at bruge den. 0: ingen grænse.",
    )

    def rod(self) -> Path:
        """The folder that Omhu writes in; told by the whole of the settings."""
        raise NotImplementedError

    def database(self) -> dict[str, Any]:
        """Django's DATABASES entry. Raises ValueError (Danish) for an address that cannot be used."""
        self.ejerdatabase()
        return database_af(self.database_url or f"sqlite:///{self.rod() / 'omhu.sqlite3'}")

    def ejerdatabase(self) -> dict[str, Any] | None:
        """The owner's entry, or None. Raises ValueError (Danish) unless it is the same database as the app's."""
        if not self.database_url_ejer:
            return None
        ejer = database_af(self.database_url_ejer, "OMHU_DATABASE_URL_EJER")
        app = database_af(self.database_url) if self.database_url else None
        if app is None or not er_postgresql(app) or not er_postgresql(ejer):
            raise ValueError(
                "OMHU_DATABASE_URL_EJER bruges kun, når begge adresser er PostgreSQL. Sæt også OMHU_DATABASE_URL."
            )
        if any(app[del_] != ejer[del_] for del_ in ("HOST", "PORT", "NAME")):
            raise ValueError(
                "OMHU_DATABASE_URL_EJER og OMHU_DATABASE_URL peger på hver sin database. Kun bruger og adgangskode "
                "må være forskellige."
            )
        if app["USER"] == ejer["USER"]:
            raise ValueError(
                "OMHU_DATABASE_URL_EJER og OMHU_DATABASE_URL har den samme bruger. Giv ejeren sin egen."
            )
        return ejer
