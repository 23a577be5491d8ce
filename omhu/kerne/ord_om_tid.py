"""Days and lengths of time as people say them. Today always comes in as an argument."""

from __future__ import annotations

from datetime import date, datetime

from omhu.kerne.kalender import KOEBENHAVN

UGEDAGE = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MAANEDER = (
    "januar februar marts april maj juni juli august september oktober november december"
).split()
MAANEDER_KORT = "jan. feb. marts april maj juni juli aug. sept. okt. nov. dec.".split()
DAGE_SOM_DAGE = 62
"""Up to here a length is told in days; beyond it in months and years."""
FORSKELLIGE_UGEDAGE = 6
"""So many days ahead the name of the weekday says which day it is."""


def dato(dag: date, i_dag: date | None = None) -> str:
    """`3. december 2026`; without the year when it is the year of `i_dag`.

    >>> dato(date(2026, 12, 3))
    '3. december 2026'
    >>> dato(date(2026, 12, 3), date(2026, 11, 21))
    '3. december'
    """
    aar = "" if i_dag is not None and dag.year == i_dag.year else f" {dag.year}"
    return f"{dag.day}. {MAANEDER[dag.month - 1]}{aar}"


def kort_dato(dag: date) -> str:
    """`3. dec.`: for drawings.

    >>> kort_dato(date(2026, 12, 3))
    '3. dec.'
    """
    return f"{dag.day}. {MAANEDER_KORT[dag.month - 1]}"


def ugedag_og_dato(dag: date, i_dag: date | None = None) -> str:
    """`torsdag 3. december 2026`.

    >>> ugedag_og_dato(date(2026, 12, 3), date(2026, 11, 21))
    'torsdag 3. december'
    """
    return f"{UGEDAGE[dag.weekday()]} {dato(dag, i_dag)}"


def klokken(tid: datetime) -> str:
    """Local clock time of an aware instant: `kl. 14.10`."""
    lokal = tid.astimezone(KOEBENHAVN)
    return f"kl. {lokal.hour}.{lokal.minute:02d}"


def dag_ord(dag: date, i_dag: date) -> str:
    """A day seen from today: `i dag`, `på tirsdag`, `for 6 dage siden`, `3. december`.

    >>> [dag_ord(date(2026, 11, d), date(2026, 11, 21)) for d in (15, 20, 21, 22, 24, 27, 28)]
    ['for 6 dage siden', 'i går', 'i dag', 'i morgen', 'på tirsdag', 'på fredag', '28. november']
    >>> dag_ord(date(2026, 5, 1), date(2026, 11, 21))
    'for 6 måneder siden'
    """
    om = (dag - i_dag).days
    naere = {0: "i dag", 1: "i morgen", -1: "i går"}
    if om in naere:
        return naere[om]
    if om < 0:
        return f"for {varighed_mellem(dag, i_dag)} siden"
    if om <= FORSKELLIGE_UGEDAGE:
        return f"på {UGEDAGE[dag.weekday()]}"
    return dato(dag, i_dag)


def varighed(dage: int) -> str:
    """A number of days in words, for lengths that are not tied to the calendar: `1 dag`, `94 dage`.

    >>> varighed(1), varighed(94)
    ('1 dag', '94 dage')
    """
    return antal(dage, "dag", "dage")


def varighed_mellem(fra: date, til: date) -> str:
    """The length from one day to a later one: days at first, then whole months, then years and months.

    >>> varighed_mellem(date(2026, 11, 15), date(2026, 11, 21))
    '6 dage'
    >>> varighed_mellem(date(2026, 5, 1), date(2026, 11, 21))
    '6 måneder'
    >>> varighed_mellem(date(2024, 8, 21), date(2026, 11, 21))
    '2 år og 3 måneder'
    """
    dage = (til - fra).days
    if dage <= DAGE_SOM_DAGE:
        return varighed(dage)
    aar, maaneder = divmod(hele_maaneder(fra, til), 12)
    dele = [antal(aar, "år", "år")] if aar else []
    dele += [antal(maaneder, "måned", "måneder")] if maaneder else []
    return " og ".join(dele)


def hele_maaneder(fra: date, til: date) -> int:
    """Whole months from one day to a later one.

    >>> hele_maaneder(date(2026, 1, 31), date(2026, 2, 28))
    0
    """
    return (til.year - fra.year) * 12 + til.month - fra.month - (til.day < fra.day)


def antal(n: int, en: str, flere: str) -> str:
    """`1 sag`, `3 sager`, `1.200 sager`.

    >>> antal(1, "sag", "sager"), antal(1200, "sag", "sager")
    ('1 sag', '1.200 sager')
    """
    tal = f"{n:,}".replace(",", ".")
    return f"{tal} {en if n == 1 else flere}"


def stort(tekst: str) -> str:
    """First letter large, the rest untouched.

    >>> stort("på tirsdag")
    'På tirsdag'
    """
    return tekst[:1].upper() + tekst[1:]
