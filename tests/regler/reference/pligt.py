"""From a rule and a trigger to obligations: version, case, anchor, window, due day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from omhu.regler.sprog import Moenster, Regel, Version

from . import sammenhaeng, tid
from .sag import Sag, Skridt

TIME_MS = 3_600_000
INGEN_DAG = date.min


@dataclass
class Pligt:
    """One obligation before its outcome is known."""

    regel: Regel
    version: Version
    tilfaelde: int
    moenster: Moenster
    udloesende: Skridt
    anker: Skridt
    nr: int = 0
    fra_dag: date | None = None
    """First day responses count from (foer, hvert, hver); None: from the anchor."""
    frist_dag: date = INGEN_DAG
    tidligst_ms: int = 0
    """Earliest due instant (timer only)."""
    frist_ms: int | None = None
    """Shown due instant (timer only)."""


def pligter(sag: Sag, regel: Regel) -> list[Pligt]:
    """All obligations of one rule, trigger by trigger."""
    alle: list[Pligt] = []
    for skridt in sag.skridt:
        tidligere_ankre = {p.anker.nr for p in alle}
        alle += [
            p
            for p in pligter_af(sag, regel, skridt)
            if not (p.moenster.en_pr_anker and p.anker.nr in tidligere_ankre)
        ]
    return alle


def pligter_af(sag: Sag, regel: Regel, udloesende: Skridt) -> list[Pligt]:
    """The obligations that one step triggers: at most one per period, from the first version in force."""
    taget: dict[int, Pligt] = {}
    for version in regel.versioner:
        for p in mulige_pligter(sag, regel, version, udloesende):
            if i_kraft(regel, version, versionsdag(p)):
                taget.setdefault(p.nr, p)
    return list(taget.values())


def i_kraft(regel: Regel, version: Version, dag: date) -> bool:
    senere = [v.fra for v in regel.versioner if v.fra > version.fra]
    if senere and dag >= min(senere):
        return False
    return version.fra <= dag <= (version.til or date.max)


def versionsdag(p: Pligt) -> date:
    return p.frist_dag if p.moenster.version_efter == "frist" else p.udloesende.dag


def mulige_pligter(sag: Sag, regel: Regel, version: Version, udloesende: Skridt) -> list[Pligt]:
    """What the version would demand of this step, were it in force."""
    nr = find_tilfaelde(sag, version, udloesende)
    if nr is None:
        return []
    m = version.tilfaelde[nr]
    anker = find_anker(sag, m, udloesende)
    if anker is None:
        return []
    return VINDUER[m.frist.form](sag, Pligt(regel, version, nr, m, udloesende, anker))


def find_tilfaelde(sag: Sag, version: Version, udloesende: Skridt) -> int | None:
    """The first case whose `naar` holds and whose `udloest_af` matches."""
    for nr, m in enumerate(version.tilfaelde):
        if sag.passer_en(udloesende, m.udloest_af) and sag.opfylder(udloesende, m.naar):
            return nr
    return None


def find_anker(sag: Sag, m: Moenster, udloesende: Skridt) -> Skridt | None:
    if m.frist.form == "foer":
        return udloesende
    for alternativ in m.regnes_fra:
        if alternativ == "udloesende":
            return udloesende
        mulige = [s for s in sag.skridt if kan_vaere_anker(sag, alternativ, s, udloesende)]
        if mulige:
            return mulige[-1]
    return None


def kan_vaere_anker(sag: Sag, alternativ, s: Skridt, udloesende: Skridt) -> bool:
    if s.dag > udloesende.dag or not sag.passer(s, alternativ):
        return False
    if alternativ.hoejst and s.dag < sag.kalender.traek_fra(udloesende.dag, alternativ.hoejst):
        return False
    graenser = [g for g in sag.foer(udloesende) if g.art in alternativ.efter]
    return not graenser or s.ved_eller_efter(graenser[-1])


# ----- windows, one function per form of frist


def vindue_timer(sag: Sag, p: Pligt) -> list[Pligt]:
    timer = p.moenster.frist.timer * TIME_MS
    p.tidligst_ms = p.anker.tlo + timer
    p.frist_ms = p.anker.thi + timer
    p.frist_dag = tid.lokal_dag(p.frist_ms)
    return [p]


def vindue_dag(sag: Sag, p: Pligt) -> list[Pligt]:
    p.frist_dag = rullet(sag, p, sag.kalender.laeg_til(p.anker.dag, p.moenster.frist))
    return [p]


def vindue_foer(sag: Sag, p: Pligt) -> list[Pligt]:
    tidligst = p.moenster.frist.tidligst
    p.fra_dag = sag.kalender.traek_fra(p.udloesende.dag, tidligst) if tidligst else date.min
    p.frist_dag = p.udloesende.dag
    return [p]


def vindue_dato(sag: Sag, p: Pligt) -> list[Pligt]:
    ellers = p.moenster.frist.ellers
    dag = p.udloesende.trin.naeste
    if dag is None and ellers:
        dag = sag.kalender.laeg_til(p.anker.dag, ellers)
    if dag is None:
        return []
    p.frist_dag = rullet(sag, p, dag)
    return [p]


def vindue_hvert(sag: Sag, p: Pligt) -> list[Pligt]:
    alle = []
    for aar in range(p.udloesende.dag.year, periodegraense(sag, p).year + 1):
        foerste, sidste = date(aar, 1, 1), date(aar, 12, 31)
        if p.moenster.frist.kun_hele and foerste < p.udloesende.dag:
            continue
        alle.append(periode(sag, p, aar - p.udloesende.dag.year, foerste, sidste))
    return alle


def vindue_hver(sag: Sag, p: Pligt) -> list[Pligt]:
    alle = []
    hver = p.moenster.frist.hver
    while True:
        foerste = sag.kalender.laeg_til(p.anker.dag, hver, len(alle)) if alle else p.anker.dag
        if foerste > periodegraense(sag, p):
            return alle
        sidste = sag.kalender.laeg_til(p.anker.dag, hver, len(alle) + 1) - tid.DAG
        alle.append(periode(sag, p, len(alle), foerste, sidste))


VINDUER = {
    "timer": vindue_timer,
    "dag": vindue_dag,
    "foer": vindue_foer,
    "dato": vindue_dato,
    "hvert": vindue_hvert,
    "hver": vindue_hver,
}


def rullet(sag: Sag, p: Pligt, dag: date) -> date:
    return sag.kalender.rul(dag) if p.moenster.frist.rul else dag


def periodegraense(sag: Sag, p: Pligt) -> date:
    """Periods begin on or before this day: the first lapse or the horizon."""
    ende = sammenhaeng.foerste_bortfald(sag, p)
    return min(ende.dag, sag.horisont) if ende else sag.horisont


def periode(sag: Sag, p: Pligt, nr: int, foerste: date, sidste: date) -> Pligt:
    return Pligt(
        p.regel,
        p.version,
        p.tilfaelde,
        p.moenster,
        p.udloesende,
        p.anker,
        nr,
        fra_dag=foerste,
        frist_dag=sidste,
    )
