"""Searching the texts of the cases that one sees. Nothing is told of others, not even how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex

from omhu.adgang.log.opsamling import husk_soegning
from omhu.adgang.models import Bruger
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Sag
from omhu.sagsarbejde.journal.models import Dokument
from omhu.sagsarbejde.soegning.indeks import (
    nyeste_felter,
    skridt_navn,
    slags_navn,
    tekster_i_skridt,
    tekster_i_skrift,
)
from omhu.sagsarbejde.soegning.models import Soegetekst
from omhu.sagsarbejde.soegning.ord import Soegeord, sporg, uddrag
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, kendte

VIST = 40
I_SAGEN = 200
Slags = Soegetekst.Slags


@dataclass(frozen=True)
class Fund:
    """One place where all the words were found."""

    slags: str
    kilde_id: UUID
    rod: UUID | None
    """The act that dates it; None for a text that is under way."""
    dag: date
    navn: str
    uddrag: list[tuple[str, bool]]


@dataclass(frozen=True)
class Sagsfund:
    """What was found in one case, the newest first."""

    sag: Sag
    fund: list[Fund]


@dataclass(frozen=True)
class Svar:
    """Cases with what was found in them, newest first. `flere`: there is more than is shown."""

    sager: list[Sagsfund]
    flere: bool = False

    @property
    def antal(self) -> int:
        """Places shown."""
        return sum(len(s.fund) for s in self.sager)


def soeg(bruger: Bruger, tekst: str) -> Svar:
    """Search all cases that the user sees."""
    soegte = sporg(tekst)
    if not soegte:
        return Svar([])
    husk_soegning(tekst)
    synlige = synlige_sager(bruger)
    raekker = list(_fundne(soegte, sag__in=synlige.values("pk"))[: VIST + 1])
    sager = synlige.in_bulk({r.sag_id for r in raekker[:VIST]})
    fund = _fund(raekker[:VIST], soegte)
    pr_sag: dict[int, list[Fund]] = {}
    for r in raekker[:VIST]:
        if (f := fund.get((r.slags, r.kilde_id))) is not None:
            pr_sag.setdefault(r.sag_id, []).append(f)
    grupper = [Sagsfund(sager[pk], f) for pk, f in pr_sag.items()]
    return Svar(grupper, len(raekker) > VIST)


def soeg_i_sag(sag: Sag, tekst: str) -> dict[UUID, Fund]:
    """Act (`Skridt.rod`) -> what was found of it, in one case that the reader has come to by `sager.adgang`."""
    soegte = sporg(tekst)
    if not soegte:
        return {}
    husk_soegning(tekst)
    raekker = list(_fundne(soegte, sag=sag)[:I_SAGEN])
    return {f.rod: f for f in reversed(_fund(raekker, soegte).values()) if f.rod}


def _fundne(soegte: list[Soegeord], **hvor: object) -> QuerySet[Soegetekst]:
    """Rows that hold all the words. `StrIndex` on both databases: under row security PostgreSQL does not let an
    operator that might tell of a row use an index, and SQLite's word index keeps what was deleted."""
    alle = Soegetekst.objects.filter(**hvor).defer("ord")
    for nr, s in enumerate(soegte):
        dele = {f"o{nr}_{m}": StrIndex("ord", Value(led)) for m, led in enumerate(s.led)}
        alle = alle.alias(**dele).filter(reduce(or_, (Q(**{f"{n}__gt": 0}) for n in dele)))
    return alle.order_by("-dag", "-pk")


def _fund(raekker: Iterable[Soegetekst], soegte: list[Soegeord]) -> dict[tuple[str, UUID], Fund]:
    """Names and excerpts from the sources themselves, four statements whatever the number. What has a heading of its
    own goes by it."""
    alle = list(raekker)
    ud = {}
    kilder = {**_skrifter(alle), **_dokumenter(alle), **_skridt(alle)}
    overskrifter = _overskrifter(rod for _, rod, _ in kilder.values() if rod)
    for r in alle:
        if kilde := kilder.get(r.kilde_id):
            navn, rod, tekster = kilde
            if rod and r.slags != Slags.DOKUMENT:
                navn = overskrifter.get(rod, navn)
            ud[r.slags, r.kilde_id] = Fund(
                r.slags,
                r.kilde_id,
                rod,
                r.dag,
                navn,
                uddrag("\n".join(filter(None, tekster)), soegte),
            )
    return ud


Kilder = dict[UUID, tuple[str, UUID | None, list[str]]]


def _ider(raekker: list[Soegetekst], slags: str) -> list[UUID]:
    return [r.kilde_id for r in raekker if r.slags == slags]


def _skrifter(raekker: list[Soegetekst]) -> Kilder:
    alle = Skrift.objects.filter(pk__in=_ider(raekker, Slags.TEKST)).annotate(
        felter=nyeste_felter()
    )
    return {
        s.pk: (slags_navn(s.slags), s.skridt_rod, tekster_i_skrift(s.slags, s.felter or {}))
        for s in alle
    }


def _dokumenter(raekker: list[Soegetekst]) -> Kilder:
    alle = Dokument.objects.filter(pk__in=_ider(raekker, Slags.DOKUMENT)).select_related("skrift")
    titler = dict(
        Skrift.objects.filter(pk__in=[d.skrift_id for d in alle])
        .annotate(felter=nyeste_felter())
        .values_list("pk", "felter")
    )
    return {
        d.pk: (
            (titler.get(d.skrift_id) or {}).get("titel") or f"Dokument {d.nr}",
            d.skrift.skridt_rod,
            [d.tekst],
        )
        for d in alle
    }


def _skridt(raekker: list[Soegetekst]) -> Kilder:
    roedder = _ider(raekker, Slags.SKRIDT)
    alle = kendte(Synsdag.i_dag(), Skridt.objects.filter(rod__in=roedder))
    return {s.rod: (skridt_navn(s), s.rod, tekster_i_skridt(s)) for s in alle}


def _overskrifter(roedder: Iterable[UUID]) -> dict[UUID, str]:
    """Act -> the heading that its writer gave it: notes have one."""
    alle = kendte(Synsdag.i_dag(), Skridt.objects.filter(rod__in=list(roedder)))
    return {s.rod: s.data["emne"] for s in alle if s.data.get("emne")}
