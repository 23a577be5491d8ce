"""The table of a round as csv and xlsx, each row with all that must be printed with a percentage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from omhu.frister.regelsaet import regel
from omhu.kerne import regneark
from omhu.kerne.regneark import Celle
from omhu.maalinger.statistik import SKJULT
from omhu.maalinger.statistik import skjul as for_lille
from omhu.regler.love import lov_paa
from omhu.tilsyn.resultat.efterslaeb import Efterslaeb, efterslaeb
from omhu.tilsyn.resultat.tal import Rundetal, Spoergsmaalstal, Tal

HOVED = (
    "Sagstrin;Spørgsmål;Tekst;Hjemmel;Overholdt;Relevante;Procent;Vejet;Nedre grænse %;Øvre grænse %;Metode;"
    "Ikke relevant;Kan ikke vurderes;Dataene foreslog;Læseren var uenig;Udvælgelse;Konvention;Periode fra;Periode til;"
    "Koncept;Udgave;Niveau;Regel;Skridt bag;Registreret efter (dage);Registreret sent"
).split(";")


def raekker(r: Rundetal, *, skjul: bool = False) -> Iterator[list[Celle]]:
    """One list per question, and one for the cases with everything right. Small numbers, and how late things are
    written, stay in the house (`skjul`)."""
    sent = {} if skjul else efterslaeb(r)
    for t in r.trin:
        for s in t.spoergsmaal:
            bag = sent.get(s.spoergsmaal.id)
            yield [*_row(r, t.navn, s, skjul=skjul), *_lateness(bag)]
    yield [
        "",
        "",
        "Sager, hvor alt relevant er i orden",
        "",
        *_figure(r.alt_rigtigt, skjul=skjul),
        None,
        None,
        *_basis(r),
        "",
        *_lateness(None),
    ]


def _lateness(e: Efterslaeb | None) -> list[Celle]:
    return [e.skridt, e.dage, e.sene] if e else [None, None, None]


def _row(r: Rundetal, trin: str, s: Spoergsmaalstal, *, skjul: bool) -> list[Celle]:
    sp = s.spoergsmaal
    uenige: list[Celle] = [s.auto, s.uenige] if s.auto and not skjul else [None, None]
    return [
        trin, sp.id, sp.tekst, sp.hjemmel_tekst(), *_figure(s.tal, skjul=skjul), *uenige, *_basis(r),
        regel_tekst(s, r.data.fra, r.data.til),
    ]  # fmt: skip


def _figure(t: Tal, *, skjul: bool) -> list[Celle]:
    if skjul and for_lille(t.k, t.n):
        return [SKJULT, None, None, None, None, None, "", None, None]
    lav, hoej = t.interval.lav, t.interval.hoej
    return [
        t.k,
        t.n,
        t.procent or t.ud_af,
        "ja" if t.vejet else "nej",
        None if lav is None else round(100 * lav, 1),
        None if hoej is None else round(100 * hoej, 1),
        t.interval.metode,
        t.ikke_relevant,
        t.uvist,
    ]


def _basis(r: Rundetal) -> list[Celle]:
    d = r.data
    return [
        r.udvaelgelse,
        r.konvention,
        d.fra.isoformat(),
        d.til.isoformat(),
        r.koncept.navn,
        d.udgave,
        r.koncept.niveau(r.niveau).navn,
    ]


def regel_tekst(s: Spoergsmaalstal, fra: date, til: date) -> str:
    """Where the computed answer comes from, with the versions in force in the window: rules by their first day, a
    measure's row by its laws."""
    b = s.spoergsmaal.beregning
    if b is None:
        return ""
    if b.maaling:
        love = dict.fromkeys((lov_paa(fra), lov_paa(til)))
        return f"{b.maaling}:{b.raekke} ({', '.join(love)})"
    i_kraft = {r: _versions(r, fra, til) for r in b.regler}
    return " ".join(f"{r} ({', '.join(v)})" for r, v in i_kraft.items() if v)


def _versions(regel_id: str, fra: date, til: date) -> list[str]:
    """The versions of a rule that were in force some day of the window: each until the next begins."""
    fundet = regel(regel_id)
    if fundet is None:
        return ["findes ikke mere"]
    naeste = [v.fra for v in fundet.versioner[1:]] + [date.max]
    return [
        v.id
        for v, efter in zip(fundet.versioner, naeste, strict=True)
        if v.fra <= til and efter > fra and (v.til is None or v.til >= fra)
    ]


def som_csv(r: Rundetal, *, skjul: bool = False) -> str:
    """The table as text."""
    return regneark.som_csv(HOVED, raekker(r, skjul=skjul))


def som_xlsx(r: Rundetal, *, skjul: bool = False) -> bytes:
    """The same as a workbook."""
    return regneark.som_xlsx("Resultat", HOVED, raekker(r, skjul=skjul), bredder={2: 60})
