"""Start measurement against end measurement."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.rapporter.dokument import Dokument
from omhu.rapporter.tilsyn.fra_runde import hovedtal, rundepapir
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.rapporter.tilsyn.start_slut import aendringer
from omhu.tilsyn.models import Runde

INGEN_FOER = (
    "Runden er ikke sat til at blive sammenlignet med en tidligere, eller den er ikke læst. "
    "Vælg den tidligere runde på rundens side."
)


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """Raises ValidationError (Danish) where there is nothing to compare with."""
    blokke = aendringer(runde, hovedtal(runde))
    if not blokke:
        raise ValidationError(INGEN_FOER)
    return rundepapir(f"Startmåling og slutmåling: {runde.navn}", runde, blokke)


DOKUMENT = Rundedokument(
    "start-slut", "Startmåling og slutmåling", "To runder spørgsmål for spørgsmål, med test af ændringen.", lav,
    nr=7, naar=lambda runde: runde.sammenlignes_med_id is not None,
)  # fmt: skip
