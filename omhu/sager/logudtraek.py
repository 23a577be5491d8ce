"""The log of one child, for the family: when, what and what for, by staff without names.

GDPR article 15 covers the log of look-ups; the staff's names are normally left out (Datatilsynet 2024-32-0283,
EU-Domstolen C-579/21).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.utils import timezone

from omhu.adgang.log import Handling
from omhu.adgang.log.formaal import for_sag, paa_dansk
from omhu.adgang.log.models import Logpost
from omhu.adgang.log.opslag import poster
from omhu.adgang.log.steder import paa_dansk as sted_paa_dansk
from omhu.adgang.log.steder import rolle_paa_dansk
from omhu.kerne.celler import uskadelig
from omhu.sager.models import Sag

KOLONNER = ("tid", "sag", "medarbejder", "handling", "hvor", "formaal")


class IngenSag(Exception):
    """No case, or more than one, has the number; the text is Danish."""


@dataclass(frozen=True)
class Linje:
    """One act as the family is told it."""

    tid: str
    sag: str
    medarbejder: str
    handling: str
    hvor: str
    formaal: str


def find_sag(nummer: str, kilde: str = "") -> Sag:
    """The case with a number; `kilde` where two sources use the same. Raises IngenSag."""
    sager = Sag.objects.select_related("barn").filter(nummer=nummer)
    if kilde:
        sager = sager.filter(kilde=kilde)
    fundne = list(sager[:2])
    if not fundne:
        raise IngenSag(f"Der er ingen sag med nummeret »{nummer}«. Se nummeret på sagens side.")
    if len(fundne) > 1:
        raise IngenSag(f"Flere sager har nummeret »{nummer}«. Skriv også --kilde.")
    return fundne[0]


def barnets_sager(sag: Sag) -> dict[int, str]:
    """All cases of the same child: number by id."""
    return dict(Sag.objects.filter(barn_id=sag.barn_id).values_list("pk", "nummer"))


def udtraek(
    sager: dict[int, str], *, fra: date | None = None, til: date | None = None
) -> Iterator[Linje]:
    """Every act about the cases, in order of time; one line per case that a post names."""
    medarbejdere = Pseudonymer()
    for post in poster(sager=sager, fra=fra, til=til).iterator():
        for pk in post.sager:
            if pk in sager:
                yield Linje(
                    timezone.localtime(post.tid).strftime("%Y-%m-%d %H:%M:%S"),
                    sager[pk],
                    medarbejdere.ord_for(post),
                    Handling(post.handling).label,
                    sted_paa_dansk(post.hvor),
                    paa_dansk(for_sag(post.formaal, post.detaljer, pk)),
                )


class Pseudonymer:
    """Numbers for people, in the order they turn up: the same person keeps a number within one extract."""

    def __init__(self) -> None:
        self._numre: dict[int, int] = {}

    def ord_for(self, post: Logpost) -> str:
        """`Medarbejder 3, rådgiver, Team Nord`; what no person did is the system's."""
        if post.bruger is None:
            return "Systemet"
        nr = self._numre.setdefault(post.bruger, len(self._numre) + 1)
        rolle = rolle_paa_dansk(post.rolle).lower()
        return ", ".join(filter(None, (f"Medarbejder {nr}", rolle, post.enhed_navn)))


def som_csv(linjer: Iterable[Linje]) -> str:
    """The lines for a spreadsheet."""
    ud = io.StringIO()
    skriver = csv.DictWriter(ud, KOLONNER, delimiter=";", lineterminator="\r\n")
    skriver.writeheader()
    for linje in linjer:
        skriver.writerow({felt: uskadelig(str(v)) for felt, v in asdict(linje).items()})
    return "\ufeff" + ud.getvalue()
