"""How late the steps behind a figure were registered: what was written long after the act is weaker evidence, and a
figure may have been made to look better (opt-outs and dates written in afterwards)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from django.conf import settings

from omhu.adgang.raekkesikkerhed import som_system
from omhu.kerne.ord_om_tid import antal
from omhu.tidslinje.queries import registreret_efter
from omhu.tilsyn.resultat.tal import Rundetal, staar

TAELLER = ("overholdt", "mangel")


@dataclass(frozen=True)
class Efterslaeb:
    """Of the steps that the counted answers rest on, registered in Omhu."""

    skridt: int
    dage: int
    """The median."""
    sene: int

    @property
    def tekst(self) -> str:
        """One line under the figure."""
        graense = antal(settings.OMHU.journal_dage, "dag", "dage")
        sene = f"; {self.sene} senere end {graense}" if self.sene else ""
        naar = antal(self.dage, "dag", "dage") + " efter" if self.dage else "samme dag"
        return f"{antal(self.skridt, 'skridt', 'skridt')} bag, typisk registreret {naar}{sene}"


def efterslaeb(r: Rundetal) -> Mapping[str, Efterslaeb]:
    """Per question that the data answer. Two statements, whatever the round's size."""
    belaeg: dict[str, set[str]] = {}
    laesninger = {x.pk for x in r.data.foerste(r.niveau, r.gruppe.kode)}
    for b in r.data.svar:
        if b.laesning in laesninger and staar(r.koncept, b.spoergsmaal, b.svar) in TAELLER:
            belaeg.setdefault(b.spoergsmaal, set()).update(b.belaeg)
    with (
        som_system()
    ):  # of all cases of the round, as its other figures; nothing of a step but its days
        dage = registreret_efter(set().union(*belaeg.values()))
    fundne = {id_: [dage[x] for x in roedder if x in dage] for id_, roedder in belaeg.items()}
    sent = settings.OMHU.journal_dage
    return {
        id_: Efterslaeb(len(alle), round(median(alle)), sum(d > sent for d in alle))
        for id_, alle in fundne.items()
        if alle
    }
