"""Units and staff. A post (`Plads`) is filled by one rådgiver after the other; about a quarter leave each year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from omhu.config.demo.brugere import FASTE_LEDERE, FASTE_RAADGIVERE, SUPERBRUGER
from omhu.config.demo.dage import frem
from omhu.config.demo.modeller import DemoBruger, DemoEnhed
from omhu.config.demo.navne import efternavn, voksennavn
from omhu.config.demo.tal import AAR_OPLOEB, RAADGIVERE, TAL, TEAMS

CENTER, MODTAGELSE, FAMILIEHUS = "Center for Børn og Unge", "Modtagelsen", "Familiehuset"
HIMMELRETNINGER = ["Nord", "Syd", "Øst", "Vest"]
ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


@dataclass(slots=True)
class Plads:
    """One post of a unit with those who held it, in order."""

    enhed: str
    folk: list[DemoBruger] = field(default_factory=list)

    def paa(self, dag: date) -> DemoBruger | None:
        """Who holds the post on the day; None while it is vacant."""
        for bruger in reversed(self.folk):
            if bruger.fra <= dag:
                return bruger if bruger.aktiv(dag) else None
        return None


class Navngiver:
    """Hands out names, usernames and initials that nobody else has."""

    def __init__(self, r: Random) -> None:
        self.r = r
        self.brugernavne: set[str] = set()
        self.initialer: set[str] = set()

    def bruger(
        self,
        rolle: str,
        enhed: str,
        fra: date,
        til: date | None = None,
        navn: tuple[str, str] | None = None,
    ) -> DemoBruger:
        """A member of staff; with a fixed name, or an invented one."""
        for_, efter = navn or (voksennavn(self.r), efternavn(self.r))
        brugernavn, initialer = self._brugernavn(for_, efter), self._initialer(for_, efter)
        return DemoBruger(for_, efter, brugernavn, initialer, rolle, enhed, fra, til)

    def _brugernavn(self, for_: str, efter: str) -> str:
        grund = f"{for_}.{efter}".translate(ASCII).lower()
        return _ledigt(grund, self.brugernavne, "{}{}")

    def _initialer(self, for_: str, efter: str) -> str:
        grund = (for_.translate(ASCII)[:2] + efter.translate(ASCII)[:2]).upper()
        return _ledigt(grund, self.initialer, "{}{}")


def _ledigt(grund: str, brugte: set[str], form: str) -> str:
    navn, nr = grund, 2
    while navn in brugte:
        navn, nr = form.format(grund, nr), nr + 1
    brugte.add(navn)
    return navn


def lav_enheder(skala: float) -> list[DemoEnhed]:
    """One centre with intake, teams and a family house; more teams in a larger municipality."""
    navne = [f"Team {n}" for n in HIMMELRETNINGER]
    navne += [f"Team {nr}" for nr in range(5, round(TEAMS * skala) + 1)]
    enheder = [DemoEnhed(CENTER, "CENTER"), DemoEnhed(MODTAGELSE, "MODTAGELSE", CENTER)]
    enheder += [DemoEnhed(navn, "TEAM", CENTER) for navn in navne]
    return [*enheder, DemoEnhed(FAMILIEHUS, "FAMILIEHUS", CENTER)]


def lav_personale(
    r: Random, enheder: list[DemoEnhed], skala: float, i_dag: date
) -> tuple[list[Plads], list[DemoBruger]]:
    """Posts with their holders through the years, and all staff with the leaders."""
    navne = Navngiver(r)
    faste = {
        e.navn: navne.bruger(*_fast(e.navn, i_dag)) for e in enheder if e.navn in FASTE_RAADGIVERE
    }
    start = i_dag - timedelta(days=round((AAR_OPLOEB + 1.5) * 365.25))
    ledere = [
        navne.bruger(
            "CHEF" if e.type == "CENTER" else "TEAMLEDER",
            e.navn,
            start,
            navn=FASTE_LEDERE.get(e.navn),
        )
        for e in enheder
    ]
    superbruger = navne.bruger("SUPERBRUGER", CENTER, start, navn=SUPERBRUGER)
    enhed_pr_plads = _pladser(enheder, skala)
    pladser = []
    for enhed in enhed_pr_plads:
        plads = Plads(enhed)
        plads.folk = _raekke(r, navne, enhed, start, i_dag, faste.pop(enhed, None))
        pladser.append(plads)
    _opsigelse(pladser, i_dag)
    folk = [b for p in pladser for b in p.folk]
    # The people offered on the start page come first.
    folk.sort(key=lambda b: (b.fornavn, b.efternavn) not in FASTE_RAADGIVERE.values())
    return pladser, [*ledere, superbruger, *folk]


def _opsigelse(pladser: list[Plads], i_dag: date) -> None:
    """One of those present has given notice, so that a hand-over lies ahead."""
    bruger = pladser[-1].folk[-1]
    if (bruger.fornavn, bruger.efternavn) not in FASTE_RAADGIVERE.values():
        bruger.til = i_dag + timedelta(days=38)


def _fast(enhed: str, i_dag: date) -> tuple[str, str, date, None, tuple[str, str]]:
    return "RAADGIVER", enhed, i_dag, None, FASTE_RAADGIVERE[enhed]


def _pladser(enheder: list[DemoEnhed], skala: float) -> list[str]:
    """The unit of each post: four in intake, the rest spread over the teams."""
    antal = max(len(FASTE_RAADGIVERE), round(RAADGIVERE * skala))
    teams = [e.navn for e in enheder if e.type == "TEAM"]
    i_modtagelsen = max(1, round(antal * 0.16))
    return [MODTAGELSE] * i_modtagelsen + [
        teams[i % len(teams)] for i in range(antal - i_modtagelsen)
    ]


def _raekke(
    r: Random, navne: Navngiver, enhed: str, start: date, i_dag: date, fast: DemoBruger | None
) -> list[DemoBruger]:
    """Holders of one post from `start` on; the last one is there today (the fixed person, if given)."""
    folk: list[DemoBruger] = []
    dag = start
    while True:
        ansat = max(70, round(r.expovariate(TAL.omsaetning_pr_aar) * 365.25))
        if dag + timedelta(days=ansat) >= i_dag - timedelta(days=100):
            break
        til = dag + timedelta(days=ansat)
        folk.append(navne.bruger("RAADGIVER", enhed, frem(dag), til))
        dag = frem(til + timedelta(days=r.choice([1, 3, 10, 25, 45, 75])))
    sidste = fast or navne.bruger("RAADGIVER", enhed, dag)
    sidste.fra = frem(dag)
    folk.append(sidste)
    return folk
