"""A copy of the kernel with one line of its source changed, and rules with one word taken away."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from omhu.regler.sprog import Regel
from tests.regler.saet import Proeve
from tests.regler.sammenligning import kernens, uenigheder

KAEDE = (
    *("omhu.kerne.kalender", "omhu.regler.kalendertabel", "omhu.regler.kolonner"),
    *("omhu.regler.program", "omhu.regler.sweep", "omhu.regler.udfald", "omhu.regler.evaluering"),
)
"""The kernel's modules, each after those it imports."""


@dataclass(frozen=True)
class Kerne:
    """A kernel: its modules by name."""

    moduler: dict[str, ModuleType]

    def evaluer(self, regler, trin, *, foedselsdag, pr, kalender):
        egen = self.moduler["omhu.kerne.kalender"].Kalender(
            loerdag_er_hverdag=kalender.loerdag_er_hverdag, lukkedage=kalender.lukkedage
        )
        return self.moduler["omhu.regler.evaluering"].evaluer(
            regler, trin, foedselsdag=foedselsdag, pr=pr, kalender=egen
        )

    def status(self, raekke, dag):
        return self.moduler["omhu.regler.udfald"].status(raekke, dag)


def kerne_med(modul: str = "", gammel: str = "", ny: str = "") -> Kerne:
    """The kernel as it would be had someone written `ny` for `gammel` in one module.

    Fails when the text is not there exactly once, so that a mutant cannot outlive the line it changes.
    """
    kilder = {navn: Path(find_spec(navn).origin).read_text("utf-8") for navn in KAEDE}
    if modul:
        antal = kilder[modul].count(gammel)
        assert antal == 1, f"{modul} har {antal} steder med {gammel!r}; ret mutanten"
        kilder[modul] = kilder[modul].replace(gammel, ny)
    rigtige = {navn: sys.modules[navn] for navn in KAEDE}
    moduler = {}
    try:
        for navn in KAEDE:
            moduler[navn] = sys.modules[navn] = ModuleType(navn)
            exec(_kode(navn, kilder[navn]), moduler[navn].__dict__)
    finally:
        sys.modules.update(rigtige)
    return Kerne(moduler)


@cache
def _kode(navn: str, kilde: str) -> CodeType:
    """Compiled; a mutant changes one module, the others are the same as last time."""
    return compile(kilde, f"<mutant af {navn}>", "exec")


Regelaendring = Callable[[dict[str, Any]], None]


def regel_med(regel: Regel, aendring: Regelaendring) -> Regel:
    """The rule with each of its patterns changed."""
    raa = regel.model_dump()
    for version in raa["versioner"]:
        for moenster in version["tilfaelde"]:
            aendring(moenster)
    return Regel.model_validate(raa)


def opdages(proeve: Proeve, kerne: Kerne, regler: tuple[Regel, ...] | None = None) -> bool:
    """Does the comparison see the fault on this case? An evaluator that breaks is seen too."""
    muteret = replace(proeve, regler=regler) if regler else proeve
    try:
        raekker = kernens(muteret.regler, proeve.sag, proeve.kalender, kerne.evaluer)
    except (IndexError, OverflowError):
        return True
    return bool(uenigheder(proeve.reference, raekker, proeve.sag.pr, kerne.status))
