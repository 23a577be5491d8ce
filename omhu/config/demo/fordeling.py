"""Who had which case when: intake first, then the team, and a new hand-over whenever someone leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from omhu.config.demo.forloeb import Forloeb
from omhu.config.demo.personale import MODTAGELSE, Plads

IND, TEAM, FRATRAED, TILTRAED, LUK = range(5)


@dataclass(slots=True)
class Sagsplads:
    """A case while it is being dealt out. `perioder`: (from day, initials, unit), in order."""

    nr: int
    forloeb: Forloeb
    team: str
    perioder: list[tuple[date, str, str]] = field(default_factory=list)
    plads: Plads | None = None

    def hos(self, dag: date) -> str:
        """Initials of the responsible rådgiver on the day; before the first assignment the first one."""
        hos = self.perioder[0][1]
        for fra, initialer, _ in self.perioder:
            if fra > dag:
                break
            hos = initialer
        return hos


class Fordeler:
    """Deals cases to posts in the order of time, always to the post with the fewest."""

    def __init__(self, pladser: list[Plads], nu: date) -> None:
        self.pladser, self.nu = pladser, nu
        self.paa: dict[int, dict[int, Sagsplads]] = {id(p): {} for p in pladser}

    def koer(self, sager: list[Sagsplads]) -> None:
        """Fill `perioder` of every case."""
        haendelser = [h for h in self._sagernes(sager) + self._personalets() if h[0] < self.nu]
        for dag, slags, _, ting in sorted(haendelser, key=lambda h: h[:3]):
            if isinstance(ting, Sagsplads):
                self._sag(dag, slags, ting)
            elif slags == FRATRAED:
                self._fratraed(dag, ting)
            else:
                self._tiltraed(dag, ting)

    def _sagernes(self, sager: list[Sagsplads]) -> list[tuple[date, int, int, Sagsplads | Plads]]:
        ud: list[tuple[date, int, int, Sagsplads | Plads]] = []
        for sag in sager:
            for s in sag.forloeb.skridt:
                if s.art in ("SAG_OPRETTET", "SAG_LUKKET"):
                    ud.append((s.dag, IND if s.art == "SAG_OPRETTET" else LUK, sag.nr, sag))
            ud += [(dag, TEAM, sag.nr, sag) for dag in sag.forloeb.overdraget]
        return ud

    def _personalets(self) -> list[tuple[date, int, int, Sagsplads | Plads]]:
        ud: list[tuple[date, int, int, Sagsplads | Plads]] = []
        for nr, plads in enumerate(self.pladser):
            for b in plads.folk:
                ud.append((b.fra, TILTRAED, nr, plads))
                if b.til:
                    ud.append((b.til + timedelta(days=1), FRATRAED, nr, plads))
        return ud

    def _sag(self, dag: date, slags: int, sag: Sagsplads) -> None:
        if slags == LUK:
            self._slip(sag)
        elif slags == IND or (sag.plads and sag.plads.enhed == MODTAGELSE):
            self._giv(dag, sag, self._mindste(dag, MODTAGELSE if slags == IND else sag.team))

    def _slip(self, sag: Sagsplads) -> None:
        if sag.plads:
            self.paa[id(sag.plads)].pop(sag.nr, None)
            sag.plads = None

    def _giv(self, dag: date, sag: Sagsplads, plads: Plads) -> None:
        bruger = plads.paa(dag) or plads.folk[-1]
        self._slip(sag)
        sag.plads = plads
        self.paa[id(plads)][sag.nr] = sag
        sag.perioder.append((dag, bruger.initialer, plads.enhed))

    def _mindste(self, dag: date, enhed: str) -> Plads:
        """The manned post of the unit with the fewest cases; of any team when the unit is empty."""
        bemandede = [p for p in self.pladser if p.paa(dag)] or self.pladser
        i_teams = [p for p in bemandede if p.enhed != MODTAGELSE]
        i_enheden = [p for p in bemandede if p.enhed == enhed] or i_teams or bemandede
        return min(i_enheden, key=lambda p: len(self.paa[id(p)]))

    def _fratraed(self, dag: date, plads: Plads) -> None:
        """Cases wait for a successor who comes within two weeks; else colleagues take them."""
        if any(plads.paa(dag + timedelta(days=n)) for n in (0, 7, 14)):
            return
        for sag in list(self.paa[id(plads)].values()):
            self._giv(dag, sag, self._mindste(dag, plads.enhed))

    def _tiltraed(self, dag: date, plads: Plads) -> None:
        """The new one takes what waited, or relieves colleagues to an even share."""
        ventende = list(self.paa[id(plads)].values())
        for sag in ventende:
            self._giv(dag, sag, plads)
        if ventende:
            return
        kolleger = [
            p for p in self.pladser if p.enhed == plads.enhed and p is not plads and p.paa(dag)
        ]
        for kollega in kolleger:
            for sag in list(self.paa[id(kollega)].values())[:: len(kolleger) + 1]:
                self._giv(dag, sag, plads)
