"""What the case page says above the fold: what happens now, what comes next, and what may be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from omhu.adgang.models import Bruger
from omhu.bord.felter import vist
from omhu.bord.queries import AABNE_KLASSER, Linje, linje
from omhu.bord.statusord import MAANED
from omhu.bord.tidslinje_plan import Forloeb, Fristmaerke, Plan
from omhu.frister.indhold import indhold
from omhu.frister.models import Pligt
from omhu.frister.queries import pligter_som_set
from omhu.kerne import ord_om_tid
from omhu.regler.katalog import Skridtart, katalog
from omhu.regler.trin import Trin
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import maa_registrere
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag

NAESTE = 4
GRUPPER = {
    "underretning": "Underretning",
    "undersoegelse": "Undersøgelse",
    "samtale": "Samtale",
    "afgoerelse": "Afgørelse",
    "plan": "Plan",
    "indsats": "Indsats",
    "opfoelgning": "Opfølgning",
    "tilsyn": "Tilsyn",
    "journal": "Journal",
    "sag": "Sagen",
}


@dataclass(frozen=True)
class Frister:
    """The obligations of a case: those that ask for an act, those ahead, and those that are closed."""

    over: list[Linje]
    forude: list[Linje]
    lukkede: list[Linje]

    @property
    def naeste(self) -> list[Linje]:
        """What comes next: the newest overdue, then the nearest ahead."""
        return [*self.over, *self.forude][:NAESTE]

    @property
    def aabne(self) -> list[Linje]:
        """All that ask for an act."""
        return [*self.over, *self.forude]


def frister(pligter: Sequence[Pligt], bruger: Bruger, i_dag: date, nu: date | datetime) -> Frister:
    """Obligations of one case in words, sorted for the page."""
    ordene = indhold(bruger, pligter)
    alle = [
        linje(p, i_dag, nu=nu, ordene=ordene) for p in sorted(pligter, key=lambda p: p.frist_dag)
    ]
    return Frister(
        over=[x for x in reversed(alle) if x.status.klasse == "over"],
        forude=[x for x in alle if x.status.klasse in ("snart", "rolig")],
        lukkede=[x for x in reversed(alle) if x.status.klasse not in AABNE_KLASSER],
    )


def gemte_eller_sete(sag: Sag, syn: Synsdag, gemte: Sequence[Pligt], *, nutid: bool) -> list[Pligt]:
    """Stored obligations today; as of another day they are computed, with the stored ones' keys for links."""
    if nutid:
        return list(gemte)
    pk = {p.noegle: p.pk for p in gemte}
    sete = pligter_som_set(sag, syn)
    for p in sete:
        p.sag, p.pk = sag, pk.get(p.noegle)
    return sete


@dataclass(frozen=True)
class Hoved:
    """Who has the case since when, and whether it is closed: on the day that the page is seen as of."""

    ansvarlig: str
    siden: date | None
    lukket: date | None
    nummer: int = 0
    """How many have had the case, this one included."""


def hoved(sag: Sag, trin: Sequence[Trin], *, nutid: bool) -> Hoved:
    """The case's head: its own columns today, read off the steps as of another day."""
    tildelte = [t for t in trin if t.art == "SAGSBEHANDLER_TILDELT"]
    nummer = sum(1 for _ in groupby(tildelte, key=lambda t: t.attributter.get("initialer")))
    if nutid:
        navn = str(sag.ansvarlig or sag.ansvarlig_initialer)
        return Hoved(navn, sag.ansvarlig_siden, sag.lukket, nummer)
    tildelt = tildelte[-1] if tildelte else None
    ende = next((t for t in reversed(trin) if t.art in ("SAG_OPRETTET", "SAG_LUKKET")), None)
    initialer = str(tildelt.attributter.get("initialer", "")) if tildelt else ""
    kendt = Bruger.objects.filter(initialer__iexact=initialer).first() if initialer else None
    return Hoved(
        ansvarlig=str(kendt or initialer),
        siden=tildelt.dag if tildelt else None,
        lukket=ende.dag if ende and ende.art == "SAG_LUKKET" else None,
        nummer=nummer,
    )


def det_sker_nu(plan: Plan, i_dag: date) -> list[str]:
    """Running courses in a few words: `undersøgelse siden 3. august, dag 110 af 122`."""
    return [_loebende(f, plan, i_dag) for f in plan.forloeb if f.slut is None]


def _loebende(f: Forloeb, plan: Plan, i_dag: date) -> str:
    siden = f"{f.tekst} siden {ord_om_tid.dato(f.fra, i_dag)}"
    frist = [m.dag for m in plan.frister if m.bane == f.bane and m.slags == "frist"]
    if f.bane != "undersoegelse" or not frist:
        return siden
    return f"{siden}, dag {(i_dag - f.fra).days} af {(min(frist) - f.fra).days}"


def fristmaerker(f: Frister, i_dag: date) -> list[Fristmaerke]:
    """The due days of the drawing: all that are overdue, and those ahead within reach."""
    return [
        Fristmaerke(x.pligt.frist_dag, x.pligt.gruppe, x.navn, x in f.over)
        for x in f.aabne
        if x in f.over or (x.pligt.frist_dag - i_dag).days <= 3 * MAANED
    ]


def indsatser(trin: Sequence[Trin]) -> list[str]:
    """The measures that the case has known, newest first: those a form offers as boxes."""
    koder = [k for t in reversed(trin) for k in t.indsatser if k in katalog().indsatser]
    return list(dict.fromkeys(koder))


def arter_for(bruger: Bruger) -> list[tuple[str, list[Skridtart]]]:
    """The kinds of step the user may register, by group."""
    maa = [a for a in katalog().arter.values() if not a.fylder and maa_registrere(bruger, a)]
    maa = [a for a in maa if a.kode not in ("FRAVALG", "FRAVALG_GODKENDT")]
    grupper = [(navn, [a for a in maa if a.gruppe == kode]) for kode, navn in GRUPPER.items()]
    return [(navn, arter) for navn, arter in grupper if arter]


@dataclass(frozen=True)
class Skridtlinje:
    """A row of the table of all steps: in force, corrected or withdrawn."""

    skridt: Skridt
    art: str
    felter: list[tuple[str, str]]
    rettet_af: Skridt | None
    maa_rettes: bool

    @property
    def er_tilbagetraekning(self) -> bool:
        """Does this row say that an earlier one never happened?"""
        return self.skridt.tilbagetrukket


def skridtlinjer(skridt: Sequence[Skridt], bruger: Bruger) -> list[Skridtlinje]:
    """All rows of the timeline, newest first, with what each corrects or is corrected by."""
    afloest = {s.erstatter_id: s for s in skridt if s.erstatter_id}
    kat = katalog()
    linjer = []
    for s in sorted(skridt, key=lambda s: (s.dag, s.sket, s.nr, s.registreret), reverse=True):
        art = kat.arter.get(s.art)
        rettet = afloest.get(s.pk)
        maa = bool(art and not s.tilbagetrukket and rettet is None and maa_registrere(bruger, art))
        linjer.append(Skridtlinje(s, art.navn if art else s.art, _felter(s), rettet, maa))
    return linjer


def _felter(s: Skridt) -> list[tuple[str, str]]:
    """The step's fields as (name, words); measures once, by name."""
    koder = [k for k in s.indsatser.split("+") if k]
    skjulte = {"foranstaltning", "foranstaltninger", "emner"} if koder else set()
    navne = ", ".join(katalog().indsats_navn(k).lower() for k in koder)
    andre = [(n, vist(s.art, n, str(v))) for n, v in s.data.items() if v and n not in skjulte]
    return [("indsats", navne), *andre] if koder else andre
