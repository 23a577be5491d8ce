"""The rules: what they demand, in which versions, and how often they are kept in the cases one sees."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from omhu.adgang.hvem import bruger
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.bord.queries import GRUPPENAVNE, HOLDGRUPPER
from omhu.frister.models import Pligt
from omhu.frister.queries import pligter_for, pligter_til_tal
from omhu.frister.regelsaet import regel, regler
from omhu.kerne import dansk
from omhu.maalinger.statistik import skjul
from omhu.regler import ord as o
from omhu.regler.sprog import Moenster, Regel, Status, Version

TAELT = (Status.OVERHOLDT, Status.OVERSKREDET, Status.MANGLER)


@dataclass
class Optaelling:
    """How often a rule was kept, met late, or is missing; `navn` says among whom."""

    navn: str = ""
    noegle: str = ""
    tal: dict[str, int] = field(default_factory=lambda: {str(s): 0 for s in Status})
    uden_liste: bool = False
    """The reader sees figures only: no list opens from them, and small ones are kept back."""

    @property
    def skjult(self) -> bool:
        """Could somebody be recognised? Then the whole row is kept back, so that none follows from the others."""
        if not self.uden_liste:
            return False
        return any(skjul(n, self.i_alt) for n in (self.overholdt, self.sent, self.mangler) if n)

    @property
    def overholdt(self) -> int:
        """Kept in time."""
        return self.tal[Status.OVERHOLDT]

    @property
    def sent(self) -> int:
        """Met, but late."""
        return self.tal[Status.OVERSKREDET]

    @property
    def mangler(self) -> int:
        """Not met after the due day."""
        return self.tal[Status.MANGLER]

    @property
    def i_alt(self) -> int:
        """Those whose day has come and that can be judged."""
        return sum(self.tal[s] for s in TAELT)


def kun_tal(hvem: Bruger) -> bool:
    """Does the user see figures of the whole, but no case?"""
    return har_ret(hvem, Ret.SE_TAL) and not har_ret(hvem, Ret.SE_SAGER)


def _tal(hvem: Bruger) -> dict[Any, Optaelling]:
    """Counts by rule. For those who see figures only they are of all cases, and no row of them leaves here."""
    with som_system() if kun_tal(hvem) else nullcontext():
        tal = taelling(pligter_til_tal(hvem), "regel")
    for t in tal.values():
        t.uden_liste = kun_tal(hvem)
    return tal


def taelling(pligter: QuerySet[Pligt], *efter: str) -> dict[Any, Optaelling]:
    """Counts of obligations by status within each value of a field (or of several, as a tuple)."""
    svar: dict[Any, Optaelling] = {}
    for *noegle, stand, n in (
        pligter.order_by().values_list(*efter, "stand").annotate(n=Count("pk"))
    ):
        svar.setdefault(noegle[0] if len(noegle) == 1 else tuple(noegle), Optaelling()).tal[
            stand
        ] += n
    return svar


@require_GET
def regelliste(request: HttpRequest) -> HttpResponse:
    """All rules by area, with how often each is kept in the cases one sees."""
    tal = _tal(bruger(request))
    omraader = [
        (
            GRUPPENAVNE[kode],
            [
                (r, r.versioner[-1], tal.get(r.id, Optaelling()))
                for r in regler()
                if r.gruppe in grupper
            ],
        )
        for kode, grupper in HOLDGRUPPER.items()
    ]
    data = {"omraader": omraader, "antal": len(regler()), "kun_tal": kun_tal(bruger(request))}
    return render(request, "bord/regler.html", data)


@require_GET
def regelside(request: HttpRequest, regel_id: str) -> HttpResponse:
    """One rule."""
    fundet = regel(regel_id)
    if fundet is None:
        raise Http404
    hvem = bruger(request)
    pligter = pligter_for(hvem).filter(regel=regel_id)
    data = {
        "regel": fundet,
        "versioner": [_versionsdata(v) for v in reversed(fundet.versioner)],
        "kun_tal": kun_tal(hvem),
        "i_alt": _tal(hvem).get(regel_id, Optaelling()),
        "enheder": [] if kun_tal(hvem) else _enheder(pligter),
        "raadgivere": _raadgivere(pligter) if har_ret(hvem, Ret.FORDELE) else [],
        "gruppenavn": next(GRUPPENAVNE[k] for k, g in HOLDGRUPPER.items() if fundet.gruppe in g),
        "opfyldes_af": _opfyldes_af(fundet),
    }
    return render(request, "bord/regel.html", data)


def _enheder(pligter: QuerySet[Pligt]) -> list[Optaelling]:
    return _navngivet(taelling(pligter, "sag__enhed", "sag__enhed__navn"))


def _versionsdata(v: Version) -> dict[str, Any]:
    return {"version": v, "frister": [_frist(m) for m in v.tilfaelde]}


def _frist(m: Moenster) -> str:
    udloest = o.opremsning([o.match_tekst(x) for x in m.udloest_af])
    naar = o.kendetegn_tekst(m.naar.hvis, m.naar.ikke)
    return f"{udloest}{f', {naar}' if naar else ''}: {o.frist_tekst(m.frist)}"


def _opfyldes_af(fundet: Regel) -> list[str]:
    tekster = [o.match_tekst(x) for m in fundet.versioner[-1].tilfaelde for x in m.opfyldt_af]
    return list(dict.fromkeys(tekster))


def _navngivet(tal: dict[Any, Optaelling]) -> list[Optaelling]:
    for (pk, navn), t in tal.items():
        t.navn, t.noegle = navn, str(pk)
    return sorted((t for t in tal.values() if t.i_alt), key=lambda t: dansk.noegle(t.navn))


def _raadgivere(pligter: QuerySet[Pligt]) -> list[Optaelling]:
    """By who has the duty; only leaders see this."""
    tal = taelling(pligter, "ejer_id")
    brugere = Bruger.objects.in_bulk([pk for pk in tal if pk])
    for pk, t in tal.items():
        t.navn, t.noegle = (str(brugere[pk]), str(pk)) if pk else ("Ikke fordelt", "ingen")
    return sorted(
        (t for t in tal.values() if t.i_alt),
        key=lambda t: (t.noegle == "ingen", dansk.noegle(t.navn)),
    )
