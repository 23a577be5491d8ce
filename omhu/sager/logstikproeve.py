"""The half-yearly sample of the log: drawn by chance within the kinds of look-ups that most deserve a question.

What is not in the log (the child's surname, whether the case is protected, its unit) is joined at run time, so
that the log itself stays without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import nsmallest

from django.utils import timezone

from omhu.adgang.log import ALIAS, Handling
from omhu.adgang.log.models import Logpost, Stikproeve
from omhu.adgang.log.opslag import poster
from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.raekkesikkerhed import som_system
from omhu.sager.models import Sag

NAT = (22, 6)
HANDLINGER = (
    Handling.LAES,
    Handling.SOEG,
    Handling.EKSPORT,
    Handling.UDSKRIV,
    Handling.AENDRE,
    Handling.NOEDADGANG,
)


class Grund(StrEnum):
    """Why a post was picked; the order is the order of picking."""

    NOEDADGANG = "Nødadgang"
    EFTERNAVN = "Barnet har samme efternavn som brugeren"
    BESKYTTET = "Sagen er beskyttet"
    UDEN_FOR = "Sagen hører til en enhed uden for brugerens egen"
    NAT = f"Mellem kl. {NAT[0]} og {NAT[1]}"
    TILFAELDIG = "Tilfældigt valgt"


@dataclass(frozen=True)
class Kandidat:
    """A post that may be picked, its case (None when it names several and none stands out), and why."""

    nr: int
    sag: int | None
    grunde: tuple[Grund, ...]


def traek(
    fro: str, stoerrelse: int, fra: date, til: date, *, bruger: int | None = None
) -> Stikproeve:
    """Draw a sample and keep it."""
    kandidater = list(_kandidater(fra, til))
    valgte = vaelg(kandidater, fro, stoerrelse)
    return Stikproeve.objects.using(ALIAS).create(
        fro=fro,
        stoerrelse=stoerrelse,
        fra=fra,
        til=til,
        bruger=bruger,
        befolkning=len(kandidater),
        udvalg=[[k.nr, k.sag, [g.name for g in k.grunde]] for k in valgte],
    )


def vaelg(kandidater: list[Kandidat], fro: str, stoerrelse: int) -> list[Kandidat]:
    """An equal share of each kind, those that are left by chance; the same seed gives the same picks."""

    def lod(k: Kandidat) -> bytes:
        return hashlib.sha256(f"{fro}|{k.nr}".encode()).digest()

    valgte: dict[int, Kandidat] = {}
    andel = max(1, stoerrelse // len(Grund))
    for grund in Grund:
        plads = stoerrelse - len(valgte)
        if plads <= 0:
            break
        antal = plads if grund is Grund.TILFAELDIG else min(andel, plads)
        hoerer_til = (
            k
            for k in kandidater
            if k.nr not in valgte and (grund is Grund.TILFAELDIG or grund in k.grunde)
        )
        valgte |= {k.nr: k for k in nsmallest(antal, hoerer_til, key=lod)}
    return [
        k if k.grunde else Kandidat(k.nr, k.sag, (Grund.TILFAELDIG,))
        for _, k in sorted(valgte.items())
    ]


def _kandidater(fra: date, til: date) -> Iterator[Kandidat]:
    viden = _Viden()
    alle = poster(fra=fra, til=til).filter(handling__in=HANDLINGER, bruger__isnull=False)
    for post in alle.iterator(chunk_size=2000):
        if post.sager:
            yield viden.kandidat(post)


class _Viden:
    """What is joined to the log: surnames, units and protection as they are now."""

    @som_system()  # protected cases deserve the question most; only their numbers come out
    def __init__(self) -> None:
        self.med_efternavn: dict[str, set[int]] = {}
        self.beskyttede: set[int] = set()
        self.enhed: dict[int, int] = {}
        felter = ("pk", "barn__navn", "enhed_id", "beskyttelse")
        for pk, navn, enhed, beskyttelse in Sag.objects.values_list(*felter).iterator():
            self.med_efternavn.setdefault(_efternavn(navn), set()).add(pk)
            self.enhed[pk] = enhed
            if beskyttelse:
                self.beskyttede.add(pk)
        self.brugernavn = {
            pk: _efternavn(navn) for pk, navn in Bruger.objects.values_list("pk", "last_name")
        }
        self.overordnet = dict(Enhed.objects.values_list("pk", "overordnet_id"))

    def kandidat(self, post: Logpost) -> Kandidat:
        """The post with its reasons, and the case that gave the first of them."""
        sager = set(post.sager)
        navn = self.brugernavn.get(post.bruger or 0, "")
        fundne: dict[Grund, set[int]] = {
            Grund.NOEDADGANG: sager if _noedadgang(post) else set(),
            Grund.EFTERNAVN: sager & self.med_efternavn.get(navn, set()) if navn else set(),
            Grund.BESKYTTET: sager & self.beskyttede,
            Grund.UDEN_FOR: {s for s in sager if self._uden_for(s, post.enhed)},
            Grund.NAT: sager if _om_natten(post) else set(),
        }
        grunde = tuple(g for g, s in fundne.items() if s)
        foerste = fundne[grunde[0]] if grunde else sager
        return Kandidat(post.nr, min(foerste) if len(foerste) == 1 else None, grunde)

    def _uden_for(self, sag: int, brugers: int | None) -> bool:
        """Is the case's unit neither the user's nor below it? One without a unit is outside everywhere."""
        enhed = self.enhed.get(sag)
        while enhed is not None:
            if enhed == brugers:
                return False
            enhed = self.overordnet.get(enhed)
        return sag in self.enhed


def _efternavn(navn: str) -> str:
    dele = navn.split()
    return dele[-1].casefold() if dele else ""


def _noedadgang(post: Logpost) -> bool:
    return post.handling == Handling.NOEDADGANG or "NOEDADGANG" in post.formaal


def _om_natten(post: Logpost) -> bool:
    time = timezone.localtime(post.tid).hour
    return time >= NAT[0] or time < NAT[1]
