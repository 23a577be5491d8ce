"""Feedback and repairs for tests that need one to be there."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.tilsyn.models import Genopretning, Tilsynssag
from omhu.tilsyn.tilbagemelding.genopretninger import foreslaa, laeg_paa


def om_dage(dage: int) -> date:
    """The day so many days ahead."""
    return timezone.localdate() + timedelta(dage)


def en_genopretning(ts: Tilsynssag, leder: Bruger) -> Genopretning:
    """A repair that the leader has laid on, due in two weeks."""
    g = foreslaa(ts, "Tal med barnet om planen.", om_dage(14), af=leder)
    return laeg_paa(g, om_dage(14), af=leder)


def en_rod(ts: Tilsynssag, leder: Bruger) -> UUID:
    """The root of the step that laid a repair on, whoever may see the case."""
    from omhu.tidslinje.actions import registrer

    skridt = registrer(
        ts.sag, "GENOPRETNING", timezone.now(), af=leder, attributter={"status": "paalagt"},
        naeste=om_dage(14), kilde="omhu",
    )  # fmt: skip
    Genopretning.objects.create(
        tilsynssag=ts, sag=ts.sag, tekst="Tal med barnet om planen.", skridt_rod=skridt.rod,
        oprettet_af=leder,
    )  # fmt: skip
    return skridt.rod
