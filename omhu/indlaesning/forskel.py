"""What a load changes in one case: each row read is paired with what the same source said before."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from omhu.indlaesning.lager import SkridtRaekke
from omhu.kerne.kalender import ms
from omhu.tidslinje.models import Skridt

NY, AENDRET, UAENDRET, RETTET_I_HAANDEN = "ny", "aendret", "uaendret", "rettet_i_haanden"
HALVT_TRIN = 512
ALLE, GODE, RETTEDE = "alle", "gode", "rettede"
"""Which rows of the source a load has: all; the good ones, with others in quarantine; or mended ones only.
With some in quarantine a row is only paired by content or number, and nothing is held to have vanished; a
file of mended rows has other numbers too."""


class Gammelt(NamedTuple):
    """One stored row of a chain of corrections."""

    id: UUID
    sag: int
    rod: UUID
    erstatter: UUID | None
    tilbagetrukket: bool
    kilde: str
    kilde_id: str
    nr: int
    registreret: datetime
    indhold: tuple[object, ...]


@dataclass(frozen=True)
class Kaede:
    """An act that the source gave earlier: what it said last, and the row that is in force now."""

    kildens: Gammelt
    hoved: Gammelt

    @property
    def rettet_i_haanden(self) -> bool:
        """Was it corrected or withdrawn in Omhu since?"""
        return self.hoved.id != self.kildens.id


@dataclass(frozen=True)
class Par:
    """One row read, what became of it, and the chain it belongs to. `nr` is its place in the case's order."""

    ny: SkridtRaekke
    udfald: str
    nr: int
    kaede: Kaede | None = None


Noegler = tuple[Callable[[SkridtRaekke], object], Callable[[Gammelt], object]]
"""What must be equal for a row read and a stored one to be the same act."""


def hent_kaeder(sag_ider: Iterable[int], kilde: str) -> dict[int, list[Kaede]]:
    """The chains that a source has in some cases."""
    raekker: dict[tuple[int, UUID], list[Gammelt]] = defaultdict(list)
    for g in _gamle(sag_ider):
        raekker[g.sag, g.rod].append(g)
    kaeder: dict[int, list[Kaede]] = defaultdict(list)
    for (sag, _), led in raekker.items():
        if kaede := _kaede(led, kilde):
            kaeder[sag].append(kaede)
    for liste in kaeder.values():
        liste.sort(key=lambda k: (k.kildens.nr, k.kildens.registreret))
    return kaeder


def _gamle(sag_ider: Iterable[int]) -> Iterator[Gammelt]:
    felter = (
        "id",
        "sag_id",
        "rod",
        "erstatter_id",
        "tilbagetrukket",
        "kilde",
        "kilde_id",
        "nr",
        "registreret",
        "art",
        "dag",
        "kun_dato",
        "sket",
        "indsatser",
        "naeste",
        "navn",
        "vedroerer",
        "data",
    )
    for r in Skridt.objects.filter(sag_id__in=list(sag_ider)).values_list(*felter).iterator(5000):
        art, dag, kun_dato, sket, indsatser, naeste, navn, vedroerer, data = r[9:]
        indhold = (
            art,
            dag.isoformat(),
            None if kun_dato else ms(sket),
            indsatser,
            naeste.isoformat() if naeste else "",
            navn,
            vedroerer,
            json.dumps(data, ensure_ascii=False, sort_keys=True),
        )
        yield Gammelt._make((*r[:9], indhold))


def _kaede(led: list[Gammelt], kilde: str) -> Kaede | None:
    efter = {g.erstatter: g for g in led}
    kildens, g = None, efter.get(None)
    hoved = g
    while g is not None:
        hoved = g
        if g.kilde == kilde and not g.tilbagetrukket:
            kildens = g
        g = efter.get(g.id)
    return Kaede(kildens, hoved) if kildens is not None and hoved is not None else None


def sammenlign(
    nye: list[SkridtRaekke], kaeder: list[Kaede], faste_noegler: bool, raekker: str = ALLE
) -> tuple[list[Par], list[Kaede]]:
    """Pair the rows read with the chains of their case: (one pair per row, chains that have vanished).

    With `faste_noegler` the source's own ids decide. Else content comes first, so that a row put in the
    middle does not make all after it look changed; what is left is paired by number, then by kind in order.
    Where not all rows of the source were read, that rest says nothing: see `ALLE`.
    """
    if not kaeder:
        return [Par(r, NY, r.orden) for r in nye], []
    fundet: dict[int, Kaede] = {}
    rest = list(kaeder)
    for noegler in _faste() if faste_noegler else _loese(raekker):
        rest = _traek(nye, fundet, rest, noegler)
    return _i_raekkefoelge(nye, fundet), rest


def _faste() -> Iterator[Noegler]:
    yield (lambda r: r.kilde_id), (lambda g: g.kilde_id)


def _loese(raekker: str) -> Iterator[Noegler]:
    yield (lambda r: (r.indhold, r.kilde_id)), (lambda g: (g.indhold, g.kilde_id))
    yield (lambda r: r.indhold), (lambda g: g.indhold)
    if raekker == RETTEDE:
        return
    yield (lambda r: (r.art, r.kilde_id)), (lambda g: (g.indhold[0], g.kilde_id))
    if raekker == GODE:
        return
    yield (lambda r: r.art), (lambda g: g.indhold[0])
    # A kind that was mended: same number, same day.
    yield (lambda r: (r.dag, r.kilde_id)), (lambda g: (g.indhold[1], g.kilde_id))


def _traek(
    nye: list[SkridtRaekke], fundet: dict[int, Kaede], rest: list[Kaede], noegler: Noegler
) -> list[Kaede]:
    """Pair what is left by one pair of keys; returns the chains that are still without a row."""
    noegle_ny, noegle_gl = noegler
    if not rest or len(fundet) == len(nye):
        return rest
    ledige: dict[object, list[Kaede]] = defaultdict(list)
    for kaede in reversed(rest):
        ledige[noegle_gl(kaede.kildens)].append(kaede)
    for nr, r in enumerate(nye):
        if nr not in fundet and (koe := ledige.get(noegle_ny(r))):
            fundet[nr] = koe.pop()
    brugte = {id(k) for k in fundet.values()}
    return [k for k in rest if id(k) not in brugte]


def _i_raekkefoelge(nye: list[SkridtRaekke], fundet: dict[int, Kaede]) -> list[Par]:
    """Give each row its place: stored ones keep theirs, new ones go between, same-day rows that have changed
    places are corrected."""
    par: list[Par | None] = [None] * len(nye)
    dage: dict[str, list[int]] = defaultdict(list)
    for nr, r in enumerate(nye):
        dage[r.dag].append(nr)
    for gruppe in dage.values():
        sidst: int | None = None
        orden: int | None = None
        for plads, nr in enumerate(gruppe):
            kaede = fundet.get(nr)
            oensket = kaede.hoved.nr if kaede else nye[nr].orden
            naeste = _naeste(nye, fundet, gruppe[plads + 1 :], nye[nr].orden)
            if oensket != sidst or nye[nr].orden != orden:
                sidst = _plads(oensket, sidst, naeste)
            orden = nye[nr].orden
            par[nr] = _par(nye[nr], kaede, sidst)
    return [p for p in par if p is not None]


def _naeste(
    nye: list[SkridtRaekke], fundet: dict[int, Kaede], senere: list[int], orden: int
) -> int | None:
    """The stored place of the next row that must stand after this one; rows of one order may share theirs."""
    return next((fundet[n].hoved.nr for n in senere if n in fundet and nye[n].orden != orden), None)


def _plads(oensket: int, sidst: int | None, naeste: int | None) -> int:
    if (sidst is None or oensket > sidst) and (
        naeste is None or naeste <= (sidst or 0) or oensket < naeste
    ):
        return oensket
    if sidst is None:
        return (naeste or 0) - HALVT_TRIN
    if naeste is not None and naeste - sidst > 1:
        return (sidst + naeste) // 2
    return sidst + HALVT_TRIN


def _par(r: SkridtRaekke, kaede: Kaede | None, nr: int) -> Par:
    if kaede is None:
        return Par(r, NY, nr)
    if r.indhold == kaede.kildens.indhold and (nr == kaede.hoved.nr or kaede.rettet_i_haanden):
        return Par(r, UAENDRET, nr, kaede)
    if r.indhold == kaede.hoved.indhold and not kaede.hoved.tilbagetrukket and nr == kaede.hoved.nr:
        return Par(r, UAENDRET, nr, kaede)
    return Par(r, RETTET_I_HAANDEN if kaede.rettet_i_haanden else AENDRET, nr, kaede)
