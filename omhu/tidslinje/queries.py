"""Reading the timeline as it was on a day and as it was known on a day: one pair of filters for everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Exists, Min, OuterRef, QuerySet
from django.utils import timezone

from omhu.kerne.kalender import dagens_begyndelse, lokal_dag, tid_af
from omhu.regler.trin import Trin
from omhu.tidslinje.models import EGNE_KILDER, TRIN_FELTER, Skridt, trin_af


@dataclass(frozen=True)
class Synsdag:
    """ "pr." and "kendt pr.": what had happened by the end of `pr`, as it was known by the end of `kendt_pr`.

    None for `kendt_pr` means all that is known now.
    """

    pr: date
    kendt_pr: date | None = None

    @classmethod
    def i_dag(cls) -> Synsdag:
        """Today, with all that is known."""
        return cls(timezone.localdate())

    @property
    def kendt_indtil(self) -> datetime | None:
        """The first instant that is too late to be known."""
        if self.kendt_pr is None:
            return None
        return tid_af(dagens_begyndelse(self.kendt_pr + timedelta(days=1)))


def gaeldende(syn: Synsdag, skridt: QuerySet[Skridt] | None = None) -> QuerySet[Skridt]:
    """The steps in force: newest correction known, no withdrawn ones, nothing later than `pr`."""
    return kendte(syn, skridt).filter(dag__lte=syn.pr)


def kendte(syn: Synsdag, skridt: QuerySet[Skridt] | None = None) -> QuerySet[Skridt]:
    """As `gaeldende`, but with steps that lie after `pr` too."""
    alle = Skridt.objects.all() if skridt is None else skridt
    nyere = Skridt.objects.filter(erstatter=OuterRef("pk"))
    if syn.kendt_indtil is not None:
        alle = alle.filter(registreret__lt=syn.kendt_indtil)
        nyere = nyere.filter(registreret__lt=syn.kendt_indtil)
    return alle.filter(~Exists(nyere), tilbagetrukket=False)


def registreret_efter(roedder: Iterable[str]) -> dict[str, int]:
    """Days from the day a step happened to the day it was first written in Omhu, by root: a correction makes no step
    late. Steps of an extract do not come, for when they were written is not known."""
    egne = Skridt.objects.filter(rod__in=set(roedder), kilde__in=EGNE_KILDER)
    foerst = dict(egne.order_by().values_list("rod").annotate(Min("registreret")))
    dage = kendte(Synsdag.i_dag(), egne).values_list("rod", "dag")
    return {str(rod): max(0, (lokal_dag(foerst[rod]) - dag).days) for rod, dag in dage}


def trin_for_sag(sag_id: int, syn: Synsdag) -> list[Trin]:
    """The steps of one case in order, for the rules."""
    return [trin for _, trin in _raekker(gaeldende(syn).filter(sag_id=sag_id))]


def trin_for_sager(
    syn: Synsdag, sag_ider: Iterable[int] | None = None
) -> Iterator[tuple[int, list[Trin]]]:
    """(case id, its steps in order) for many cases, streamed; cases without steps do not come."""
    skridt = gaeldende(syn)
    if sag_ider is not None:
        skridt = skridt.filter(sag_id__in=sag_ider)
    for sag_id, gruppe in groupby(_raekker(skridt), key=lambda r: r[0]):
        yield sag_id, [trin for _, trin in gruppe]


def _raekker(skridt: QuerySet[Skridt]) -> Iterator[tuple[int, Trin]]:
    raekker = (
        skridt.order_by("sag_id", "dag", "sket", "nr")
        .values_list("sag_id", *TRIN_FELTER)
        .iterator(chunk_size=5000)
    )
    for sag_id, art, dag, kun_dato, sket, *rest in raekker:
        yield sag_id, trin_af((art, dag, None if kun_dato else sket, *rest))
