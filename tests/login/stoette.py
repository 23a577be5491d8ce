"""A password, and what the log says."""

from __future__ import annotations

from omhu.adgang.log import ALIAS
from omhu.adgang.log.models import Logpost

KODE = "solsorten-synger-kl-4"


def poster(handling: str) -> list[Logpost]:
    """The posts of a kind, the oldest first."""
    return list(Logpost.objects.using(ALIAS).filter(handling=handling).order_by("nr"))
