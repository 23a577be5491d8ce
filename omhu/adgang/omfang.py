"""How far a user sees: the one definition, read by the case filter and by the database's row security."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.rettigheder import Raekkevidde, Ret, har_ret, rolleret

Enhedstrae = dict[int | None, list[int]]
"""Unit (None: none) -> the units right below it."""


@dataclass(frozen=True)
class Omfang:
    """The reach of one user. Without `laeser` no case is seen, whatever else is set."""

    bruger: int
    laeser: bool = False
    alle: bool = False
    """All units; else those in `enheder`."""
    enheder: frozenset[int] = frozenset()
    kle: tuple[str, ...] = ()
    """How the KLE number of a case must begin; empty = any, a case without KLE included."""
    egne: bool = False
    """Cases one is responsible for are seen, wherever they lie."""
    beskyttede: bool = False
    """Protected cases within the units are seen (their leaders); else only by name."""


def er_udloebet(bruger: Bruger) -> bool:
    """Is the last day of the account's access past?"""
    return bruger.udloeber is not None and bruger.udloeber < timezone.localdate()


def mangler_tavshed(bruger: Bruger) -> bool:
    """Must the account accept the words on confidentiality first? An external reviewer is bound by no employment
    (FVL § 27: the duty is laid on those who work for the authority)."""
    return bruger.rolle == Bruger.Rolle.EKSTERN_GRANSKER and bruger.tavshed is None


def omfang(bruger: Bruger) -> Omfang:
    """The user's reach today. Nothing for an account past its end, or one that has not promised confidentiality."""
    ret = rolleret(bruger)
    if er_udloebet(bruger) or mangler_tavshed(bruger) or not har_ret(bruger, Ret.SE_SAGER):
        return Omfang(bruger.pk)
    return Omfang(
        bruger=bruger.pk,
        laeser=True,
        alle=ret.raekkevidde is Raekkevidde.ALLE and bruger.enhed_id is None,
        enheder=_enheder(bruger, ret.raekkevidde),
        kle=tuple(bruger.kle.split()),
        egne=har_ret(bruger, Ret.REGISTRERE),
        beskyttede=har_ret(bruger, Ret.BESKYTTE),
    )


def _enheder(bruger: Bruger, raekkevidde: Raekkevidde) -> frozenset[int]:
    if bruger.enhed_id is None or raekkevidde in (Raekkevidde.INGEN, Raekkevidde.LISTE):
        return frozenset()
    if raekkevidde is Raekkevidde.ENHED:
        return frozenset({bruger.enhed_id})
    return frozenset(_med_underenheder(bruger.enhed_id))


_husket: ContextVar[list[Enhedstrae] | None] = ContextVar("omhu_enheder", default=None)


@contextmanager
def husk_enheder() -> Iterator[None]:
    """While this lasts the tree of units is read once: a page asks for the reach many times."""
    foer = _husket.set([])
    try:
        yield
    finally:
        _husket.reset(foer)


def _enhedstrae() -> Enhedstrae:
    husket = _husket.get()
    if husket:
        return husket[0]
    trae: Enhedstrae = {}
    for pk, overordnet in Enhed.objects.values_list("pk", "overordnet_id"):
        trae.setdefault(overordnet, []).append(pk)
    if husket is not None:
        husket.append(trae)
    return trae


def _med_underenheder(rod: int) -> set[int]:
    boern = _enhedstrae()
    fundet, koe = set(), [rod]
    while koe:
        pk = koe.pop()
        if pk not in fundet:
            fundet.add(pk)
            koe += boern.get(pk, [])
    return fundet
