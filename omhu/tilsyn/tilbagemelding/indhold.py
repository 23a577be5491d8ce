"""The words of a repair for the lists of obligations, which otherwise say only that something is to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.frister.models import Pligt
from omhu.sager.adgang import synlige_sager
from omhu.tilsyn.adgang import ledede_enheder, ledede_runder
from omhu.tilsyn.models import Genopretning
from omhu.tilsyn.tilbagemelding.genopretninger import ART


def rettelsens_ord(bruger: Bruger, pligter: Sequence[Pligt]) -> dict[UUID, str]:
    """What is to be mended, by the step that asks; for those whom the repair's own page lets in. Nothing confidential
    is among it: no repair is made of such an answer (`udkast`)."""
    roedder = {p.udloest_rod for p in pligter if p.udloest_rod}
    # One statement: each repair of a case beside each step that asks in it. A later step (reported done, sent back)
    # names the one that laid the repair on.
    par = Genopretning.objects.filter(
        _maa_laese(bruger), sag__skridt__art=ART, sag__skridt__rod__in=roedder
    ).values_list("skridt_rod", "tekst", "sag__skridt__rod", "sag__skridt__vedroerer")
    return {rod: tekst for lagt_paa, tekst, rod, om in par if str(lagt_paa) == (om or str(rod))}


def _maa_laese(bruger: Bruger) -> Q:
    """Those who work in the case, and those who look after that it is mended."""
    synlig = Q(sag__in=synlige_sager(bruger).order_by().values("pk"))
    if har_ret(bruger, Ret.REGISTRERE):
        return synlig
    ser_efter = Q(tilsynssag__runde__in=ledede_runder(bruger).values("pk")) | Q(
        sag__enhed__in=ledede_enheder(bruger)
    )
    return synlig & ser_efter
