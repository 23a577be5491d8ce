"""What a row of the sweep says: an obligation, and its status on a day as a pure function."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from omhu.kerne.kalender import dagens_begyndelse, dagens_slutning, ms
from omhu.regler.program import KODER, STATUSSER
from omhu.regler.sprog import Moenster, Regel, Status, Version
from omhu.regler.sweep import FJERN, stand
from omhu.regler.trin import Trin


@dataclass(frozen=True, slots=True)
class Raekke:
    """One obligation. Days are local; `frist_tid` is set for hour rules only (the latest it can be due).

    `lukket` is what closed it for good (overholdt, fravalgt, ikke_relevant) with when; `opfyldt` the response
    that completed the need, `sent` if too late; `uvis` a response that may have kept it.
    """

    regel: Regel
    version: Version
    tilfaelde: int
    udloest: Trin
    nr: int
    anker: Trin
    frist_dag: date
    frist_tid: datetime | None
    lukket: Status | None
    lukket_dag: date | None
    lukket_ms: int
    opfyldt: Trin | None
    sent: bool
    fravalgt: Trin | None
    bortfaldet: Trin | None
    uvis: Trin | None
    grund: str
    vurderes: bool = True

    @property
    def moenster(self) -> Moenster:
        """The case of the version that made the row."""
        return self.version.tilfaelde[self.tilfaelde]

    @property
    def anker_dag(self) -> date:
        """The day that the window is counted from."""
        return self.anker.dag

    @property
    def frist_ms(self) -> int:
        """The last instant that is in time."""
        return ms(self.frist_tid) if self.frist_tid else dagens_slutning(self.frist_dag)


def status_ved(
    nu: int,
    *,
    lukket: str,
    lukket_ms: int,
    frist_ms: int,
    for_sent_ms: int | None,
    uvis_ms: int | None,
    vurderes: bool,
    ved_udeblivelse: str,
) -> Status:
    """Status at an instant (ms), from the facts of one row alone (`sweep.stand`)."""
    kode = stand(
        nu,
        KODER[Status(lukket)] if lukket else 0,
        lukket_ms,
        frist_ms,
        FJERN if for_sent_ms is None else for_sent_ms,
        FJERN if uvis_ms is None else uvis_ms,
        vurderes,
        KODER[Status(ved_udeblivelse)],
    )
    return STATUSSER[kode]


def foerste_ms(trin: Trin | None) -> int | None:
    """The first instant a step may lie at."""
    if trin is None:
        return None
    return ms(trin.tid) if trin.tid else dagens_begyndelse(trin.dag)


def status(raekke: Raekke, nu: date | datetime) -> Status:
    """Status at the end of a local day, or at an aware instant."""
    return status_ved(
        ms(nu) if isinstance(nu, datetime) else dagens_slutning(nu),
        lukket=raekke.lukket or "",
        lukket_ms=raekke.lukket_ms,
        frist_ms=raekke.frist_ms,
        for_sent_ms=foerste_ms(raekke.opfyldt) if raekke.sent else None,
        uvis_ms=foerste_ms(raekke.uvis),
        vurderes=raekke.vurderes,
        ved_udeblivelse=raekke.moenster.ved_udeblivelse,
    )
