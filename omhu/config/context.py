"""What every page knows about the installation."""

from django.conf import settings
from django.http import HttpRequest

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret


def omhu(request: HttpRequest) -> dict[str, object]:
    """The municipality's name, whether this is the demo, and what the user may do (`maa.REGISTRERE` …)."""
    return {
        "kommune": settings.OMHU.kommune,
        "er_demo": settings.OMHU.demo,
        "maa": {ret.name: har_ret(bruger(request), ret) for ret in Ret}
        if request.user.is_authenticated
        else {},
    }
