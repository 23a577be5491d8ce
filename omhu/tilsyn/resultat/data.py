"""What was read in a round, as plain rows: over all its cases, for a figure does not depend on who looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from omhu.adgang.raekkesikkerhed import som_system
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.tilsyn.models import Laesning, Runde, Svar, Tilsynssag, Udtraek
from omhu.tilsyn.runder.koncept import koncept_af


@dataclass(frozen=True, slots=True)
class Gruppe:
    """Cases whose figures may be counted together: one random draw, or all cases chosen in one other way."""

    kode: str
    navn: str
    slags: str
    begrundelse: str = ""

    @property
    def tilfaeldig(self) -> bool:
        return self.slags in Udtraek.TILFAELDIGE

    @property
    def stratificeret(self) -> bool:
        return self.slags == Udtraek.Slags.STRATIFICERET


@dataclass(frozen=True, slots=True)
class Sagsraekke:
    """One case of the round (at one sagstrin, where steps are drawn)."""

    pk: int
    sag: int
    gruppe: str
    enhed: int
    enhed_navn: str
    stratum: str
    sandsynlighed: float | None
    oprindelig: bool
    """Drawn, not taken in instead of another."""
    tilstand: str

    @property
    def med(self) -> bool:
        return self.tilstand == Tilsynssag.Tilstand.MED


@dataclass(frozen=True, slots=True)
class Laest:
    """One reading: whose case, which level, and is it locked?"""

    pk: int
    tilsynssag: int
    niveau: str
    dobbelt: bool
    laast: bool


@dataclass(frozen=True, slots=True)
class Besvaret:
    """One answer of a locked reading."""

    laesning: int
    spoergsmaal: str
    auto: str
    svar: str
    belaeg: tuple[str, ...]
    pk: int


@dataclass(frozen=True)
class Rundedata:
    """Everything the figures of a round are made of."""

    runde: int
    navn: str
    fra: date
    til: date
    koncept: Tilsynskoncept
    udgave: int
    ramme: int | None
    """How many cases could be drawn."""
    aftryk: str
    froe: str
    grupper: dict[str, Gruppe]
    sager: dict[int, Sagsraekke]
    laesninger: dict[int, Laest]
    svar: tuple[Besvaret, ...]

    def foerste(self, niveau: str, gruppe: str) -> list[Laest]:
        """The readings that count at a level: the first of each case, locked, of cases still in the round."""
        return [
            x
            for x in self.laesninger.values()
            if x.niveau == niveau and x.laast and not x.dobbelt and self._med(x, gruppe)
        ]

    def mangler(self, niveau: str, gruppe: str) -> int:
        """Readings that are asked for and not locked."""
        return sum(
            x.niveau == niveau and not x.laast and not x.dobbelt and self._med(x, gruppe)
            for x in self.laesninger.values()
        )

    def _med(self, x: Laest, gruppe: str) -> bool:
        sag = self.sager.get(x.tilsynssag)
        return sag is not None and sag.med and sag.gruppe == gruppe


def hent(runde: Runde) -> Rundedata:
    """Read a round. Five statements, however many cases."""
    with som_system():  # the figures are those of the round, not of what the reader may open
        ramme = getattr(runde, "ramme", None)
        grupper = _groups(runde)
        sager = {s.pk: s for s in _cases(runde, grupper)}
        laesninger = {x.pk: x for x in _readings(runde)}
        svar = tuple(_answers(runde))
    return Rundedata(
        runde=runde.pk,
        navn=runde.navn,
        fra=runde.fra,
        til=runde.til,
        koncept=koncept_af(runde.udgave),
        udgave=runde.udgave.nr,
        ramme=ramme.antal if ramme else None,
        aftryk=ramme.aftryk if ramme else "",
        froe=runde.froe,
        grupper={g.kode: g for g in grupper.values()},
        sager=sager,
        laesninger=laesninger,
        svar=svar,
    )


def _groups(runde: Runde) -> dict[int, Gruppe]:
    """The group of each draw. Two random draws have different chances, so each is its own."""
    svar: dict[int, Gruppe] = {}
    for u in runde.udtraek.all():
        kode = f"{u.slags}-{u.pk}".lower() if u.tilfaeldigt else u.slags.lower()
        svar[u.pk] = Gruppe(kode, u.get_slags_display(), u.slags, u.begrundelse)
    return svar


def _cases(runde: Runde, grupper: dict[int, Gruppe]) -> Iterable[Sagsraekke]:
    felter = "pk sag_id udtraek_id enhed_id enhed__navn stratum sandsynlighed erstatter_id tilstand"
    for pk, sag, udtraek, enhed, navn, stratum, chance, erstatter, tilstand in runde.sager.order_by(
        "pk"
    ).values_list(*felter.split()):
        gruppe = grupper[udtraek].kode
        yield Sagsraekke(pk, sag, gruppe, enhed, navn, stratum, chance, erstatter is None, tilstand)


def _readings(runde: Runde) -> Iterable[Laest]:
    raekker = Laesning.objects.filter(tilsynssag__runde=runde).order_by("pk")
    for pk, ts, niveau, dobbelt, laast in raekker.values_list(
        "pk", "tilsynssag_id", "niveau", "dobbelt", "laast"
    ):
        yield Laest(pk, ts, niveau, dobbelt, laast is not None)


def _answers(runde: Runde) -> Iterable[Besvaret]:
    raekker = Svar.objects.filter(
        laesning__tilsynssag__runde=runde, laesning__laast__isnull=False
    ).order_by("pk")
    for pk, laesning, spoergsmaal, auto, svar, belaeg in raekker.values_list(
        "pk", "laesning_id", "spoergsmaal", "auto", "svar", "auto_belaeg"
    ):
        yield Besvaret(laesning, spoergsmaal, auto, svar, tuple(map(str, belaeg)), pk)
