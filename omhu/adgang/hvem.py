"""Who asks: every page but login is for a known user (LoginRequiredMiddleware sees to it)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest

from omhu.adgang.models import Bruger

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


def bruger(request: HttpRequest) -> Bruger:
    """The user who is logged in."""
    return cast(Bruger, request.user)


def htmx(request: HttpRequest) -> HtmxDetails:
    """What htmx says of the request; false when it did not send it."""
    return cast("HtmxDetails", cast(Any, request).htmx)
