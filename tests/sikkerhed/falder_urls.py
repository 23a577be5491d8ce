"""The real addresses, and some whose views fail with a child's data in hand."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from omhu.config.urls import handler400, handler500
from omhu.config.urls import urlpatterns as rigtige

HEMMELIGT = ("Emil Holm", "700617-4001", "7006174001")
__all__ = ["handler400", "handler500", "urlpatterns"]


@csrf_exempt
@login_not_required
def falder(request):
    try:
        int(f"{HEMMELIGT[0]} {HEMMELIGT[1]}")
    except ValueError as fejl:
        raise RuntimeError(
            f"Barnet {HEMMELIGT[0]}\n2026 CRITICAL falsk linje {HEMMELIGT[2]}"
        ) from fejl


@login_not_required
def midt_i(request):
    def linjer():
        yield b"a" * 70_000
        raise RuntimeError(HEMMELIGT[1])

    return StreamingHttpResponse(linjer())


@login_not_required
def laast(request):
    raise OperationalError(f"database is locked {HEMMELIGT[1]}")


@login_not_required
def kalder(request):
    return HttpResponse(request.META["REMOTE_ADDR"])


urlpatterns = [
    *rigtige,
    path("falder/", falder),
    path("falder/midt-i/", midt_i),
    path("falder/laast/", laast),
    path("falder/kalder/", kalder),
]
