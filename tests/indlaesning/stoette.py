"""Small files and loads for the tests of this room."""

from __future__ import annotations

from pathlib import Path

from omhu.indlaesning.kommando import Resultat, koer
from omhu.tidslinje.models import Skridt

SAGER = "sag_id,sagstype,foedselsdato,foraeldremyndighed\n"
HAENDELSER = "nr,sag_id,haendelsestype,dato,attributter\n"
TO_SAGER = SAGER + "A,afgoerelse,2012-04-01,faelles\nB,opfoelgning,2015-06-02,mor\n"


def skriv(mappe: Path, navn: str, tekst: str | bytes, kode: str = "utf-8") -> Path:
    """A file in the folder."""
    sti = mappe / navn
    sti.write_bytes(tekst if isinstance(tekst, bytes) else tekst.encode(kode))
    return sti


def par(mappe: Path, haendelser: str, sager: str = TO_SAGER) -> list[Path]:
    """The two files of the tidslinjeformat; `haendelser` without header."""
    hoved = "" if haendelser.startswith(("nr,", "sag_id")) else HAENDELSER
    return [skriv(mappe, "sager.csv", sager), skriv(mappe, "haendelser.csv", hoved + haendelser)]


def indlaes(mappe: Path, haendelser: str, sager: str = TO_SAGER, **valg: object) -> Resultat:
    """Load them."""
    return koer(par(mappe, haendelser, sager), **valg)  # type: ignore[arg-type]


def fejl(resultat: Resultat) -> list[tuple[str, int, str]]:
    """(file, row, column) of what stands in quarantine."""
    assert resultat.rapport is not None
    return [(f.fil, f.raekke, f.kolonne) for f in resultat.rapport.fejl]


def linjer(**filter_: object) -> list[str]:
    """The rows of the timeline as text, in order."""
    return [
        f"{s.sag.nummer} {s.dag} {s.art} {s.indsatser}".strip()
        for s in Skridt.objects.filter(**filter_)
        .select_related("sag")
        .order_by("sag__nummer", "dag", "nr")
    ]
