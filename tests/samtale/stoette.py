"""One of each for the tests of every address: a waived talk, an appointment."""

from django.utils import timezone

from omhu.sagsarbejde.aftaler.models import Aftale
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt


def et_fravalg(sag) -> Skridt:
    """A talk with the child that was waived."""
    fundet = Skridt.objects.filter(sag=sag, art="BOERNESAMTALE_FRAVALGT").first()
    felter = {"begrundelse": "Barnet er spædt"}
    return fundet or registrer(
        sag, "BOERNESAMTALE_FRAVALGT", timezone.localdate(), attributter=felter
    )


def en_aftale(sag, bruger) -> Aftale:
    """A talk that is booked."""
    return Aftale.objects.get_or_create(
        sag=sag, slags="SAMTALE", dag=timezone.localdate(), hos=bruger, bestilt_af=bruger
    )[0]
