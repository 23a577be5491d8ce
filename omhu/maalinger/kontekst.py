"""One case seen through a concept and a window: named steps, days, numbers, deadlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import chain, pairwise

from omhu.kerne.kalender import Kalender, dagens_slutning, tid_af
from omhu.kerne.ord_om_tid import dato
from omhu.maalinger.sag import Maalesag, Vindue
from omhu.maalinger.sprog import Koncept, Pligtsaet, Sagstyperegel
from omhu.maalinger.udtryk import Betingelse, Dagudtryk, Graenser, Laengde, Udpegning, Valg
from omhu.regler.evaluering import evaluer
from omhu.regler.katalog import katalog
from omhu.regler.sprog import Regel, Status
from omhu.regler.trin import Trin
from omhu.regler.udfald import Raekke, status

KALENDER = Kalender()
DOEMTE = (Status.OVERHOLDT, Status.OVERSKREDET, Status.MANGLER)


@dataclass(frozen=True)
class Evaluering:
    """The obligations of each case as it stood on a day: swept once, however many measures ask."""

    navne: tuple[str, ...]
    """Ids of the rules that any of them names."""
    regler: Mapping[str, Regel]
    pr: date
    kalender: Kalender = KALENDER
    _fundne: dict[str, list[Raekke]] = field(default_factory=dict)

    def raekker(self, sag: Maalesag) -> list[Raekke]:
        """In order of their due day. ValueError for a rule that is not there."""
        if sag.id not in self._fundne:
            raekker = evaluer(
                [_rule(r, self.regler) for r in self.navne],
                [t for t in sag.trin if t.dag <= self.pr],
                foedselsdag=sag.foedselsdato,
                pr=self.pr,
                kalender=self.kalender,
            )
            self._fundne[sag.id] = sorted(raekker, key=lambda r: r.frist_dag)
        return self._fundne[sag.id]


@dataclass(frozen=True)
class Omgivelser:
    """What is the same for all cases of a measurement."""

    koncept: Koncept
    vindue: Vindue
    holds: Callable[[Betingelse, Kontekst], bool]
    evaluering: Evaluering


@dataclass(frozen=True)
class Pligt:
    """An obligation and its status when the window has ended."""

    raekke: Raekke
    status: Status


class Kontekst:
    """A case as the rows ask about it. Everything is looked up by the concept's own names and kept."""

    def __init__(self, omgivelser: Omgivelser, sag: Maalesag) -> None:
        self._om = omgivelser
        self.koncept = omgivelser.koncept
        self.vindue = vindue = omgivelser.vindue
        self.sag = sag
        self.typeregel: Sagstyperegel | None = None
        self.fund: dict[str, set[str]] = {}
        self.naevnere: dict[str, set[str]] = {}
        self._skridt: dict[str, Trin | None] = {}
        self._dage: dict[str, date | None] = {}
        self._pligter: dict[str, list[Pligt]] = {}
        self._maengder: dict[str, list[int]] = {}
        kendte = [t for t in sag.trin if t.dag <= vindue.til]
        self.trin = sorted(
            kendte, key=lambda t: (t.dag, t.tid is not None, t.tid and t.tid.timestamp())
        )
        self._pr_art: dict[str, list[int]] = {}
        for plads, t in enumerate(self.trin):
            self._pr_art.setdefault(t.art, []).append(plads)

    def vaelg(self, valg: Iterable[Valg]) -> list[Trin]:
        """The steps that meet one of the choices, in order of time."""
        return [self.trin[plads] for plads in self._chosen(valg)]

    def _chosen(self, valg: Iterable[Valg]) -> list[int]:
        """Their places in the order of time. Only steps of the right kinds are looked at."""
        return sorted({p for v in valg for p in self._source(v) if self._meets(self.trin[p], v)})

    def _source(self, valg: Valg) -> Iterable[int]:
        """The steps of a choice's set, or of its kinds. A set is found once: it depends on nothing but the case."""
        if valg.af is None:
            return chain.from_iterable(self._pr_art.get(a, ()) for a in valg.skridt or ())
        if valg.af not in self._maengder:
            self._maengder[valg.af] = self._chosen(self.koncept.maengder[valg.af])
        return self._maengder[valg.af]

    def _meets(self, trin: Trin, valg: Valg) -> bool:
        return (
            (not valg.i_vinduet or trin.dag in self.vindue)
            and self.inden_for(trin.dag, valg)
            and marks(trin, valg.hvis, valg.hvor)
            and not _refused(trin, valg)
            and (not valg.gruppe or in_group(trin.indsatser, valg.gruppe))
            and (valg.indsats_fra is None or self._shares(trin, valg))
        )

    def _shares(self, trin: Trin, valg: Valg) -> bool:
        andet = self.skridt(valg.indsats_fra or "")
        if andet is None or not andet.indsatser:
            return andet is not None
        if not trin.indsatser:
            return valg.uden_indsats == "taeller"
        return bool(set(trin.indsatser) & set(andet.indsatser))

    def inden_for(self, dag: date, graenser: Graenser) -> bool:
        """Does the day keep within the limits? A limit that is not known holds nothing back."""
        fra, efter, foer, senest = (
            self.dag(g) if g else None
            for g in (graenser.fra, graenser.efter, graenser.foer, graenser.senest)
        )
        return (
            (fra is None or dag >= fra)
            and (efter is None or dag > efter)
            and (foer is None or dag < foer)
            and (senest is None or dag <= senest)
        )

    def skridt(self, navn: str) -> Trin | None:
        """The step that the concept gives this name; None when the case has none."""
        if navn not in self._skridt:
            self._skridt[navn] = self._point(self.koncept.skridt[navn])
        return self._skridt[navn]

    def _point(self, udpegning: Udpegning) -> Trin | None:
        fundne = self.vaelg(udpegning.foerste or udpegning.seneste or ())
        if fundne:
            return fundne[0] if udpegning.foerste else fundne[-1]
        return self._point(udpegning.ellers) if udpegning.ellers else None

    def dag(self, navn: str) -> date | None:
        """The day of this name: a fixed one, a step's, or one the concept computes."""
        if navn not in self._dage:
            self._dage[navn] = self._day(navn)
        return self._dage[navn]

    def _day(self, navn: str) -> date | None:
        if navn in ("vinduets_start", "vinduets_slut"):
            return self.vindue.fra if navn == "vinduets_start" else self.vindue.til
        if navn == "referencedato":
            return self.referencedato
        if navn in self.koncept.dage:
            return self._express(self.koncept.dage[navn])
        trin = self.skridt(navn)
        return trin.dag if trin else None

    def _express(self, udtryk: Dagudtryk) -> date | None:
        dag = self._base(udtryk)
        if dag is None or (udtryk.kun_hvis and not self._om.holds(udtryk.kun_hvis, self)):
            return None
        if udtryk.plus:
            dag = moved(dag, udtryk.plus)
        return moved(dag, udtryk.minus, -1) if udtryk.minus else dag

    def _base(self, udtryk: Dagudtryk) -> date | None:
        if udtryk.foerste_af is not None:
            return next((d for u in udtryk.foerste_af if (d := self._express(u)) is not None), None)
        if udtryk.dato is not None:
            return udtryk.dato
        if udtryk.paa is not None:
            return written_day(self.skridt(udtryk.paa), udtryk.felt or "")
        return self.dag(udtryk.dag or "")

    def tal(self, navn: str) -> int | None:
        """The number of this name; None where one of its days is not known."""
        udtryk = self.koncept.tal[navn]
        if udtryk.antal is not None:
            return len(self.vaelg(udtryk.antal))
        fra, til = self.dag(udtryk.dage_fra or udtryk.hul_fra or ""), self.dag(udtryk.til or "")
        if fra is None or til is None:
            return None
        return (til - fra).days if udtryk.dage_fra else self._gap(fra, til)

    def _gap(self, fra: date, til: date) -> int:
        """The longest run of days without a step between two days."""
        dage = [fra, *(t.dag for t in self.trin if fra < t.dag < til), til]
        return max((b - a).days for a, b in pairwise(dage))

    def pligter(self, navn: str) -> list[Pligt]:
        """The obligations of this set, in order of their due day; a deadline on the window's last day has passed."""
        if navn not in self._pligter:
            self._pligter[navn] = list(self._obligations(self.koncept.pligter[navn]))
        return self._pligter[navn]

    def _obligations(self, saet: Pligtsaet) -> Iterator[Pligt]:
        nu = tid_af(dagens_slutning(self.vindue.til) + 1)
        for r in self._om.evaluering.raekker(self.sag):
            if r.regel.id not in saet.regler:
                continue
            if (r.udloest.dag if saet.i_vinduet == "udloest" else r.frist_dag) in self.vindue:
                yield Pligt(r, Status.KAN_IKKE_VURDERES if _uafklaret(r, nu) else status(r, nu))

    @property
    def given_sagstype(self) -> str:
        """The type the case came with, if it is one that the concept knows."""
        return self.sag.sagstype if self.koncept.kender_sagstype(self.sag.sagstype) else ""

    @property
    def sagstype(self) -> str:
        """The type given, else the first rule of the concept that holds; empty: outside the measurement."""
        return self.given_sagstype or (self.typeregel.type if self.typeregel else "")

    @cached_property
    def referencedato(self) -> date | None:
        """The day on which age is counted."""
        if self.sag.referencedato:
            return self.sag.referencedato
        navn = self.typeregel.referencedato if self.typeregel else "vinduets_slut"
        return self.dag(navn) or self.vindue.til

    @cached_property
    def hovedforanstaltning(self) -> str:
        """Code of the measure the case is counted under: given, else a placement before other measures."""
        if self.sag.hovedforanstaltning:
            givet = self.sag.hovedforanstaltning
            return katalog().indsats_kode(givet) or givet
        navn = self.typeregel.hovedforanstaltning_fra if self.typeregel else None
        trin = self.skridt(navn) if navn else None
        koder = trin.indsatser if trin else ()
        return next(
            (k for k in koder if in_group((k,), ["anbringelse"])), koder[0] if koder else ""
        )

    @cached_property
    def alder(self) -> int | None:
        """Whole years on the reference day; born 29 February counts from 28 February."""
        foedt, paa = self.sag.foedselsdato, self.referencedato
        if foedt is None or paa is None:
            return None
        aar = paa.year - foedt.year
        return aar - (KALENDER.laeg_til(foedt, "aar", aar) > paa)

    def felt(self, navn: str) -> str:
        """A name of the concept as text for a reason."""
        if navn == "indsatser":
            trin = self.skridt("afgoerelse") if "afgoerelse" in self.koncept.skridt else None
            return " og ".join(
                katalog().indsats_navn(k).lower() for k in (trin.indsatser if trin else ())
            )
        if navn == "alder":
            return "ukendt" if self.alder is None else str(self.alder)
        if navn in self.koncept.tal:
            tal = self.tal(navn)
            return "ukendt" if tal is None else str(tal)
        dag = self.dag(navn)
        return dato(dag) if dag else "ukendt dag"


def _uafklaret(r: Raekke, nu: datetime) -> bool:
    """Kept under a version that ends without a lack ever being judged (the change of law)? Then it does not count
    either: a share of the kept alone is always the whole."""
    return (
        r.version.til is not None and not r.moenster.vurderes and status(r, nu) is Status.OVERHOLDT
    )


def _rule(navn: str, regler: Mapping[str, Regel]) -> Regel:
    if navn not in regler:
        raise ValueError(
            f"Reglen »{navn}« findes ikke. Ret den under »pligter« i konceptet, eller tag reglen med."
        )
    return regler[navn]


def moved(dag: date, laengde: Laengde, retning: int = 1) -> date:
    """A day plus (or minus) a length; months clamp to the month's last day."""
    return KALENDER.laeg_til(dag, laengde.enhed, retning * laengde.antal)


def written_day(trin: Trin | None, felt: str) -> date | None:
    """A date written in a field of a step."""
    if trin is None:
        return None
    if felt == "naeste" and trin.naeste:
        return trin.naeste
    try:
        return date.fromisoformat(trin.attributter.get(felt, "")[:10])
    except ValueError:
        return None


def marks(trin: Trin, hvis: list[str], hvor: dict[str, list[str]]) -> bool:
    """Does the step bear all these kendetegn and, in each attribute, one of the values?"""
    return all(_bears(trin, k) for k in hvis) and all(_has(trin, a, v) for a, v in hvor.items())


def _refused(trin: Trin, valg: Valg) -> bool:
    return (
        any(_bears(trin, k) for k in valg.ikke)
        or any(_has(trin, a, v) for a, v in valg.ikke_hvor.items())
        or any(_value(trin, a) for a in valg.uden)
    )


def _bears(trin: Trin, kendetegn: str) -> bool:
    return katalog().kendetegn[kendetegn].passer(trin.art, dict(trin.attributter))


def _has(trin: Trin, attribut: str, vaerdier: list[str]) -> bool:
    return not set(_value(trin, attribut).split("+")).isdisjoint(vaerdier)


def _value(trin: Trin, attribut: str) -> str:
    if attribut == "naeste" and trin.naeste:
        return trin.naeste.isoformat()
    return trin.attributter.get(attribut, "")


def in_group(koder: Iterable[str], grupper: Iterable[str]) -> bool:
    """Is one of the measures in one of the groups? An unknown measure, or none named, counts as support
    and as a measure to be followed up, never as a placement."""
    koder, grupper = list(koder), set(grupper)
    kendte = katalog().indsatser
    if not koder:
        return bool(grupper & {"stoette", "opfoelgning"})
    return any(
        grupper & (kendte[k].grupper if k in kendte else {"stoette", "opfoelgning"}) for k in koder
    )
