"""A round as its pages show it. Figures are of all cases; children are named of those that the reader may see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F

from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.maalinger.statistik import Udtraeksfejl
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag
from omhu.tilsyn.models import Laesning, Runde, Tilsynssag, Udtraek
from omhu.tilsyn.runder import laesere, ramme, udtraek
from omhu.tilsyn.runder.koncept import koncept_af
from omhu.tilsyn.runder.risiko import RISICI

MED = Tilsynssag.Tilstand.MED


@dataclass
class Laeserlinje:
    """How far one reader is at one level."""

    laeser: Bruger
    niveau: str
    kode: str = ""
    """The level's code, as the concept has it."""
    givet: int = 0
    begyndt: int = 0
    laast: int = 0
    sekunder: int = 0

    @property
    def mangler(self) -> int:
        """Readings that are not locked."""
        return self.givet - self.laast

    @property
    def minutter(self) -> int:
        """Minutes in all."""
        return round(self.sekunder / 60)

    @property
    def pr_sag(self) -> int | None:
        """Minutes per locked case; None before the first."""
        return round(self.sekunder / 60 / self.laast) if self.laast else None


@dataclass
class Trinlinje:
    """How far one sagstrin, or the whole cases, are."""

    navn: str
    kode: str = ""
    sager: int = 0
    laest: int = 0
    """Cases with a locked first reading at every level that has one."""


@dataclass
class Sagslinje:
    """One case of the round; `sag` None: the reader may not see it."""

    ts: Tilsynssag
    nummer: str
    sag: Sag | None
    trin: str
    laesninger: list[Laesning] = field(default_factory=list)

    @property
    def stand(self) -> str:
        """How far the readings of the case are, in words."""
        laast = sum(y.laast is not None for y in self.laesninger)
        if laast and laast == len(self.laesninger):
            return "Læst"
        if laast:
            return f"{laast} af {len(self.laesninger)} læst"
        return "Begyndt" if any(y.begyndt for y in self.laesninger) else "Ikke begyndt"


@dataclass
class Stand:
    """A round's progress."""

    laesere: list[Laeserlinje]
    trin: list[Trinlinje]
    linjer: list[Sagslinje]
    uset: int
    """Cases that the one who looks may not see."""
    uden_laeser: list[tuple[str, int, bool]]
    """Levels with cases that nobody there has been given: (name, cases, is it read at all)."""
    antal: int
    laest: int
    ventende: int
    """Readings not locked yet."""

    @property
    def minutter(self) -> int:
        """Minutes read in all."""
        return sum(x.minutter for x in self.laesere)


def stand(runde: Runde, bruger: Bruger) -> Stand:
    """All cases of the round with their readings."""
    koncept = koncept_af(runde.udgave)
    with som_system():  # a figure does not depend on who looks
        sager: list[Any] = list(
            Tilsynssag.objects.filter(runde=runde)
            .select_related("raadgiver", "udtraek", "enhed", "erstatter")
            .annotate(nummer=F("sag__nummer"))
            .order_by("nr")
        )
        laesninger = list(
            Laesning.objects.filter(tilsynssag__runde=runde)
            .select_related("laeser")
            .defer("styrker", "opmaerksomhed")
        )
    synlige = {s.pk: s for s in synlige_sager(bruger).filter(pk__in={ts.sag_id for ts in sager})}
    pr_sag: dict[int, list[Laesning]] = defaultdict(list)
    for x in laesninger:
        pr_sag[x.tilsynssag_id].append(x)
    trin = {t.kode: t.navn for t in koncept.sagstrin}
    linjer = [
        Sagslinje(
            ts, ts.nummer, synlige.get(ts.sag_id), trin.get(ts.sagstrin, ts.sagstrin), pr_sag[ts.pk]
        )
        for ts in sager
    ]
    med = [x for x in linjer if x.ts.tilstand == MED]
    return Stand(
        laesere=_laesere(koncept, med),
        trin=_trin(med),
        linjer=linjer,
        uset=sum(x.sag is None for x in linjer),
        uden_laeser=laesere.mangler(
            koncept, runde, [x.ts for x in med], (y for x in med for y in x.laesninger)
        ),
        antal=len(med),
        laest=sum(_er_laest(x) for x in med),
        ventende=sum(y.laast is None for x in med for y in x.laesninger),
    )


def _er_laest(x: Sagslinje) -> bool:
    foerste = [y for y in x.laesninger if not y.dobbelt]
    return bool(foerste) and all(y.laast for y in foerste)


def _laesere(koncept: Tilsynskoncept, med: Iterable[Sagslinje]) -> list[Laeserlinje]:
    niveauer = {n.kode: (nr, n.navn) for nr, n in enumerate(koncept.niveauer)}
    fundne: dict[tuple[str, int], Laeserlinje] = {}
    for x in med:
        for y in x.laesninger:
            navn = niveauer.get(y.niveau, (0, y.niveau))[1]
            linje = fundne.setdefault(
                (y.niveau, y.laeser_id), Laeserlinje(y.laeser, navn, y.niveau)
            )
            linje.givet += 1
            linje.begyndt += y.begyndt is not None
            linje.laast += y.laast is not None
            linje.sekunder += y.sekunder
    return [
        linje
        for (niveau, _), linje in sorted(
            fundne.items(),
            key=lambda par: (niveauer.get(par[0][0], (99, ""))[0], str(par[1].laeser)),
        )
    ]


def _trin(med: Iterable[Sagslinje]) -> list[Trinlinje]:
    fundne: dict[str, Trinlinje] = {}
    for x in med:
        linje = fundne.setdefault(x.ts.sagstrin, Trinlinje(x.trin or "Hele sager", x.ts.sagstrin))
        linje.sager += 1
        linje.laest += _er_laest(x)
    return list(fundne.values())


@dataclass(frozen=True)
class Udtraekslinje:
    """One draw of the round in words."""

    udtraek: Udtraek
    antal: int
    grupper: list[tuple[str, int]]
    """(stratum, drawn)."""
    hvordan: str


def udtraek_linjer(runde: Runde) -> list[Udtraekslinje]:
    """The draws with what they gave."""
    with som_system():  # counts of all
        tal: dict[int, Counter[str]] = defaultdict(Counter)
        for u, stratum, n in (
            Tilsynssag.objects.filter(runde=runde, erstatter=None)
            .values_list("udtraek", "stratum")
            .annotate(n=Count("pk"))
            .order_by("stratum")
        ):
            tal[u][stratum] = n
    return [
        Udtraekslinje(
            u, sum(tal[u.pk].values()), [(s, n) for s, n in tal[u.pk].items() if s], hvordan(u)
        )
        for u in runde.udtraek.all()
    ]


def hvordan(u: Udtraek) -> str:
    """How the cases were chosen, in one line."""
    ord_ = u.get_slags_display()
    if u.slags == Udtraek.Slags.STRATIFICERET:
        efter = " og ".join(udtraek.GRUPPER.get(g, g) for g in u.grupper)
        mindst = f", mindst {u.mindst} fra hver" if u.mindst else ""
        return f"{ord_} efter {efter}{mindst}"
    if u.slags == Udtraek.Slags.RISIKO:
        return f"{ord_}: {', '.join(RISICI[k].navn.lower() for k in u.grupper if k in RISICI)}"
    return ord_


@dataclass(frozen=True)
class Proeve:
    """A draw that was done again."""

    linje: Udtraekslinje
    passer: bool | None
    """None: nothing was left to chance."""
    hvorfor: str
    orden: list[tuple[int, str, str, str, bool]]
    """(place, row, group, fingerprint, drawn): the first of the order."""
    strata: bool = False


VISES = 12


def efterproev(runde: Runde) -> list[Proeve]:
    """Every draw done again from what is published, and whether it gives the same."""
    alle = udtraek.raekker(runde)
    with som_system():  # the same rows whoever checks
        trukne: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for u_pk, sag, trin in (
            Tilsynssag.objects.filter(runde=runde, erstatter=None)
            .order_by("nr")
            .values_list("udtraek", "sag_id", "sagstrin")
        ):
            trukne[u_pk].append((sag, trin))
    ud = []
    for linje in udtraek_linjer(runde):
        u = linje.udtraek
        if u.slags not in udtraek.METODER:
            ud.append(Proeve(linje, None, "Her er intet trukket tilfældigt.", []))
            continue
        ud.append(_proeve(linje, alle, trukne[u.pk]))
    return ud


def _proeve(linje: Udtraekslinje, alle: list[Any], trukne: list[tuple[int, str]]) -> Proeve:
    try:
        igen = udtraek.genskab(linje.udtraek, alle)
    except Udtraeksfejl as fejl:
        return Proeve(linje, False, str(fejl), [])
    nye = [(r.sag_id, r.sagstrin) for r in map(igen.raekke, igen.udtraek.valgte)]
    passer = nye == trukne
    hvorfor = "" if passer else "Rammens rækker eller de trukne sager er ikke længere de samme."
    valgte, reserver = igen.udtraek.valgte, igen.udtraek.reserver
    raekke = [*valgte[:VISES], *reserver[: max(0, VISES - len(valgte)) or 3]]
    orden = [(nr, u.sag, u.stratum, u.aftryk[:16], u in valgte) for nr, u in enumerate(raekke, 1)]
    return Proeve(linje, passer, hvorfor, orden, any(u.stratum for u in raekke))


def rammefil(runde: Runde) -> bytes:
    """The file whose fingerprint the frame carries."""
    return ramme.som_fil(ramme.linje(r, udtraek.nummer(r)) for r in udtraek.raekker(runde))


def er_forsinket(runde: Runde, stand_: Stand, i_dag: date) -> bool:
    """Is the day past by which the cases were to be read?"""
    return bool(
        runde.tilstand == Runde.Tilstand.I_GANG
        and runde.laeses_inden
        and runde.laeses_inden < i_dag
        and stand_.ventende
    )
