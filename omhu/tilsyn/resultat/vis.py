"""A round's figures as the pages show them: sorted, with small numbers kept back outside the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from omhu.maalinger.statistik import SKJULT, skjul
from omhu.tilsyn.resultat.alle import Advarsel
from omhu.tilsyn.resultat.efterslaeb import Efterslaeb
from omhu.tilsyn.resultat.fil import regel_tekst
from omhu.tilsyn.resultat.tal import Rundetal, Spoergsmaalstal, Tal, Trintal

ORDENER: dict[str, tuple[str, Callable[[Spoergsmaalstal], Any]]] = {
    "nr": ("Konceptets rækkefølge", lambda s: 0),
    "andel": ("Laveste andel først", lambda s: (s.tal.andel is None, s.tal.andel or 0)),
    "-andel": ("Højeste andel først", lambda s: (s.tal.andel is None, -(s.tal.andel or 0))),
    "n": ("Færrest relevante først", lambda s: s.tal.n),
    "-n": ("Flest relevante først", lambda s: -s.tal.n),
    "-uenige": ("Mest uenighed med dataene", lambda s: -(s.uenige / s.auto if s.auto else 0)),
}


@dataclass(frozen=True)
class Spaend:
    """A share and its interval on a line from 0 to 100: whole numbers for an SVG."""

    prik: int
    lav: int
    hoej: int
    ord: str

    @classmethod
    def af(cls, t: Tal) -> Spaend | None:
        """None where there is nothing to draw."""
        if t.andel is None:
            return None
        lav, hoej = t.interval.grunde if t.interval.findes else (t.andel, t.andel)
        prik, fra, til = round(100 * t.andel), round(100 * lav), round(100 * hoej)
        ord_ = f"{prik} %"
        if t.interval.findes:
            ord_ += f", mellem {fra} og {til} %"
        return cls(prik, fra, til, ord_)


@dataclass(frozen=True)
class Vist:
    """A figure ready for a page."""

    tekst: str
    spaend: Spaend | None
    omraade: str
    metode: str
    skjult: bool = False


def vis(t: Tal, *, udadtil: bool = False) -> Vist:
    """Small numbers are kept back where the figure leaves the house."""
    if udadtil and skjul(t.k, t.n):
        return Vist(SKJULT, None, "", "", skjult=True)
    omraade, _, metode = t.interval.tekst.partition(" (")
    if not t.interval.findes:
        omraade, metode = "", ""
    metode = metode.rstrip(")").removeprefix("95 % sikkerhed, ")
    return Vist(t.tekst, Spaend.af(t), omraade, metode)


@dataclass(frozen=True)
class Linje:
    s: Spoergsmaalstal
    vist: Vist
    regel: str
    advarsler: Sequence[Advarsel]
    efterslaeb: Efterslaeb | None = None


@dataclass(frozen=True)
class Tabel:
    trin: Trintal
    linjer: Sequence[Linje]
    samlet: str
    gennemsnit: str


def tabeller(
    r: Rundetal,
    orden: str = "nr",
    advarsler: Mapping[str, Sequence[Advarsel]] | None = None,
    *,
    efterslaeb: Mapping[str, Efterslaeb] | None = None,
    udadtil: bool = False,
) -> list[Tabel]:
    """The tables of a round, one per sagstrin. With something kept back the sum is kept back too: it could be
    reckoned out of it."""
    _, noegle = ORDENER.get(orden, ORDENER["nr"])
    fundet = []
    for t in r.trin:
        linjer = [
            Linje(
                s,
                vis(s.tal, udadtil=udadtil),
                regel_tekst(s, r.data.fra, r.data.til),
                (advarsler or {}).get(s.spoergsmaal.id, ()),
                (efterslaeb or {}).get(s.spoergsmaal.id),
            )
            for s in sorted(t.spoergsmaal, key=noegle)
        ]
        skjult = any(x.vist.skjult for x in linjer) or (udadtil and skjul(*t.samlet))
        fundet.append(
            Tabel(t, linjer, SKJULT if skjult else t.samlet_tekst, "" if skjult else t.gennemsnit)
        )
    return fundet
