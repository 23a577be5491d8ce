"""Placements: with consent, coercive (few), provisional, home again, or on into ungestøtte."""

from __future__ import annotations

from datetime import date, timedelta

from omhu.config.demo.afgoerelse import afgoer
from omhu.config.demo.dage import arbejdstid, frem, fylder, klokken, om, plus_maaneder, tilbage
from omhu.config.demo.forloeb import Forloeb, lokal_dag, senere
from omhu.config.demo.indsats import besoeg, foelg_op

PLANER = {"HANDLEPLAN", "BARNETS_PLAN", "UNGEPLAN"}
STEDER = [
    "plejefamilie",
    "netvaerksplejefamilie",
    "boerne_og_ungehjem",
    "eget_vaerelse",
    "efterskole",
]


def anbring(f: Forloeb, dag: date) -> date:
    """Decide and run one placement; returns its end (for a young person the end of ungestøtte)."""
    f.sagstype = "anbringelse"
    tvang = f.chance(f.tal.uden_samtykke)
    indsats = "anbringelse_uden_samtykke" if tvang else "anbringelse"
    start = om(dag, f.dage(12, mindst=1, hoejst=60))
    if tvang and f.chance(f.tal.formandsbeslutning):
        start = _formand(f, dag)
    f.skridt.sort(key=lambda s: s.dag)
    endelig = om(start, 22) if start <= dag else dag
    afgoer(f, endelig, indsats, samtykke=not tvang, akut=not tvang and f.chance(0.1))
    if tvang:
        f.ny("BUU_AFGOERELSE", endelig, indsats, naeste=plus_maaneder(endelig, 12))
    f.ny("IVAERKSAT", start, indsats, sted=_sted(f, start))
    slut = _slut(f, start, tvang)
    _omkring(f, max(start, endelig))
    foelg_op(f, indsats, start, slut)
    besoeg(f, start, slut)
    if tvang:
        _genbehandl(f, endelig, slut, indsats)
    _udlever(f, start, slut)
    return _ophoer(f, indsats, slut)


def _sted(f: Forloeb, dag: date) -> str:
    alder = f.barn.alder(dag)
    vaegte = [60, 12, 25, 0, 3] if alder < 14 else [28, 6, 46, 12, 8]
    return f.r.choices(STEDER, vaegte)[0]


def _formand(f: Forloeb, dag: date) -> date:
    """The chair decides at once; the committee approves within seven days and decides within a month."""
    tid = klokken(dag, arbejdstid(f.r))
    navn = f.naeste_navn()
    f.ny("FORMANDSBESLUTNING", dag, "anbringelse_uden_samtykke", tid=tid, navn=navn)
    besked = senere(tid, f.r.uniform(1, 20))
    f.ny("ORIENTERING_PARTER", lokal_dag(besked), tid=besked, vedroerer=navn)
    f.svar(
        "BUU_GODKENDELSE",
        om(dag, 3),
        dag + timedelta(days=7),
        0.95,
        sen=2,
        aldrig=0,
        vedroerer=navn,
    )
    return dag


def _slut(f: Forloeb, start: date, tvang: bool) -> date:
    dage = f.dage(1250 if tvang else 980, mindst=90, hoejst=4200)
    foedt = f.barn.foedselsdato or f.barn.termin
    assert foedt is not None
    return min(om(start, dage), tilbage(fylder(foedt, 18) - timedelta(days=1)))


def _omkring(f: Forloeb, start: date) -> None:
    """What the parents and the place must have."""
    f.svar(
        "STOETTEPERSON_TILBUDT",
        om(start, 2),
        plus_maaneder(start, 1),
        0.86,
        svar="ja" if f.chance(0.4) else "nej",
    )
    f.svar("FORAELDREHANDLEPLAN", om(start, 20), plus_maaneder(start, 3), 0.72)
    if f.chance(0.5):
        f.ny("SOESKENDEVURDERING", om(start, f.r.randrange(0, 12)))


def _udlever(f: Forloeb, start: date, slut: date) -> None:
    """Each plan goes to the place; what was made before goes along at the start."""
    planer = [s.dag for s in f.skridt if s.art in PLANER]
    dage = {d for d in planer if start <= d < slut} | (
        {start} if any(d < start for d in planer) else set()
    )
    for dag in sorted(dage):
        f.svar("PLAN_UDLEVERET", frem(dag), dag + timedelta(days=14), 0.87, sen=12)


def _genbehandl(f: Forloeb, endelig: date, slut: date, indsats: str) -> None:
    """The committee decides again within a year, then within two."""
    frist = plus_maaneder(endelig, 12)
    while frist < min(slut, f.nu + timedelta(days=120)):
        dag = tilbage(frist - timedelta(days=f.r.randrange(4, 40)))
        f.ny("BUU_AFGOERELSE", dag, indsats, naeste=plus_maaneder(dag, 24))
        frist = plus_maaneder(dag, 24)


def _ophoer(f: Forloeb, indsats: str, slut: date) -> date:
    alder = f.barn.alder(slut)
    if alder > 17.9:
        return _til_ungestoette(f, indsats, slut)
    if f.chance(0.8):
        _hjem(f, indsats, slut)
    else:
        f.ny("FORANSTALTNING_OPHOERT", slut, indsats, aarsag="fraflyttet")
    return slut


def _hjem(f: Forloeb, indsats: str, slut: date) -> None:
    """Home again: statement, revised plan and talk first, then a decision, then a period of at most six months."""
    besluttet = tilbage(slut - timedelta(days=f.r.randrange(20, 170)))
    f.foer("UDTALELSE_ANBRINGELSESSTED", besluttet, 0.85)
    f.foer("BARNETS_PLAN" if f.bl(besluttet) else "HANDLEPLAN", besluttet, 0.8, indsats)
    if f.barn.alder(besluttet) >= 2.5:
        f.foer("BOERNESAMTALE", besluttet, 0.85, indsats, udfoert_af="myndighed")
    f.ny("HJEMGIVELSE_BESLUTTET", besluttet, indsats)
    f.ny("HJEMGIVET", slut)
    f.ny("FORANSTALTNING_OPHOERT", slut, indsats, aarsag="hjemgivet")


def _til_ungestoette(f: Forloeb, indsats: str, slut: date) -> date:
    """Six months before the 18th birthday: will there be ungestøtte? Often, and mostly to 20 or 21."""
    foedt = f.barn.foedselsdato
    f.ny("FORANSTALTNING_OPHOERT", slut, indsats, aarsag="fyldt 18 år")
    if foedt is None:
        return slut
    frist = plus_maaneder(fylder(foedt, 17), 6)
    if frist < slut:
        f.svar(
            "UNGESTOETTE_AFGOERELSE",
            om(frist, -110),
            frist,
            0.72,
            "ungestoette_kontaktperson",
            aldrig=0.05,
        )
    if f.chance(0.4):
        return slut
    start, til = (
        frem(fylder(foedt, 18)),
        om(fylder(foedt, 18), f.dage(620, mindst=120, hoejst=1500)),
    )
    stoette = "ungestoette_doegn" if f.chance(0.3) else "ungestoette_kontaktperson"
    f.ny("IVAERKSAT", start, stoette)
    foelg_op(f, stoette, start, til)
    f.ny("FORANSTALTNING_OPHOERT", til, stoette, aarsag="maal_naaet")
    return til
