"""scipy, statsmodels and the measures take seconds to load: begun when somebody opens the audits, not their figures."""

from __future__ import annotations

from importlib import import_module
from threading import Lock, Thread

from omhu.maalinger import koncepter

TUNGE = (
    "scipy.stats",
    "statsmodels.stats.proportion",
    "statsmodels.stats.multitest",
    "statsmodels.stats.inter_rater",
)
_laas = Lock()
_begyndt: list[Thread] = []


def opvarm() -> None:
    """Load them beside the request; once in a process."""
    with _laas:
        if not _begyndt:
            _begyndt.append(Thread(target=_load, name="omhu-statistik"))
            _begyndt[0].start()


def _load() -> None:
    for navn in TUNGE:
        import_module(navn)
    koncepter()
