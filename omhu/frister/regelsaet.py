"""The rules and the calendar of this installation: the shipped ones and the municipality's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from omhu.kerne.kalender import Kalender
from omhu.regler.filer import regelsaet
from omhu.regler.sprog import Moenster, Regel, Version


@lru_cache(maxsize=1)
def regler() -> tuple[Regel, ...]:
    """All rules in use, by id, read once in a process. The municipality's own lie in OMHU_MAPPE/regler.
    Raises Regelfejl."""
    egne: Path = settings.OMHU.rod() / "regler"
    return regelsaet(egne) if egne.is_dir() else regelsaet()


@lru_cache(maxsize=1)
def _efter_id() -> dict[str, Regel]:
    return {r.id: r for r in regler()}


def regel(regel_id: str) -> Regel | None:
    """One rule by id, or None when it is no longer in use."""
    return _efter_id().get(regel_id)


def moenster(
    regel_id: str, version_id: str, tilfaelde: int
) -> tuple[Regel, Version, Moenster] | None:
    """What made a stored obligation, or None when the rule file has changed since."""
    fundet = regel(regel_id)
    if fundet is None:
        return None
    for version in fundet.versioner:
        if version.id == version_id and tilfaelde < len(version.tilfaelde):
            return fundet, version, version.tilfaelde[tilfaelde]
    return None


@lru_cache(maxsize=1)
def kalender() -> Kalender:
    """The municipality's calendar. »advar« breaches by the Monday-Friday count (lovkrav 1.0)."""
    return Kalender(
        loerdag_er_hverdag=settings.OMHU.loerdag_er_hverdag == "ja",
        advar_om_loerdag=settings.OMHU.loerdag_er_hverdag == "advar",
        lukkedage=settings.OMHU.lukkede,
    )
