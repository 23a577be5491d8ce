"""What every page knows about the installation."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.tilsyn.tilbagemelding.queries import antal_ulaeste


def omhu(request: HttpRequest) -> dict[str, object]:
    """The municipality's name, whether this is the demo, what the user may do (`maa.REGISTRERE` …), and how much
    feedback waits to be read: counted where a page asks, for the desk may not know the audits."""
    return {
        "kommune": settings.OMHU.kommune,
        "er_demo": settings.OMHU.demo,
        "maa": {ret.name: har_ret(bruger(request), ret) for ret in Ret}
        if request.user.is_authenticated
        else {},
        "ulaeste_tilbagemeldinger": partial(antal_ulaeste, request.user)
        if request.user.is_authenticated
        else 0,
    }
