"""Who uses the key ring: each room with something encrypted registers how its rows are counted and moved to the
newest key, so that one command can change keys everywhere and none is thrown away while something needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

Fremdrift = Callable[[int, int], None]


class Noeglebrug(Protocol):
    """One kind of encrypted data."""

    @property
    def navn(self) -> str:
        """Danish, plural, as »CPR-numre«."""

    def versioner(self) -> dict[int, int]:
        """Rows by key version. Nothing while the table does not exist yet."""

    def skift(self, fremdrift: Fremdrift) -> int:
        """Move what is under older keys to the newest, in small transactions; may be stopped and begun again.
        Tells (done, total); returns how many rows were moved. Rows that must keep their key stay."""


_registrerede: list[Noeglebrug] = []


def registrer(brug: Noeglebrug) -> None:
    """Let `omhu noegler` know of encrypted data. Twice under one name is once."""
    if brug.navn not in [b.navn for b in _registrerede]:
        _registrerede.append(brug)


def alle() -> Iterable[Noeglebrug]:
    """All that are registered."""
    return tuple(_registrerede)
