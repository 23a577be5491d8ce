"""What the data say of every case in the frame, beside the sample's figure; and what a figure hides.

No sampling error, and no human judgement: the two stand side by side, never in one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from omhu.adgang.raekkesikkerhed import som_system
from omhu.frister.regelsaet import kalender, regler
from omhu.maalinger import Maalesag, beregn, hent_koncept
from omhu.maalinger.beregn import Gennemgang, resultater
from omhu.maalinger.statistik import vis_andel
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.maalinger.tilsyn.forslag import Maalinger, gennemgange, svar_af
from omhu.sager.models import Sag
from omhu.tidslinje.maalesager import FELTER, af_raekker
from omhu.tidslinje.queries import Synsdag
from omhu.tilsyn.models import Rammesag, Runde
from omhu.tilsyn.resultat.data import Rundedata
from omhu.tilsyn.resultat.tal import staar
from omhu.tilsyn.runder.koncept import koncept_af

HUSKES = 600


@dataclass(frozen=True)
class Advarsel:
    """What a figure hides, and the cases it is about (they are named to those who may open them only)."""

    tekst: str
    sager: tuple[int, ...]

    @classmethod
    def laest(cls, tekst: str) -> Advarsel:
        """From the measure's own words, where the cases stand as `id_i_tal`."""
        sager = tuple(int(x) for x in NUMMER.findall(tekst))
        return cls(LISTE.sub("", tekst), sager)


def id_i_tal(pk: int) -> str:
    """A case's name in a measure that is run for its figures: no case number comes out in a text."""
    return f"#{pk}#"


NUMMER = re.compile(r"#(\d+)#")
LISTE = re.compile(r":? *#\d+#(, #\d+#)*")


@dataclass(frozen=True)
class Alletal:
    """A question over the whole frame, as the data answer it."""

    k: int
    n: int
    uvist: int
    advarsler: tuple[Advarsel, ...] = ()

    @property
    def tekst(self) -> str:
        return vis_andel(self.k, self.n)


def husket(runde: Runde) -> tuple[dict[str, Alletal], datetime]:
    """`hele_gruppen`, and when it was reckoned: kept for some minutes, for it takes seconds on a large frame."""
    noegle = f"tilsyn-alle:{runde.pk}:{runde.oprettet.timestamp()}:{runde.udgave_id}"
    fundet: tuple[dict[str, Alletal], datetime] | None = cache.get(noegle)
    if fundet is None:
        fundet = hele_gruppen(runde), timezone.now()
        cache.set(noegle, fundet, HUSKES)
    return fundet


def hele_gruppen(runde: Runde) -> dict[str, Alletal]:
    """Per question with a computation: k of n over all cases of the frame. Takes seconds on a large frame."""
    koncept = koncept_af(runde.udgave)
    sager = maalesager(runde, _frame_cases(runde))
    koert = gennemgange(
        koncept,
        sager,
        runde.fra,
        runde.til,
        regler=regler(),
        kalender=kalender(),
    )
    svar = svar_af(koncept, sager, Maalinger(koert, belaeg=False))
    hidden = advarsler(koncept, runde, sager, koert)
    fundet: dict[str, list[str]] = {s.id: [] for s in koncept.spoergsmaal if s.beregning}
    for (_, id_), f in svar.items():
        if id_ in fundet:
            fundet[id_].append(staar(koncept, id_, f.svar))
    return {
        id_: Alletal(
            alle.count("overholdt"),
            alle.count("overholdt") + alle.count("mangel"),
            alle.count("uvist"),
            hidden.get(id_, ()),
        )
        for id_, alle in fundet.items()
    }


def skjulte(data: Rundedata, runde: Runde) -> dict[str, tuple[Advarsel, ...]]:
    """What the figures of the cases read do not show (an overdue undersøgelse that is not finished), per question."""
    sager = {s.sag for s in data.sager.values() if s.med}
    return advarsler(data.koncept, runde, maalesager(runde, sager))


def advarsler(
    koncept: Tilsynskoncept,
    runde: Runde,
    sager: Sequence[Maalesag],
    koert: Mapping[str, Gennemgang] | None = None,
) -> dict[str, tuple[Advarsel, ...]]:
    """The warnings of the measure's row behind each question. `koert`: measures that are run already over the same
    cases and window; used where the conventions are the measure's own."""
    bag = {
        s.id: (s.beregning.maaling, s.beregning.raekke)
        for s in koncept.spoergsmaal
        if s.beregning and s.beregning.maaling and s.beregning.raekke
    }
    tekster: dict[tuple[str, str], tuple[Advarsel, ...]] = {}
    for navn in {maaling for maaling, _ in bag.values()}:
        maaling = hent_koncept(navn)
        if not any(r.advarsler for r in maaling.raekker if (navn, r.id) in bag.values()):
            continue
        g = (koert or {}).get(navn)
        if g is not None and all(
            k == (r.konvention or maaling.konvention) for r, k, _ in g.raekker
        ):
            alle = resultater(maaling, g)
        else:
            alle = beregn(
                maaling, sager, runde.fra, runde.til, regler=regler(), kalender=kalender()
            )
        tekster |= {(navn, r.raekke): tuple(map(Advarsel.laest, r.advarsler)) for r in alle}
    return {id_: tekster[b] for id_, b in bag.items() if tekster.get(b)}


def maalesager(runde: Runde, ider: Iterable[int]) -> list[Maalesag]:
    """Cases as the measures read them, seen from the round's last day."""
    with som_system():  # the frame's figure, whoever looks
        raekker = Sag.objects.filter(pk__in=set(ider)).values(*FELTER)
        fundne = af_raekker(list(raekker), Synsdag(runde.til))
    return [replace(sag, id=id_i_tal(pk)) for pk, sag in fundne.items()]


def _frame_cases(runde: Runde) -> list[int]:
    with som_system():
        return list(
            Rammesag.objects.filter(ramme__runde=runde).values_list("sag_id", flat=True).distinct()
        )
