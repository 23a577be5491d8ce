"""The words of a repair for the lists of obligations, which otherwise say only that something is to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.frister.models import Pligt
from omhu.sager.adgang import synlige_sager
from omhu.tilsyn.models import Genopretning
from omhu.tilsyn.tilbagemelding.genopretninger import ART, efterset_af


def rettelsens_ord(bruger: Bruger, pligter: Sequence[Pligt]) -> dict[UUID, str]:
    """What is to be mended, by the step that asks; for those who work in the case or look after the repair.
    Nothing confidential is among it: no repair is made of such an answer (`udkast`)."""
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
    return synlig if har_ret(bruger, Ret.REGISTRERE) else synlig & efterset_af(bruger)
