"""Days and local times of an extract as instants, with what daylight saving makes doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from omhu.indlaesning.tabel.moenstre import ISO, Datoform, Ulaeselig, laes_dag
from omhu.kerne.kalender import KOEBENHAVN, dagens_begyndelse, ms

FOERSTE_AAR = 1900
AAR_FREM = 2


class Tid(NamedTuple):
    """A local day and, where a time of day was given, its instant in ms since the epoch."""

    dag: date
    ms: int | None

    @property
    def begyndelse(self) -> int:
        """The instant, or the first one of the day."""
        return dagens_begyndelse(self.dag) if self.ms is None else self.ms


@dataclass(frozen=True)
class Tidsfejl:
    """Why a text is no usable time; with `tid` set it is a warning only."""

    hvad: str
    ret: str
    tid: Tid | None = None


def brugbar(svar: Tid | Tidsfejl) -> Tid | None:
    """The time of an answer, also where it only warns; None where there is none to use."""
    return svar.tid if isinstance(svar, Tidsfejl) else svar


@lru_cache(maxsize=50_000)
def laes_tid(tekst: str, form: Datoform, i_dag: date) -> Tid | Tidsfejl:
    """The time in a cell, or what is wrong with it. Texts with an offset (`+01:00`, `Z`) are instants."""
    try:
        vaerdi = _med_zone(tekst) or laes_dag(tekst, form)
        dag = _lokal_dag(vaerdi)
    except (Ulaeselig, OverflowError):
        return Tidsfejl(
            f"»{tekst[:40]}« kan ikke læses som en dato.",
            f"Skriv datoen som {_vis(form)}, fx {'2026-03-02' if form is ISO else '02-03-2026'}.",
        )
    if dag.year < FOERSTE_AAR:
        return Tidsfejl(f"Datoen ligger i år {dag.year}.", "Ret årstallet.")
    if dag > i_dag + timedelta(days=round(AAR_FREM * 365.25)):
        return Tidsfejl(
            f"Datoen ligger mere end {AAR_FREM} år ude i fremtiden ({dag}).", "Ret årstallet."
        )
    tid, tvivl = _instans(vaerdi, dag)
    if tid is None:
        assert tvivl is not None  # a time that does not exist comes with its doubt
        return tvivl
    if dag > i_dag:
        return Tidsfejl(f"Datoen er ikke kommet endnu ({dag}).", "Se efter, om den er rigtig.", tid)
    return tid if tvivl is None else tvivl


def _lokal_dag(vaerdi: date | datetime) -> date:
    if not isinstance(vaerdi, datetime):
        return vaerdi
    return (vaerdi.astimezone(KOEBENHAVN) if vaerdi.tzinfo else vaerdi).date()


def _vis(form: Datoform) -> str:
    return "åååå-mm-dd eller åååå-mm-ddTtt:mm" if form is ISO else form.navn


def _med_zone(tekst: str) -> datetime | None:
    if len(tekst) < 17 or not (tekst.endswith("Z") or tekst[-6] in "+-"):
        return None
    try:
        tid = datetime.fromisoformat(tekst)
    except ValueError as fejl:
        raise Ulaeselig(tekst) from fejl
    return tid if tid.tzinfo else None


def _instans(vaerdi: date | datetime, dag: date) -> tuple[Tid | None, Tidsfejl | None]:
    if not isinstance(vaerdi, datetime):
        return Tid(dag, None), None
    if vaerdi.tzinfo is not None:
        return Tid(dag, ms(vaerdi)), None
    foerste = vaerdi.replace(tzinfo=KOEBENHAVN)
    if foerste.astimezone(UTC).astimezone(KOEBENHAVN).replace(tzinfo=None) != vaerdi:
        return None, Tidsfejl(
            f"Klokken {vaerdi:%H.%M} fandtes ikke den {dag}: uret blev stillet frem til sommertid.",
            "Ret klokkeslættet, eller skriv kun dagen.",
        )
    tid = Tid(dag, ms(foerste))
    if foerste.utcoffset() != foerste.replace(fold=1).utcoffset():
        return tid, Tidsfejl(
            f"Klokken {vaerdi:%H.%M} kom to gange den {dag}: uret blev stillet tilbage. Vi bruger den første.",
            "Skriv tiden med +02:00 eller +01:00 sidst, hvis det var den anden.",
            tid,
        )
    return tid, None
