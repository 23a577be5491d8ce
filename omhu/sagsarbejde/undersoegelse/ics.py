"""The ICS triangle: sides, dimensions and kinds of statement, read once from `ics.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

MAPPE = Path(__file__).parent
FORVALGT = "revideret"
SLAGS = {"ressource": "Ressource", "bekymring": "Bekymring", "uafklaret": "Uafklaret"}
"""Kinds of statement in the order in which they are read: what carries, what worries, what is not known yet."""


@dataclass(frozen=True)
class Side:
    """One side of the triangle in one edition."""

    domaene: str
    navn: str
    dimensioner: dict[str, str]


@dataclass(frozen=True)
class Ics:
    """One edition of the triangle."""

    kode: str
    navn: str
    sider: tuple[Side, ...]


@lru_cache(maxsize=1)
def _raa() -> dict[str, Any]:
    raa: dict[str, Any] = yaml.safe_load((MAPPE / "ics.yaml").read_text("utf-8"))
    return raa


@lru_cache(maxsize=1)
def udgaver() -> dict[str, Ics]:
    """Both editions by code."""
    return {
        kode: Ics(
            kode,
            u["navn"],
            tuple(Side(d, s["navn"], dict(s["dimensioner"])) for d, s in u["domaener"].items()),
        )
        for kode, u in _raa()["udgaver"].items()
    }


def udgave(kode: str) -> Ics:
    """An edition; the one used where nothing was chosen when the code is empty or unknown."""
    return udgaver().get(kode) or udgaver()[FORVALGT]


def domaener() -> dict[str, str]:
    """The three sides, common to both editions."""
    return dict(_raa()["domaener"])


@lru_cache(maxsize=1)
def dimensioner() -> dict[str, tuple[str, str]]:
    """Dimension -> (side, name), of both editions."""
    return {
        d: (side.domaene, navn)
        for u in udgaver().values()
        for side in u.sider
        for d, navn in side.dimensioner.items()
    }


def domaene(dimension: str) -> str:
    """The side that a dimension lies on; empty for an unknown one."""
    return dimensioner().get(dimension, ("", ""))[0]


def navn(dimension: str) -> str:
    """A dimension by name."""
    return dimensioner().get(dimension, ("", dimension))[1]
