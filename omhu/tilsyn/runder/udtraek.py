"""Draws from a frozen frame, and doing them again: `maalinger.statistik.udtraek` on the rows of a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import F

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.raekkesikkerhed import som_system
from omhu.maalinger import statistik
from omhu.maalinger.statistik import Metode, Udtraeksfejl, Udtrukket
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.tilsyn.models import Rammesag, Runde, Tilsynssag, Udtraek
from omhu.tilsyn.runder import ramme, risiko

Slags = Udtraek.Slags
METODER = {
    Slags.SIMPEL: Metode.SIMPEL,
    Slags.STRATIFICERET: Metode.STRATIFICERET,
    Slags.RISIKO: Metode.RISIKO,
}
GRUPPER = {
    "enhed": "enhed",
    "raadgiver": "rådgiver",
    "sagstrin": "sagstrin",
    "sagstype": "sagstype",
}
INGEN = {
    "enhed": "Uden enhed",
    "raadgiver": "Ikke fordelt",
    "sagstrin": "Hele sagen",
    "sagstype": "Uden sagstype",
}

Navne = Mapping[str, Mapping[str, str]]


def navne(koncept: Tilsynskoncept) -> dict[str, dict[str, str]]:
    """What units, people and sagstrin are called when the frame is frozen: groups keep these names, so that a draw
    can be done again when somebody has changed theirs."""
    folk = {str(b.pk): str(b) for b in Bruger.objects.order_by("pk")}
    ens = {n for n, antal in Counter(folk.values()).items() if antal > 1}
    return {
        "enhed": {str(e.pk): e.navn for e in Enhed.objects.all()},
        "raadgiver": {pk: f"{n} ({pk})" if n in ens else n for pk, n in folk.items()},
        "sagstrin": {t.kode: t.navn for t in koncept.sagstrin},
    }


def raekker(runde: Runde) -> list[Rammesag]:
    """All rows of the frame with their case's `nummer`; no case is opened."""
    with som_system():  # a draw and its check are of all rows, whoever looks
        return list(
            Rammesag.objects.filter(ramme__runde=runde)
            .annotate(nummer=F("sag__nummer"))
            .order_by("nummer", "sagstrin", "pk")
        )


def nummer(raekke: Rammesag) -> str:
    """The case's number, as `raekker` read it."""
    return str(cast(Any, raekke).nummer)


def efter_noegle(alle: Sequence[Rammesag]) -> dict[str, Rammesag]:
    """The rows by what they are called in draws; two sources may have a number in common."""
    noegler = [ramme.noegle(nummer(r), r.sagstrin) for r in alle]
    gange = Counter(noegler)
    return {
        k if gange[k] == 1 else f"{k}#{r.sag_id}": r for k, r in zip(noegler, alle, strict=True)
    }


def gruppe(r: Rammesag, grupper: Sequence[str], navne_: Navne) -> str:
    """The stratum of a row: the names of its groups."""
    vaerdier = {
        "enhed": str(r.enhed_id),
        "raadgiver": str(r.raadgiver_id or ""),
        "sagstrin": r.sagstrin,
        "sagstype": r.sagstype,
    }
    return " · ".join(navne_.get(g, {}).get(vaerdier[g], vaerdier[g]) or INGEN[g] for g in grupper)


@dataclass(frozen=True)
class Trukket:
    """A draw with the rows behind its keys."""

    udtraek: statistik.Udtraek
    efter_noegle: dict[str, Rammesag]
    ramme: list[statistik.Rammesag]

    def raekke(self, u: Udtrukket) -> Rammesag:
        """The frame's row of a drawn one."""
        return self.efter_noegle[u.sag]


def som_ramme(
    efter: Mapping[str, Rammesag], slags: str, grupper: Sequence[str], navne_: Navne
) -> list[statistik.Rammesag]:
    """The frame as the draw sees it: strata for a stratified draw, weights for one by risk."""
    if slags == Slags.STRATIFICERET:
        return [statistik.Rammesag(k, gruppe(r, grupper, navne_)) for k, r in efter.items()]
    if slags == Slags.RISIKO:
        return [
            statistik.Rammesag(k, "", risiko.vaegt(r.risiko, grupper)) for k, r in efter.items()
        ]
    return [statistik.Rammesag(k) for k in efter]


def traek(
    alle: Sequence[Rammesag],
    brugte: Iterable[tuple[int, str]],
    slags: str,
    antal: int,
    *,
    froe: str,
    grupper: Sequence[str] = (),
    mindst: int = 0,
    navne_: Navne,
) -> Trukket:
    """Draw among the rows that are not in the round yet. Raises Udtraeksfejl (Danish)."""
    taget = set(brugte)
    efter = {k: r for k, r in efter_noegle(alle).items() if (r.sag_id, r.sagstrin) not in taget}
    rammen = som_ramme(efter, slags, grupper, navne_)
    trukket = statistik.traek(rammen, antal, froe=froe, metode=METODER[Slags(slags)], mindst=mindst)
    return Trukket(trukket, efter, rammen)


def genskab(udtraek: Udtraek, alle: Sequence[Rammesag] | None = None) -> Trukket:
    """The same draw again, from what is published: frame, seed, kind. Rows that were in the round before it are not
    drawn again. Raises Udtraeksfejl where cases have since been deleted by rule."""
    runde = udtraek.runde
    with som_system():  # a check is of all rows, whoever looks
        egne = (
            Tilsynssag.objects.filter(udtraek=udtraek).order_by("pk").values_list("pk", flat=True)
        )
        foerste = egne.first() or 0
        foer = list(
            Tilsynssag.objects.filter(runde=runde, pk__lt=foerste)
            .exclude(udtraek=udtraek)
            .values_list("sag_id", "sagstrin")
        )
    return traek(
        raekker(runde) if alle is None else alle,
        foer,
        udtraek.slags,
        udtraek.antal,
        froe=udtraek.froe,
        grupper=udtraek.grupper,
        mindst=udtraek.mindst,
        navne_=runde.ramme.definition.get("navne", {}),
    )


def gruppestoerrelser(
    alle: Sequence[Rammesag],
    brugte: Iterable[tuple[int, str]],
    grupper: Sequence[str],
    navne_: Navne,
) -> Counter[str]:
    """How many rows each group has left."""
    taget = set(brugte)
    return Counter(gruppe(r, grupper, navne_) for r in alle if (r.sag_id, r.sagstrin) not in taget)


def ventet_pr_trin(
    alle: Sequence[Rammesag],
    brugte: Iterable[tuple[int, str]],
    antal: int,
    *,
    grupper: Sequence[str] = (),
    mindst: int = 0,
    navne_: Navne,
) -> dict[str, float]:
    """How many of each sagstrin a draw is expected to give: what its questions rest on. Without groups in proportion
    to the frame. Empty where the draw cannot be made."""
    taget = set(brugte)
    ledige = [r for r in alle if (r.sag_id, r.sagstrin) not in taget]
    par = Counter((gruppe(r, grupper, navne_), gruppe(r, ["sagstrin"], navne_)) for r in ledige)
    stoerrelser = Counter(gruppe(r, grupper, navne_) for r in ledige)
    try:
        tal = statistik.fordel(stoerrelser, min(antal, len(ledige)), mindst)
    except Udtraeksfejl:
        return {}
    ud: dict[str, float] = {}
    for (g, trin), n in par.items():
        ud[trin] = ud.get(trin, 0.0) + tal[g] * n / stoerrelser[g]
    return ud
