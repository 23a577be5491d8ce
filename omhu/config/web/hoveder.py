"""Headers that every answer carries, also errors, downloads and static files."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase

Svar = Callable[[HttpRequest], HttpResponseBase]

FASTE = {
    "Permissions-Policy": ", ".join(
        f"{evne}=()"
        for evne in (
            "accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "encrypted-media", "fullscreen",
            "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment",
            "picture-in-picture", "publickey-credentials-create", "screen-wake-lock", "serial", "usb",
            "web-share", "xr-spatial-tracking",
        )
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}  # fmt: skip
"""Omhu uses no device, and nothing of it may be shown by another site."""

INGEN_KOPI = "no-store, private"
RYD_OP = '"cache", "storage"'


class Hoveder:
    """Fixed headers; no copy of a page is kept by anybody; a browser forgets what it saw at log-out."""

    def __init__(self, get_response: Svar) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        svar = self.get_response(request)
        for navn, vaerdi in FASTE.items():
            svar[navn] = vaerdi
        if not (er_statisk(request) and svar.status_code in (200, 304)):
            svar["Cache-Control"] = INGEN_KOPI
        if getattr(request, "_omhu_logget_ud", False):
            svar["Clear-Site-Data"] = RYD_OP
        return svar


def er_statisk(request: HttpRequest) -> bool:
    """A file of the program itself: the same for everybody, without data."""
    return request.path_info.startswith(settings.STATIC_URL)


@receiver(user_logged_out, dispatch_uid="omhu.web.logget_ud")
def _logget_ud(request: HttpRequest | None, **_: object) -> None:
    if request is not None:
        vars(request)["_omhu_logget_ud"] = True
