"""What a level is asked of a case, what the data answer, and which reading decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from omhu.frister.regelsaet import kalender, regler
from omhu.maalinger.tilsyn import Forslag, Tilsynskoncept, forslag
from omhu.maalinger.tilsyn.sprog import Spoergsmaal
from omhu.tidslinje.maalesager import af_sag
from omhu.tidslinje.queries import Synsdag
from omhu.tilsyn.models import Laesning, Runde, Tilsynssag
from omhu.tilsyn.runder.koncept import koncept_af


def spoergsmaal_i(laesning: Laesning, koncept: Tilsynskoncept) -> list[Spoergsmaal]:
    """What this reading asks: the level's questions, of those that the sagstrin it was drawn for is asked."""
    ved = {s.id for s in koncept.spoergsmaal_ved(laesning.tilsynssag.sagstrin)}
    return [s for s in koncept.spoergsmaal_paa(laesning.niveau) if s.id in ved]


def niveau_nr(koncept: Tilsynskoncept, kode: str) -> int:
    """The place of a level in the concept's order; one that it does not know comes first."""
    return next((nr for nr, n in enumerate(koncept.niveauer) if n.kode == kode), -1)


def taellende(
    laesninger: Iterable[Laesning], koncept: Tilsynskoncept, spoergsmaal: str
) -> Laesning | None:
    """The one reading of a case whose answer counts for a question: the first (not the double) reading of the last
    level that answers it, locked or not. None where nobody is to answer it."""
    mulige = [
        x
        for x in laesninger
        if not x.dobbelt and any(s.id == spoergsmaal for s in koncept.spoergsmaal_paa(x.niveau))
    ]
    return max(mulige, key=lambda x: niveau_nr(koncept, x.niveau), default=None)


def udregnede(ts: Tilsynssag) -> dict[str, Forslag]:
    """What the data answer now, by question. The case is seen from the window's last day with all that is known."""
    runde = ts.runde
    fundne = forslag(
        koncept_af(runde.udgave),
        [af_sag(ts.sag, Synsdag(runde.til))],
        runde.fra,
        runde.til,
        regler=regler(),
        kalender=kalender(),
    )
    return {spoergsmaal: f for (_, spoergsmaal), f in fundne.items()}


def grund_i_ord(f: Forslag) -> str:
    """The reason with its paragraph, as it is stored beside a computed answer."""
    return f"{f.grund} ({f.hjemmel})" if f.hjemmel else f.grund


def vinduets_dag(runde: Runde) -> date:
    """The day that a judgement of the round is dated."""
    return runde.til
