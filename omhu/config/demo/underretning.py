"""An underretning comes in: assessed within 24 hours, confirmed, and what the child and the sender then meet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from omhu.config.demo.dage import KALENDER, arbejdstid, frem, klokken, om
from omhu.config.demo.forloeb import Forloeb, senere
from omhu.config.demo.modeller import DemoSkridt
from omhu.config.demo.tekster import AARSAGER
from omhu.kerne.kalender import lokal_dag

AFSENDERE = {
    "skole": 27,
    "sundhedsvaesen": 17,
    "dagtilbud": 9,
    "politi": 11,
    "anden_forvaltning": 9,
    "anden_kommune": 5,
    "anbringelsessted": 4,
    "familie_netvaerk": 9,
    "barnet_selv": 2,
    "fritidstilbud": 2,
    "andre": 5,
}
FAGPERSONER = {
    "skole",
    "sundhedsvaesen",
    "dagtilbud",
    "politi",
    "anden_forvaltning",
    "anbringelsessted",
    "fritidstilbud",
}


def modtag(f: Forloeb, dag: date, *, genvurderes: bool = False) -> DemoSkridt:
    """An underretning with everything that follows from it as such. Overgreb is never only a routine."""
    r, tal = f.r, f.tal
    afsender = r.choices(list(AFSENDERE), list(AFSENDERE.values()))[0]
    anonym = afsender in ("familie_netvaerk", "andre") and f.chance(tal.anonym / 0.14)
    overgreb = f.chance(tal.overgreb)
    navn, tid = f.naeste_navn(), klokken(dag, _time(r, dag))
    u = f.ny(
        "UNDERRETNING",
        dag,
        tid=tid,
        navn=navn,
        afsender="anonym" if anonym else afsender,
        anonym="ja" if anonym else "",
        overgreb="ja" if overgreb else "",
        skaerpet="ja" if afsender in FAGPERSONER else "",
        aarsager="overgreb" if overgreb else r.choice(AARSAGER),
        aeresrelateret="ja" if f.chance(tal.aeresrelateret) else "",
    )
    _vurder(f, u)
    if not anonym:
        frist = KALENDER.laeg_til(dag, "hverdage", 6)
        f.svar("KVITTERING", frem(dag), frist, tal.kvittering, sen=6, aldrig=0.2, vedroerer=navn)
        if afsender in FAGPERSONER:
            frist = dag + timedelta(days=28)
            f.svar("EFTERUNDERRETNING", om(dag, 5), frist, tal.efterunderretning, vedroerer=navn)
    _saerlige(f, u, genvurderes)
    return u


def _time(r: Random, dag: date) -> float:
    """Mostly in working hours; evenings and weekends from police and hospitals."""
    if dag.weekday() >= 5 or r.random() < 0.12:
        return r.uniform(7, 23.8)
    return arbejdstid(r)


def _vurder(f: Forloeb, u: DemoSkridt) -> None:
    """The 24 hours: in time mostly the same or the next morning; the late ones are those nobody saw."""
    assert u.tid is not None
    if f.chance(f.tal.vurderet_24t):
        tid = _om_dagen(u.tid, senere(u.tid, min(23.9, f.r.gammavariate(1.3, 4.0) + 0.2)))
    else:
        tid = senere(u.tid, 24 + f.r.gammavariate(1.2, 22))
    uden_klokkeslaet = f.chance(f.tal.vurderet_uden_klokkeslaet)
    f.ny(
        "AKUTVURDERING",
        lokal_dag(tid),
        tid=None if uden_klokkeslaet else tid.replace(second=0, microsecond=0),
        vedroerer=u.navn,
        resultat="akut" if f.chance(0.25 if u.data.get("overgreb") else 0.025) else "ikke_akut",
        udfoert_af="doegnvagt" if tid.hour < 7 or tid.hour >= 17 or tid.weekday() >= 5 else "",
    )


def _om_dagen(modtaget: datetime, tid: datetime) -> datetime:
    """What nobody does at night is done in the morning, when that is still in time."""
    if 7 <= tid.hour < 22:
        return tid
    morgen = klokken(tid.date() + timedelta(days=tid.hour >= 22), 7.75 + tid.minute / 45)
    return morgen if morgen.timestamp() - modtaget.timestamp() < 23.5 * 3600 else tid


def _saerlige(f: Forloeb, u: DemoSkridt, genvurderes: bool) -> None:
    """The talk about overgreb, the risk of honour conflicts, and the second pair of eyes."""
    if u.data.get("overgreb"):
        if f.barn.alder(u.dag) < 3:
            f.ny(
                "BOERNESAMTALE_FRAVALGT",
                frem(u.dag),
                vedroerer=u.navn,
                begrundelse="alder",
                alternativ_kilde="personale i dagtilbud",
            )
        else:
            frist = KALENDER.laeg_til(u.dag, "hverdage", 1)
            f.svar(
                "BOERNESAMTALE",
                frem(u.dag),
                frist,
                0.88,
                "underretningen",
                sen=4,
                vedroerer=u.navn,
                udfoert_af="myndighed",
            )
    if u.data.get("aeresrelateret"):
        f.svar("AERESRISIKOVURDERING", frem(u.dag), u.dag + timedelta(days=7), 0.9, sen=6)
        f.ny("FORAELDREKONTAKT", om(u.dag, 9))
    if genvurderes:
        frist = u.dag + timedelta(days=7)
        f.svar("GENVURDERING", frem(u.dag), frist, f.tal.genvurdering, sen=9, vedroerer=u.navn)
