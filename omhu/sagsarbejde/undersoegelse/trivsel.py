"""The five levels of well-being, with the municipality's own names for them (lovkrav 3.5)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

STANDARD = Path(__file__).parent / "trivsel.yaml"
KODER = ("1", "2", "3", "4", "5")


@lru_cache(maxsize=1)
def _raa() -> dict[str, object]:
    egen = settings.OMHU.rod() / "trivsel.yaml"
    raa: dict[str, object] = yaml.safe_load(
        (egen if egen.is_file() else STANDARD).read_text("utf-8")
    )
    return raa


def niveauer() -> tuple[tuple[str, str], ...]:
    """(code, name): `("1", "1 · I trivsel")`."""
    navne = _raa()["niveauer"]
    assert isinstance(navne, dict)
    return tuple((k, f"{k} · {navne.get(int(k), '')}".rstrip(" ·")) for k in KODER)


def uverificeret() -> bool:
    """Has nobody held the names against their source yet?"""
    return _raa().get("status") != "verificeret"
