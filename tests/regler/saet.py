"""The sets that the comparison and the mutants run on: rules by seed, cases aimed at them, three calendars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from random import Random
from typing import Any

from omhu.kerne.kalender import Kalender
from omhu.regler.filer import regelsaet
from omhu.regler.sprog import Regel
from tests.regler.generator import Sag, sager
from tests.regler.reference.byg import trin
from tests.regler.regelgenerator import sigtet_regel, tilfaeldige_regler
from tests.regler.sammenligning import KALENDERE, referencens

SAGER_PR_SAET, SAGER_PR_LOVSAET, SIGTEDE_SAGER = 50, 120, 30
HVERT_LOVSAET = 3
"""Every third set holds all shipped rules (both laws and the local ones), the others seven random rules and
one aimed."""


TO_USIKRE_SAMTALER = Sag(
    (
        trin("2024-02-01T10:00", "AFGOERELSE", "kontaktperson", "familiebehandling", id=0),
        trin("2024-02-02", "BOERNESAMTALE", "kontaktperson", id=1),
        trin("2024-02-02", "BOERNESAMTALE", "familiebehandling", id=2),
    ),
    None,
    date(2024, 12, 31),
)
"""Two talks that together may have been in time: chance does not bring it."""

TO_FRAVALG = Sag(
    (
        trin("2024-03-01", "AFGOERELSE", "kontaktperson", "familiebehandling", id=0),
        trin("2024-03-01", "PLAN_FRAVALGT", "kontaktperson", id=1),
        trin("2024-03-01", "PLAN_FRAVALGT", "familiebehandling", id=2),
    ),
    None,
    date(2024, 12, 31),
)
"""Two waivers that only together cover the decision; whether chance brings it changes with each new rule."""

BEGYNDT_IGEN = Sag(
    (
        trin("2024-02-01", "IVAERKSAT", "kontaktperson", id=0),
        trin("2024-03-01", "FORANSTALTNING_OPHOERT", "kontaktperson", id=1),
        trin("2024-04-02", "IVAERKSAT", "kontaktperson", id=2),
        trin("2024-06-03", "OPFOELGNING", "kontaktperson", id=3),
    ),
    None,
    date(2024, 12, 31),
)
"""A measure that ended, began again and was followed up: chance brings it seldom."""


@dataclass
class Proeve:
    """One case of a set with the calendar it is judged by, and what the reference says."""

    regler: tuple[Regel, ...]
    sag: Sag
    kalender: Kalender

    @cached_property
    def reference(self) -> dict[tuple, dict[str, Any]]:
        return referencens(self.regler, self.sag, self.kalender)


@lru_cache(maxsize=256)
def saet(seed: int) -> list[Proeve]:
    """One set of cases."""
    rng = Random(seed)
    if seed % HVERT_LOVSAET == 0:
        regler, antal = regelsaet(), SAGER_PR_LOVSAET
    else:
        regler, antal = (
            (*tilfaeldige_regler(rng, 7), sigtet_regel(seed - seed // HVERT_LOVSAET)),
            SAGER_PR_SAET,
        )
    alle = sager(rng, regler, antal)
    if regler[-1].id == "sigtet":
        alle += [*sager(rng, regler[-1:], SIGTEDE_SAGER), TO_USIKRE_SAMTALER]
    if seed % HVERT_LOVSAET == 0:
        alle += [TO_FRAVALG, BEGYNDT_IGEN]
    return [Proeve(regler, s, KALENDERE[n % len(KALENDERE)]) for n, s in enumerate(alle)]


def proever(seeds: range) -> Iterator[Proeve]:
    for seed in seeds:
        yield from saet(seed)
