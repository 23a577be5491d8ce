"""The access log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings


class Logning(BaseSettings):
    """The access log."""

    log_database_url: str = Field(
        "",
        description="Loggens database. Tom: `log.sqlite3` i mappen, eller sammen med data på PostgreSQL.",
    )
    log_noegle: SecretStr = Field(
        SecretStr(""),
        description="Loggens nøgle, mindst 64 hextegn. Tom: laves og gemmes i mappen som `lognoegle`.",
    )
    loganker: Path | None = Field(
        None,
        description="Fil, som `omhu log kontrol` skriver loggens hoved i. Læg den gerne på en anden maskine. "
        "Tom: `loganker.jsonl` i mappen.",
    )
    log_maaneder: int = Field(
        24, ge=6, description="Måneder, loggen gemmes, før `omhu log ryd` må slette. Mindst 6."
    )

    @field_validator("log_noegle")
    @classmethod
    def _hex(cls, vaerdi: SecretStr) -> SecretStr:
        tekst = vaerdi.get_secret_value()
        if tekst and (len(tekst) < 64 or set(tekst.lower()) - set("0123456789abcdef")):
            raise ValueError(
                "Nøglen er mindst 64 tegn, 0-9 og a-f. Lav en med: openssl rand -hex 32"
            )
        return vaerdi

    def rod(self) -> Path:
        """The folder that Omhu writes in; told by the whole of the settings."""
        raise NotImplementedError

    def ankerfil(self) -> Path:
        """Where each control writes the head of the chain."""
        return self.loganker or self.rod() / "loganker.jsonl"

    def log_database(self, data: dict[str, Any]) -> dict[str, Any]:
        """Django's entry for the log, given the one for the data. Raises ValueError (Danish)."""
        if self.log_database_url:
            from omhu.config.database.adresse import database_af

            return _paa_server(database_af(self.log_database_url, "OMHU_LOG_DATABASE_URL"))
        if not _er_sqlite(data):
            return _paa_server(data)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": self.rod() / "log.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                # FULL: a post is on the disk before the change it tells of can be.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }


def _paa_server(database: dict[str, Any]) -> dict[str, Any]:
    """The name that tests give the log is its own, or Django would take both for one database."""
    return database if _er_sqlite(database) else {**database, "TEST": {"NAME": "test_omhu_log"}}


def _er_sqlite(database: dict[str, Any]) -> bool:
    return str(database["ENGINE"]).endswith("sqlite3")
