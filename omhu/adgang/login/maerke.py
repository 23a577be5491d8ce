"""What may be opened before the second factor is set up: said on the view itself, never by its name or address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])
MAERKE = "uden_anden_faktor"


def uden_anden_faktor(view: V) -> V:
    """Mark a view that leads to the second factor, or away from Omhu."""
    setattr(view, MAERKE, True)
    return view


def er_uden_anden_faktor(view: object) -> bool:
    """Is the view marked?"""
    return bool(getattr(view, MAERKE, False))
