"""Posts as somebody who controls reads them: with the staff's names and the purpose in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from omhu.adgang.log import Handling
from omhu.adgang.log.formaal import for_sag, paa_dansk
from omhu.adgang.log.models import Logpost
from omhu.adgang.log.steder import dengang
from omhu.adgang.log.steder import paa_dansk as sted_paa_dansk
from omhu.adgang.models import Bruger


@dataclass(frozen=True)
class Visning:
    """One post."""

    nr: int
    tid: str
    bruger: str
    dengang: str
    """Role and unit as they were."""
    handling: str
    hvor: str
    formaal: str
    kode: str


def vis(poster: Iterable[Logpost], sag: int) -> list[Visning]:
    """The posts about a case in words."""
    alle = list(poster)
    brugere = Bruger.objects.in_bulk({p.bruger for p in alle if p.bruger}, field_name="pk")
    return [_visning(p, sag, brugere) for p in alle]


def _visning(p: Logpost, sag: int, brugere: dict[int, Bruger]) -> Visning:
    return Visning(
        p.nr,
        timezone.localtime(p.tid).strftime("%Y-%m-%d %H:%M:%S"),
        _hvem(p, brugere),
        dengang(p),
        Handling(p.handling).label,
        sted_paa_dansk(p.hvor),
        paa_dansk(for_sag(p.formaal, p.detaljer, sag)),
        p.handling,
    )


def _hvem(p: Logpost, brugere: dict[int, Bruger]) -> str:
    if p.bruger is None:
        return str(p.detaljer.get("konto") or "Systemet")
    return str(brugere.get(p.bruger, "Slettet bruger"))
