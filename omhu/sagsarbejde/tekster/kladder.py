"""Drafts: what is typed is kept while it is typed, for the one who types it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.sagsarbejde.tekster.models import Kladde

HOEJST = 1 << 20
"""Bytes of one draft."""
ANTAL = 200
"""Drafts of one person; the oldest go first."""
GEMMES = timedelta(days=30)
ALDRIG = ("csrfmiddlewaretoken", "tilbage", "password", "adgangskode")
Kladdefelter = Mapping[str, list[str]]


def gem(bruger: Bruger, sti: str, felter: Iterable[tuple[str, list[str]]]) -> Kladde:
    """Keep what is typed on a form. Raises ValidationError when it is too large or the address is none of ours."""
    if not sti.startswith("/") or len(sti) > 200:
        raise ValidationError("Kladden hører ikke til en side i Omhu.")
    data = json.dumps({n: v for n, v in felter if n not in ALDRIG}, ensure_ascii=False)
    if len(data.encode()) > HOEJST:
        raise ValidationError("Teksten er for lang til at blive gemt som kladde. Del den i flere.")
    kladde, _ = Kladde.objects.update_or_create(bruger=bruger, sti=sti, defaults={"felter": data})
    _ryd(bruger)
    return kladde


def hent(bruger: Bruger, sti: str) -> Kladde | None:
    """The draft of a form, unless it is too old."""
    siden = timezone.now() - GEMMES
    return Kladde.objects.filter(bruger=bruger, sti=sti, gemt__gte=siden).first()


def felter(kladde: Kladde) -> dict[str, list[str]]:
    """Name -> values, as they were typed."""
    return {str(n): [str(v) for v in vs] for n, vs in json.loads(kladde.felter).items()}


def kasser(bruger: Bruger, sti: str) -> None:
    """The form was sent, or the draft is not wanted. Where there is none, nothing is written: the log would tell of
    a change."""
    egen = Kladde.objects.filter(bruger=bruger, sti=sti)
    if egen.exists():
        egen.delete()


def slet_for(sager: Iterable[int]) -> None:
    """Cases are deleted: so are the drafts on their pages, and all that are too old to be fetched."""
    Kladde.objects.filter(gemt__lt=timezone.now() - GEMMES).delete()
    for pk in sager:
        Kladde.objects.filter(sti__startswith=f"/sager/{pk}/").delete()


def _ryd(bruger: Bruger) -> None:
    """Old drafts go, and the oldest of too many."""
    egne = Kladde.objects.filter(bruger=bruger)
    egne.filter(gemt__lt=timezone.now() - GEMMES).delete()
    for_mange = egne.order_by("-gemt").values_list("pk", flat=True)[ANTAL : ANTAL + 50]
    if for_mange:
        egne.filter(pk__in=list(for_mange)).delete()
