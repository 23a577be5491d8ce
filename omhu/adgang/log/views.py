"""The browser tells that a page is being printed."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from omhu.adgang.hvem import bruger
from omhu.adgang.log import ALIAS, Handling, angiv
from omhu.adgang.log.models import Logpost

HUSKES = timedelta(hours=24)
FLEST = 100


@require_POST
def udskriv(request: HttpRequest) -> HttpResponse:
    """One post for a print: the cases that the page, and the parts fetched into it, have shown this user."""
    sider = request.POST.getlist("side")[:FLEST]
    vist = Logpost.objects.using(ALIAS).filter(
        bruger=bruger(request).pk, tid__gte=timezone.now() - HUSKES, detaljer__side__in=sider
    )
    sager = {pk for post in vist for pk in post.sager}
    if sager:
        angiv(handling=Handling.UDSKRIV, sager=sager, vist_paa=sorted({p.hvor for p in vist}))
    return HttpResponse(status=204)
