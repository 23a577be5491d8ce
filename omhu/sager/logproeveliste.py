"""A sample's picks as the controller reads them, with what was found so far."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from omhu.adgang.log import ALIAS, Handling
from omhu.adgang.log.formaal import for_sag, paa_dansk
from omhu.adgang.log.models import Logpost, Stikproeve, Stikproevefund
from omhu.adgang.log.steder import paa_dansk as sted_paa_dansk
from omhu.adgang.log.steder import rolle_paa_dansk
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.sager.logstikproeve import Grund
from omhu.sager.models import Sag

KOLONNER = (
    "post tid bruger rolle enhed handling hvor sag antal_sager formaal grunde fund note".split()
)


@dataclass(frozen=True)
class Raekke:
    """One pick. `sag` is its number, or empty for a list of cases."""

    post: int
    tid: str
    bruger: str
    rolle: str
    enhed: str
    handling: str
    hvor: str
    sag: str
    antal_sager: int
    formaal: str
    grunde: str
    fund: str
    note: str

    def som_celler(self) -> list[object]:
        """In the order of KOLONNER."""
        return [getattr(self, k) for k in KOLONNER]


@som_system()  # a protected case is named by its number alone
def raekker(proeve: Stikproeve) -> list[Raekke]:
    """All picks; one whose post is deleted by rule in the meantime is left out."""
    numre = [nr for nr, _, _ in proeve.udvalg]
    poster = Logpost.objects.using(ALIAS).in_bulk(numre)
    fund = {f.post: f for f in Stikproevefund.objects.using(ALIAS).filter(stikproeve=proeve)}
    brugere = Bruger.objects.in_bulk({p.bruger for p in poster.values() if p.bruger})
    sagsnumre = dict(
        Sag.objects.filter(pk__in={s for _, s, _ in proeve.udvalg if s}).values_list("pk", "nummer")
    )
    return [
        _raekke(poster[nr], sag, grunde, fund.get(nr), brugere, sagsnumre)
        for nr, sag, grunde in proeve.udvalg
        if nr in poster
    ]


def _raekke(
    post: Logpost,
    sag: int | None,
    grunde: list[str],
    fund: Stikproevefund | None,
    brugere: dict[int, Bruger],
    sagsnumre: dict[int, str],
) -> Raekke:
    hvem = brugere.get(post.bruger or 0)
    return Raekke(
        post.nr,
        timezone.localtime(post.tid).strftime("%Y-%m-%d %H:%M"),
        str(hvem) if hvem else "Slettet bruger",
        rolle_paa_dansk(post.rolle),
        post.enhed_navn,
        Handling(post.handling).label,
        sted_paa_dansk(post.hvor),
        sagsnumre.get(sag or 0, ""),
        len(post.sager),
        paa_dansk(for_sag(post.formaal, post.detaljer, sag or 0)),
        "; ".join(Grund[g].value for g in grunde),
        Stikproevefund.Udfald(fund.udfald).label if fund else "",
        fund.note if fund else "",
    )
