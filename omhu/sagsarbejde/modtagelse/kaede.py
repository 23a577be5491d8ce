"""An underretning with the steps that belong to it, read off the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery

from omhu.adgang.models import Bruger
from omhu.regler.katalog import katalog
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

UNDERRETNING, AKUTVURDERING, KVITTERING = "UNDERRETNING", "AKUTVURDERING", "KVITTERING"
GENVURDERING, EFTERUNDERRETNING, SCREENING = "GENVURDERING", "EFTERUNDERRETNING", "SCREENING"
SVAR = (AKUTVURDERING, KVITTERING, GENVURDERING, EFTERUNDERRETNING)
ENDER = ("BFU_BESLUTTET", "AFDAEKNING_BESLUTTET", SCREENING, GENVURDERING)
"""What an underretning ends in, the weightiest first."""
SCREENET = {
    "ingen": "ingen yderligere handling",
    "afdaekning": "screenet til afdækning",
    "bfu": "screenet til børnefaglig undersøgelse",
}
MAANEDER_TILBAGE = 12
"""How far back earlier underretninger are shown on top (the issue's own number; the law has none)."""
FINDES_IKKE = "Underretningen findes ikke på sagen. Måske er den trukket tilbage. Hent sagen igen."


@dataclass(frozen=True)
class Kaede:
    """One underretning and what came of it, in order."""

    underretning: Skridt
    led: tuple[Skridt, ...]

    def _sidste(self, art: str) -> Skridt | None:
        return next((s for s in reversed(self.led) if s.art == art), None)

    @property
    def vurdering(self) -> Skridt | None:
        """The assessment within 24 hours."""
        return self._sidste(AKUTVURDERING)

    @property
    def kvittering(self) -> Skridt | None:
        """The receipt to the underretter."""
        return self._sidste(KVITTERING)

    @property
    def genvurdering(self) -> Skridt | None:
        """The case looked at again with somebody new."""
        return self._sidste(GENVURDERING)

    @property
    def efterunderretning(self) -> Skridt | None:
        """What a professional was told."""
        return self._sidste(EFTERUNDERRETNING)

    @property
    def afsluttet(self) -> Skridt | None:
        """The decision that ended it."""
        return next((s for art in ENDER if (s := self._sidste(art))), None)

    @property
    def ende(self) -> str:
        """What it ended in, in a few words."""
        s = self.afsluttet
        if s is None:
            return "vurderet, ikke afsluttet" if self.vurdering else "ikke vurderet"
        if s.art == SCREENING:
            return SCREENET.get(str(s.data.get("resultat", "")), "screenet")
        art = katalog().arter[s.art]
        return art.navn.lower()


def er(u: Skridt, kendetegn: str) -> bool:
    """Has the underretning a characteristic that rules ask for (`anonym`, `overgreb`, `skaerpet`)?"""
    return katalog().kendetegn[kendetegn].passer(u.art, u.data)


def henvisning(u: Skridt) -> str:
    """What a step about it must name in `vedroerer`, as the rules read it."""
    return u.navn or str(u.rod)


def kaeder(skridt: Sequence[Skridt]) -> list[Kaede]:
    """The underretninger among the steps of one case, the newest first. A step that names none belongs to the
    newest before it, as the rules take it too."""
    ordnet = sorted(skridt, key=lambda s: (s.dag, s.sket, s.nr))
    alle = [s for s in ordnet if s.art == UNDERRETNING]
    led: dict[UUID, list[Skridt]] = {u.rod: [] for u in alle}
    ved_navn = {n: u.rod for u in alle for n in (u.navn, str(u.rod)) if n}
    sidste: UUID | None = None
    for s in ordnet:
        if s.art == UNDERRETNING:
            sidste = s.rod
        elif s.art in SVAR or s.art in ENDER:
            rod = ved_navn.get(s.vedroerer) if s.vedroerer else sidste
            if rod is not None:
                led[rod].append(s)
    return [Kaede(u, tuple(led[u.rod])) for u in reversed(alle)]


def sagens(sag: Sag) -> list[Kaede]:
    """All underretninger of a case that `hent_sag` gave, the newest first."""
    arter = {UNDERRETNING, *SVAR, *ENDER}
    skridt = Skridt.objects.filter(sag=sag, art__in=arter).select_related("registreret_af")
    return kaeder(list(gaeldende(Synsdag.i_dag(), skridt)))


def hent(bruger: Bruger, sag_pk: int, rod: UUID) -> tuple[Sag, Kaede]:
    """One underretning with its case. Raises PermissionDenied, also when there is none."""
    sag = hent_sag(bruger, sag_pk)
    for k in sagens(sag):
        if k.underretning.rod == rod:
            return sag, k
    raise PermissionDenied(FINDES_IKKE)


def tidligere(sager: Iterable[Sag], foer: datetime) -> list[Kaede]:
    """The underretninger of some cases in the months before an instant, the newest first."""
    fra = foer - relativedelta(months=MAANEDER_TILBAGE)
    ider = [s.pk for s in sager]
    arter = {UNDERRETNING, *SVAR, *ENDER}
    skridt = list(gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag__in=ider, art__in=arter)))
    alle = [k for pk in ider for k in kaeder([s for s in skridt if s.sag_id == pk])]
    naere = [k for k in alle if fra <= k.underretning.sket < foer]
    return sorted(naere, key=lambda k: k.underretning.sket, reverse=True)


def underretternavne(skridt: Iterable[Skridt]) -> dict[UUID, str]:
    """Root -> the name of who told it, where there is one. It stands in the text alone: steps go into exports."""
    roedder = [u.rod for u in skridt if not er(u, "anonym")]
    ny = Udgave.objects.filter(skrift=OuterRef("pk")).order_by("-nr").values("felter")[:1]
    tekster = Skrift.objects.filter(slags="underretning", skridt_rod__in=roedder)
    alle = tekster.annotate(felter=Subquery(ny)).values_list("skridt_rod", "felter")
    return {
        rod: f["underretter_navn"] for rod, f in alle if rod and f and f.get("underretter_navn")
    }
