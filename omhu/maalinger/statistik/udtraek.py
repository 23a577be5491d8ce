"""Draws that anyone can do again: the order of the cases is the order of their fingerprints.

How to check a draw by hand, in a spreadsheet or with any tool that computes SHA-256:
1. For each case of the frozen frame write the seed, a vertical bar and the case's number: `2026-11-22|61-2026-0007`.
2. Compute SHA-256 of that text (UTF-8), written in small hexadecimal digits.
3. Sort ascending. The first n are drawn; the next is the first reserve.
Stratified: the same within each stratum, sized by `fordel`. By risk: sort ascending by u(1-λ) / ((1-u)λ), where u is
the fingerprint's first eight digits read as a number, plus 0.5, over 16^8, and λ the case's wanted chance (`chancer`).

The seed is published before the draw, or taken from something nobody governs; then no one can have chosen the cases.
Sources: simple and stratified draws: Cochran 1977 ch. 2 and 5; by risk: Pareto sampling, Rosén 1997 (J Stat Plan Inf
62:135 and 159), whose inclusion probabilities are close to λ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import fsum

from omhu.kerne.ord_om_tid import antal

ALGORITME = "omhu-udtraek-1"
"""Stored with every draw. Another way to order the cases is another version."""


class Metode(StrEnum):
    """Kinds of draw. They are never mixed in one percentage."""

    SIMPEL = "simpel"
    STRATIFICERET = "stratificeret"
    RISIKO = "risiko"
    FAST = "fast"


class Udtraeksfejl(ValueError):
    """The draw cannot be made; the text is Danish and says what to do."""


@dataclass(frozen=True, slots=True)
class Rammesag:
    """A case of the frame: its number, the stratum it belongs to, its weight when drawn by risk."""

    sag: str
    stratum: str = ""
    vaegt: float = 1.0


@dataclass(frozen=True, slots=True)
class Udtrukket:
    """A case in the order drawn. `sandsynlighed` is its chance of being drawn; None for a list from outside."""

    sag: str
    stratum: str
    sandsynlighed: float | None
    aftryk: str


@dataclass(frozen=True, slots=True)
class Udtraek:
    """The drawn cases, the reserves in order (a replacement takes the first of the same stratum), and what it takes
    to do it again."""

    metode: Metode
    froe: str
    valgte: tuple[Udtrukket, ...]
    reserver: tuple[Udtrukket, ...]
    algoritme: str = ALGORITME

    def reserve(self, stratum: str = "", brugte: Iterable[str] = ()) -> Udtrukket | None:
        """The next case to take instead of one that fell out of that stratum."""
        taget = set(brugte)
        return next((r for r in self.reserver if r.stratum == stratum and r.sag not in taget), None)


def traek(
    ramme: Iterable[Rammesag], n: int, *, froe: str, metode: Metode = Metode.SIMPEL, mindst: int = 1
) -> Udtraek:
    """Draw n cases. `mindst` per stratum holds for the stratified draw only."""
    sager = sorted(ramme, key=lambda s: s.sag)
    _check(sager, n, froe)
    if metode is Metode.STRATIFICERET:
        return _stratified(sager, n, froe, mindst)
    if metode is Metode.RISIKO:
        return _by_risk(sager, n, froe)
    if metode is Metode.FAST:
        raise Udtraeksfejl("En fast liste trækkes ikke. Giv listen over sagsnumre.")
    orden = [Udtrukket(s.sag, "", n / len(sager), a) for a, s in _ordered(sager, froe)]
    return Udtraek(metode, froe, tuple(orden[:n]), tuple(orden[n:]))


def fast_liste(ramme: Iterable[Rammesag], liste: Sequence[str]) -> Udtraek:
    """The cases somebody else named, or that were sent in. Each must be in the frame, once."""
    kendte = {s.sag: s for s in ramme}
    if not liste:
        raise Udtraeksfejl("Listen er tom. Skriv et sagsnummer på hver linje.")
    ukendte = [sag for sag in liste if sag not in kendte]
    if ukendte:
        raise Udtraeksfejl(
            f"{antal(len(ukendte), 'sag', 'sager')} på listen er ikke i rammen: {_named(ukendte)}. "
            "Ret numrene, eller udvid rammen."
        )
    gentaget = sorted({sag for sag in liste if liste.count(sag) > 1})
    if gentaget:
        raise Udtraeksfejl(
            f"Listen nævner den samme sag flere gange: {_named(gentaget)}. Slet gentagelserne."
        )
    valgte = tuple(Udtrukket(sag, kendte[sag].stratum, None, "") for sag in liste)
    return Udtraek(Metode.FAST, "", valgte, ())


def aftryk(froe: str, sag: str) -> str:
    """
    >>> aftryk("frø", "1")[:8]
    '4488254d'
    """
    return sha256(f"{froe}|{sag}".encode()).hexdigest()


def fordel(stoerrelser: Mapping[str, int], n: int, mindst: int) -> dict[str, int]:
    """How many from each stratum: `mindst` of each (all, if it is smaller), the rest in proportion to the cases left,
    largest remainders first (the stratum's name decides between equals)."""
    tal = {s: min(mindst, N) for s, N in stoerrelser.items()}
    rest = n - sum(tal.values())
    if rest < 0:
        raise Udtraeksfejl(
            f"Mindst {mindst} fra hver af {antal(len(stoerrelser), 'gruppe', 'grupper')} er "
            f"{antal(sum(tal.values()), 'sag', 'sager')}, men der skal kun trækkes {n}. "
            "Træk flere, eller sæt mindstetallet ned."
        )
    tilbage = {s: N - tal[s] for s, N in stoerrelser.items()}
    alle = sum(tilbage.values())
    if not rest or not alle:
        return tal
    for s, ledige in tilbage.items():
        tal[s] += ledige * rest // alle
    mangler = n - sum(tal.values())
    efter_rest = sorted(tilbage, key=lambda s: (-(tilbage[s] * rest % alle), s))
    for s in efter_rest[:mangler]:
        tal[s] += 1
    return tal


def chancer(vaegte: Mapping[str, float], n: int) -> dict[str, float]:
    """Each case's chance when n are drawn in proportion to weight; a case that would pass 1 is sure, and the others
    share what is left."""
    sikre: set[str] = set()
    while True:
        frie = {s: v for s, v in sorted(vaegte.items()) if s not in sikre}
        sum_ = fsum(frie.values())
        lam = {s: (n - len(sikre)) * v / sum_ if sum_ else 0.0 for s, v in frie.items()}
        nye = {s for s, x in lam.items() if x >= 1}
        if not nye:
            return dict.fromkeys(sikre, 1.0) | lam
        sikre |= nye


def _stratified(sager: Sequence[Rammesag], n: int, froe: str, mindst: int) -> Udtraek:
    strata: dict[str, list[Rammesag]] = defaultdict(list)
    for s in sager:
        strata[s.stratum].append(s)
    tal = fordel({navn: len(v) for navn, v in strata.items()}, n, mindst)
    valgte: list[Udtrukket] = []
    reserver: list[Udtrukket] = []
    for navn in sorted(strata):
        chance = tal[navn] / len(strata[navn])
        orden = [Udtrukket(s.sag, navn, chance, a) for a, s in _ordered(strata[navn], froe)]
        valgte += orden[: tal[navn]]
        reserver += orden[tal[navn] :]
    return Udtraek(Metode.STRATIFICERET, froe, tuple(valgte), tuple(reserver))


def _by_risk(sager: Sequence[Rammesag], n: int, froe: str) -> Udtraek:
    if any(s.vaegt < 0 for s in sager):
        raise Udtraeksfejl("En sags vægt kan ikke være under 0. Ret vægtene.")
    mulige = [s for s in sager if s.vaegt > 0]
    if n > len(mulige):
        raise Udtraeksfejl(
            f"Kun {antal(len(mulige), 'sag', 'sager')} i rammen har en af de valgte risici; der skal trækkes {n}. "
            "Træk færre, eller vælg flere risici."
        )
    lam = chancer({s.sag: s.vaegt for s in mulige}, n)
    orden = sorted((_pareto(a, lam[s.sag]), a, s) for a, s in _ordered(mulige, froe))
    # Drawn by one list over all strata, so every reserve can stand in for every case.
    raekke = [Udtrukket(s.sag, "", lam[s.sag], a) for _, a, s in orden]
    return Udtraek(Metode.RISIKO, froe, tuple(raekke[:n]), tuple(raekke[n:]))


def _pareto(a: str, lam: float) -> float:
    u = (int(a[:8], 16) + 0.5) / 16**8
    return 0.0 if lam >= 1 else u * (1 - lam) / ((1 - u) * lam)


def _ordered(sager: Iterable[Rammesag], froe: str) -> list[tuple[str, Rammesag]]:
    return sorted(((aftryk(froe, s.sag), s) for s in sager), key=lambda par: par[0])


def _check(sager: Sequence[Rammesag], n: int, froe: str) -> None:
    if not sager:
        raise Udtraeksfejl(
            "Rammen er tom: ingen sager passer til den. Ret periode, enheder eller sagstyper."
        )
    if n < 1:
        raise Udtraeksfejl("Skriv, hvor mange sager der skal trækkes: mindst 1.")
    if n > len(sager):
        raise Udtraeksfejl(
            f"Rammen har {antal(len(sager), 'sag', 'sager')}; der kan ikke trækkes {n}. Træk færre, eller udvid rammen."
        )
    if not froe.strip():
        raise Udtraeksfejl(
            "Skriv et frø, fx dagens dato. Med det kan alle trække de samme sager igen."
        )
    numre = [s.sag for s in sager]
    if len(set(numre)) < len(numre):
        gentaget = sorted({x for x in numre if numre.count(x) > 1})
        raise Udtraeksfejl(f"Rammen nævner den samme sag flere gange: {_named(gentaget)}.")


def _named(numre: Sequence[str], hoejst: int = 5) -> str:
    flere = len(numre) - hoejst
    return ", ".join(numre[:hoejst]) + (f" og {flere} mere" if flere > 0 else "")
