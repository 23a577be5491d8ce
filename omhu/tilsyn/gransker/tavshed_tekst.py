"""The words on confidentiality: dated files, never rewritten. A municipality's own stand in OMHU_MAPPE/tavshed/ and
come before the one shipped; the newest that is not ahead of today counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

LEVERET = Path(__file__).parent / "tavshed"
EGNE = "tavshed"


def tavshedstekst(dag: date | None = None) -> tuple[str, str]:
    """(the day of the text as ISO, the words) that hold on a day, today by default."""
    dag = dag or timezone.localdate()
    for mappe in (settings.OMHU.rod() / EGNE, LEVERET):
        if fundet := _nyeste(mappe.glob("*.txt"), dag):
            return fundet.stem, fundet.read_text(encoding="utf-8").strip()
    raise FileNotFoundError(LEVERET)


def _nyeste(filer: Iterable[Path], dag: date) -> Path | None:
    daterede = [f for f in filer if _dag(f) is not None and f.stem <= dag.isoformat()]
    return max(daterede, key=lambda f: f.stem, default=None)


def _dag(fil: Path) -> date | None:
    try:
        return date.fromisoformat(fil.stem)
    except ValueError:
        return None
