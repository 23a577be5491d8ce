"""Deadlines that a measure counts inside its window: after a start, or from one follow-up to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from omhu.maalinger.kontekst import KALENDER, Kontekst, in_group, moved, written_day
from omhu.maalinger.sprog import Bortfald, Fristsaet, Fristudgave, Sideloebende
from omhu.regler.trin import Trin


@dataclass(frozen=True)
class Maalefrist:
    """One deadline for one measure (None: the step names none): its anchor, last day, law, and the step that met it."""

    anker: Trin
    indsats: str | None
    dag: date
    lov: str
    opfyldt: Trin | None


def frister_i_vinduet(navn: str, k: Kontekst) -> list[Maalefrist]:
    """The deadlines of this set that fall inside the window and did not lapse, in order of time."""
    saet = k.koncept.frister[navn]
    fundne = []
    for anker in k.vaelg(saet.fra):
        frist = _deadline(saet, anker, k)
        if frist is None or frist[0] not in k.vindue:
            continue
        dag, lov = frist
        for indsats in anker.indsatser or (None,):
            if not _lapsed(saet, anker, indsats, dag, k):
                fundne.append(Maalefrist(anker, indsats, dag, lov, _met(saet, anker, indsats, dag, k)))
    return sorted(fundne, key=lambda f: f.dag)


def _deadline(saet: Fristsaet, anker: Trin, k: Kontekst) -> tuple[date, str] | None:
    """The day and the law: each law counts for itself, oldest first; the first whose own due day lies in its time decides."""
    for lov, udgave in saet.lov.items():
        dag = _counted(udgave, anker, k)
        if dag is not None and k.koncept.lov_paa(dag) == lov:
            return _brought_forward(udgave.dog_senest, anker, dag, k), lov
    return None


def _counted(udgave: Fristudgave, anker: Trin, k: Kontekst) -> date | None:
    if udgave.plus is not None:
        return moved(anker.dag, udgave.plus)
    naeste = written_day(anker, udgave.felt or "")
    return naeste or _by_rhythm(udgave.rytme, anker, k)


def _by_rhythm(felt: str | None, anker: Trin, k: Kontekst) -> date | None:
    """The rhythm in months that was decided last, on this step or an earlier one of its kind and measures."""
    for t in reversed([t for t in k.trin if t.art == anker.art and t.dag <= anker.dag]):
        faelles = not t.indsatser or not anker.indsatser or set(t.indsatser) & set(anker.indsatser)
        maaneder = t.attributter.get(felt or "", "")
        if faelles and maaneder.isdecimal():
            return KALENDER.laeg_til(anker.dag, "maaneder", int(maaneder))
    return None


def _brought_forward(sideloebende: list[Sideloebende], anker: Trin, dag: date, k: Kontekst) -> date:
    for s in sideloebende:
        slut = next((t for t in k.trin if t.art in s.afsluttet and t.dag > anker.dag), None)
        if slut is None or slut.dag >= dag:
            continue
        begyndt_senere = any(t.art in s.besluttet and anker.dag < t.dag <= slut.dag for t in k.trin)
        if not begyndt_senere:
            dag = slut.dag
    return dag


def _lapsed(saet: Fristsaet, anker: Trin, indsats: str | None, dag: date, k: Kontekst) -> bool:
    return any(
        _ends(b, t, indsats)
        for t in k.trin
        if anker.dag <= t.dag <= dag and t is not anker
        for b in saet.bortfalder
    )


def _ends(b: Bortfald, trin: Trin, indsats: str | None) -> bool:
    if trin.art not in b.skridt:
        return False
    if b.kun_gruppe and (indsats is None or not in_group((indsats,), [b.kun_gruppe])):
        return False
    return not trin.indsatser or (indsats is not None and indsats in trin.indsatser)


def _met(saet: Fristsaet, anker: Trin, indsats: str | None, dag: date, k: Kontekst) -> Trin | None:
    return next(
        (
            t
            for t in k.vaelg(saet.opfyldt_af)
            if anker.dag < t.dag <= dag
            and (indsats is None or not t.indsatser or indsats in t.indsatser)
        ),
        None,
    )
