"""One of each for the tests of every address: a decision that lacked something, a hearing, a complaint."""

from django.utils import timezone

from omhu.sagsarbejde.afgoerelse.models import Afvigelse
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt


def et_skridt(sag, art: str) -> Skridt:
    """The step of a kind, written when there is none."""
    fundet = Skridt.objects.filter(sag=sag, art=art).first()
    return fundet or registrer(sag, art, timezone.localdate(), indsatser="kontaktperson")


def en_afvigelse(sag, af) -> Afvigelse:
    """A decision taken all the same."""
    rod = et_skridt(sag, "AFGOERELSE").rod
    return Afvigelse.objects.get_or_create(
        skridt_rod=rod, defaults={"sag": sag, "mangler": "partshoering", "oprettet_af": af}
    )[0]
