"""What every act on a round begins and ends with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.tilsyn.adgang import ledede_runder
from omhu.tilsyn.models import Runde


def laas(af: Bruger, runde: Runde, *tilstande: str) -> Runde:
    """The round, locked until the act is done. Raises PermissionDenied for those who do not lead it, ValidationError
    in another state."""
    kraev_ret(af, Ret.TILSYN)
    laast = (
        Runde.objects.select_for_update(of=("self",))
        .select_related("udgave__koncept")
        .get(pk=runde.pk)
    )
    if not ledede_runder(af).filter(pk=runde.pk).exists():
        raise PermissionDenied("Runden ledes af en anden enhed.")
    if laast.tilstand not in tilstande:
        raise ValidationError(
            f"Det kan ikke lade sig gøre: runden er {laast.get_tilstand_display().lower()}."
        )
    return laast


def noter(runde: Runde, af: Bruger, hvad: str, grund: str = "") -> None:
    """Add a line to the round's course; the caller saves. No child is named in it."""
    runde.forloeb = [
        *runde.forloeb,
        {
            "tid": timezone.localtime().isoformat(timespec="minutes"),
            "af": str(af),
            "hvad": hvad,
            "grund": grund,
        },
    ]
