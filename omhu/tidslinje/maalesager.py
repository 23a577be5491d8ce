"""Cases as the measures read them: who the child is, and the steps as they were known on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from omhu.maalinger import Maalesag
from omhu.regler.trin import Trin
from omhu.sager.models import Sag
from omhu.tidslinje.queries import Synsdag, trin_for_sag, trin_for_sager

FELTER = (
    "pk",
    "nummer",
    "sagstype",
    "hovedforanstaltning",
    "referencedato",
    "barn__foedselsdato",
)
"""What is read of a case. Values and no cases: nobody sees a child in a measure, so none is noted as seen."""
HOLD = 500
"""A database takes only so many values at once."""


def maalesager(
    syn: Synsdag, sag_ider: Collection[int] | None = None
) -> Iterator[tuple[int, Maalesag]]:
    """(case id, the case for `maalinger.beregn`); its `id` is the case number. All cases unless `sag_ider` is given.
    Of cases without steps by then only those come that an extract gave a type: it holds them to be measured. Not on an
    earlier day's knowledge: then nothing tells that the case was known."""
    sager = Sag.objects.all() if sag_ider is None else Sag.objects.filter(pk__in=sag_ider)
    kendte = {k["pk"]: k for k in sager.values(*FELTER)}
    for pk, trin in trin_for_sager(syn, sag_ider):
        k = kendte.pop(pk)
        yield pk, _maalesag(k, trin, k["nummer"])
    if syn.kendt_pr is None:
        for pk, k in kendte.items():
            if k["sagstype"]:
                yield pk, _maalesag(k, (), k["nummer"])


def af_raekker(raekker: Collection[Mapping[str, Any]], syn: Synsdag) -> dict[int, Maalesag]:
    """Cases of which the values of `FELTER` are read, those without steps too, by case id, which is their `id` too."""
    ider = sorted(k["pk"] for k in raekker)
    trin: dict[int, Sequence[Trin]] = {}
    for n in range(0, len(ider), HOLD):
        trin |= dict(trin_for_sager(syn, ider[n : n + HOLD]))
    return {k["pk"]: _maalesag(k, trin.get(k["pk"], ()), str(k["pk"])) for k in raekker}


def af_sag(sag: Sag, syn: Synsdag) -> Maalesag:
    """A case that is at hand, with its child."""
    return Maalesag(
        id=str(sag.pk),
        sagstype=sag.sagstype,
        hovedforanstaltning=sag.hovedforanstaltning,
        foedselsdato=sag.barn.foedselsdato,
        referencedato=sag.referencedato,
        trin=trin_for_sag(sag.pk, syn),
    )


def _maalesag(k: Mapping[str, Any], trin: Sequence[Trin], id_: str) -> Maalesag:
    return Maalesag(
        id=id_,
        sagstype=k["sagstype"],
        hovedforanstaltning=k["hovedforanstaltning"],
        foedselsdato=k["barn__foedselsdato"],
        referencedato=k["referencedato"],
        trin=trin,
    )
