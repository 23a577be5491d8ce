"""Cases that begin in Omhu: a number series of their own, `2026-0001` and on, under the source `Omhu`."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.raekkesikkerhed import som_system
from omhu.sager.models import Barn, Sag

KILDE = "Omhu"
FORSOEG = 10
KLE = "34.10.10"
"""Afdækning og børnefaglig undersøgelse: what a case of a user who is delimited by KLE begins as."""


def ny_sag(barn: Barn, enhed: Enhed, dag: date, af: Bruger) -> Sag:
    """A case under the next free number of the year. Raises ValidationError when others always came first."""
    kle = _kle(af)
    for _ in range(FORSOEG):
        try:
            with transaction.atomic():
                return Sag.objects.create(
                    barn=barn,
                    nummer=naeste(dag.year),
                    kilde=KILDE,
                    enhed=enhed,
                    oprettet_enhed=enhed,
                    kle=kle,
                    aabnet=dag,
                )
        except IntegrityError:  # somebody else took the number
            continue
    raise ValidationError("Sagen fik ikke et nummer, fordi mange opretter sager nu. Gem igen.")


@som_system()  # numbers are taken by cases that one does not see, too
def naeste(aar: int) -> str:
    """The next number of a year."""
    brugte = Sag.objects.filter(kilde=KILDE, nummer__startswith=f"{aar}-")
    tal = (n.split("-")[1] for n in brugte.values_list("nummer", flat=True))
    return f"{aar}-{max((int(t) for t in tal if t.isdecimal()), default=0) + 1:04d}"


def _kle(af: Bruger) -> str:
    """A user delimited by KLE would not see a case without a number."""
    begyndelser = af.kle.split()
    if not begyndelser or any(KLE.startswith(b) for b in begyndelser):
        return KLE if begyndelser else ""
    return next((b for b in begyndelser if len(b) == len(KLE)), "")
