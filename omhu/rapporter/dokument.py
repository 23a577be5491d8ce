"""A document as blocks: the one source that `pdf` and `docx` write from. No Django here.

Text is only ever text: nothing in it is read as markup by either writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

USKRIVELIGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
"""Signs that no file can hold, and those that make a reader see another order than what was written."""
OVERSTREGET = "overstreget"
"""The word in the black field; it says nothing of what stood there, nor how long it was."""
LAENGSTE_TITEL = 200


def renset(tekst: str) -> str:
    """Text with one kind of line break and without signs that cannot be written."""
    return USKRIVELIGE.sub("", tekst.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class Stykke:
    """A run of text within a paragraph or a cell."""

    tekst: str
    fed: bool = False
    kursiv: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "tekst", renset(self.tekst))


@dataclass(frozen=True)
class Overstregning:
    """Something that the reader may not see, as a block or within a paragraph (FVL §§ 12-15, OFL § 30).

    There is no field for what stood there, so it cannot come into a file. `grund` is shown beside it.
    """

    grund: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "grund", renset(self.grund))


Del = Stykke | Overstregning
Indhold = str | Del | Sequence["str | Del"]
"""What a paragraph, a point or a cell is made of."""


def stykker(indhold: Indhold) -> tuple[Del, ...]:
    """Content as runs."""
    dele = [indhold] if isinstance(indhold, str | Stykke | Overstregning) else indhold
    return tuple(Stykke(d) if isinstance(d, str) else d for d in dele)


class Afsnit:
    """A paragraph: `Afsnit("Kære ", Stykke("Mette", fed=True))`."""

    def __init__(self, *dele: str | Del) -> None:
        self.dele = stykker(dele)


@dataclass(frozen=True)
class Overskrift:
    """A heading below the title; level 1 is the highest. A skipped level is closed up when it is written."""

    tekst: str
    niveau: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "tekst", renset(self.tekst))


class Punkter:
    """A bulleted list."""

    def __init__(self, punkter: Iterable[Indhold]) -> None:
        self.punkter = [stykker(p) for p in punkter]


class Fakta:
    """Facts, one a line: `Felt: værdi`. Those without a value are left out."""

    def __init__(self, raekker: Iterable[tuple[str, Indhold]]) -> None:
        self.raekker = [(renset(felt), stykker(v)) for felt, v in raekker if v]


class Tabel:
    """A table with a heading row that comes again on each page. `bredder` are shares of the width."""

    def __init__(
        self,
        hoved: Sequence[str],
        raekker: Iterable[Sequence[Indhold]],
        bredder: Sequence[float] = (),
    ) -> None:
        self.hoved = [renset(h) for h in hoved]
        self.raekker = [[stykker(celle) for celle in raekke] for raekke in raekker]
        self.bredder = list(bredder) or [1.0] * len(self.hoved)
        if {len(self.bredder), *map(len, self.raekker)} != {len(self.hoved)}:
            raise ValueError("every row of a table must have a cell for each heading")


@dataclass(frozen=True)
class Underskrift:
    """Who signs; `under` are the lines below the name."""

    navn: str
    under: tuple[str, ...] = ()
    hilsen: str = "Venlig hilsen"

    @property
    def linjer(self) -> list[str]:
        """The lines below the greeting."""
        return [renset(x) for x in (self.navn, *self.under) if x]


@dataclass(frozen=True)
class Sideskift:
    """What follows begins on a new page."""


Blok = Overskrift | Afsnit | Punkter | Fakta | Tabel | Underskrift | Sideskift | Overstregning


@dataclass(frozen=True)
class Brevhoved:
    """Who writes to whom, and about which case."""

    afsender: tuple[str, ...]
    """Municipality, unit, rådgiver."""
    dag: str
    """The day of the letter as it is written: `22. november 2026`."""
    sagsnummer: str = ""
    modtager: tuple[str, ...] = ()

    @property
    def til(self) -> list[str]:
        """The lines of the receiver."""
        return [renset(x) for x in self.modtager if x]

    @property
    def fra(self) -> list[str]:
        """The lines of the sender, with day and case number."""
        linjer = [*self.afsender, self.dag]
        if self.sagsnummer:
            linjer.append(f"Sag: {self.sagsnummer}")
        return [renset(x) for x in linjer if x]


@dataclass(frozen=True)
class Dokument:
    """A whole document. `titel` stands on top and in the file's properties: never a child's name in it."""

    titel: str
    blokke: Sequence[Blok] = ()
    hoved: Brevhoved | None = None
    bund: str = ""
    """Left in the foot of each page; the page number stands to the right."""
    forfatter: str = ""
    dag: date | None = None
    sprog: str = "da-DK"

    kort_titel: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "titel", renset(self.titel).replace("\n", " ").strip() or "Brev")
        object.__setattr__(self, "kort_titel", self.titel[:LAENGSTE_TITEL])
        object.__setattr__(self, "blokke", [b for b in self.blokke if not _tom(b)])
        object.__setattr__(self, "bund", renset(self.bund))
        object.__setattr__(self, "forfatter", renset(self.forfatter))


def _tom(blok: Blok) -> bool:
    """A heading without words is none: a screen reader would stop at nothing."""
    return isinstance(blok, Overskrift) and not blok.tekst.strip()


def niveauer(blokke: Iterable[Blok]) -> list[int]:
    """The level each heading is written with: never more than one below the heading before it."""
    fundne: list[int] = []
    for blok in blokke:
        if isinstance(blok, Overskrift):
            hoejst = fundne[-1] + 1 if fundne else 1
            fundne.append(max(1, min(blok.niveau, hoejst)))
    return fundne


def prosa(tekst: str) -> list[Afsnit]:
    """What somebody has typed, as paragraphs: an empty line parts them, a line break stays one."""
    return [Afsnit(led.strip("\n")) for led in re.split(r"\n\s*\n", renset(tekst)) if led.strip()]
