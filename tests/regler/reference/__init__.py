"""The rule language of omhu/regler/README.md once more: slow, obvious and independent of the kernel.

It exists to disagree. It shares no code with omhu.kerne.kalender, omhu.regler.evaluering or the sweep; only
the rule objects (sprog), the catalogues (katalog) and the step (trin) are common.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from omhu.regler.sprog import Regel
from omhu.regler.trin import Trin

from .pligt import pligter
from .sag import laes_sag
from .tid import Kalender
from .udfald import status, udfald

__all__ = ["ordnet", "reference", "reference_status"]

LUKKEDAGE = ((6, 5), (12, 24), (12, 31))


def reference(
    regler: Iterable[Regel],
    trin: Sequence[Trin],
    foedselsdag: date | None,
    pr: date,
    loerdag_er_hverdag: bool = False,
    lukkedage: tuple[tuple[int, int], ...] = LUKKEDAGE,
) -> list[dict[str, Any]]:
    """All obligations of one case by rule, trigger and period. Steps are given by their place in the
    order (birthdays included), `frist_ms` is the shown due instant of hour rules."""
    sag = laes_sag(trin, foedselsdag, pr, Kalender(loerdag_er_hverdag, tuple(lukkedage)))
    return [udfald(sag, p) for regel in regler for p in pligter(sag, regel)]


def ordnet(trin: Sequence[Trin], foedselsdag: date | None, pr: date) -> list[Trin]:
    """The ordered steps that the places in `reference` point into."""
    return [s.trin for s in laes_sag(trin, foedselsdag, pr, Kalender(False, ())).skridt]


reference_status = status
