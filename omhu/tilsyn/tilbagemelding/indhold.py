"""The words of a repair for the lists of obligations, which otherwise say only that something is to be mended."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.frister.models import Pligt
from omhu.sager.adgang import synlige_sager
from omhu.tidslinje.models import Skridt
from omhu.tilsyn.adgang import ledede_enheder, ledede_runder
from omhu.tilsyn.models import Genopretning
from omhu.tilsyn.tilbagemelding.genopretninger import ART


def rettelsens_ord(bruger: Bruger, pligter: Sequence[Pligt]) -> dict[UUID, str]:
    """What is to be mended, by the step that asks; for those whom the repair's own page lets in. Nothing confidential
    is among it: no repair is made of such an answer (`udkast`)."""
    i_sagerne = Genopretning.objects.filter(
        _maa_laese(bruger), sag__in={p.sag_id for p in pligter}, skridt_rod__isnull=False
    )
    ordene = dict(i_sagerne.values_list("skridt_rod", "tekst"))
    roedder = {p.udloest_rod for p in pligter if p.udloest_rod}
    senere = _lagt_paa_ved(roedder - ordene.keys()) if ordene else {}
    return {r: ordene[senere.get(r, r)] for r in roedder if senere.get(r, r) in ordene}


def _lagt_paa_ved(roedder: set[UUID]) -> dict[UUID, UUID]:
    """Later steps of a repair (reported done, sent back) -> the one that laid it on."""
    if not roedder:
        return {}
    trin = Skridt.objects.filter(art=ART, rod__in=roedder).exclude(vedroerer="")
    return {rod: UUID(foerste) for rod, foerste in trin.values_list("rod", "vedroerer")}


def _maa_laese(bruger: Bruger) -> Q:
    """Those who work in the case, and those who look after that it is mended."""
    synlig = Q(sag__in=synlige_sager(bruger).order_by().values("pk"))
    if har_ret(bruger, Ret.REGISTRERE):
        return synlig
    ser_efter = Q(tilsynssag__runde__in=ledede_runder(bruger).values("pk")) | Q(
        sag__enhed__in=ledede_enheder(bruger)
    )
    return synlig & ser_efter
