"""Reading follow-ups and visits: what was found when, how the goals have moved, how many visits count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from omhu.kerne.ord_om_tid import hele_maaneder
from omhu.regler.katalog import katalog
from omhu.regler.trin import Trin
from omhu.sager.models import Sag
from omhu.sagsarbejde import indsatser
from omhu.sagsarbejde.opfoelgning.skema import AABNE, OPFOELGNING, SOCIALTILSYN, TILSYN
from omhu.sagsarbejde.plan.queries import Maal
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import nyeste_felter, skrifter

FOERSTE_STAND = "ikke_begyndt"
BESOEGSARTER = ("TILSYNSSAMTALE", "TILSYNSBESOEG")


@dataclass(frozen=True)
class Opfoelgning:
    """A follow-up: its step, and its text where it was written here."""

    trin: Trin
    skrift: Skrift | None
    felter: dict[str, str]

    @property
    def dag(self) -> date:
        """When it was held."""
        return self.trin.dag

    @property
    def maaneder(self) -> int:
        """Months to the day that was decided for the next; 0 when none was."""
        return hele_maaneder(self.trin.dag, self.trin.naeste) if self.trin.naeste else 0


def opfoelgninger(sag: Sag, trin: Sequence[Trin]) -> list[Opfoelgning]:
    """All follow-ups, the newest first; those that came with an extract have no text."""
    tekster = {str(s.skridt_rod): s for s in skrifter(sag, OPFOELGNING.kode) if s.skridt_rod}
    fundne = []
    for t in reversed(trin):
        if t.art == "OPFOELGNING":
            s = tekster.get(str(t.id))
            fundne.append(Opfoelgning(t, s, nyeste_felter(s)[0] if s else {}))
    return fundne


def foerste(trin: Sequence[Trin], koder: Sequence[str]) -> bool:
    """Has none of the measures been followed up before? Then the rhythm is decided now (BL § 95, stk. 3)."""
    tidligere = [t.indsatser for t in trin if t.art == "OPFOELGNING"]
    return not any(not fulgt or set(fulgt) & set(koder) for fulgt in tidligere)


def kraever_opfoelgning(trin: Sequence[Trin], paa: date | None = None) -> list[str]:
    """The running measures that the law asks to be followed up."""
    return [
        k
        for k in indsatser.i_gang(trin, paa)
        if indsatser.i_gruppe(k, indsatser.OPFOELGNING) or k not in katalog().indsatser
    ]


# -- goals as they move ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Stand:
    """How far a goal was at a follow-up."""

    dag: date
    kode: str
    vaerdi: str
    note: str


@dataclass(frozen=True)
class Udvikling:
    """A goal with its status at every follow-up, the oldest first."""

    maal: Maal
    stande: list[Stand]
    delmaal: list[Udvikling]

    @property
    def nu(self) -> str:
        """The status at the newest follow-up."""
        return self.stande[-1].kode if self.stande else FOERSTE_STAND

    @property
    def aaben(self) -> bool:
        """Is it still being worked for?"""
        return self.nu in AABNE


def udvikling(maal: Sequence[Maal], alle: Sequence[Opfoelgning]) -> list[Udvikling]:
    """The goals of a plan through the follow-ups; a goal keeps its number through the plan's revisions."""
    return [
        Udvikling(
            m,
            _stande("status", m.id, alle),
            [Udvikling(d, _stande("delstatus", d.id, alle), []) for d in m.delmaal],
        )
        for m in maal
    ]


def _stande(liste: str, nr: str, alle: Sequence[Opfoelgning]) -> list[Stand]:
    fundne = []
    for o in reversed(alle):
        r = skema.raekker(o.felter, liste).get(nr, {})
        if r.get("stand"):
            fundne.append(Stand(o.dag, r["stand"], r.get("vaerdi", ""), r.get("note", "")))
    return fundne


def forslag(maal: Sequence[Maal], alle: Sequence[Opfoelgning]) -> dict[str, str]:
    """What a follow-up begins with: every goal where it was, and why the rhythm was decided. What the law asks the
    rådgiver to judge is not answered beforehand."""
    felter: dict[str, str] = {}
    for u in udvikling(maal, alle):
        felter |= _status("status", u)
        for d in u.delmaal:
            felter |= _status("delstatus", d)
    sidste = next((o for o in alle if o.trin.naeste), None)
    if sidste is not None and sidste.felter.get("rytme"):
        felter["rytme"] = sidste.felter["rytme"]
    return felter


def _status(liste: str, u: Udvikling) -> dict[str, str]:
    vaerdi = u.stande[-1].vaerdi if u.stande else ""
    return {
        f"{liste}.{u.maal.id}.stand": u.nu,
        f"{liste}.{u.maal.id}.vaerdi": vaerdi,
        f"{liste}.{u.maal.id}.note": "",
    }


def foreslaaet_naeste(alle: Sequence[Opfoelgning], dag: date) -> date | None:
    """The next day by the rhythm decided last; nothing before one was decided, for it must fit this child."""
    sidste = next((o for o in alle if o.trin.naeste), None)
    if sidste is None:
        return None
    maaneder = str(sidste.trin.attributter.get("rytme_maaneder", ""))
    antal = int(maaneder) if maaneder.isdecimal() else sidste.maaneder
    return dag + relativedelta(months=antal) if antal else None


# -- visits ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Besoeg:
    """A visit: its step, and its text where it was written here."""

    trin: Trin
    skrift: Skrift | None
    felter: dict[str, str]
    socialtilsyn: date | None
    """The day that socialtilsynet was told."""

    @property
    def taeller(self) -> bool:
        """Does it count as one of the two visits of the year?"""
        return taeller(self.trin)

    @property
    def skal_fortaelle(self) -> bool:
        """Is there a worry about the place that socialtilsynet has not been told?"""
        return self.felter.get("bekymring") == "ja" and self.socialtilsyn is None


def taeller(t: Trin) -> bool:
    """As the rule has it: a talk with the child, held at the place."""
    ikke_paa_stedet = katalog().kendetegn["ikke_paa_stedet"]
    return t.art == "TILSYNSSAMTALE" and not ikke_paa_stedet.passer(t.art, dict(t.attributter))


def besoeg(sag: Sag, trin: Sequence[Trin]) -> list[Besoeg]:
    """All visits, the newest first."""
    if not any(t.art in BESOEGSARTER for t in trin):
        return []
    tekster = {str(s.skridt_rod): s for s in skrifter(sag, TILSYN.kode) if s.skridt_rod}
    fortalt = {
        t.vedroerer: t.dag
        for t in trin
        if t.art == "DOKUMENT" and t.attributter.get("slags") == SOCIALTILSYN
    }
    fundne = []
    for t in reversed(trin):
        if t.art in BESOEGSARTER:
            s = tekster.get(str(t.id))
            felter = nyeste_felter(s)[0] if s else {}
            fundne.append(Besoeg(t, s, felter, fortalt.get(str(t.id))))
    return fundne


def antal_i_aar(trin: Sequence[Trin], aar: int) -> int:
    """Visits that count, in a calendar year."""
    return sum(taeller(t) and t.dag.year == aar for t in trin)


def antal_paa_12_maaneder(trin: Sequence[Trin], dag: date) -> int:
    """Visits that count, in the twelve months up to a day."""
    fra = dag - relativedelta(months=12)
    return sum(taeller(t) and fra < t.dag <= dag for t in trin)
