"""Reading texts of a case that the reader has come to by `sager.adgang`."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from omhu.adgang.models import Bruger
from omhu.sager.adgang import INGEN_ADGANG, hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift, Udgave


def skrifter(sag: Sag, *slags: str) -> QuerySet[Skrift]:
    """The texts of a case, newest first, with `felter` and `udgave_nr` of the edition in force."""
    alle = Skrift.objects.filter(sag=sag, **({"slags__in": slags} if slags else {}))
    ny = Udgave.objects.filter(skrift=OuterRef("pk")).order_by("-nr")
    return alle.select_related("oprettet_af").annotate(
        felter=Subquery(ny.values("felter")[:1]), udgave_nr=Subquery(ny.values("nr")[:1])
    )


def skrifter_som_da(sag: Sag, indtil: datetime) -> QuerySet[Skrift]:
    """As `skrifter`, but with the edition that was in force just before `indtil`; of a text that was first written
    later its first one. `udgave_skrevet` is when that edition was written, `seneste_nr` and `seneste_skrevet` tell of
    the one in force now."""
    egne = Udgave.objects.filter(skrift=OuterRef("pk"))
    da = egne.filter(skrevet__lt=indtil).order_by("-nr").values("nr")[:1]
    foerst = egne.order_by("nr").values("nr")[:1]
    vist = egne.filter(nr=OuterRef("udgave_nr"))
    ny = egne.order_by("-nr")
    return (
        Skrift.objects.filter(sag=sag)
        .order_by("-oprettet")
        .select_related("oprettet_af")
        .annotate(udgave_nr=Coalesce(Subquery(da), Subquery(foerst)))
        .annotate(
            felter=Subquery(vist.values("felter")[:1]),
            udgave_skrevet=Subquery(vist.values("skrevet")[:1]),
            seneste_nr=Subquery(ny.values("nr")[:1]),
            seneste_skrevet=Subquery(ny.values("skrevet")[:1]),
        )
    )


def hent_skrift(bruger: Bruger, pk: UUID) -> Skrift:
    """One text with its case. Raises PermissionDenied, also when there is none."""
    fundet = Skrift.objects.filter(pk=pk).values_list("sag_id", flat=True).first()
    if fundet is None:
        raise PermissionDenied(INGEN_ADGANG)
    sag = hent_sag(bruger, fundet)
    skrift = skrifter(sag).get(pk=pk)
    skrift.sag = sag
    return skrift


def paa_skridt(sag: Sag, rod: UUID, slags: str) -> Skrift | None:
    """The text that a step dates."""
    return skrifter(sag, slags).filter(skridt_rod=rod).first()


def udgaver(skrift: Skrift) -> list[Udgave]:
    """All editions, the newest first."""
    return list(Udgave.objects.filter(skrift=skrift).select_related("skrevet_af").order_by("-nr"))


@dataclass(frozen=True)
class Forskel:
    """One field that differs: its label, and the words as (slags, text): `=` same, `+` added, `-` taken away."""

    noegle: str
    label: str
    ord: list[tuple[str, str]]


def forskelle(slags: str, foer: dict[str, str], efter: dict[str, str]) -> list[Forskel]:
    """What was changed between two editions, field by field and word by word."""
    kendt = skema.slags(slags)
    navne = [n for n in {**foer, **efter} if foer.get(n, "") != efter.get(n, "")]
    return [
        Forskel(n, felt.label, _ordvis(foer.get(n, ""), efter.get(n, "")))
        for n in navne
        if (felt := kendt.felt(n))
    ]


def _ordvis(foer: str, efter: str) -> list[tuple[str, str]]:
    a, b = (re.findall(r"\s+|\S+", t)[:4000] for t in (foer, efter))
    ud: list[tuple[str, str]] = []
    for slags, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if slags == "equal":
            ud.append(("=", "".join(a[i1:i2])))
            continue
        ud += [(m, t) for m, t in (("-", "".join(a[i1:i2])), ("+", "".join(b[j1:j2]))) if t]
    return ud


def nyeste_felter(skrift: Skrift) -> tuple[dict[str, str], int]:
    """What the edition in force says, and its number; asked once where `skrifter` brought them."""
    felter, nr = getattr(skrift, "felter", None), getattr(skrift, "udgave_nr", None)
    if felter is None or nr is None:
        ny = Udgave.objects.filter(skrift=skrift).order_by("-nr")[0]
        felter, nr = ny.felter, ny.nr
    return dict(felter), int(nr)
