"""A text of any kind, for tests that need one to be there."""

from __future__ import annotations

from omhu.adgang.models import Bruger
from omhu.sagsarbejde.tekster.models import Skrift, Udgave


def lav_skrift(sag, slags: str, felter: dict[str, str] | None = None, **andet) -> Skrift:
    """A text with its first edition, whoever writes it."""
    af = Bruger.objects.order_by("pk").first()
    skrift = Skrift.objects.create(sag=sag, slags=slags, oprettet_af=af, **andet)
    Udgave.objects.create(skrift=skrift, sag=sag, nr=1, felter=felter or {}, skrevet_af=af)
    return skrift
