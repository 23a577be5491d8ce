"""One round held against an earlier one: every question tested, and all of them reckoned with at once (Holm)."""

from __future__ import annotations

from dataclasses import dataclass

from omhu.maalinger.statistik import (
    Aendring,
    aendring,
    med_holm,
    overlap,
    overlap_tekst,
    vejet_aendring,
)
from omhu.tilsyn.resultat.tal import Rundetal, Spoergsmaalstal

ANDEN_UDVAELGELSE = (
    "Sagerne er ikke valgt på samme måde i de to runder. "
    "Tallene står ved siden af hinanden, men er ikke regnet sammen."
)
ANDEN_KONVENTION = (
    "Lovligt fravalgte tæller ikke ens i de to runder. "
    "Spørgsmål med fravalg kan ikke sammenlignes direkte."
)


@dataclass(frozen=True)
class Sammenligningsraekke:
    nu: Spoergsmaalstal
    foer: Spoergsmaalstal
    aendring: Aendring
    rettet_tekst: bool
    """The question's words or scale are not the same in the two editions."""


@dataclass(frozen=True)
class Sammenligning:
    nu: Rundetal
    foer: Rundetal
    raekker: tuple[Sammenligningsraekke, ...]
    nye: tuple[str, ...]
    """Questions that the earlier round did not ask."""
    advarsler: tuple[str, ...]

    @property
    def paaviste(self) -> int:
        return sum(r.aendring.paavist for r in self.raekker)

    @property
    def regnede(self) -> int:
        return sum(r.aendring.p is not None for r in self.raekker)


def sammenlign(nu: Rundetal, foer: Rundetal) -> Sammenligning:
    """The two rounds question by question, those with the same id."""
    ens = _same_kind(nu, foer)
    par = [
        (s, gammel)
        for t in nu.trin
        for s in t.spoergsmaal
        if (gammel := foer.find(s.spoergsmaal.id)) is not None
    ]
    aendringer = med_holm({s.spoergsmaal.id: _change(s, g, ens) for s, g in par})
    raekker = tuple(
        Sammenligningsraekke(s, g, aendringer[s.spoergsmaal.id], _reworded(nu, foer, s, g))
        for s, g in par
    )
    kendte = {s.spoergsmaal.id for s, _ in par}
    nye = tuple(
        s.spoergsmaal.id for t in nu.trin for s in t.spoergsmaal if s.spoergsmaal.id not in kendte
    )
    return Sammenligning(nu, foer, raekker, nye, tuple(_warnings(nu, foer, ens)))


def _same_kind(nu: Rundetal, foer: Rundetal) -> bool:
    return nu.gruppe.tilfaeldig and nu.gruppe.slags == foer.gruppe.slags


def _change(nu: Spoergsmaalstal, foer: Spoergsmaalstal, ens: bool) -> Aendring:
    if ens and nu.tal.vejet and foer.tal.vejet:
        return vejet_aendring(foer.tal.vejet, nu.tal.vejet)
    return aendring(foer.tal.k, foer.tal.n, nu.tal.k, nu.tal.n, tilfaeldig=ens)


def _reworded(nu: Rundetal, foer: Rundetal, a: Spoergsmaalstal, b: Spoergsmaalstal) -> bool:
    skalaer = nu.koncept.skalaer[a.spoergsmaal.skala], foer.koncept.skalaer[b.spoergsmaal.skala]
    return a.spoergsmaal.tekst != b.spoergsmaal.tekst or skalaer[0] != skalaer[1]


def _warnings(nu: Rundetal, foer: Rundetal, ens: bool) -> list[str]:
    andel = overlap(nu.data.fra, nu.data.til, foer.data.fra, foer.data.til)
    fundne = [overlap_tekst(andel)]
    if not ens:
        fundne.append(
            ANDEN_UDVAELGELSE
            if nu.gruppe.slags != foer.gruppe.slags
            else "Sagerne er ikke tilfældigt udvalgt. En forskel kan skyldes, hvilke sager der blev valgt."
        )
    if nu.koncept.konvention != foer.koncept.konvention:
        fundne.append(ANDEN_KONVENTION)
    if nu.data.udgave != foer.data.udgave:
        fundne.append(f"Konceptet er rettet: udgave {foer.data.udgave} før, {nu.data.udgave} nu.")
    if nu.foreloebig or foer.foreloebig:
        fundne.append("Ikke alle sager er læst færdigt. Tallene er foreløbige.")
    return [f for f in fundne if f]
