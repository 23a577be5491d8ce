"""From an address such as `postgresql://omhu:…@db.kommunen.example/omhu` to Django's DATABASES entry.

Faults are told as ValueError in Danish, and never with the address itself: it may hold a password.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

POSTGRESQL = "omhu.config.database.motor"
SQLITE = "django.db.backends.sqlite3"
VALG = ("host", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout")
"""What may stand after the `?`."""
KRYPTERET = ("require", "verify-ca", "verify-full")
UDEN_JIT = "-c jit=off"
"""Policies make statements of many small parts; compiling each took ten times longer than running them."""
SEKUNDER = "5"
"""How long to try to reach the server."""


def database_af(url: str, navn: str = "OMHU_DATABASE_URL") -> dict[str, Any]:
    """The DATABASES entry of an address; `navn` is the setting that a fault is told about."""
    dele = _delt(url, navn)
    if dele.scheme == "sqlite":
        return _sqlite(dele)
    if dele.scheme in ("postgresql", "postgres"):
        return _postgresql(dele, navn)
    raise ValueError(
        f"{navn} begynder med »{dele.scheme}:«. Brug SQLite: sqlite:///sti/til/omhu.sqlite3, "
        "eller PostgreSQL: postgresql://bruger:adgangskode@server:5432/omhu."
    )


def er_postgresql(database: dict[str, Any]) -> bool:
    """Is this DATABASES entry one of PostgreSQL?"""
    return bool(database["ENGINE"] == POSTGRESQL)


def _delt(url: str, navn: str) -> SplitResult:
    try:
        dele = urlsplit(url)
        _ = dele.port
    except ValueError:
        raise ValueError(
            f"{navn} kan ikke læses. Skriv tegn som @ : / og # i en adgangskode med %, fx %40 for @."
        ) from None
    return dele


def _sqlite(dele: SplitResult) -> dict[str, Any]:
    return {
        "ENGINE": SQLITE,
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


def _postgresql(dele: SplitResult, navn: str) -> dict[str, Any]:
    if not find_spec("psycopg") or not find_spec("psycopg_pool"):
        raise ValueError(
            f"{navn} er PostgreSQL, men driveren mangler. Installér psycopg[binary,pool]."
        )
    valg = dict(parse_qsl(dele.query, keep_blank_values=True))
    if fremmed := sorted(set(valg) - set(VALG)):
        raise ValueError(
            f"{navn} har »{fremmed[0]}« efter spørgsmålstegnet. Her kan stå: {', '.join(VALG)}."
        )
    base = unquote(dele.path.removeprefix("/"))
    if not base or "/" in base:
        raise ValueError(f"{navn} skal slutte med databasens navn, fx …:5432/omhu.")
    vaert = valg.pop("host", "") or dele.hostname or ""
    return {
        "ENGINE": POSTGRESQL,
        "NAME": base,
        "USER": unquote(dele.username or ""),
        "PASSWORD": unquote(dele.password or ""),
        "HOST": vaert,
        "PORT": str(dele.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "application_name": "omhu",
            "connect_timeout": SEKUNDER,
            "options": UDEN_JIT,
            **_kryptering(vaert, navn, valg.get("sslmode", "")),
            **valg,
        },
    }


def _kryptering(vaert: str, navn: str, sslmode: str) -> dict[str, str]:
    """Over a network: the server proves who it is by its certificate, unless the address says `require`."""
    if er_egen_maskine(vaert):
        return {}
    if sslmode and sslmode not in KRYPTERET:
        raise ValueError(
            f"{navn} har sslmode={sslmode} til en anden maskine. Børns oplysninger skal sendes krypteret: "
            "brug verify-full, eller require, hvis serveren ikke har et certifikat, der kan efterprøves."
        )
    return {"sslmode": "verify-full", "sslrootcert": _certifikater()} if not sslmode else {}


def er_egen_maskine(vaert: str) -> bool:
    """Is the server reached without a network (a socket, or this machine)?"""
    return vaert in ("", "localhost", "127.0.0.1", "::1") or vaert.startswith(("/", "@"))


def _certifikater() -> str:
    """The authorities that the machine trusts."""
    import ssl

    samling = ssl.get_default_verify_paths().cafile or ""
    debian = Path("/etc/ssl/certs/ca-certificates.crt")
    return str(debian) if debian.is_file() else samling
