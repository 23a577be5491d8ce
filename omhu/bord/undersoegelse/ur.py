"""The clock of an undersøgelse: day so-and-so of so many, halfway, and when a preliminary assessment is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.bord.queries import Linje, linje
from omhu.frister.queries import pligter_for
from omhu.sagsarbejde.undersoegelse.queries import Undersoegelse

FAERDIG = ("bfu-4mdr", "afdaekning")
FORELOEBIG, UDTALELSE = "bfu-foreloebig-vurdering", "udtalelse-modtaget"
VARSEL = timedelta(days=14)
"""So long before the deadline the preliminary assessment is offered (chosen here; the law has no number)."""


@dataclass(frozen=True)
class Ur:
    """Where the undersøgelse stands in its time."""

    linje: Linje
    i_dag: date

    @property
    def fra(self) -> date:
        """The day that is counted from: when the municipality knew."""
        return self.linje.pligt.anker_dag

    @property
    def frist(self) -> date:
        """The last day."""
        return self.linje.pligt.frist_dag

    @property
    def dag(self) -> int:
        """The day's number today."""
        return (self.i_dag - self.fra).days

    @property
    def af(self) -> int:
        """How many days there are."""
        return (self.frist - self.fra).days

    @property
    def procent(self) -> int:
        """How much of the time has gone, 0-100."""
        return max(0, min(100, round(100 * self.dag / self.af))) if self.af else 100

    @property
    def halvvejs(self) -> date:
        """The middle of the time."""
        return self.fra + (self.frist - self.fra) / 2

    @property
    def midtvejs_nu(self) -> bool:
        """Is it time for the halfway check? Past the deadline it is no longer."""
        return self.halvvejs <= self.i_dag <= self.frist

    @property
    def over(self) -> bool:
        """Is the deadline gone?"""
        return self.i_dag > self.frist

    @property
    def kniber(self) -> bool:
        """Is the deadline near or gone?"""
        return self.i_dag >= self.frist - VARSEL


@dataclass(frozen=True)
class Frister:
    """The obligations of the course in words."""

    ur: Ur | None
    foreloebig: Linje | None
    alle: list[Linje]

    def udtalelse(self, rod: str) -> Linje | None:
        """The obligation of a statement that was asked for."""
        return next(
            (
                x
                for x in self.alle
                if x.pligt.regel == UDTALELSE and str(x.pligt.udloest_rod) == rod
            ),
            None,
        )


def frister(bruger: Bruger, u: Undersoegelse) -> Frister:
    """The stored obligations that this course has brought."""
    i_dag = timezone.localdate()
    roedder = {*u.forloeb.roedder, *(str(t.id) for t in u.forloeb.af("UDTALELSE_ANMODET"))}
    pligter = pligter_for(bruger, kun_aabne_sager=False).filter(
        sag=u.sag, regel__in=(*FAERDIG, FORELOEBIG, UDTALELSE)
    )
    alle = [linje(p, i_dag) for p in pligter if str(p.udloest_rod) in roedder]
    faerdig = _foerste(alle, FAERDIG)
    return Frister(Ur(faerdig, i_dag) if faerdig else None, _foerste(alle, (FORELOEBIG,)), alle)


def _foerste(linjer: Iterable[Linje], regler: tuple[str, ...]) -> Linje | None:
    fundne = [x for x in linjer if x.pligt.regel in regler]
    return min(fundne, key=lambda x: x.pligt.frist_dag, default=None)
