"""Hold the kernel's rows against the reference's: every field, and the status on the days that matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from omhu.kerne.kalender import Kalender
from omhu.regler import evaluering, udfald
from omhu.regler.sprog import Regel
from omhu.regler.udfald import Raekke
from tests.regler.generator import Sag
from tests.regler.reference import ordnet, reference, reference_status
from tests.regler.reference.tid import fra_ms, sidste_ms, til_ms

FELTER = (
    *("regel", "version", "tilfaelde", "udloest", "nr", "anker", "anker_dag", "frist_dag"),
    *("frist_ms", "lukket", "lukket_dag", "lukket_ms", "opfyldt", "sent"),
    *("fravalgt", "bortfaldet", "uvis", "grund"),
)
KALENDERE = (
    Kalender(),
    Kalender(loerdag_er_hverdag=True),
    Kalender(lukkedage=((12, 24), (5, 1))),
)
Motor = Callable[..., Sequence[Raekke]]
Statusfunktion = Callable[[Raekke, date], str]


@dataclass(frozen=True)
class Uenighed:
    """One row on which the two differ: which, in what, and what each said."""

    pligt: tuple[Any, ...]
    hvad: str
    reference: Any
    kerne: Any


def referencens(
    regler: Sequence[Regel], sag: Sag, kalender: Kalender
) -> dict[tuple, dict[str, Any]]:
    """The reference's rows by rule, trigger and period."""
    raekker = reference(
        regler,
        sag.trin,
        sag.foedselsdag,
        sag.pr,
        kalender.loerdag_er_hverdag,
        kalender.lukkedage,
    )
    return {(r["regel"], r["udloest"], r["nr"]): r for r in raekker}


def kernens(
    regler: Sequence[Regel], sag: Sag, kalender: Kalender, motor: Motor = evaluering.evaluer
) -> dict[tuple, tuple[dict[str, Any], Raekke]]:
    """The kernel's rows by the same key, beside the row itself."""
    pladser = {_navn(t): n for n, t in enumerate(ordnet(sag.trin, sag.foedselsdag, sag.pr))}

    def plads(t):
        return None if t is None else pladser.get(_navn(t), "ukendt skridt")

    fundet = {}
    raekker = motor(regler, sag.trin, foedselsdag=sag.foedselsdag, pr=sag.pr, kalender=kalender)
    for r in raekker:
        noegle = (r.regel.id, plads(r.udloest), r.nr)
        while noegle in fundet:
            noegle = (*noegle, "igen")
        fundet[noegle] = _felter(r, plads), r
    return fundet


def _navn(t) -> Any:
    return t.art if t.id is None else t.id


def _felter(r: Raekke, plads: Callable[[Any], int | None]) -> dict[str, Any]:
    return {
        "regel": r.regel.id,
        "version": r.version.id,
        "tilfaelde": r.tilfaelde,
        "udloest": plads(r.udloest),
        "nr": r.nr,
        "anker": plads(r.anker),
        "anker_dag": r.anker_dag,
        "frist_dag": r.frist_dag,
        "frist_ms": til_ms(r.frist_tid) if r.frist_tid else None,
        "lukket": r.lukket and str(r.lukket),
        "lukket_dag": r.lukket_dag,
        "lukket_ms": r.lukket_ms if r.lukket else None,
        "opfyldt": plads(r.opfyldt),
        "sent": r.sent,
        "fravalgt": plads(r.fravalgt),
        "bortfaldet": plads(r.bortfaldet),
        "uvis": plads(r.uvis),
        "grund": r.grund,
    }


def forskelle(
    regler: Sequence[Regel],
    sag: Sag,
    kalender: Kalender,
    motor: Motor = evaluering.evaluer,
    status: Statusfunktion = udfald.status,
) -> list[Uenighed]:
    """All differences on one case."""
    ref = referencens(regler, sag, kalender)
    return uenigheder(ref, kernens(regler, sag, kalender, motor), sag.pr, status)


def uenigheder(ref, kerne, pr: date, status: Statusfunktion = udfald.status) -> list[Uenighed]:
    """Differences between rows already computed."""
    fundet = []
    for noegle in sorted(ref.keys() | kerne.keys(), key=str):
        if noegle not in kerne or noegle not in ref:
            fundet.append(Uenighed(noegle, "findes", noegle in ref, noegle in kerne))
            continue
        r, (k, raekke) = ref[noegle], kerne[noegle]
        fundet += [Uenighed(noegle, f, r[f], k[f]) for f in FELTER if r[f] != k[f]]
        for naar in (*dage(r, pr), *tider(r)):
            ventet, fik = reference_status(r, naar), str(status(raekke, naar))
            if ventet != fik:
                fundet.append(Uenighed(noegle, f"status {naar}", ventet, fik))
    return fundet


def dage(r: dict[str, Any], pr: date) -> list[date]:
    """The days on which a status may turn, with the day before and after."""
    vendinger = {r[f] for f in ("frist_dag", "lukket_dag", "opfyldt_dag", "uvis_dag")} - {None}
    return sorted({d + timedelta(n) for d in vendinger for n in (-1, 0, 1)} | {pr})


def tider(r: dict[str, Any]) -> list[datetime]:
    """The instants at which a status may turn: the last ms before it, and the ms itself."""
    frist_ms = sidste_ms(r["frist_dag"]) if r["frist_ms"] is None else r["frist_ms"]
    vendinger = {frist_ms + 1, r["lukket_ms"], r["opfyldt_ms"], r["uvis_ms"]} - {None}
    return [fra_ms(ms + n) for ms in sorted(vendinger) for n in (-1, 0)]


def mindste(regler: Sequence[Regel], sag: Sag, uenige: Callable[[Sequence[Regel], Sag], bool]):
    """A smaller rule set and case that still disagree: one rule, no step more than needed."""
    regler = next(([r] for r in regler if uenige([r], sag)), regler)
    nr = 0
    while nr < len(sag.trin):
        mindre = sag.uden(nr)
        if mindre.trin and uenige(regler, mindre):
            sag = mindre
        else:
            nr += 1
    return regler, sag


def beskriv(regler: Sequence[Regel], sag: Sag, fundet: Sequence[Uenighed]) -> str:
    """A disagreement written out for the person who is to judge it by README.md."""
    linjer = [f"pr. {sag.pr}, født {sag.foedselsdag}"]
    for t in ordnet(sag.trin, sag.foedselsdag, sag.pr):
        naar = t.tid.isoformat() if t.tid else "kun dato"
        mere = {k: v for k, v in t.attributter.items() if v}
        linjer.append(
            f"  {t.dag} {naar:32} {t.art} {','.join(t.indsatser)} {mere or ''} "
            f"{t.navn}->{t.vedroerer or '-'} næste {t.naeste}"
        )
    linjer += [
        f"  {u.pligt} {u.hvad}: reference {u.reference}, kerne {u.kerne}" for u in fundet[:6]
    ]
    sete = {u.pligt[0] for u in fundet}
    for r in (r for r in regler if r.id in sete):
        for v in r.versioner:
            linjer.append(f"  {r.id} {v.fra} til {v.til}")
            linjer += [f"    {m.model_dump(exclude_defaults=True)}" for m in v.tilfaelde]
    return "\n".join(linjer)
