"""What an obligation is about, where its rule says only that there is something: the words of a repair.

The rooms that have the words lie above this one and beside each other, so each enters here what reads its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from omhu.adgang.models import Bruger
from omhu.frister.models import Pligt

Laeser = Callable[[Bruger, Sequence[Pligt]], Mapping[UUID, str]]
"""The words for many obligations at once, by `udloest_rod`: only those that the user may read."""
_laesere: dict[str, Laeser] = {}


def tilmeld(art: str, laeser: Laeser) -> None:
    """Let `laeser` be asked about the obligations that steps of a kind give."""
    _laesere[art] = laeser


def indhold(bruger: Bruger, pligter: Sequence[Pligt]) -> dict[UUID, str]:
    """The words for these obligations, by `udloest_rod`; most have none, and cost no statement."""
    ud: dict[UUID, str] = {}
    for art, laeser in _laesere.items():
        egne = [p for p in pligter if p.udloest_art == art and p.udloest_rod]
        if egne:
            ud |= laeser(bruger, egne)
    return ud
