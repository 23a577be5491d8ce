"""A step as rules and measures see it, free of any database."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Trin:
    """One step of a case.

    `dag` is the local day (Europe/Copenhagen). `tid` is the aware instant, or None where only the day is known.
    `indsatser` holds catalogue codes (an unknown measure as written). `attributter` holds text values as in
    the tidslinjeformat, several values joined by `+`. `id` identifies the step; `navn` is what another step's
    `vedroerer` may name (an imported underretning's own id, else the id as text).
    """

    art: str
    dag: date
    tid: datetime | None = None
    indsatser: tuple[str, ...] = ()
    attributter: Mapping[str, str] = field(default_factory=dict)
    id: Hashable = None
    navn: str = ""
    vedroerer: str = ""
    naeste: date | None = None
    """The one date field that rules read: next follow-up, new deadline, re-decision."""

    indlaest: bool = False
    """Came from an extract of another system, not registered in Omhu."""

    @property
    def kun_dato(self) -> bool:
        """True where only the day is known."""
        return self.tid is None
