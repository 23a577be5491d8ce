"""What a generated municipality consists of, as plain values; nothing here knows Django."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from omhu.regler.trin import Trin


@dataclass(slots=True)
class DemoEnhed:
    navn: str
    type: str
    overordnet: str = ""


@dataclass(slots=True)
class DemoBruger:
    """A member of staff, present or former; `til` is the last day of work."""

    fornavn: str
    efternavn: str
    brugernavn: str
    initialer: str
    rolle: str
    enhed: str
    fra: date
    til: date | None = None

    def aktiv(self, dag: date) -> bool:
        """Still employed on the day?"""
        return self.til is None or self.til >= dag


@dataclass(slots=True)
class DemoBarn:
    """A child; the unborn have neither CPR nor birth date but an expected one (`termin`)."""

    navn: str
    koen: str
    foedselsdato: date | None
    cpr: str
    husstand: str
    foraeldremyndighed: str
    termin: date | None = None

    def alder(self, dag: date) -> float:
        """Age in years, with decimals; negative before birth."""
        foedt = self.foedselsdato or self.termin
        assert foedt is not None
        return (dag - foedt).days / 365.25


@dataclass(slots=True)
class DemoSkridt:
    """One row of the timeline, later to be `tidslinje.Skridt`."""

    art: str
    dag: date
    tid: datetime | None = None
    indsatser: str = ""
    data: dict[str, str] = field(default_factory=dict)
    navn: str = ""
    vedroerer: str = ""
    naeste: date | None = None
    nr: int = 0
    id: UUID | None = None
    rod: UUID | None = None
    erstatter: UUID | None = None
    tilbagetrukket: bool = False
    registreret: datetime | None = None
    registreret_af: str = ""
    """Initials."""

    def som_trin(self) -> Trin:
        """As rules see it."""
        indsatser = tuple(self.indsatser.split("+")) if self.indsatser else ()
        return Trin(
            self.art,
            self.dag,
            self.tid,
            indsatser,
            self.data,
            self.rod or self.nr,
            self.navn or str(self.rod or self.nr),
            self.vedroerer,
            self.naeste,
        )


@dataclass(slots=True)
class DemoSag:
    """One case with its steps in order of entry; `ansvarlig` holds initials."""

    nummer: str
    barn: DemoBarn
    skridt: list[DemoSkridt]
    bekymring: str
    sagstype: str
    hovedforanstaltning: str
    aabnet: date
    lukket: date | None
    enhed: str = ""
    ansvarlig: str = ""
    ansvarlig_siden: date | None = None

    def gaeldende(self) -> list[DemoSkridt]:
        """The newest rows of each chain, without withdrawn ones, in the timeline's order."""
        rettede = {s.erstatter for s in self.skridt if s.erstatter}
        alle = [s for s in self.skridt if s.id not in rettede and not s.tilbagetrukket]
        return sorted(alle, key=lambda s: (s.dag, s.tid.timestamp() if s.tid else 0, s.nr))


@dataclass(slots=True)
class Kommune:
    """The whole invented department. `boern_i_kommunen` is the child population that rates refer to."""

    fro: int
    skala: float
    i_dag: date
    boern_i_kommunen: int
    enheder: list[DemoEnhed]
    brugere: list[DemoBruger]
    sager: list[DemoSag]

    @property
    def antal_skridt(self) -> int:
        """Rows of the timeline."""
        return sum(len(sag.skridt) for sag in self.sager)

    def fingeraftryk(self) -> str:
        """A hash of everything: the same seed gives the same municipality."""
        sha = hashlib.sha256()
        for del_ in (self.enheder, self.brugere, self.sager):
            for ting in del_:
                sha.update(repr(ting).encode())
        return sha.hexdigest()
