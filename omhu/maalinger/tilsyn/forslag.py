"""The answers that data can give to a concept's questions. Built on `maalinger.beregn`: never a second evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from omhu.kerne.kalender import Kalender
from omhu.kerne.ord_om_tid import dato
from omhu.maalinger.beregn import Gennemgang, Optaelling, evaluering_af, gennemgaa, noedvendige
from omhu.maalinger.betingelser import holds
from omhu.maalinger.filer import hent_koncept
from omhu.maalinger.kontekst import Kontekst
from omhu.maalinger.pligter import Stilling, Svarslags, stilling
from omhu.maalinger.sag import Maalesag
from omhu.maalinger.sprog import Koncept, Konvention, Raekke, Udgave
from omhu.maalinger.tilsyn.belaeg import steps_of_condition, steps_of_obligations, steps_of_row
from omhu.maalinger.tilsyn.sprog import (
    FRAVALGT,
    IKKE_RELEVANT,
    UVIST,
    Sagstrin,
    Skala,
    Spoergsmaal,
    Tilsynskoncept,
)
from omhu.regler.katalog import katalog
from omhu.regler.love import BL, SEL, fra_og_med, lov_paa
from omhu.regler.sprog import Regel
from omhu.regler.trin import Trin

EGNE = "egne"
"""Name of the measure that a concept's own questions about obligations become."""


@dataclass(frozen=True)
class Forslag:
    """One answer and what it rests on."""

    svar: str
    """A code of the question's scale."""
    grund: str
    """Danish, with the dates."""
    belaeg: tuple[str, ...] = ()
    """Ids of the steps that decided."""
    hjemmel: str = ""
    """The paragraph of the law of the act."""
    regel: str = ""
    """Id of the rule, or `maaling:raekke`."""
    lov: str = ""


@dataclass
class Maalinger:
    """The measures that a concept's questions read, each run once over all cases, lawful opt-outs left out."""

    fundne: dict[str, Gennemgang]
    belaeg: bool = True
    """Are the steps behind each answer to be found? A figure alone needs none."""
    raekker: dict[tuple[str, str], tuple[Raekke, Optaelling | None]] = field(init=False)
    kontekster: dict[tuple[str, str], Kontekst] = field(init=False)

    def __post_init__(self) -> None:
        self.raekker = {
            (navn, raekke.id): (raekke, optalt)
            for navn, g in self.fundne.items()
            for raekke, _, optalt in g.raekker
        }
        self.kontekster = {
            (navn, k.sag.id): k for navn, g in self.fundne.items() for k in g.kontekster
        }


def forslag(
    koncept: Tilsynskoncept,
    sager: Iterable[Maalesag],
    fra: date,
    til: date,
    *,
    regler: Sequence[Regel] | None = None,
    kalender: Kalender | None = None,
    mapper: tuple[Path, ...] = (),
) -> dict[tuple[str, str], Forslag]:
    """Answer per case and question, for the questions that data can answer. The window is the round's; its last day
    is the day the cases are seen from. ValueError when `til` is before `fra`."""
    sager = list(sager)
    fundne = gennemgange(koncept, sager, fra, til, regler=regler, kalender=kalender, mapper=mapper)
    return svar_af(koncept, sager, Maalinger(fundne))


def gennemgange(
    koncept: Tilsynskoncept,
    sager: Sequence[Maalesag],
    fra: date,
    til: date,
    *,
    regler: Sequence[Regel] | None = None,
    kalender: Kalender | None = None,
    mapper: tuple[Path, ...] = (),
) -> dict[str, Gennemgang]:
    """The measures behind a concept's questions, run. ValueError when `til` is before `fra`."""
    maalinger = _measures(koncept, mapper)
    evaluering = evaluering_af(maalinger.values(), til, regler, kalender)
    return {
        navn: gennemgaa(
            m, sager, fra, til, konvention=_raw, evaluering=evaluering, kun=_used(koncept, navn, m)
        )
        for navn, m in maalinger.items()
    }


def _used(koncept: Tilsynskoncept, navn: str, maaling: Koncept) -> set[str]:
    """The rows of a measure that the questions and the sagstrin need."""
    if navn == EGNE:
        return {r.id for r in maaling.raekker}
    spurgt = (s.beregning for s in koncept.spoergsmaal)
    raekker = [b.raekke for b in spurgt if b and b.maaling == navn and b.raekke]
    trin = [t.relevant for t in koncept.sagstrin] if navn == koncept.begreber else []
    return noedvendige(maaling, raekker, trin)


def svar_af(
    koncept: Tilsynskoncept, sager: Iterable[Maalesag], maalinger: Maalinger
) -> dict[tuple[str, str], Forslag]:
    """The answers that measures which are run give. One that the question's scale does not know is none."""
    return {
        (sag.id, s.id): svar
        for sag in sager
        for s, svar in _answers(koncept, maalinger, sag.id)
        if svar.svar in koncept.skalaer[s.skala].koder
    }


def _raw(raekke: Raekke) -> Konvention:
    """The raw answer: what is opted out of stays visible, whatever the figure makes of it."""
    return "ud_af_naevneren"


def _measures(koncept: Tilsynskoncept, mapper: tuple[Path, ...]) -> dict[str, Koncept]:
    navne = {s.beregning.maaling for s in koncept.spoergsmaal if s.beregning}
    if any(t.relevant for t in koncept.sagstrin):
        navne.add(koncept.begreber)
    fundne = {n: hent_koncept(n, *mapper) for n in sorted(filter(None, navne))}
    egne = [s for s in koncept.spoergsmaal if s.beregning and s.beregning.regler]
    if egne:
        fundne[EGNE] = _own_measure(egne)
    return fundne


def _own_measure(spoergsmaal: list[Spoergsmaal]) -> Koncept:
    """Questions about obligations as rows of a measure: that is what they are."""
    love = {lov: fra_og_med(lov) for lov in (SEL, BL)}
    return Koncept.model_validate(
        {
            "koncept": EGNE,
            "navn": "Spørgsmål om pligter",
            "konvention": "ud_af_naevneren",
            "love": love,
            "pligter": {s.id: s.beregning.pligtsaet for s in spoergsmaal if s.beregning},
            "raekker": [
                {
                    "id": s.id,
                    "enhed": "pligt",
                    "pligter": s.id,
                    "lov": {lov: {"tekst": s.tekst, "naevnerregel": s.relevans} for lov in love},
                }
                for s in spoergsmaal
            ],
        }
    )


def _answers(
    koncept: Tilsynskoncept, m: Maalinger, sag: str
) -> Iterator[tuple[Spoergsmaal, Forslag]]:
    udenfor = {t.kode: f for t in koncept.sagstrin if (f := _not_there(koncept, t, m, sag))}
    for s in koncept.spoergsmaal:
        if s.sagstrin in udenfor:
            yield s, udenfor[s.sagstrin]
        elif s.beregning is not None and s.beregning.runden is None:
            yield s, _answer(koncept, s, m, sag)


def _not_there(koncept: Tilsynskoncept, trin: Sagstrin, m: Maalinger, sag: str) -> Forslag | None:
    """The answer to all questions of a sagstrin that the case has not had; None where it has."""
    if trin.relevant is None:
        return None
    k = m.kontekster.get((koncept.begreber, sag))
    if k is None:
        return Forslag(IKKE_RELEVANT, f"Sagen har ikke »{trin.navn}« i perioden.")
    if holds(trin.relevant, k):
        return None
    belaeg = ids(steps_of_condition(trin.relevant, k)) if m.belaeg else ()
    return Forslag(IKKE_RELEVANT, f"Sagen har ikke »{trin.navn}« i perioden.", belaeg)


def _answer(koncept: Tilsynskoncept, s: Spoergsmaal, m: Maalinger, sag: str) -> Forslag:
    b = s.beregning
    navn, raekke_id = (b.maaling, b.raekke or "") if b and b.maaling else (EGNE, s.id)
    raekke, optalt = m.raekker[navn, raekke_id]
    k = m.kontekster.get((navn, sag))
    if k is None:
        return Forslag(IKKE_RELEVANT, "Sagen hører ikke til de sager, målingen omfatter.")
    skala = koncept.skalaer[s.skala]
    regel = "" if navn == EGNE else f"{navn}:{raekke_id}"
    if optalt is None:
        fundet = _of_obligations(stilling(k.pligter(raekke.pligter or "")), skala, regel)
    else:
        fundet = _of_row(raekke, optalt, k, skala, regel, belaeg=m.belaeg)
    if fundet.grund:
        return fundet
    udgave = raekke.lov[fundet.lov or k.koncept.lov_paa(k.vindue.til)]
    return replace(fundet, grund=_outside(s.relevans or udgave.naevnerregel))


def _of_obligations(st: Stilling, skala: Skala, regel: str) -> Forslag:
    if not st.pligter:
        return Forslag(IKKE_RELEVANT, "", regel=regel)
    versioner = [p.raekke.version for p in st.pligter]
    return Forslag(
        svar=_code(st.svar, skala),
        grund=st.grund,
        belaeg=ids(steps_of_obligations(st.pligter)),
        hjemmel=" / ".join(dict.fromkeys(v.hjemmel for v in versioner)),
        regel=regel or " ".join(dict.fromkeys(p.raekke.regel.id for p in st.pligter)),
        lov=" / ".join(dict.fromkeys(v.lov for v in versioner)),
    )


def _of_row(
    raekke: Raekke, o: Optaelling, k: Kontekst, skala: Skala, regel: str, *, belaeg: bool
) -> Forslag:
    sag = k.sag.id
    lov = o.lov.get(sag) or k.koncept.lov_paa(k.dag(_act(raekke)) or k.vindue.til)
    udgave = raekke.lov[lov]
    svar, grund, trin = _standing(raekke, udgave, o, k, belaeg=belaeg)
    return Forslag(_code(svar, skala), grund, ids(trin), udgave.hjemmel, regel, lov)


def _standing(
    raekke: Raekke, udgave: Udgave, o: Optaelling, k: Kontekst, *, belaeg: bool
) -> tuple[Svarslags, str, list[Trin]]:
    """How the row judged the case, why, and by which steps (none where they are not asked for)."""
    sag = k.sag.id
    if sag in o.uvist:
        return "uvist", o.udeladt[sag], steps_of_condition(udgave.uvist, k) if belaeg else []
    if sag in o.udeladt:
        trin = steps_of_condition(udgave.ikke_relevant, k) if belaeg else []
        return "fravalgt", o.udeladt[sag], trin
    if sag not in o.talte and sag not in o.oevrige:
        return "ingen", "", []
    talt = sag in o.talte
    trin = steps_of_row(raekke, udgave, k, talt=talt) if belaeg else []
    mangel = talt == (raekke.taelles == "mangel")
    grund = o.talte[sag] if talt else o.oevrige[sag] or _steps_in_words(trin, mangel=mangel)
    return "mangel" if mangel else "overholdt", grund, trin


def _act(raekke: Raekke) -> str:
    return "vinduets_slut" if raekke.lov_efter == "pligter" else raekke.lov_efter


def _code(svar: Svarslags, skala: Skala) -> str:
    """The scale's own answer for what the data say; a scale without an answer for opt-outs calls it not relevant."""
    if svar == "mangel":
        return skala.svar_for("mangel")
    if svar == "overholdt":
        return skala.svar_for("overholdt")
    if svar == "fravalgt":
        return FRAVALGT if skala.fravalgt else IKKE_RELEVANT
    return UVIST if svar == "uvist" else IKKE_RELEVANT


def _outside(relevans: str) -> str:
    return f"Spørgsmålet angår kun: {relevans}." if relevans else "Spørgsmålet angår ikke sagen."


def _steps_in_words(trin: list[Trin], *, mangel: bool) -> str:
    hoved = "Ikke fundet i perioden" if mangel else "Ingen mangel fundet"
    dele = [f"{katalog().arter[t.art].navn_efter(lov_paa(t.dag))} {dato(t.dag)}" for t in trin]
    return f"{hoved}: {', '.join(dele)}." if dele else f"{hoved}."


def ids(trin: Iterable[Trin]) -> tuple[str, ...]:
    """Ids of steps as text."""
    return tuple(str(t.id) for t in trin)
