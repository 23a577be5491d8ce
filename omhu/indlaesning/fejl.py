"""What is wrong with a file or a row, said so that a caseworker can mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from omhu.kerne.cpr import uden_cpr

KARANTAENE = "karantaene"
ADVARSEL = "advarsel"


class Afvisning(Exception):
    """The whole file is refused. `str` is one Danish sentence or two with file, place and remedy."""

    def __init__(
        self, hvad: str, ret: str, *, fil: str = "", raekke: int = 0, kolonne: str = ""
    ) -> None:
        self.fund = Fund(fil, raekke, kolonne, hvad, ret)
        super().__init__(str(self.fund))


@dataclass(frozen=True)
class Fund:
    """One thing found in a row: quarantine (the row stays out) or warning (the row is loaded).

    `raekke` counts as a spreadsheet does, the header included; 0 means the whole file.
    """

    fil: str
    raekke: int
    kolonne: str
    hvad: str
    ret: str
    alvor: str = KARANTAENE
    original: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """What is said of a row goes to screens and reports: it never repeats a CPR number."""
        for felt in ("fil", "kolonne", "hvad", "ret"):
            object.__setattr__(self, felt, uden_cpr(getattr(self, felt)))

    def __str__(self) -> str:
        sted = [self.fil] if self.fil else []
        if self.raekke:
            sted.append(f"række {self.raekke}")
        if self.kolonne:
            sted.append(f"kolonne {self.kolonne}")
        return f"{', '.join(sted)}: {self.hvad} {self.ret}" if sted else f"{self.hvad} {self.ret}"


def sikkert_navn(navn: str) -> str:
    """A file name without anything that looks like a CPR number."""
    return re.sub(r"\d{6}[-_ ]?\d{0,4}", lambda m: "•" * len(m[0]), navn)
