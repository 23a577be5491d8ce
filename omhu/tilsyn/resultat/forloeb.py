"""Figures over time, by the day of the act: obligations month by month, or a question's answers across rounds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.frister.queries import pligter_for
from omhu.maalinger.statistik.diagrammer import Fase, Punkt, faser
from omhu.regler.love import BL, NAVNE, fra_og_med
from omhu.regler.sprog import Regel, Status
from omhu.tidslinje.queries import Synsdag, gaeldende
from omhu.tilsyn.models import Begivenhed, Runde
from omhu.tilsyn.resultat.data import Rundedata, hent
from omhu.tilsyn.resultat.tal import staar

ER_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TAELLES = (Status.OVERHOLDT, Status.OVERSKREDET, Status.MANGLER)
MAANED, KVARTAL = "maaned", "kvartal"
PERIODER = {MAANED: "Måned", KVARTAL: "Kvartal"}


@dataclass(frozen=True)
class Maerke:
    """A dated mark on the axis. `brud`: a new phase begins, with its own median and limits."""

    dag: date
    navn: str
    brud: bool


@dataclass(frozen=True)
class Forloeb:
    """A series in its phases, with the marks within it."""

    faser: tuple[Fase, ...]
    maerker: tuple[Maerke, ...]
    periode: str
    udeladt: int = 0
    """Answers without a day: not drawn."""

    @property
    def punkter(self) -> list[Punkt]:
        return [g.punkt for f in self.faser for g in f.punkter]

    @property
    def n(self) -> int:
        return sum(p.n for p in self.punkter)


def for_regel(
    bruger: Bruger, regel: Regel, periode: str, fra: date, til: date, enheder: Iterable[int] = ()
) -> Forloeb:
    """How often a duty was kept, by the day it was due, in the cases the user may see (closed ones too)."""
    pligter: QuerySet[Any] = pligter_for(bruger, kun_aabne_sager=False)
    pligter = pligter.filter(
        regel=regel.id, frist_dag__gte=fra, frist_dag__lte=til, stand__in=TAELLES
    )
    if valgte := list(enheder):
        pligter = pligter.filter(sag__enhed__in=valgte)
    tal: Counter[tuple[date, bool]] = Counter()
    for dag, stand, n in (
        pligter.order_by().values_list("frist_dag", "stand").annotate(n=Count("pk"))
    ):
        tal[begyndelse(dag, periode), stand == Status.OVERHOLDT] += n
    return _course(tal, periode, [*_versions(regel), *_events()], fra, til)


def for_spoergsmaal(
    runder: Sequence[Runde], spoergsmaal: str, periode: str, niveau: str, slags: str
) -> Forloeb:
    """A question's first readings in several rounds, by the day of the act that decided the answer (the latest step
    it rests on). Cases chosen in one way only; an act read in two rounds counts once, as last read."""
    svar: dict[tuple[int, date], bool] = {}
    udeladt = 0
    for runde in sorted(runder, key=lambda r: r.til):
        data = hent(runde)
        for sag, dag, overholdt in _dated(data, spoergsmaal, niveau, slags):
            if dag is None:
                udeladt += 1
            else:
                svar[sag, dag] = overholdt
    tal = Counter((begyndelse(dag, periode), ok) for (_, dag), ok in svar.items())
    dage = [dag for _, dag in svar]
    if not dage:
        return Forloeb((), (), periode, udeladt)
    love = [Maerke(fra_og_med(BL), f"{NAVNE[BL]} træder i kraft", True)]
    return _course(tal, periode, [*love, *_events()], min(dage), max(dage), udeladt)


def _dated(
    data: Rundedata, spoergsmaal: str, niveau: str, slags: str
) -> Iterable[tuple[int, date | None, bool]]:
    koder = [g.kode for g in data.grupper.values() if g.slags == slags]
    sager = {x.pk: x.tilsynssag for k in koder for x in data.foerste(niveau, k)}
    valgte = [b for b in data.svar if b.laesning in sager and b.spoergsmaal == spoergsmaal]
    dage = _days({i for b in valgte for i in b.belaeg}, data.til)
    for b in valgte:
        dom = staar(data.koncept, spoergsmaal, b.svar)
        if dom in ("overholdt", "mangel"):
            kendte = [dage[i] for i in b.belaeg if i in dage]
            sag = data.sager[sager[b.laesning]].sag
            yield sag, max(kendte, default=None), dom == "overholdt"


def _days(ider: set[str], til: date) -> dict[str, date]:
    """The day of each step; nothing else of it is read."""
    roedder = [UUID(i) for i in ider if ER_UUID.fullmatch(i)]
    with som_system():  # days only: the figure is that of the rounds
        raekker = gaeldende(Synsdag(til)).filter(rod__in=roedder).values_list("rod", "dag")
        return {str(rod): dag for rod, dag in raekker}


def _course(
    tal: Counter[tuple[date, bool]],
    periode: str,
    maerker: Iterable[Maerke],
    fra: date,
    til: date,
    udeladt: int = 0,
) -> Forloeb:
    pr: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for (dag, ok), antal in tal.items():
        pr[dag][0] += antal * ok
        pr[dag][1] += antal
    punkter = [Punkt(dag, *pr[dag]) for dag in _every_period(pr, periode)]
    inden_for = sorted((m for m in maerker if fra < m.dag <= til), key=lambda m: (m.dag, m.navn))
    brud = [begyndelse(m.dag, periode) for m in inden_for if m.brud]
    return Forloeb(tuple(faser(punkter, brud)), tuple(inden_for), periode, udeladt)


def _every_period(dage: Iterable[date], periode: str) -> list[date]:
    """The periods from the first to the last, those without anything too: the axis is time."""
    alle = sorted(dage)
    fundne, dag = [], alle[0] if alle else None
    while dag is not None and dag <= alle[-1]:
        fundne.append(dag)
        dag = begyndelse(dag + timedelta(days=32 if periode == MAANED else 95), periode)
    return fundne


def _versions(regel: Regel) -> list[Maerke]:
    """The days the duty's own law changed."""
    return [
        Maerke(v.fra, f"{NAVNE.get(v.lov, 'Ny regel')}: {v.hjemmel}", True)
        for v in regel.versioner[1:]
    ]


def _events() -> list[Maerke]:
    """What leaders have noted. A change of system breaks the series; teaching is only marked, for its effect is what
    the chart is to show."""
    return [
        Maerke(b.dag, b.navn, b.slags == Begivenhed.Slags.SYSTEM) for b in Begivenhed.objects.all()
    ]


def begyndelse(dag: date, periode: str) -> date:
    """First day of the month or quarter.

    >>> begyndelse(date(2026, 11, 22), "kvartal")
    datetime.date(2026, 10, 1)
    """
    maaned = dag.month if periode == MAANED else (dag.month - 1) // 3 * 3 + 1
    return date(dag.year, maaned, 1)


def periodenavn(dag: date, periode: str) -> str:
    """
    >>> periodenavn(date(2026, 10, 1), "kvartal"), periodenavn(date(2026, 10, 1), "maaned")
    ('4. kvt. 2026', 'okt. 2026')
    """
    if periode == KVARTAL:
        return f"{(dag.month + 2) // 3}. kvt. {dag.year}"
    navne = "jan. feb. mar. apr. maj jun. jul. aug. sep. okt. nov. dec.".split()
    return f"{navne[dag.month - 1]} {dag.year}"
