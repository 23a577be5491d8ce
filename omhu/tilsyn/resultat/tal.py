"""The results of a round, by one function: k of n for every question, with what they can carry.

k counts kept answers (`overholdt`), n those that are kept or a mangel; `koncept.regnes` decides, convention applied. A
level and a group of cases at a time: two ways of choosing cases are never counted in one percentage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from omhu.maalinger.statistik import (
    IKKE_TILFAELDIGT,
    MINDSTE_PROCENT,
    Enhedsproeve,
    Interval,
    Stratum,
    Vejet,
    hele_procent,
    interval,
    procent,
    sammenlign,
    ud_af,
    vejet,
    vis_andel,
)
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.maalinger.tilsyn.sprog import KONVENTIONER, Spoergsmaal
from omhu.tilsyn.resultat.data import Besvaret, Gruppe, Laest, Rundedata, Sagsraekke


@dataclass(frozen=True)
class Tal:
    """One share. `sager` are the cases (rows of the round) on each side."""

    k: int
    n: int
    interval: Interval
    vejet: Vejet | None = None
    ikke_relevant: int = 0
    uvist: int = 0
    overholdt: tuple[int, ...] = ()
    mangler: tuple[int, ...] = ()

    @property
    def tekst(self) -> str:
        """Per cent only where n allows; a weighted share says so."""
        if self.vejet and self.vejet.andel is not None and self.n >= MINDSTE_PROCENT:
            return self.vejet.tal
        return vis_andel(self.k, self.n)

    @property
    def andel(self) -> float | None:
        """Where the figure stands on a line from 0 to 1."""
        if self.vejet:
            return self.vejet.andel
        return self.k / self.n if self.n else None

    @property
    def procent(self) -> str:
        """The percentage alone, or nothing where n is too small for one."""
        if self.n < MINDSTE_PROCENT:
            return ""
        return procent(self.k, self.n) if not self.vejet else self.vejet.tal.split(" vejet")[0]

    @property
    def ud_af(self) -> str:
        return ud_af(self.k, self.n)

    @property
    def som_simpelt(self) -> tuple[int, int]:
        """k of n as a simple draw would have had to be, to be as sure: what an exact test may be made on."""
        if self.vejet is None or self.vejet.andel is None:
            return self.k, self.n
        return self.vejet.som_simpelt


@dataclass(frozen=True)
class Spoergsmaalstal:
    """A question's figure, and how often the reader overruled the data."""

    spoergsmaal: Spoergsmaal
    tal: Tal
    auto: int = 0
    """Answers that the data had proposed."""
    uenige: int = 0

    @property
    def uenighed(self) -> str:
        return vis_andel(self.uenige, self.auto) if self.auto else ""


@dataclass(frozen=True)
class Trintal:
    """A sagstrin: its questions, all answers together, and the plain mean of its questions."""

    kode: str
    navn: str
    spoergsmaal: tuple[Spoergsmaalstal, ...]

    @property
    def samlet(self) -> tuple[int, int]:
        return sum(s.tal.k for s in self.spoergsmaal), sum(s.tal.n for s in self.spoergsmaal)

    @property
    def samlet_tekst(self) -> str:
        """All answers together; weighted where the draw was, as the questions are."""
        k, n = self.samlet
        vejede = [s.tal.vejet for s in self.spoergsmaal if s.tal.vejet and s.tal.vejet.relevante]
        if not vejede or n < MINDSTE_PROCENT:
            return vis_andel(k, n)
        relevante = sum(v.relevante for v in vejede)
        andel = sum(v.relevante * (v.andel or 0) for v in vejede) / relevante
        return f"{hele_procent(andel)} % vejet ({ud_af(k, n)})"

    @property
    def gennemsnit(self) -> str:
        """Mean of the questions' percentages: every question weighs alike, however few cases it concerned."""
        andele = [s.tal.andel for s in self.spoergsmaal if s.tal.n]
        kendte = [a for a in andele if a is not None]
        return procent(round(1000 * sum(kendte)), 1000 * len(kendte)) if kendte else ""

    @property
    def faerrest_relevante(self) -> int:
        return min((s.tal.n for s in self.spoergsmaal if s.tal.n), default=0)


@dataclass(frozen=True)
class Enhedstal:
    """One unit: cases read, those with everything right, and all its answers together."""

    enhed: int
    navn: str
    sager: int
    alt_rigtigt: tuple[int, int]
    svar: tuple[int, int]

    @property
    def alt_tekst(self) -> str:
        return vis_andel(*self.alt_rigtigt)

    @property
    def svar_tekst(self) -> str:
        return vis_andel(*self.svar)


@dataclass(frozen=True)
class Rundetal:
    """The results of a round at one level, for one way of choosing cases."""

    data: Rundedata
    gruppe: Gruppe
    niveau: str
    trin: tuple[Trintal, ...]
    alt_rigtigt: Tal
    enheder: tuple[Enhedstal, ...]
    laest: int
    ulaest: int

    @property
    def koncept(self) -> Tilsynskoncept:
        return self.data.koncept

    @property
    def foreloebig(self) -> bool:
        return self.ulaest > 0

    @property
    def udvaelgelse(self) -> str:
        """The kind of sample, in the words that stand under every figure."""
        tekst = self.gruppe.navn
        return tekst if self.gruppe.tilfaeldig else f"{tekst}. {IKKE_TILFAELDIGT}"

    @property
    def konvention(self) -> str:
        return KONVENTIONER[self.koncept.konvention]

    @property
    def enhedsproeve(self) -> Enhedsproeve:
        """May the units be ranked by their shares of cases with everything right?"""
        return sammenlign({e.navn: e.alt_rigtigt for e in self.enheder})

    @property
    def uenighed(self) -> tuple[int, int]:
        """Answers where the reader overruled the data, of all the data proposed."""
        alle = [s for t in self.trin for s in t.spoergsmaal]
        return sum(s.uenige for s in alle), sum(s.auto for s in alle)

    def find(self, id_: str) -> Spoergsmaalstal | None:
        return next((s for t in self.trin for s in t.spoergsmaal if s.spoergsmaal.id == id_), None)


def regn(data: Rundedata, niveau: str = "", gruppe: str = "") -> Rundetal | None:
    """The results at a level (default: the one with most locked readings) for a group of cases (default: the
    random one). None before anything is drawn."""
    if not data.grupper:
        return None
    valgt = data.grupper.get(gruppe) or _main_group(data)
    niveau = niveau if niveau in {n.kode for n in data.koncept.niveauer} else _level(data, valgt)
    laesninger = data.foerste(niveau, valgt.kode)
    svar = _by_question(data, laesninger)
    maaler = _Maaler(data, valgt, laesninger)
    trin = tuple(
        Trintal(t.kode, t.navn, tuple(_question(data, s, svar[s.id], maaler) for s in sporgsmaal))
        for t in data.koncept.sagstrin
        if (
            sporgsmaal := [s for s in data.koncept.spoergsmaal_i(t.kode) if _asked(data, s, niveau)]
        )
    )
    domme = _verdicts(data, laesninger, svar)
    return Rundetal(
        data=data,
        gruppe=valgt,
        niveau=niveau,
        trin=trin,
        alt_rigtigt=maaler.tal(domme),
        enheder=_units(data, laesninger, domme, svar),
        laest=len(laesninger),
        ulaest=data.mangler(niveau, valgt.kode),
    )


def _asked(data: Rundedata, s: Spoergsmaal, niveau: str) -> bool:
    return s in data.koncept.spoergsmaal_paa(niveau)


def _main_group(data: Rundedata) -> Gruppe:
    return next(
        (g for g in data.grupper.values() if g.tilfaeldig), next(iter(data.grupper.values()))
    )


def _level(data: Rundedata, gruppe: Gruppe) -> str:
    koder = [n.kode for n in data.koncept.niveauer]
    return max(koder, key=lambda k: len(data.foerste(k, gruppe.kode)))


def _by_question(
    data: Rundedata, laesninger: Sequence[Laest]
) -> dict[str, list[tuple[int, Besvaret]]]:
    """(row of the round, answer) per question."""
    hvor = {x.pk: x.tilsynssag for x in laesninger}
    svar: dict[str, list[tuple[int, Besvaret]]] = defaultdict(list)
    for b in data.svar:
        if b.laesning in hvor and b.svar:
            svar[b.spoergsmaal].append((hvor[b.laesning], b))
    return svar


def staar(koncept: Tilsynskoncept, id_: str, svar: str) -> str:
    """Where an answer stands; one that the concept does not know cannot be judged."""
    try:
        return koncept.regnes(id_, svar)
    except KeyError:
        return "uvist"


def _question(
    data: Rundedata, s: Spoergsmaal, svar: Sequence[tuple[int, Besvaret]], maaler: _Maaler
) -> Spoergsmaalstal:
    domme = {sag: staar(data.koncept, s.id, b.svar) for sag, b in svar}
    med_auto = [b for _, b in svar if b.auto]
    return Spoergsmaalstal(
        s, maaler.tal(domme), len(med_auto), sum(b.auto != b.svar for b in med_auto)
    )


def _verdicts(
    data: Rundedata, laesninger: Sequence[Laest], svar: dict[str, list[tuple[int, Besvaret]]]
) -> dict[int, str]:
    """Per case: everything right, something wrong, or not to be said (nothing relevant, or something unjudged)."""
    pr_sag: dict[int, list[str]] = {x.tilsynssag: [] for x in laesninger}
    for id_, liste in svar.items():
        for sag, b in liste:
            pr_sag[sag].append(staar(data.koncept, id_, b.svar))
    return {sag: _verdict(alle) for sag, alle in pr_sag.items()}


def _verdict(alle: Iterable[str]) -> str:
    set_ = set(alle)
    if "mangel" in set_:
        return "mangel"
    if "uvist" in set_:
        return "uvist"
    return "overholdt" if "overholdt" in set_ else "ude"


def _units(
    data: Rundedata,
    laesninger: Sequence[Laest],
    domme: dict[int, str],
    svar: dict[str, list[tuple[int, Besvaret]]],
) -> tuple[Enhedstal, ...]:
    enhed_af = {x.tilsynssag: data.sager[x.tilsynssag] for x in laesninger}
    alle_svar: dict[int, list[str]] = defaultdict(list)
    for id_, liste in svar.items():
        for sag, b in liste:
            alle_svar[enhed_af[sag].enhed].append(staar(data.koncept, id_, b.svar))
    enheder: dict[int, list[Sagsraekke]] = defaultdict(list)
    for raekke in enhed_af.values():
        enheder[raekke.enhed].append(raekke)
    return tuple(
        Enhedstal(
            pk,
            raekker[0].enhed_navn,
            len(raekker),
            _count(domme[r.pk] for r in raekker),
            _count(alle_svar[pk]),
        )
        for pk, raekker in sorted(enheder.items(), key=lambda par: par[1][0].enhed_navn)
    )


def _count(staar_: Iterable[str]) -> tuple[int, int]:
    alle = list(staar_)
    k = alle.count("overholdt")
    return k, k + alle.count("mangel")


class _Maaler:
    """Makes shares of verdicts per case, with the interval that this group of cases allows."""

    def __init__(self, data: Rundedata, gruppe: Gruppe, laesninger: Sequence[Laest]) -> None:
        self.data, self.gruppe = data, gruppe
        self.laest = [data.sager[x.tilsynssag] for x in laesninger]
        self.i_rammen = _frame_sizes(data, gruppe)

    def tal(self, domme: dict[int, str]) -> Tal:
        k, n = _count(domme.values())
        fordelt: dict[str, tuple[int, ...]] = {
            hvad: tuple(sag for sag, d in domme.items() if d == hvad)
            for hvad in ("overholdt", "mangel")
        }
        vaegtet = self._weighted(domme) if self.gruppe.stratificeret and n else None
        return Tal(
            k=k,
            n=n,
            interval=vaegtet.interval if vaegtet else self._interval(k, n),
            vejet=vaegtet,
            ikke_relevant=sum(d == "ude" for d in domme.values()),
            uvist=sum(d == "uvist" for d in domme.values()),
            overholdt=fordelt["overholdt"],
            mangler=fordelt["mangel"],
        )

    def _interval(self, k: int, n: int) -> Interval:
        """How many of the frame the question concerns is not known; it is taken to be the share seen."""
        alle = sum(self.i_rammen.values())
        relevante = max(n, round(alle * n / len(self.laest))) if alle and self.laest else None
        fundet = interval(k, n, N=relevante, tilfaeldig=self.gruppe.tilfaeldig)
        if relevante is None or len(self.laest) == alle:
            return fundet
        return replace(
            fundet,
            tekst=fundet.tekst.replace(f"af {relevante} sager", f"af ca. {relevante} relevante"),
        )

    def _weighted(self, domme: dict[int, str]) -> Vejet | None:
        """A stratum where nobody was asked (another sagstrin) says nothing of the question: its cases would make the
        spread smaller and the degrees of freedom larger than they are."""
        if not self.i_rammen:
            return None
        spurgt = {r.stratum for r in self.laest if r.pk in domme}
        strata = []
        for navn, i_rammen in self.i_rammen.items():
            laest = [r for r in self.laest if r.stratum == navn]
            if laest and navn not in spurgt:
                continue
            k, n = _count(domme.get(r.pk, "") for r in laest)
            strata.append(Stratum(max(i_rammen, len(laest)), len(laest), n, k))
        return vejet(strata)


def _frame_sizes(data: Rundedata, gruppe: Gruppe) -> dict[str, int]:
    """Cases of the frame per stratum: drawn over chance. What no stratum drew from is one more, without a name."""
    trukket: dict[str, list[Sagsraekke]] = defaultdict(list)
    for r in data.sager.values():
        if r.gruppe == gruppe.kode and r.oprindelig:
            trukket[r.stratum if gruppe.stratificeret else ""].append(r)
    stoerrelser = {
        navn: round(len(raekker) / raekker[0].sandsynlighed)
        for navn, raekker in trukket.items()
        if raekker[0].sandsynlighed
    }
    rest = (data.ramme or 0) - sum(stoerrelser.values())
    if gruppe.stratificeret and rest > 0 and stoerrelser:
        stoerrelser["\0"] = rest
    return stoerrelser
