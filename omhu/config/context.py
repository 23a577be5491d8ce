"""What every page knows about the installation."""

from django.conf import settings
from django.http import HttpRequest


def omhu(request: HttpRequest) -> dict[str, object]:
    """The municipality's name and whether this is the demo."""
    return {"kommune": settings.OMHU.kommune, "er_demo": settings.OMHU.demo}
