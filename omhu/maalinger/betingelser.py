"""The conditions of the concept language, one small function per form (README.md has the meaning)."""

from __future__ import annotations

from collections.abc import Callable

from omhu.maalinger.kontekst import DOEMTE, Kontekst, in_group, marks, moved
from omhu.maalinger.udtryk import Betingelse
from omhu.regler.katalog import katalog


def holds(b: Betingelse, k: Kontekst) -> bool:
    """Does the condition hold for the case?"""
    return FORMER[b.form](b, k)


def _navn(b: Betingelse, k: Kontekst) -> bool:
    return holds(k.koncept.betingelser[b.navn or ""], k)


def _paa(b: Betingelse, k: Kontekst) -> bool:
    trin = k.skridt(b.paa or "")
    if trin is None:
        return False
    koder = {katalog().indsats_kode(i) or i for i in b.indsats}
    return (
        marks(trin, b.hvis, b.hvor)
        and (not b.gruppe or in_group(trin.indsatser, b.gruppe))
        and (not koder or not koder.isdisjoint(trin.indsatser))
    )


def _dag(b: Betingelse, k: Kontekst) -> bool:
    dag = k.dag(b.dag or "")
    graenser = [g for g in (b.fra, b.efter, b.foer, b.senest) if g]
    return dag is not None and all(k.dag(g) for g in graenser) and k.inden_for(dag, b)


def _antal(b: Betingelse, k: Kontekst) -> bool:
    return _between(b, len(k.vaelg(b.antal or ())))


def _tal(b: Betingelse, k: Kontekst) -> bool:
    """A number that is not known is within nothing."""
    n = k.tal(b.tal or "")
    return n is not None and _between(b, n)


def _between(b: Betingelse, n: int) -> bool:
    return (b.mindst is None or n >= b.mindst) and (b.hoejst is None or n <= b.hoejst)


def _hovedforanstaltning(b: Betingelse, k: Kontekst) -> bool:
    h = b.hovedforanstaltning
    kode = k.hovedforanstaltning
    if h is None or not kode:
        return False
    koder = {katalog().indsats_kode(v) or v for v in h.kode}
    return (not koder or kode in koder) and (h.gruppe is None or in_group((kode,), [h.gruppe]))


def _alder(b: Betingelse, k: Kontekst) -> bool:
    return b.alder is not None and k.alder is not None and b.alder.fra <= k.alder <= b.alder.til


def _daekket(b: Betingelse, k: Kontekst) -> bool:
    """All measures of the step; a step that names none is covered by any of the chosen."""
    if b.daekket is None:
        return False
    trin = k.skridt(b.daekket.indsatser_i)
    fundne = k.vaelg(b.daekket.af)
    if trin is None or not fundne:
        return False
    return set(trin.indsatser) <= {i for t in fundne for i in t.indsatser}


def _aktiv(b: Betingelse, k: Kontekst) -> bool:
    dag = k.dag(b.aktiv.paa) if b.aktiv else None
    if b.aktiv is None or dag is None:
        return False
    igang: set[str] = set()
    for t in k.trin:
        if t.dag > dag:
            break
        if t.art == "IVAERKSAT":
            igang |= {i for i in t.indsatser if in_group((i,), [b.aktiv.gruppe])}
        elif t.art == "FORANSTALTNING_OPHOERT":
            igang -= set(t.indsatser or igang)
        elif t.art == "SAG_LUKKET" or (t.art == "HJEMGIVET" and b.aktiv.gruppe == "anbringelse"):
            igang.clear()
    return bool(igang)


def _periode(b: Betingelse, k: Kontekst) -> bool:
    return b.periode is not None and moved(k.vindue.fra, b.periode) == k.vindue.dagen_efter


FORMER: dict[str, Callable[[Betingelse, Kontekst], bool]] = {
    "navn": _navn,
    "alle": lambda b, k: all(holds(d, k) for d in b.alle or ()),
    "nogen": lambda b, k: any(holds(d, k) for d in b.nogen or ()),
    "ikke": lambda b, k: b.ikke is not None and not holds(b.ikke, k),
    "findes": lambda b, k: bool(k.vaelg(b.findes or ())),
    "kendt": lambda b, k: k.dag(b.kendt or "") is not None,
    "paa": _paa,
    "dag": _dag,
    "antal": _antal,
    "tal": _tal,
    "sagstype": lambda b, k: k.sagstype in (b.sagstype or ()),
    "hovedforanstaltning": _hovedforanstaltning,
    "alder": _alder,
    "daekket": _daekket,
    "aktiv": _aktiv,
    "pligt": lambda b, k: any(p.status in (b.status or DOEMTE) for p in k.pligter(b.pligt or "")),
    "fund": lambda b, k: k.sag.id in k.fund.get(b.fund or "", ()),
    "naevner": lambda b, k: k.sag.id in k.naevnere.get(b.naevner or "", ()),
    "periode": _periode,
    "altid": lambda b, k: bool(b.altid),
}
