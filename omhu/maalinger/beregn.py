"""Running a concept over cases: for each row who is counted of, who is counted, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import BaseModel

from omhu.kerne.kalender import Kalender
from omhu.kerne.ord_om_tid import antal
from omhu.maalinger import pligter, statistik
from omhu.maalinger.betingelser import holds
from omhu.maalinger.kontekst import DOEMTE, KALENDER, Evaluering, Kontekst, Omgivelser, Pligt
from omhu.maalinger.sag import Maalesag, Resultat, Vindue
from omhu.maalinger.sprog import Grund, Koncept, Konvention, Raekke, Udgave
from omhu.maalinger.tekster import KONVENTIONER, Felter, felter
from omhu.maalinger.udtryk import Betingelse
from omhu.regler.filer import regelsaet
from omhu.regler.sprog import Regel, Status


@dataclass
class Optaelling:
    """What a row has found so far."""

    talte: dict[str, str] = field(default_factory=dict)
    """Counted cases with the reason."""
    oevrige: dict[str, str] = field(default_factory=dict)
    """Counted of, not counted, with the reason."""
    udeladt: dict[str, str] = field(default_factory=dict)
    uvist: list[str] = field(default_factory=list)
    lov: dict[str, str] = field(default_factory=dict)
    """The law that judged each case, also those left out."""


@dataclass(frozen=True)
class Gennemgang:
    """A measurement run: the cases as seen, and what each row found (None: the row counts obligations)."""

    vindue: Vindue
    kontekster: list[Kontekst]
    raekker: list[tuple[Raekke, Konvention, Optaelling | None]]


def beregn(
    koncept: Koncept,
    sager: Iterable[Maalesag],
    fra: date,
    til: date,
    *,
    konvention: Konvention | None = None,
    regler: Sequence[Regel] | None = None,
    kalender: Kalender | None = None,
) -> list[Resultat]:
    """All rows of a concept over the cases in a window (both days inclusive; its end is the day the measurement
    looks from). `konvention` replaces the concept's own for rows that do not fix theirs. `regler` (default: the
    shipped ones) and `kalender` are for rows that count obligations. ValueError when `til` is before `fra`."""

    def valgt(raekke: Raekke) -> Konvention:
        return raekke.konvention or konvention or koncept.konvention

    return resultater(
        koncept,
        gennemgaa(koncept, sager, fra, til, konvention=valgt, regler=regler, kalender=kalender),
    )


def resultater(koncept: Koncept, g: Gennemgang) -> list[Resultat]:
    """The rows of a measurement that is run."""
    fundne: list[Resultat] = []
    for raekke, regel, optalt in g.raekker:
        if optalt is None:
            talt = pligter.count(raekke, g.kontekster, regel, g.vindue)
            fundne.append(_frame(raekke, koncept, g.vindue, regel, talt))
            continue
        samlet = _result(raekke, koncept, g.vindue, regel, optalt, g.kontekster)
        fundne += _unfolded(raekke, samlet, g.kontekster) if raekke.udfold else [samlet]
    return fundne


def gennemgaa(
    koncept: Koncept,
    sager: Iterable[Maalesag],
    fra: date,
    til: date,
    *,
    konvention: Callable[[Raekke], Konvention],
    regler: Sequence[Regel] | None = None,
    kalender: Kalender | None = None,
    evaluering: Evaluering | None = None,
    kun: Collection[str] | None = None,
) -> Gennemgang:
    """Each row's judgement of each case: what `beregn` makes figures of, and audits make answers of. `evaluering`:
    shared between measures over the same cases, instead of `regler` and `kalender`. `kun`: only these rows
    (`noedvendige` has those that they build on)."""
    vindue = Vindue(fra, til)
    evaluering = evaluering or evaluering_af([koncept], til, regler, kalender)
    om = Omgivelser(koncept, vindue, holds, evaluering)
    kontekster = [k for s in sager if holds(koncept.omfatter, k := see(om, s))]
    fund: dict[str, set[str]] = {}
    naevnere: dict[str, set[str]] = {}
    for k in kontekster:
        k.fund, k.naevnere = fund, naevnere
    raekker: list[tuple[Raekke, Konvention, Optaelling | None]] = []
    for raekke in koncept.raekker:
        if kun is not None and raekke.id not in kun:
            continue
        regel = konvention(raekke)
        if raekke.enhed == "pligt":
            raekker.append((raekke, regel, None))
            continue
        optalt = _count(raekke, kontekster, regel)
        fund[raekke.id] = set(optalt.talte)
        naevnere[raekke.id] = {*optalt.talte, *optalt.oevrige}
        raekker.append((raekke, regel, optalt))
    return Gennemgang(vindue, kontekster, raekker)


def noedvendige(
    koncept: Koncept, raekker: Iterable[str], betingelser: Iterable[Betingelse | None] = ()
) -> set[str]:
    """These rows, and every row whose findings they, these conditions, or the concept's own terms ask about."""
    kendte = {r.id: r for r in koncept.raekker}
    grund = (koncept.omfatter, koncept.sagstyper, koncept.skridt, koncept.dage, koncept.tal)
    rest = [*raekker, *_asked(koncept, [*grund, *betingelser], set())]
    fundne: set[str] = set()
    while rest:
        id_ = rest.pop()
        if id_ in kendte and id_ not in fundne:
            fundne.add(id_)
            rest += _asked(koncept, kendte[id_], set())
    return fundne


def _asked(koncept: Koncept, del_: object, set_: set[str]) -> Iterator[str]:
    """The rows that a part of the concept asks about, its named conditions included."""
    if isinstance(del_, Betingelse):
        yield from filter(None, (del_.fund, del_.naevner))
        if del_.navn and del_.navn not in set_:
            set_.add(del_.navn)
            yield from _asked(koncept, koncept.betingelser[del_.navn], set_)
    dele: Iterable[object] = ()
    if isinstance(del_, BaseModel):
        dele = vars(del_).values()
    elif isinstance(del_, dict):
        dele = del_.values()
    elif isinstance(del_, list | tuple):
        dele = del_
    for x in dele:
        yield from _asked(koncept, x, set_)


def evaluering_af(
    koncepter: Iterable[Koncept],
    pr: date,
    regler: Sequence[Regel] | None = None,
    kalender: Kalender | None = None,
) -> Evaluering:
    """The obligations that these measures ask for, as they stood on a day."""
    navne = (r for k in koncepter for saet in k.pligter.values() for r in saet.regler)
    kendte = {r.id: r for r in (regelsaet() if regler is None else regler)}
    return Evaluering(tuple(dict.fromkeys(navne)), kendte, pr, kalender or KALENDER)


def see(omgivelser: Omgivelser, sag: Maalesag) -> Kontekst:
    """The case as the concept sees it, with its type derived where it is not given."""
    k = Kontekst(omgivelser, sag)
    for regel in omgivelser.koncept.sagstyper:
        if regel.type == k.given_sagstype if k.given_sagstype else holds(regel.naar, k):
            k.typeregel = regel
            break
    return k


def _count(raekke: Raekke, kontekster: list[Kontekst], konvention: Konvention) -> Optaelling:
    optalt = Optaelling()
    for k in kontekster:
        lov, pligt = _law(raekke, k)
        udgave = raekke.lov[lov]
        if not holds(udgave.naevner, k):
            continue
        sag = k.sag.id
        f = felter(k, pligt)
        optalt.lov[sag] = lov
        if udgave.ikke_relevant and holds(udgave.ikke_relevant, k):
            if konvention == "ud_af_naevneren":
                optalt.udeladt[sag] = _first(udgave.ikke_relevant_grund, k, f)
                continue
            kept = raekke.taelles == "overholdt"
        elif udgave.uvist and holds(udgave.uvist, k):
            optalt.udeladt[sag] = udgave.uvist_grund
            optalt.uvist.append(sag)
            continue
        else:
            kept = holds(udgave.taeller, k) if udgave.taeller else False
        if kept:
            optalt.talte[sag] = _reason(udgave, k, f, konvention)
        else:
            optalt.oevrige[sag] = _first(udgave.ellers, k, f)
    return optalt


def _law(raekke: Raekke, k: Kontekst) -> tuple[str, Pligt | None]:
    """The law that judges this case in this row: that of the act's day, or of the obligations in the window
    (the last broken one before the others)."""
    if raekke.pligter is None:
        return k.koncept.lov_paa(k.dag(raekke.lov_efter) or k.vindue.til), None
    doemte = [p for p in k.pligter(raekke.pligter) if p.status in DOEMTE]
    brudte = [p for p in doemte if p.status is not Status.OVERHOLDT]
    if not doemte:
        return k.koncept.lov_paa(k.vindue.til), None
    udpeget = (brudte or doemte)[-1]
    return k.koncept.lov_paa(udpeget.raekke.frist_dag), udpeget


def _reason(udgave: Udgave, k: Kontekst, f: Felter, konvention: Konvention) -> str:
    if (
        udgave.ikke_relevant
        and holds(udgave.ikke_relevant, k)
        and konvention == "taeller_som_overholdt"
    ):
        return _first(udgave.ikke_relevant_grund, k, f)
    return _first(udgave.grund, k, f) or udgave.tekst


def _first(grunde: Sequence[Grund], k: Kontekst, f: Felter) -> str:
    """The first reason that holds."""
    fundet = next((g for g in grunde if g.naar is None or holds(g.naar, k)), None)
    return fundet.tekst.format_map(f) if fundet else ""


def _result(
    raekke: Raekke,
    koncept: Koncept,
    vindue: Vindue,
    konvention: Konvention,
    o: Optaelling,
    k: list[Kontekst],
) -> Resultat:
    brugt = {o.lov[sag] for sag in (*o.talte, *o.oevrige)}
    lov = tuple(sorted(brugt or {koncept.lov_paa(vindue.til)}, key=list(koncept.love).index))
    talte, n = len(o.talte), len(o.talte) + len(o.oevrige)
    i_naevneren = {*o.talte, *o.oevrige}
    udgaver = [raekke.lov[navn] for navn in lov]
    resultat = Resultat(
        raekke=raekke.id,
        tekst=_joined(u.tekst for u in udgaver),
        taeller=talte,
        naevner=n,
        vist_som=statistik.vis(raekke.vis, talte, n),
        sager=tuple(o.talte),
        grunde=o.talte,
        oevrige_grunde=o.oevrige,
        naevner_sager=tuple(x.sag.id for x in k if x.sag.id in i_naevneren),
        udeladt=o.udeladt,
        naevnerregel=_joined(u.naevnerregel for u in udgaver),
        hjemmel=_joined(u.hjemmel for u in udgaver),
        lov=lov,
        advarsler=(*_unassessed(o), *_warnings(raekke, k)),
    )
    return _frame(raekke, koncept, vindue, konvention, resultat)


def _frame(
    raekke: Raekke, koncept: Koncept, vindue: Vindue, konvention: Konvention, r: Resultat
) -> Resultat:
    """The figure with what must be printed with it: period, convention, how the cases were chosen."""
    return replace(
        r,
        tabel=raekke.tabel,
        gruppe=raekke.gruppe,
        konvention=konvention,
        konvention_tekst=KONVENTIONER[konvention],
        procent=raekke.vis in ("procent", "procent_og_antal"),
        fra=vindue.fra,
        til=vindue.til,
        udvaelgelse=koncept.udvaelgelse,
    )


def _joined(tekster: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(t for t in tekster if t))


def _unassessed(o: Optaelling) -> list[str]:
    if not o.uvist:
        return []
    n = antal(len(o.uvist), "sag kan", "sager kan")
    return [f"{n} ikke vurderes og er ikke talt med: {', '.join(o.uvist)}."]


def _warnings(raekke: Raekke, kontekster: list[Kontekst]) -> list[str]:
    tekster = []
    for advarsel in raekke.advarsler:
        ramt = [k.sag.id for k in kontekster if holds(advarsel.naar, k)]
        if ramt:
            tekster.append(
                advarsel.tekst.format(antal=antal(len(ramt), "sag", "sager"), sager=", ".join(ramt))
            )
    return tekster


def _unfolded(raekke: Raekke, samlet: Resultat, kontekster: list[Kontekst]) -> list[Resultat]:
    """One row per counted case, smallest number first."""
    navn = raekke.udfold.tal if raekke.udfold else ""
    tal = {k.sag.id: k.tal(navn) or 0 for k in kontekster if k.sag.id in samlet.grunde}
    return [
        replace(
            samlet,
            raekke=f"{raekke.id}-{nr:02d}",
            tekst=samlet.tekst.replace("{antal}", str(tal[sag])),
            taeller=tal[sag],
            naevner=None,
            vist_som=statistik.vis(raekke.vis, tal[sag], None),
            sager=(sag,),
            grunde={sag: samlet.grunde[sag]},
            naevner_sager=(),
            oevrige_grunde={},
            udeladt={},
            advarsler=(),
        )
        for nr, sag in enumerate(sorted(tal, key=lambda s: (tal[s], s)), 1)
    ]
