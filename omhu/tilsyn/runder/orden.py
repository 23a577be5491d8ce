"""The columns of a round's cases, and the order that a heading puts them in. What is not shown sorts nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from omhu.adgang.models import Bruger
from omhu.kerne.dansk import noegle
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.tilsyn.adgang import er_lukket_for
from omhu.tilsyn.laesning.koncept import taellende
from omhu.tilsyn.models import Svar, Tilsynssag
from omhu.tilsyn.runder.vis import Sagslinje


@dataclass(frozen=True)
class Kolonne:
    """A column: its heading, and what a row is sorted by; None stands last in both directions."""

    kode: str
    navn: str
    sorter: Callable[[Sagslinje], Any]
    tal: bool = False


def kolonner(
    linjer: Iterable[Sagslinje], koncept: Tilsynskoncept, mangler: dict[int, int]
) -> list[Kolonne]:
    """Those that tell the cases apart, in the order of the page."""
    linjer = list(linjer)
    pladser = {t.kode: nr for nr, t in enumerate(koncept.sagstrin)}
    niveauer = {n.kode: nr for nr, n in enumerate(koncept.niveauer)}
    alle = [
        Kolonne("nr", "Nr.", lambda x: x.ts.nr, tal=True),
        Kolonne("sag", "Sag", lambda x: noegle(str(x.sag.barn)) if x.sag else None),
        Kolonne("trin", "Sagstrin", lambda x: pladser.get(x.ts.sagstrin, len(pladser))),
        Kolonne("enhed", "Enhed", lambda x: noegle(str(x.ts.enhed)) if x.sag else None),
        Kolonne("raadgiver", "Rådgiver", _raadgiver),
        Kolonne("laeser", "Læsere", partial(_laesere, niveauer)),
        Kolonne("mangler", "Ikke overholdt", lambda x: mangler.get(x.ts.pk), tal=True),
        Kolonne("stand", "Tilstand", _hvor_langt),
    ]
    uden = {
        kode
        for kode, findes in (
            ("trin", any(x.ts.sagstrin for x in linjer)),
            ("enhed", len({x.ts.enhed_id for x in linjer}) > 1),
        )
        if not findes
    }
    return [k for k in alle if k.kode not in uden]


def _raadgiver(x: Sagslinje) -> bytes | None:
    return noegle(str(x.ts.raadgiver)) if x.sag and x.ts.raadgiver else None


def _laesere(niveauer: dict[str, int], x: Sagslinje) -> list[tuple[int, bytes]] | None:
    return sorted((niveauer.get(y.niveau, -1), noegle(str(y.laeser))) for y in x.laesninger) or None


def _hvor_langt(x: Sagslinje) -> tuple[float, bool] | None:
    """How much is read; None: taken out."""
    if x.ts.tilstand != Tilsynssag.Tilstand.MED:
        return None
    laast = sum(y.laast is not None for y in x.laesninger)
    return laast / max(1, len(x.laesninger)), any(y.begyndt for y in x.laesninger)


def i_orden(
    linjer: Sequence[Sagslinje], kolonner: Sequence[Kolonne], orden: str
) -> list[Sagslinje]:
    """The rows by a column's code (`-` first for descending); an unknown code leaves their own order."""
    kolonne = next((k for k in kolonner if k.kode == orden.removeprefix("-")), None)
    if kolonne is None:
        return list(linjer)
    med = [x for x in linjer if kolonne.sorter(x) is not None]
    uden = [x for x in linjer if kolonne.sorter(x) is None]
    return sorted(med, key=kolonne.sorter, reverse=orden.startswith("-")) + uden


def mangler_i(
    linjer: Iterable[Sagslinje], koncept: Tilsynskoncept, bruger: Bruger
) -> dict[int, int]:
    """How many questions the deciding readings found not kept, by case of the round: where the case may be seen and
    all its readings are locked, so that nobody is told before answering. Confidential ones are not counted."""
    laeste = [x for x in linjer if x.sag and x.laesninger and all(y.laast for y in x.laesninger)]
    spurgt = [s.id for s in koncept.spoergsmaal if not er_lukket_for(bruger, s)]
    taeller = {
        (y.pk, id_): x.ts.pk
        for x in laeste
        for id_ in spurgt
        if (y := taellende(x.laesninger, koncept, id_)) is not None
    }
    svar = Svar.objects.filter(laesning__in={pk for pk, _ in taeller}, spoergsmaal__in=spurgt)
    fundne: Counter[int] = Counter({x.ts.pk: 0 for x in laeste})
    for pk, id_, kode in svar.order_by().values_list("laesning", "spoergsmaal", "svar"):
        if (pk, id_) in taeller and kode and koncept.regnes(id_, kode) == "mangel":
            fundne[taeller[pk, id_]] += 1
    return dict(fundne)
