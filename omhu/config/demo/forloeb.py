"""The builder of one case's course: adds steps, in time, late or never, as staff do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from omhu.config.demo.dage import frem, om, tilbage
from omhu.config.demo.modeller import DemoBarn, DemoSkridt
from omhu.config.demo.tal import BARNETS_LOV, TAL, Tal
from omhu.indlaesning.formater.faelles import FOER_FOEDSLEN
from omhu.kerne.kalender import KOEBENHAVN, lokal_dag

UNDERSOEGELSEN = "undersøgelsen"
"""What a talk was about when it was not about a measure."""


class Forloeb:
    """Steps of one case until the day `nu` (exclusive). Steps may be planned beyond it; `faerdig` cuts them off.

    `glemt` keeps what was never done: in a case that is still open most of it has been caught up since.
    `overdraget`: the days on which the case went from intake to a team.
    """

    def __init__(self, r: Random, barn: DemoBarn, nu: date, tal: Tal = TAL) -> None:
        self.r, self.barn, self.nu, self.tal = r, barn, nu, tal
        self.skridt: list[DemoSkridt] = []
        self.glemt: list[DemoSkridt] = []
        self.overdraget: list[date] = []
        self.bekymring = ""
        self.sagstype = "underretning"
        self.hovedforanstaltning = ""
        self._underretninger = 0

    def ny(
        self,
        art: str,
        dag: date,
        indsatser: str = "",
        /,
        *,
        tid: datetime | None = None,
        navn: str = "",
        vedroerer: str = "",
        naeste: date | None = None,
        **data: str,
    ) -> DemoSkridt:
        """Add one step."""
        felter = {k: v for k, v in data.items() if v}
        skridt = DemoSkridt(art, dag, tid, indsatser, felter, navn, vedroerer, naeste)
        self.skridt.append(skridt)
        return skridt

    def chance(self, p: float) -> bool:
        """True with probability p."""
        return self.r.random() < p

    def dage(self, middel: float, mindst: int = 1, hoejst: int = 900) -> int:
        """A skewed number of days around a mean."""
        return max(mindst, min(hoejst, round(self.r.gammavariate(1.8, middel / 1.8))))

    def naeste_navn(self) -> str:
        """What later steps call the next underretning of this case."""
        self._underretninger += 1
        return f"U{self._underretninger}"

    def svar(
        self,
        art: str,
        fra: date,
        frist: date,
        rettidig: float,
        indsatser: str = "",
        *,
        sen: float = 25,
        aldrig: float | None = None,
        **felter: str,
    ) -> date | None:
        """Do what must be done between two days: in time with probability `rettidig`, else late by about `sen`
        days, or never (then None)."""
        dag = self._svardag(fra, frist, rettidig, sen)
        if dag > frist and self.chance(self.tal.aldrig if aldrig is None else aldrig):
            self._glem(art, om(dag, 20), indsatser, felter)
            return None
        self.skridt.append(_skridt(art, dag, indsatser, felter))
        return dag

    def _svardag(self, fra: date, frist: date, rettidig: float, sen: float) -> date:
        if self.chance(rettidig):
            dage = (frist - fra).days
            return max(fra, tilbage(fra + timedelta(days=round(dage * self.r.betavariate(6, 1.1)))))
        return max(frem(frist + timedelta(days=1)), om(frist, self.dage(sen)))

    def foer(
        self,
        art: str,
        beslutning: date,
        p: float,
        indsatser: str = "",
        *,
        tidligst: int = 24,
        aldrig: float = 0.2,
        **felter: str,
    ) -> date | None:
        """Do what must be done before a decision: before it with probability `p`, else some weeks after, or never."""
        if self.chance(p):
            dag = tilbage(beslutning - timedelta(days=self.r.randrange(1, tidligst)))
        else:
            dag = om(beslutning, self.dage(22, mindst=3, hoejst=75))
            if self.chance(aldrig):
                self._glem(art, dag, indsatser, felter)
                return None
        self.skridt.append(_skridt(art, dag, indsatser, felter))
        return dag

    def _glem(self, art: str, dag: date, indsatser: str, felter: dict[str, str]) -> None:
        self.glemt.append(_skridt(art, dag, indsatser, felter))

    def bl(self, dag: date) -> bool:
        """Is Barnets Lov in force on the day?"""
        return dag >= BARNETS_LOV

    def slut_dag(self) -> date | None:
        """The day of the last closing step, if nothing reopened the case."""
        sidste: DemoSkridt | None = None
        for skridt in self.skridt:
            if skridt.art in ("SAG_OPRETTET", "SAG_LUKKET") and (
                sidste is None or skridt.dag >= sidste.dag
            ):
                sidste = skridt
        return sidste.dag if sidste and sidste.art == "SAG_LUKKET" else None

    def faerdig(self) -> None:
        """Cut off the future and what lies after a close, catch up in open cases, sort and number."""
        for s in self.skridt + self.glemt:
            self._vent_paa_foedslen(s)
        self.skridt = [s for s in self.skridt if s.dag < self.nu]
        if self.slut_dag() is None:
            self.skridt += [
                s for s in self.glemt if s.dag < self.nu and self.chance(self.tal.indhentet)
            ]
        aabnet = min(s.dag for s in self.skridt if s.art == "SAG_OPRETTET")
        for s in self.skridt:
            s.dag = max(s.dag, aabnet)
        self.skridt = _uden_efter_lukning(sorted(self.skridt, key=orden))

    def _vent_paa_foedslen(self, s: DemoSkridt) -> None:
        """No measure begins, and no plan is made, for a child not yet born."""
        foedt = self.barn.foedselsdato or self.barn.termin
        if foedt is None or s.dag >= foedt or s.art in FOER_FOEDSLEN:
            return
        vent = frem(foedt) - s.dag
        s.dag, s.tid = s.dag + vent, s.tid + vent if s.tid else None


def _skridt(art: str, dag: date, indsatser: str, felter: dict[str, str]) -> DemoSkridt:
    data = {k: v for k, v in felter.items() if v}
    vedroerer = data.pop("vedroerer", "")
    return DemoSkridt(art, dag, None, indsatser, data, vedroerer=vedroerer)


RANG = {"SAG_OPRETTET": 0, "UNDERRETNING": 1, "UDSLAGSGIVENDE_BEGIVENHED": 1, "SAG_LUKKET": 9}


def orden(s: DemoSkridt) -> tuple[date, float, int]:
    """Order within a case: day, clock time, then as a case naturally goes."""
    return s.dag, s.tid.timestamp() if s.tid else 0.0, RANG.get(s.art, 5)


def _uden_efter_lukning(skridt: list[DemoSkridt]) -> list[DemoSkridt]:
    """Nobody works in a closed case: acts planned for after the close are not done."""
    ud, lukket = [], False
    for s in skridt:
        if s.art == "SAG_OPRETTET":
            lukket = False
        if not lukket or s.art in SVAR_EFTER_LUKNING:
            ud.append(s)
        if s.art == "SAG_LUKKET":
            lukket = True
    return ud


SVAR_EFTER_LUKNING = {"KVITTERING", "EFTERUNDERRETNING", "AKUTVURDERING", "AKTINDSIGT_GIVET"}


def senere(tid: datetime, timer: float) -> datetime:
    """So many elapsed hours later, as local time."""
    return (tid.astimezone(UTC) + timedelta(hours=timer)).astimezone(KOEBENHAVN)


__all__ = ["UNDERSOEGELSEN", "Forloeb", "lokal_dag", "senere"]
