"""A run chart with its limits as numbers for an SVG template: places as text, so that no locale puts commas in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from omhu.maalinger.statistik import procent
from omhu.maalinger.statistik.diagrammer import Fase
from omhu.tilsyn.resultat.forloeb import Forloeb, begyndelse, periodenavn

BREDDE, HOEJDE = 1000, 300
VENSTRE, HOEJRE, TOP, BUND = 46, 12, 44, 40
HOEJST_NAVNE = 12


@dataclass(frozen=True)
class Prik:
    x: str
    y: str
    navn: str
    tekst: str
    signal: bool


@dataclass(frozen=True)
class Fasetegning:
    """Lines of one phase: `linje` through the points, the median, the limits as two stepped lines."""

    prikker: tuple[Prik, ...]
    linje: str
    median_y: str
    fra_x: str
    til_x: str
    oevre: str
    nedre: str


@dataclass(frozen=True)
class Tegning:
    faser: tuple[Fasetegning, ...]
    akse: tuple[tuple[str, str], ...]
    """(y, `50 %`)"""
    navne: tuple[tuple[str, str], ...]
    """(x, period)"""
    maerker: tuple[tuple[str, str, str], ...]
    """(x, number, name): the number stands in the drawing, the name below it."""
    vindue: str = f"0 0 {BREDDE} {HOEJDE}"
    venstre: str = str(VENSTRE)
    hoejre: str = str(BREDDE - HOEJRE)
    bund: str = str(HOEJDE - BUND)


def tegn(forloeb: Forloeb) -> Tegning | None:
    """The chart, or None where nothing is to be drawn. The axis goes from 0 to 100 %."""
    dage = [p.dag for p in forloeb.punkter]
    if not dage:
        return None
    sted = {dag: nr for nr, dag in enumerate(dage)}
    spring = -(-len(dage) // HOEJST_NAVNE)
    return Tegning(
        faser=tuple(_phase(f, sted, forloeb.periode) for f in forloeb.faser),
        akse=tuple((_y(a / 100), f"{a} %") for a in (0, 25, 50, 75, 100)),
        navne=tuple(
            (_x(nr, len(dage)), periodenavn(dag, forloeb.periode))
            for dag, nr in sted.items()
            if nr % spring == 0
        ),
        maerker=tuple(
            (_mark_x(begyndelse(m.dag, forloeb.periode), dage), str(nr), m.navn)
            for nr, m in enumerate(forloeb.maerker, 1)
        ),
    )


def _phase(f: Fase, sted: dict[date, int], periode: str) -> Fasetegning:
    i_signal = {nr for loeb in (*f.skift, *f.trend) for nr in loeb}
    antal = len(sted)
    prikker = []
    for nr, g in enumerate(f.punkter):
        p = g.punkt
        if p.andel is not None:
            navn = periodenavn(p.dag, periode)
            tekst = f"{navn}: {procent(p.k, p.n)} ({p.k} ud af {p.n})"
            prikker.append(
                Prik(_x(sted[p.dag], antal), _y(p.andel), navn, tekst, g.udenfor or nr in i_signal)
            )
    xer = [sted[g.punkt.dag] for g in f.punkter]
    return Fasetegning(
        prikker=tuple(prikker),
        linje=" ".join(f"{p.x},{p.y}" for p in prikker),
        median_y=_y(f.median) if f.median is not None else "",
        fra_x=_x(min(xer) - 0.4, antal),
        til_x=_x(max(xer) + 0.4, antal),
        oevre=_steps([(x, g.oevre) for x, g in zip(xer, f.punkter, strict=True)], antal),
        nedre=_steps([(x, g.nedre) for x, g in zip(xer, f.punkter, strict=True)], antal),
    )


def _steps(vaerdier: Sequence[tuple[int, float]], antal: int) -> str:
    """A stepped line: each point's own limit over its own width."""
    return " ".join(f"{_x(x + side, antal)},{_y(v)}" for x, v in vaerdier for side in (-0.5, 0.5))


def _x(nr: float, antal: int) -> str:
    bredde = BREDDE - VENSTRE - HOEJRE
    return f"{VENSTRE + bredde * (nr + 0.5) / antal:.1f}"


def _y(andel: float) -> str:
    return f"{TOP + (HOEJDE - TOP - BUND) * (1 - andel):.1f}"


def _mark_x(dag: date, dage: Sequence[date]) -> str:
    """Where the period begins that the day is in: where a new phase begins, if the mark makes one."""
    foer = sum(d < dag for d in dage)
    return _x(foer - 0.5, len(dage))
