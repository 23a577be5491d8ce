"""What must happen when a load has changed cases, called in the same transaction.

Imports lie below obligations, so rooms above register themselves here when they start.
"""

from __future__ import annotations

from collections.abc import Callable

Efter = Callable[[set[int]], None]
_registrerede: list[Efter] = []


def registrer(fn: Efter) -> None:
    """Let `fn` hear the primary keys of the cases that a load has written to. Twice is once."""
    if fn not in _registrerede:
        _registrerede.append(fn)


def kald(sag_ider: set[int]) -> None:
    """Tell all that are registered."""
    for fn in _registrerede:
        fn(sag_ider)
