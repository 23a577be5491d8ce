"""Cases as the measures read them: who the child is, and the steps as they were known on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from omhu.maalinger import Maalesag
from omhu.regler.trin import Trin
from omhu.sager.models import Sag
from omhu.tidslinje.queries import Synsdag, trin_for_sager

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
    Of cases without steps only those come that an extract gave a type: it holds them to be measured, and they lack
    everything. Not on an earlier day's knowledge: then nothing tells that the case was known."""
    sager = Sag.objects.select_related("barn")
    if sag_ider is not None:
        sager = sager.filter(pk__in=sag_ider)
    kendte = {s.pk: s for s in sager}
    for pk, trin in trin_for_sager(syn, sag_ider):
        yield pk, _maalesag(kendte[pk], trin)
    if syn.kendt_pr is None:
        for sag in sager.filter(skridt=None).exclude(sagstype=""):
            yield sag.pk, _maalesag(sag, [])


def _maalesag(sag: Sag, trin: list[Trin]) -> Maalesag:
    return Maalesag(
        id=sag.nummer,
        sagstype=sag.sagstype,
        hovedforanstaltning=sag.hovedforanstaltning,
        foedselsdato=sag.barn.foedselsdato,
        referencedato=sag.referencedato,
        trin=trin,
    )
