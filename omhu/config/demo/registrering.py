"""The second time of each step: who registered it and when, with corrections and withdrawals as new rows."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from omhu.config.demo.dage import arbejdstid, frem, klokken
from omhu.config.demo.fordeling import Sagsplads
from omhu.config.demo.forloeb import orden, senere
from omhu.config.demo.modeller import DemoSkridt
from omhu.config.demo.tal import TAL

STRAKS = {
    "SAG_OPRETTET",
    "UNDERRETNING",
    "AKUTVURDERING",
    "SAGSBEHANDLER_TILDELT",
    "FORMANDSBESLUTNING",
}


def registrer(r: Random, sag: Sagsplads, nu: date) -> list[DemoSkridt]:
    """All rows of the case in order of registration; `nu` is the first day that has not been."""
    raekker: list[DemoSkridt] = []
    for nr, skridt in enumerate(sorted([*sag.forloeb.skridt, *_tildelinger(sag)], key=orden)):
        skridt.nr = nr
        skridt.registreret_af = sag.hos(skridt.dag)
        skridt.registreret = _registreret(r, skridt, nu)
        if skridt.art == "GENVURDERING":
            skridt.data["udfoert_af"] = _ny_deltager(r, sag, skridt.dag)
        _id(r, skridt)
        raekker += _med_rettelse(r, skridt, nu)
    raekker.sort(key=lambda s: (s.registreret, s.nr))
    return raekker


def _tildelinger(sag: Sagsplads) -> list[DemoSkridt]:
    ud: list[DemoSkridt] = []
    for nr, (fra, initialer, _) in enumerate(sag.perioder):
        data = {"initialer": initialer, "aarsag": "ny sag" if nr == 0 else "overdragelse"}
        ud.append(DemoSkridt("SAGSBEHANDLER_TILDELT", fra, data=data))
    return ud


def _ny_deltager(r: Random, sag: Sagsplads, dag: date) -> str:
    """A genvurdering wants one who has not had the case; the leader mostly steps in."""
    if r.random() < 0.015:
        return sag.hos(dag)
    return "LEDER"


def _registreret(r: Random, skridt: DemoSkridt, nu: date) -> datetime:
    """Most the same day, a tail of weeks; underretninger and their assessment within hours."""
    if skridt.art in STRAKS:
        foerst = skridt.tid or klokken(skridt.dag, arbejdstid(r))
        tid = (
            senere(foerst, r.expovariate(2.0))
            if r.random() < 0.9
            else senere(foerst, r.uniform(8, 40))
        )
    else:
        dage = r.choices(
            [0, r.randrange(1, 4), r.randrange(4, 15), r.randrange(15, 60)], [70, 18, 9, 3]
        )[0]
        time = min(17.9, arbejdstid(r) + 0.5)
        tid = klokken(frem(skridt.dag + timedelta(days=dage)) if dage else skridt.dag, time)
        if skridt.tid and tid < skridt.tid:
            tid = senere(skridt.tid, 0.3)
    return min(tid, klokken(nu - timedelta(days=1), 22 + r.random()))


def _id(r: Random, skridt: DemoSkridt) -> None:
    """A UUIDv7 of the registration time, but from the seed."""
    assert skridt.registreret is not None
    ms = int(skridt.registreret.timestamp() * 1000)
    tal = (ms << 80) | (7 << 76) | (r.getrandbits(12) << 64) | (2 << 62) | r.getrandbits(62)
    skridt.id = UUID(int=tal)
    skridt.rod = skridt.id


def _med_rettelse(r: Random, skridt: DemoSkridt, nu: date) -> list[DemoSkridt]:
    """Now and then the first row was wrong: a correction or a withdrawal follows some days later."""
    x = r.random()
    if skridt.registreret is None or skridt.registreret.date() >= nu - timedelta(days=20):
        return [skridt]
    if skridt.art == "JOURNALNOTAT" and x < TAL.tilbagetraekning * 6:
        fejl = _kopi(r, skridt, skridt)
        fejl.erstatter, fejl.rod = None, fejl.id
        tilbage = _kopi(
            r, fejl, fejl, tilbagetrukket=True, data={"begrundelse": "Hører til en anden sag"}
        )
        return [skridt, fejl, tilbage]
    if x < TAL.rettelse and skridt.tid is None and skridt.art not in STRAKS | {"SAG_LUKKET"}:
        dag = skridt.dag - timedelta(days=r.choice([1, 2, 7, 10]))
        foerst = dataclasses.replace(skridt, dag=dag, data=dict(skridt.data))
        return [foerst, _kopi(r, skridt, foerst)]
    return [skridt]


def _kopi(r: Random, skridt: DemoSkridt, af: DemoSkridt, **andet: Any) -> DemoSkridt:
    """A row that replaces `af` some days after it was registered."""
    ny = dataclasses.replace(skridt, **{"data": dict(skridt.data), **andet})
    assert af.registreret is not None
    ny.registreret = senere(af.registreret, r.uniform(2, 300))
    _id(r, ny)
    ny.rod, ny.erstatter = af.rod, af.id
    return ny
