"""What a timeline drawing shows, before any geometry: lanes, courses, signs, dead periods, due marks.

Pure: steps and today in, plain values out. `tidslinje_svg` draws it; the table twin tells the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from omhu.bord.felter import vist
from omhu.kerne import ord_om_tid
from omhu.regler.katalog import katalog
from omhu.regler.trin import Trin

BANER = {
    "underretning": "Underretning",
    "undersoegelse": "Undersøgelse",
    "samtale": "Samtaler",
    "plan": "Plan og afgørelse",
    "indsats": "Indsats",
    "opfoelgning": "Opfølgning",
    "tilsyn": "Tilsyn",
}
SAMME_BANE = {"afgoerelse": "plan", "klage": "plan", "overgang": "plan"}
DOED_EFTER = 60
"""Days without any step that make a period dead."""
SYN_FREM = 400
"""Due days further ahead do not stretch the drawing."""

BEGYNDER = {"BFU_BESLUTTET": "undersøgelse", "AFDAEKNING_BESLUTTET": "afdækning"}
SLUTTER = {"BFU_AFSLUTTET": "undersøgelse", "AFDAEKNING_AFSLUTTET": "afdækning"}


@dataclass(frozen=True)
class Tegn:
    """A sign of the drawing: shape, class (grey-proof by shape alone) and its word in the key."""

    form: str
    klasse: str
    navn: str


TEGN = {
    "underretning": Tegn("cirkel", "tl-fyldt", "Underretning"),
    "svar": Tegn("lillering", "tl-hul", "Vurdering, kvittering eller svar"),
    "vurdering": Tegn("rude", "tl-sorthul", "Screening eller vurdering"),
    "afsluttet": Tegn("rude", "tl-sort", "Undersøgelse afsluttet"),
    "samtale": Tegn("ring", "tl-hul", "Samtale"),
    "fravalgt": Tegn("streget", "tl-sorthul", "Fravalgt"),
    "afgoerelse": Tegn("firkant", "tl-sort", "Afgørelse"),
    "brev": Tegn("prik", "tl-sort", "Høring, samtykke eller klage"),
    "plan": Tegn("firkant", "tl-sorthul", "Plan"),
    "indsats": Tegn("pind", "tl-streg", "Andet om indsatsen"),
    "opfoelgning": Tegn("trekant", "tl-sorthul", "Opfølgning"),
    "tilsyn": Tegn("maal", "tl-sorthul", "Tilsynsbesøg"),
    "frist": Tegn("pind", "tl-frist", "Frist"),
    "over": Tegn("trekant", "tl-over", "Overskredet frist"),
}
SLAGS = {
    "UNDERRETNING": "underretning",
    "BFU_AFSLUTTET": "afsluttet",
    "AFDAEKNING_AFSLUTTET": "afsluttet",
    "BOERNESAMTALE_FRAVALGT": "fravalgt",
    "PLAN_FRAVALGT": "fravalgt",
    "AFGOERELSE": "afgoerelse",
    "UNGESTOETTE_AFGOERELSE": "afgoerelse",
    "HJEMGIVELSE_BESLUTTET": "afgoerelse",
    "FORMANDSBESLUTNING": "afgoerelse",
    "BUU_AFGOERELSE": "afgoerelse",
}
SLAGS_EFTER_BANE = {
    "underretning": "svar",
    "undersoegelse": "vurdering",
    "samtale": "samtale",
    "indsats": "indsats",
    "opfoelgning": "opfoelgning",
    "tilsyn": "tilsyn",
}
UDEN_TEGN = {"IVAERKSAT", "FORANSTALTNING_OPHOERT", *BEGYNDER}


@dataclass(frozen=True)
class Fristmaerke:
    """A due day to draw: `over` when it has passed unmet. `gruppe` is the rule's."""

    dag: date
    gruppe: str
    tekst: str
    over: bool


@dataclass(frozen=True)
class Maerke:
    """One sign in a lane on a day."""

    bane: str
    dag: date
    slags: str
    tekst: str
    titel: str


@dataclass(frozen=True)
class Forloeb:
    """A course with two ends in a lane; `slut` None = still running."""

    bane: str
    fra: date
    slut: date | None
    tekst: str


@dataclass(frozen=True)
class Doed:
    """A period without any step."""

    fra: date
    til: date

    @property
    def dage(self) -> int:
        """Its length."""
        return (self.til - self.fra).days


@dataclass(frozen=True)
class Plan:
    """All that the drawing and its table show."""

    i_dag: date
    maerker: list[Maerke]
    forloeb: list[Forloeb]
    doede: list[Doed]
    frister: list[Maerke]
    lukninger: list[date]
    fra: date
    til: date


def laeg(trin: Sequence[Trin], frister: Iterable[Fristmaerke], i_dag: date) -> Plan:
    """Plan a drawing of a case's steps (in order, none later than `i_dag`) and its open due days."""
    kendte = [t for t in trin if not katalog().arter[t.art].fylder]
    maerker = [m for t in kendte if (m := _maerke(t))]
    fristtegn = [_frist(f) for f in frister]
    dage = [t.dag for t in kendte] + [f.dag for f in fristtegn if f.slags == "over"]
    sidste = max((f.dag for f in fristtegn if f.dag <= i_dag + timedelta(SYN_FREM)), default=i_dag)
    fra, til = min(dage, default=i_dag), max(i_dag, sidste)
    luft = max(5, (til - fra).days // 30)
    return Plan(
        i_dag=i_dag,
        maerker=maerker,
        forloeb=[*_undersoegelser(kendte), *_indsatser(kendte)],
        doede=_doede(kendte, i_dag),
        frister=[f for f in fristtegn if f.dag <= til],
        lukninger=[t.dag for t in kendte if t.art == "SAG_LUKKET"],
        fra=fra - timedelta(luft),
        til=til + timedelta(2 * luft),
    )


def bane_for(gruppe: str) -> str:
    """The lane of a group of steps or rules; empty when it is not drawn."""
    bane = SAMME_BANE.get(gruppe, gruppe)
    return bane if bane in BANER else ""


def _maerke(t: Trin) -> Maerke | None:
    art = katalog().arter[t.art]
    bane = bane_for(art.gruppe)
    if not bane or t.art in UDEN_TEGN:
        return None
    plan_eller_brev = "plan" if art.gruppe == "plan" else "brev"
    slags = SLAGS.get(t.art) or SLAGS_EFTER_BANE.get(bane, plan_eller_brev)
    return Maerke(bane, t.dag, slags, _kort_tekst(t), f"{art.navn} {ord_om_tid.dato(t.dag)}")


def _kort_tekst(t: Trin) -> str:
    """What may stand beside the sign; empty where the sign and lane say enough."""
    if t.art == "UNDERRETNING":
        return vist(t.art, "afsender", t.attributter.get("afsender", ""))
    if t.art == "AFGOERELSE":
        return indsatsnavne(t)
    if t.art in ("SCREENING", "AKUTVURDERING"):
        return vist(t.art, "resultat", t.attributter.get("resultat", "")).lower()
    return ""


def indsatsnavne(t: Trin) -> str:
    """The step's measures by name, in small letters."""
    return ", ".join(katalog().indsats_navn(kode).lower() for kode in t.indsatser)


def _frist(f: Fristmaerke) -> Maerke:
    slags = "over" if f.over else "frist"
    titel = f"{f.tekst}: {'overskredet' if f.over else 'frist'} {ord_om_tid.dato(f.dag)}"
    tekst = f"{f.tekst.lower()} mangler" if f.over else f"frist {ord_om_tid.kort_dato(f.dag)}"
    return Maerke(bane_for(f.gruppe) or "plan", f.dag, slags, tekst, titel)


def _undersoegelser(trin: Sequence[Trin]) -> list[Forloeb]:
    aabne: dict[str, date] = {}
    faerdige = []
    for t in trin:
        if t.art in BEGYNDER:
            aabne.setdefault(BEGYNDER[t.art], t.dag)
        slut = (
            [SLUTTER[t.art]] if t.art in SLUTTER else list(aabne) if t.art == "SAG_LUKKET" else []
        )
        for navn in slut:
            if navn in aabne:
                faerdige.append(Forloeb("undersoegelse", aabne.pop(navn), t.dag, navn))
    return faerdige + [Forloeb("undersoegelse", fra, None, navn) for navn, fra in aabne.items()]


def _indsatser(trin: Sequence[Trin]) -> list[Forloeb]:
    aabne: dict[str, date] = {}
    faerdige = []
    for t in trin:
        if t.art == "IVAERKSAT":
            for kode in t.indsatser:
                aabne.setdefault(kode, t.dag)
        for kode in _ophoerer(t, aabne):
            faerdige.append(Forloeb("indsats", aabne.pop(kode), t.dag, _indsats(kode)))
    return faerdige + [Forloeb("indsats", fra, None, _indsats(kode)) for kode, fra in aabne.items()]


def _indsats(kode: str) -> str:
    return katalog().indsats_navn(kode).lower()


def _ophoerer(t: Trin, aabne: dict[str, date]) -> list[str]:
    if t.art == "SAG_LUKKET":
        return list(aabne)
    if t.art == "HJEMGIVET":
        kendte = katalog().indsatser
        return [k for k in aabne if k in kendte and "anbringelse" in kendte[k].grupper]
    if t.art == "FORANSTALTNING_OPHOERT":
        return [k for k in t.indsatser if k in aabne]
    return []


def _doede(trin: Sequence[Trin], i_dag: date) -> list[Doed]:
    doede = []
    for foer, efter in pairwise([*trin, None]):
        til = efter.dag if efter else i_dag
        if foer and foer.art != "SAG_LUKKET" and (til - foer.dag).days > DOED_EFTER:
            doede.append(Doed(foer.dag, til))
    return doede


def beskrivelse(plan: Plan) -> str:
    """The drawing in two sentences, for those who do not see it."""
    over = sum(f.slags == "over" for f in plan.frister)
    dele = [
        ord_om_tid.antal(len(plan.maerker), "skridt", "skridt"),
        ord_om_tid.antal(len(plan.forloeb), "forløb", "forløb"),
        ord_om_tid.antal(len(plan.doede), "periode", "perioder")
        + f" på over {DOED_EFTER} dage uden aktivitet",
        ord_om_tid.antal(over, "overskredet frist", "overskredne frister"),
    ]
    return f"{', '.join(dele)}. Tabellen under tegningen viser det samme."


@dataclass(frozen=True)
class Tabelraekke:
    """One row of the table twin."""

    dag: date
    til: date | None
    bane: str
    hvad: str


def tabel(plan: Plan) -> list[Tabelraekke]:
    """The same as the drawing, by day."""
    raekker = [Tabelraekke(m.dag, None, BANER[m.bane], _med_tekst(m)) for m in plan.maerker]
    raekker += [
        Tabelraekke(m.dag, None, BANER[m.bane], m.titel.rsplit(" ", 3)[0]) for m in plan.frister
    ]
    raekker += [
        Tabelraekke(
            f.fra, f.slut, BANER[f.bane], ord_om_tid.stort(f.tekst) + ("" if f.slut else ", i gang")
        )
        for f in plan.forloeb
    ]
    raekker += [
        Tabelraekke(d.fra, d.til, "", f"{ord_om_tid.varighed(d.dage)} uden aktivitet")
        for d in plan.doede
    ]
    return sorted(raekker, key=lambda r: (r.dag, r.bane, r.hvad))


def _med_tekst(m: Maerke) -> str:
    navn = m.titel.rsplit(" ", 3)[0]
    return f"{navn}: {m.tekst}" if m.tekst else navn
