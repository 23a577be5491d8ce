"""The documents of an audit round: each file in `dokumenter/` is one and holds `DOKUMENT`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from django.core.exceptions import PermissionDenied

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.rapporter.dokument import Dokument
from omhu.rapporter.tilsyn import dokumenter
from omhu.tilsyn.models import Runde

IKKE_MODTAGER = (
    "Bilaget er kun til dem, der er skrevet på som modtagere. "
    "Bed den, der leder runden, om at skrive dig på."
)


@dataclass(frozen=True)
class Rundedokument:
    """One kind of document. `lav` raises ValidationError (Danish) when it cannot be written yet."""

    kode: str
    navn: str
    om: str
    """One line for the list: what it is for."""
    lav: Callable[[Bruger, Runde], Dokument]
    nr: int = 50
    """Its place in the list."""
    former: tuple[str, ...] = ("pdf", "docx", "xlsx")
    fortroligt: bool = False
    """Names children; only for the round's named recipients."""
    naar: Callable[[Runde], bool] = lambda runde: True
    """Is it offered for this round at all?"""


@cache
def alle() -> dict[str, Rundedokument]:
    """Every document by its code, in the order of the list."""
    fundne: list[Rundedokument] = [
        import_module(f"{dokumenter.__name__}.{m.name}").DOKUMENT
        for m in iter_modules(dokumenter.__path__)
    ]
    koder = {d.kode: d for d in sorted(fundne, key=lambda d: (d.nr, d.kode))}
    if len(koder) != len(fundne):
        raise ValueError("two documents have the same code")
    return koder


def maa_faa(bruger: Bruger, runde: Runde, dokument: Rundedokument) -> bool:
    """May this reader have it? Confidential ones are for named recipients who may also see serious findings."""
    if not dokument.fortroligt:
        return har_ret(bruger, Ret.TILSYN)
    modtager = runde.fortrolige_modtagere.filter(pk=bruger.pk).exists()
    return modtager and har_ret(bruger, Ret.ALVORLIGE_FUND)


def check_maa_faa(bruger: Bruger, runde: Runde, dokument: Rundedokument) -> None:
    """Raises PermissionDenied in Danish."""
    kraev_ret(bruger, Ret.TILSYN)
    if dokument.fortroligt:
        kraev_ret(bruger, Ret.ALVORLIGE_FUND)
    if not maa_faa(bruger, runde, dokument):
        raise PermissionDenied(IKKE_MODTAGER)
