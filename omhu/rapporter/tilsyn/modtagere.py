"""The named recipients of a round's confidential bilag."""

from __future__ import annotations

from collections.abc import Iterable

from omhu.adgang.log import Handling, log
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.tilsyn.adgang import hent_runde, ledede_runder
from omhu.tilsyn.models import Runde


def mulige(runde: Runde) -> list[Bruger]:
    """Those who could be recipients: they may see serious findings, and the round is within their reach."""
    return [
        b
        for b in Bruger.objects.filter(is_active=True).select_related("enhed")
        if har_ret(b, Ret.ALVORLIGE_FUND) and ledede_runder(b).filter(pk=runde.pk).exists()
    ]


def saet(runde: Runde, valgte: Iterable[str], *, af: Bruger) -> list[Bruger]:
    """Name the recipients, and no others. People who could not be recipients are left out. Raises PermissionDenied or
    Http404 for those who could not be one themselves."""
    kraev_ret(af, Ret.ALVORLIGE_FUND)
    hent_runde(af, runde.pk)
    ider = set(valgte)
    nye = [b for b in mulige(runde) if str(b.pk) in ider]
    runde.fortrolige_modtagere.set(nye)
    log(
        Handling.ADMIN,
        bruger=af,
        detaljer={"runde": runde.pk, "fortrolige_modtagere": [b.pk for b in nye]},
    )
    return nye
