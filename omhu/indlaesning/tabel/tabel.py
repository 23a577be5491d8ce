"""A table out of any file: its columns, and its rows streamed as text.

Row numbers count as a spreadsheet shows them: the first row of the file is 1.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from omhu.indlaesning.fejl import Afvisning, sikkert_navn
from omhu.indlaesning.tabel import regneark
from omhu.indlaesning.tabel.filart import CSV, REGNEARK, RET_FIL, filart
from omhu.indlaesning.tabel.hoved import SOEG_I, Hoved, er_stoej, find_hoved
from omhu.indlaesning.tabel.tegnsaet import tegnsaet

PROEVERAEKKER = 2000
"""Rows from which separators and column patterns are detected."""
SKILLETEGN = (";", ",", "\t", "|")
LAENGSTE_CELLE = 1_000_000
EXCEL_GRAENSER = (65_536, 1_048_576)

Raekke = tuple[int, list[str]]
Kilde = Callable[[], Iterator[list[str]]]


@dataclass
class Tabel:
    """One table of a file. `raekker()` may be called more than once; each call reads the file anew."""

    navn: str
    hoved: Hoved
    kilde: Kilde
    noter: list[str] = field(default_factory=list)
    """How the file was read, in Danish, for the report."""
    stoej: dict[str, int] = field(default_factory=dict)
    """Rows passed over at the last full reading, by reason."""
    laas_op: Callable[[str], str] | None = None
    """Opens the locked cells of a mended quarantine list."""

    @property
    def kolonner(self) -> list[str]:
        """The names of the columns."""
        return self.hoved.navne

    def raekker(self) -> Iterator[Raekke]:
        """(row number, cells in the order of `kolonner`), noise left out."""
        self.stoej = {}
        antal = 0
        pladser, bredde = self.hoved.kolonner, max(self.hoved.kolonner) + 1
        lige = pladser == list(range(bredde))
        nr = self.hoved.foerste_data
        for raa in islice(self.kilde(), self.hoved.foerste_data, None):
            nr += 1
            if len(raa) < bredde:
                raa = raa + [""] * (bredde - len(raa))
            hvorfor = er_stoej(raa, self.hoved)
            if hvorfor:
                self.stoej[hvorfor] = self.stoej.get(hvorfor, 0) + 1
                continue
            antal += 1
            celler = raa[:bredde] if lige else [raa[k] for k in pladser]
            yield nr, [self.laas_op(c) for c in celler] if self.laas_op else celler
        if nr in EXCEL_GRAENSER:
            self.stoej["raekkegraense"] = nr
        self.antal = antal

    antal: int = 0

    def proeve(self, antal: int = PROEVERAEKKER) -> list[list[str]]:
        """The first rows, for detecting patterns and for showing."""
        return [celler for _, celler in islice(self.raekker(), antal)]

    def originaler(self, numre: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The cells of some rows, by number."""
        return {nr: tuple(celler) for nr, celler in self.raekker() if nr in numre} if numre else {}


def aabn(
    sti: Path, ventede: Collection[str] = (), laest: Callable[[int], None] | None = None
) -> list[Tabel]:
    """The tables of a file: one of a CSV, one per sheet with data of a workbook.

    `ventede`: column names that the header must hold, where they are known. `laest` hears how many bytes
    of the file have been read so far. Raises Afvisning.
    """
    art = filart(sti)
    if art == CSV:
        return [aabn_csv(sti, ventede, laest)]
    if art == REGNEARK:
        return _aabn_ark(sti, ventede)
    raise Afvisning("En mappe eller zip-fil er ikke en tabel.", RET_FIL, fil=sikkert_navn(sti.name))


def aabn_csv(
    sti: Path, ventede: Collection[str] = (), laest: Callable[[int], None] | None = None
) -> Tabel:
    """A CSV file as a table. Raises Afvisning."""
    navn, kode = sikkert_navn(sti.name), tegnsaet(sti)
    skille = _skilletegn(sti, kode, ventede)

    def kilde() -> Iterator[list[str]]:
        return _csv_raekker(sti, navn, kode, skille, laest)

    hoved = find_hoved(list(islice(kilde(), SOEG_I + 60)), ventede)
    if hoved is None:
        raise Afvisning(
            "Vi kan ikke finde rækken med kolonnenavne.",
            "Sæt navnene i én række lige over data.",
            fil=navn,
        )
    tegn = {"\t": "tabulator"}.get(skille, skille)
    return Tabel(
        navn,
        hoved,
        kilde,
        [
            f"Læst som {kode}, kolonner adskilt af »{tegn}«, "
            f"kolonnenavne i række {hoved.foerste_data - hoved.linjer + 1}."
        ],
    )


def _csv_raekker(
    sti: Path, navn: str, kode: str, skille: str, laest: Callable[[int], None] | None
) -> Iterator[list[str]]:
    csv.field_size_limit(LAENGSTE_CELLE)
    nr, bredde = 0, 0
    raekke: list[str] = []
    with sti.open(encoding=kode, newline="", errors="replace") as fil:
        laeser = csv.reader(fil, delimiter=skille)
        try:
            for nr, raekke in enumerate(laeser, start=1):
                bredde = max(bredde, len(raekke))
                if laest is not None and nr % 5000 == 0:
                    laest(fil.buffer.tell())  # type: ignore[attr-defined]  # the stubs name only TextIO
                yield raekke
        except csv.Error as fejl:
            raise _uafsluttet(navn, nr + 1) from fejl
    # A quote that is never closed swallows the end of the file, its last newline included.
    if raekke and "\n" in raekke[-1] and (raekke[-1].endswith("\n") or len(raekke) < bredde):
        raise _uafsluttet(navn, nr)
    if laest is not None:
        laest(sti.stat().st_size)


def _uafsluttet(navn: str, raekke: int) -> Afvisning:
    return Afvisning(
        "Et anførselstegn bliver ikke lukket, så resten af filen læses som én celle.",
        'Sæt " sidst i cellen, eller fjern det, der står alene.',
        fil=navn,
        raekke=raekke,
    )


def _skilletegn(sti: Path, kode: str, ventede: Collection[str]) -> str:
    """The separator under which most of the first rows fall into the same, greatest number of columns."""

    def point(skille: str) -> tuple[bool, float]:
        raekker = [r for r in islice(_csv_raekker(sti, "", kode, skille, None), 60) if any(r)]
        bredder = [len(r) for r in raekker if len(r) > 1]
        if not bredder:
            return False, 0.0
        oftest = max(set(bredder), key=lambda b: (bredder.count(b), b))
        fundet = bool(ventede) and find_hoved(raekker, ventede) is not None
        return fundet and _har_alle(raekker, ventede), bredder.count(oftest) / len(
            raekker
        ) * oftest**0.5

    def forsigtig(skille: str) -> tuple[bool, float]:
        try:
            return point(skille)
        except Afvisning:
            return False, 0.5

    return max(SKILLETEGN, key=forsigtig)


def _har_alle(raekker: list[list[str]], ventede: Collection[str]) -> bool:
    return any(set(ventede) <= {c.strip().lower() for c in r} for r in raekker)


def _aabn_ark(sti: Path, ventede: Collection[str]) -> list[Tabel]:
    navn = sikkert_navn(sti.name)
    tabeller = []
    for ark in regneark.arknavne(sti, navn):
        kilde = regneark.ark_kilde(sti, navn, ark)
        start = list(islice(kilde(), SOEG_I + 60))
        hoved = find_hoved(start, ventede) if start else None
        if hoved is not None:
            note = f"Ark »{ark}«, kolonnenavne i række {hoved.foerste_data - hoved.linjer + 1}."
            tabeller.append(Tabel(f"{navn} [{ark}]", hoved, kilde, [note]))
    if not tabeller:
        raise Afvisning(
            "Regnearket har ingen ark med rækker.", "Se efter, om data ligger i filen.", fil=navn
        )
    return tabeller
