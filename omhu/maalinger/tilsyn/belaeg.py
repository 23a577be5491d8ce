"""Which steps a row's judgement of a case rests on: those that its conditions and its reason look at."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator

from omhu.maalinger.betingelser import holds
from omhu.maalinger.kontekst import DOEMTE, Kontekst, Pligt
from omhu.maalinger.sprog import Grund, Raekke, Udgave
from omhu.maalinger.udtryk import Betingelse, Dagudtryk
from omhu.regler.trin import Trin

HOEJST = 12
"""More steps than one looks through are no evidence."""


def steps_of_row(raekke: Raekke, udgave: Udgave, k: Kontekst, *, talt: bool) -> list[Trin]:
    """The steps that decided whether the case is counted."""
    fundne = [*_day(raekke.lov_efter, k)] if raekke.lov_efter != "pligter" else []
    if udgave.taeller is not None:
        fundne += _condition(udgave.taeller, k)
    fundne += _reason(udgave.grund if talt else udgave.ellers, k)
    return ordered(fundne)


def steps_of_condition(b: Betingelse | None, k: Kontekst) -> list[Trin]:
    """The steps that a condition looks at."""
    return ordered(_condition(b, k)) if b is not None else []


def steps_of_obligations(pligter: Iterable[Pligt]) -> list[Trin]:
    """What laid the obligations on, and what answered them."""
    fundne: list[Trin] = []
    for p in pligter:
        r = p.raekke
        fundne += [t for t in (r.udloest, r.anker, r.opfyldt, r.fravalgt, r.uvis) if t is not None]
    return ordered(fundne)


def ordered(trin: Iterable[Trin]) -> list[Trin]:
    """Each step once, in order of time; birthdays are no steps of the case."""
    enkelte = {str(t.id): t for t in trin if t.id is not None}
    return sorted(enkelte.values(), key=lambda t: t.dag)[-HOEJST:]


def _condition(b: Betingelse, k: Kontekst) -> Iterator[Trin]:
    if b.navn is not None:
        yield from _condition(k.koncept.betingelser[b.navn], k)
    for del_ in b.alle or ():
        yield from _condition(del_, k)
    if b.nogen is not None:
        gaeldende = [d for d in b.nogen if holds(d, k)] or b.nogen
        for del_ in gaeldende:
            yield from _condition(del_, k)
    if b.ikke is not None:
        yield from _condition(b.ikke, k)
    yield from k.vaelg([*(b.findes or ()), *(b.antal or ())])
    for dag in (b.kendt, b.dag, b.fra, b.efter, b.foer, b.senest, b.paa):
        yield from _day(dag, k)
    if b.daekket is not None:
        yield from _day(b.daekket.indsatser_i, k)
        yield from k.vaelg(b.daekket.af)
    if b.pligt is not None:
        yield from steps_of_obligations(p for p in k.pligter(b.pligt) if p.status in DOEMTE)


def _day(navn: str | None, k: Kontekst) -> Iterator[Trin]:
    if navn is None:
        return
    if navn in k.koncept.dage:
        yield from _expression(k.koncept.dage[navn], k)
    elif navn in k.koncept.skridt and (trin := k.skridt(navn)) is not None:
        yield trin


def _expression(udtryk: Dagudtryk, k: Kontekst) -> Iterator[Trin]:
    if udtryk.kun_hvis is not None and not holds(udtryk.kun_hvis, k):
        return
    if udtryk.foerste_af is not None:
        for del_ in udtryk.foerste_af:
            fundne = list(_expression(del_, k))
            if fundne:
                yield from fundne
                return
        return
    yield from _day(udtryk.dag or udtryk.paa, k)


def _reason(grunde: list[Grund], k: Kontekst) -> Iterator[Trin]:
    grund = next((g for g in grunde if g.naar is None or holds(g.naar, k)), None)
    for _, felt, _, _ in string.Formatter().parse(grund.tekst if grund else ""):
        yield from _day(felt, k)
