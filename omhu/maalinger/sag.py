"""What a measure reads and what it returns: the case, the window, the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from omhu.regler.trin import Trin


@dataclass(frozen=True)
class Maalesag:
    """One case to be measured.

    `trin` are the steps as known on the day the measurement looks from; those after the window's end are ignored.
    `sagstype`, `hovedforanstaltning` and `referencedato` (age is counted on it) may be left empty: the concept
    derives them from the steps.
    """

    id: str
    sagstype: str = ""
    hovedforanstaltning: str = ""
    foedselsdato: date | None = None
    referencedato: date | None = None
    trin: Sequence[Trin] = ()


@dataclass(frozen=True)
class Vindue:
    """The measured period; both days belong to it."""

    fra: date
    til: date

    def __post_init__(self) -> None:
        if self.til < self.fra:
            raise ValueError("Periodens sidste dag ligger før den første. Byt om på fra og til.")

    def __contains__(self, dag: date) -> bool:
        return self.fra <= dag <= self.til

    @property
    def dagen_efter(self) -> date:
        """The first day after the window."""
        return self.til + timedelta(days=1)


@dataclass(frozen=True)
class Resultat:
    """One figure: k out of n, the cases, and why each case stands where it does."""

    raekke: str
    tekst: str
    taeller: int
    naevner: int | None
    """None for a plain number that is no share (days over a deadline)."""
    vist_som: str
    sager: tuple[str, ...]
    """Cases with the counted finding."""
    grunde: dict[str, str]
    """Reason per counted case."""
    oevrige_grunde: dict[str, str] = field(default_factory=dict)
    """Reason per case that is counted of and not counted; empty text where the row gives none."""
    naevner_sager: tuple[str, ...] = ()
    udeladt: dict[str, str] = field(default_factory=dict)
    """Cases of the row's kind that are not counted of, with the reason (not relevant, not assessed)."""
    tabel: str = ""
    gruppe: str = ""
    naevnerregel: str = ""
    hjemmel: str = ""
    lov: tuple[str, ...] = ()
    konvention: str = ""
    konvention_tekst: str = ""
    procent: bool = False
    fra: date | None = None
    til: date | None = None
    udvaelgelse: str = ""
    advarsler: tuple[str, ...] = ()
