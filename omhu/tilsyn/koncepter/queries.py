"""What the concepts say, for pages and the command: overview, figures, and how two editions differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from omhu.adgang.rettigheder import Ret, roller_med
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.maalinger.tilsyn.sprog import Automatik, Spurgt
from omhu.tilsyn.models import Koncept, Konceptudgave
from omhu.tilsyn.runder.koncept import koncept_af

AUTOMATIK: dict[Automatik, str] = {
    "auto": "Udregnes af oplysningerne i sagen",
    "delvis": "Foreslås, og læseren bedømmer",
    "manuel": "Besvares af læseren",
}

TAELLER = {"overholdt": "overholdt", "mangel": "mangel", "taeller_ikke": "tæller ikke"}


def nyeste(*, ogsaa_lagt_vaek: bool = False) -> QuerySet[Konceptudgave]:
    """The latest edition of each concept, by name."""
    sidste = Konceptudgave.objects.filter(koncept=OuterRef("koncept")).order_by("-nr")
    fundne = Konceptudgave.objects.filter(pk=Subquery(sidste.values("pk")[:1]))
    if not ogsaa_lagt_vaek:
        fundne = fundne.filter(koncept__lagt_vaek=None)
    return fundne.select_related("koncept", "skrevet_af").order_by("koncept__navn")


def hent_koncept(kode: str) -> Koncept:
    """The concept of this code. Http404."""
    koncept = Koncept.objects.filter(kode=kode).first()
    if koncept is None:
        raise Http404("Konceptet findes ikke.")
    return koncept


def hent_udgave(kode: str, nr: int | None = None) -> Konceptudgave:
    """An edition, the latest by default. Http404."""
    fundne = Konceptudgave.objects.filter(koncept__kode=kode).select_related(
        "koncept", "skrevet_af"
    )
    udgave = (fundne.filter(nr=nr) if nr else fundne.order_by("-nr")).first()
    if udgave is None:
        raise Http404("Konceptet eller udgaven findes ikke.")
    return udgave


def som_data(udgave: Konceptudgave) -> dict[str, Any]:
    """What `omhu koncepter --json` says of a concept."""
    k = koncept_af(udgave)
    return {
        "slags": "tilsyn",
        "kode": k.tilsyn,
        "navn": k.navn,
        "kilde": k.kilde,
        "sikkerhed": k.sikkerhed,
        "udgaver": [
            {"nr": u.nr, "skrevet": u.skrevet.isoformat(), "leveret": u.leveret, "aftryk": u.aftryk,
             "begrundelse": u.begrundelse}
            for u in udgave.koncept.udgaver.order_by("nr")
        ],
        "konvention": k.konvention,
        "niveauer": [{"kode": n.kode, "navn": n.navn, "roller": n.roller, "andel": n.andel} for n in k.niveauer],
        "sagstrin": [{"kode": t.kode, "navn": t.navn, "spoergsmaal": len(k.spoergsmaal_i(t.kode))} for t in k.sagstrin],
        "spoergsmaal": len(k.spoergsmaal),
        "paa_tvaers": len(k.paa_tvaers),
        "automatik": antal_automatik(k),
        "blanketter": [b.kode for b in k.blanketter],
        "lagt_vaek": udgave.koncept.lagt_vaek is not None,
    }  # fmt: skip


def antal_automatik(k: Tilsynskoncept) -> dict[Automatik, int]:
    """How many questions data answer, propose, or leave to people."""
    talt = Counter(s.automatik for s in k.spoergsmaal)
    return {navn: talt[navn] for navn in AUTOMATIK}


@dataclass(frozen=True)
class Aendring:
    """One difference between two editions, in words."""

    slags: str
    """`tilføjet`, `fjernet` or `ændret`."""
    hvad: str
    felter: tuple[tuple[str, str, str], ...] = ()
    """Key, before, now."""


LISTER = {
    "niveauer": ("kode", "Niveau"),
    "sagstrin": ("kode", "Sagstrin"),
    "spoergsmaal": ("id", "Spørgsmål"),
    "blanketter": ("kode", "Blanket"),
    "paa_tvaers": ("id", "Spørgsmål på tværs"),
}


def aendringer(foer: Tilsynskoncept, nu: Tilsynskoncept) -> list[Aendring]:
    """What the newer edition changed, part by part."""
    return [*_top(foer, nu), *_scales(foer, nu), *(a for n in LISTER for a in _list(n, foer, nu))]


def _top(foer: Tilsynskoncept, nu: Tilsynskoncept) -> Iterator[Aendring]:
    egne = (
        "navn",
        "kilde",
        "sikkerhed",
        "note",
        "udvaelgelse",
        "udtraek",
        "konvention",
        "begreber",
        "efterset",
    )
    felter = tuple(
        (n, _ord(getattr(foer, n)), _ord(getattr(nu, n)))
        for n in egne
        if getattr(foer, n) != getattr(nu, n)
    )
    if felter:
        yield Aendring("ændret", "Konceptet", felter)


def _scales(foer: Tilsynskoncept, nu: Tilsynskoncept) -> Iterator[Aendring]:
    for kode in dict.fromkeys((*foer.skalaer, *nu.skalaer)):
        yield from _one(f"Skala {kode}", foer.skalaer.get(kode), nu.skalaer.get(kode))


def _list(navn: str, foer: Tilsynskoncept, nu: Tilsynskoncept) -> Iterator[Aendring]:
    noegle, ord_ = LISTER[navn]
    gamle = {getattr(x, noegle): x for x in getattr(foer, navn)}
    nye = {getattr(x, noegle): x for x in getattr(nu, navn)}
    for kode in dict.fromkeys((*gamle, *nye)):
        yield from _one(f"{ord_} {kode}", gamle.get(kode), nye.get(kode))
    faelles = [k for k in gamle if k in nye]
    if faelles != [k for k in nye if k in gamle]:
        yield Aendring("ændret", f"Rækkefølgen: {ord_.lower()}")


def _one(hvad: str, foer: Any, nu: Any) -> Iterator[Aendring]:
    if foer is None:
        yield Aendring("tilføjet", hvad)
    elif nu is None:
        yield Aendring("fjernet", hvad)
    else:
        a, b = _felter(foer), _felter(nu)
        if felter := tuple((n, _ord(a[n]), _ord(b[n])) for n in b if a[n] != b[n]):
            yield Aendring("ændret", hvad, felter)


def _felter(del_: Any) -> dict[str, Any]:
    """The fields of a part; answers and roles as they are read. In which order roles stand says nothing."""
    felter: dict[str, Any] = del_.model_dump()
    if "svar" in felter:
        felter["svar"] = [f"{x.navn} ({TAELLER[x.taeller]})" for x in del_.svar]
    if "roller" in felter:
        navne = dict(roller_med(Ret.GRANSKE))
        felter["roller"] = sorted(navne.get(r, r) for r in del_.roller)
    return felter


def _ord(vaerdi: Any) -> str:
    if vaerdi is None or vaerdi == "" or vaerdi == []:
        return "(tom)"
    if isinstance(vaerdi, bool):
        return "ja" if vaerdi else "nej"
    if isinstance(vaerdi, dict):
        return ", ".join(f"{k}: {_ord(v)}" for k, v in vaerdi.items() if v not in (None, [], ""))
    if isinstance(vaerdi, list | tuple):
        return ", ".join(_ord(v) for v in vaerdi)
    return str(vaerdi)


def linjer(foer: str, nu: str) -> list[tuple[str, str]]:
    """The same as lines: `-`, `+` or a blank, and the text."""
    fundne = list(unified_diff(foer.splitlines(), nu.splitlines(), lineterm="", n=2))[2:]
    return [(x[0], x[1:]) if x[:1] in "+- " else ("@", "") for x in fundne]


def beregnes_af(s: Spurgt) -> str:
    """How the answer is computed, in words; empty where people answer."""
    b = s.beregning
    if b is None:
        return ""
    if b.maaling:
        return f"Målingen {b.maaling}, række {b.raekke}"
    if b.regler:
        hvornaar = "fristen ligger" if b.i_vinduet == "frist" else "pligten opstår"
        return f"Pligter, hvor {hvornaar} i perioden: {', '.join(b.regler)}"
    return "Rundens egne oplysninger"
