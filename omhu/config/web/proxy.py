"""Who calls, when a proxy stands between. Everything after this trusts REMOTE_ADDR and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Svar = Callable[[HttpRequest], HttpResponseBase]
UBRUGT = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP")
"""Headers of proxies that Omhu never reads; a caller may have written them."""
GENNEM_PROXY = "omhu.gennem_proxy"
"""In the request's META: somebody stands between. No header can be called so."""


class Proxy:
    """With OMHU_HTTPS the caller's address is read from X-Forwarded-For, as many entries from the end as
    there are proxies; without it no word of a proxy is believed. `X-Forwarded-For` itself stays, because the
    demo's login refuses whoever comes through a proxy."""

    def __init__(self, get_response: Svar) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        spor = (*UBRUGT, "HTTP_X_FORWARDED_FOR", "HTTP_VIA")
        request.META[GENNEM_PROXY] = any(navn in request.META for navn in spor)
        for navn in UBRUGT:
            request.META.pop(navn, None)
        if settings.OMHU.https:
            request.META["REMOTE_ADDR"] = kalder(request, settings.OMHU.proxyer)
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


def kalder(request: HttpRequest, proxyer: int) -> str:
    """The address that the outermost of our own proxies saw; the nearest one's when it tells none."""
    naermest = str(request.META.get("REMOTE_ADDR", ""))
    led = [d.strip() for d in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if d.strip()]
    if len(led) < proxyer:
        return naermest
    try:
        return str(ip_address(led[-proxyer]))
    except ValueError:
        return naermest
