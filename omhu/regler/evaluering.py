"""Evaluate rules on one case: Trin objects in, obligations out. The kernel is `sweep`; this dresses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from omhu.kerne.kalender import Kalender, dag_af, dagnr, tid_af
from omhu.regler.kalendertabel import KAL_FRA, KAL_N, kalendertabel
from omhu.regler.katalog import katalog
from omhu.regler.kolonner import kolonner, ordnet
from omhu.regler.program import (
    LUK_BORT,
    LUK_FRAV,
    LUK_OPF,
    LUK_UNDT,
    UD_ANKER,
    UD_BORT,
    UD_BREDDE,
    UD_FRAV,
    UD_FRIST,
    UD_FRIST_MS,
    UD_LUK,
    UD_LUK_MS,
    UD_NR,
    UD_OPF,
    UD_R,
    UD_SENT,
    UD_TRIN,
    UD_UNDTAGELSE,
    UD_UVIS,
    Program,
    oversaet,
)
from omhu.regler.sprog import Moenster, Regel, Status
from omhu.regler.sweep import sweep
from omhu.regler.trin import Trin
from omhu.regler.udfald import Raekke

LUKNINGER = {
    LUK_OPF: Status.OVERHOLDT,
    LUK_FRAV: Status.FRAVALGT,
    LUK_BORT: Status.IKKE_RELEVANT,
    LUK_UNDT: Status.IKKE_RELEVANT,
}
STANDARD = Kalender()
_programmer: dict[tuple[int, ...], tuple[tuple[Regel, ...], Program]] = {}


def program_for(regler: Sequence[Regel]) -> Program:
    """The compiled rules, compiled once per set."""
    noegle = tuple(map(id, regler))
    if noegle not in _programmer:
        if len(_programmer) > 200:
            _programmer.clear()
        _programmer[noegle] = (tuple(regler), oversaet(tuple(regler)))
    return _programmer[noegle][1]


def horisont(pr: date) -> date:
    """How far ahead birthdays and periods are made."""
    return pr + relativedelta(years=1)


def evaluer(
    regler: Sequence[Regel],
    trin: Sequence[Trin],
    *,
    foedselsdag: date | None,
    pr: date,
    kalender: Kalender | None = None,
) -> list[Raekke]:
    """All obligations of one case as it stood on `pr`, in the order of their triggers.

    `trin` in order of entry, already cut to what was known. The rows say nothing of a day; `udfald.status` does.
    """
    program = program_for(regler)
    raekker = ordnet(trin, foedselsdag, pr, horisont(pr))
    K = kolonner(raekker, foedselsdag)
    ud, antal = _koer(program, K, len(raekker), pr, kalender or STANDARD)
    kun_indlaest = bool(trin) and all(t.indlaest for t in trin)
    return [_raekke(program, raekker, ud, n * UD_BREDDE, kun_indlaest) for n in range(antal)]


def _koer(
    program: Program, K: tuple[list[int], ...], n: int, pr: date, kalender: Kalender
) -> tuple[list[int], int]:
    plads = 16 + 8 * n
    while True:
        ud = [0] * (plads * UD_BREDDE)
        antal = sweep(
            [0, n],
            1,
            K,
            [0] * n,
            program.R,
            program.P,
            program.BY,
            program.BYL,
            program.KON,
            program.SAET,
            program.SLET,
            kalendertabel(kalender),
            KAL_FRA,
            KAL_N,
            dagnr(horisont(pr)),
            ud,
            plads,
        )
        if antal >= 0:
            return ud, antal
        plads *= 4


def _raekke(
    program: Program, trin: list[Trin], ud: list[int], o: int, kun_indlaest: bool
) -> Raekke:
    regel, version, tilfaelde = program.kilder[ud[o + UD_R]]
    moenster = version.tilfaelde[tilfaelde]
    luk = ud[o + UD_LUK]
    undtagelse = ud[o + UD_UNDTAGELSE]
    ukendt = _ukendt_for_kilden(moenster) if kun_indlaest else ""
    grund = moenster.undtaget[undtagelse].grund if undtagelse >= 0 else moenster.grund or ukendt

    def peg(felt: int) -> Trin | None:
        return trin[ud[o + felt]] if ud[o + felt] >= 0 else None

    lukker = {LUK_OPF: UD_OPF, LUK_FRAV: UD_FRAV, LUK_BORT: UD_BORT, LUK_UNDT: UD_TRIN}.get(luk)
    lukkende = peg(lukker) if lukker is not None else None
    return Raekke(
        regel=regel,
        version=version,
        tilfaelde=tilfaelde,
        udloest=trin[ud[o + UD_TRIN]],
        nr=ud[o + UD_NR],
        anker=trin[ud[o + UD_ANKER]],
        frist_dag=dag_af(ud[o + UD_FRIST]),
        frist_tid=tid_af(ud[o + UD_FRIST_MS]) if moenster.frist.timer else None,
        lukket=LUKNINGER.get(luk),
        lukket_dag=lukkende.dag if lukkende else None,
        lukket_ms=ud[o + UD_LUK_MS] if luk else 0,
        opfyldt=peg(UD_OPF),
        sent=bool(ud[o + UD_SENT]),
        fravalgt=peg(UD_FRAV),
        bortfaldet=peg(UD_BORT),
        uvis=peg(UD_UVIS),
        grund=grund,
        vurderes=moenster.vurderes and not ukendt,
    )


def _ukendt_for_kilden(moenster: Moenster) -> str:
    """Why a lack cannot be judged in a case that was only imported: extracts do not carry the response."""
    arter = katalog().arter
    svar = [arter[a] for m in moenster.opfyldt_af for a in m.skridt]
    if not all(a.kun_omhu for a in svar):
        return ""
    return f"sagen er indlæst, og udtrækket har ikke skridtet »{svar[0].navn}«. Er det sket, så registrér det her"
