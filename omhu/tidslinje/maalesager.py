"""Cases as the measures read them: who the child is, and the steps as they were known on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from omhu.maalinger import Maalesag
from omhu.sager.models import Sag
from omhu.tidslinje.queries import Synsdag, trin_for_sager


def maalesager(
    syn: Synsdag, sag_ider: Collection[int] | None = None
) -> Iterator[tuple[int, Maalesag]]:
    """(case id, the case for `maalinger.beregn`); its `id` is the case number. All cases unless `sag_ider` is given.
    Cases without steps do not come."""
    sager = Sag.objects.select_related("barn")
    if sag_ider is not None:
        sager = sager.filter(pk__in=sag_ider)
    kendte = {s.pk: s for s in sager}
    for pk, trin in trin_for_sager(syn, sag_ider):
        sag = kendte[pk]
        yield (
            pk,
            Maalesag(
                id=sag.nummer,
                sagstype=sag.sagstype,
                hovedforanstaltning=sag.hovedforanstaltning,
                foedselsdato=sag.barn.foedselsdato,
                referencedato=sag.referencedato,
                trin=trin,
            ),
        )
