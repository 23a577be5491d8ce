"""The text of an undersøgelse: written section by section beside what is known; read when it is finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import tekstside
from omhu.bord.tekstside import Raekke
from omhu.bord.undersoegelse.faelles import hent, side, videre
from omhu.bord.undersoegelse.forms import BfuForm
from omhu.bord.views.frist import GET_POST
from omhu.frister.actions import sagens_aendring
from omhu.kerne.ord_om_tid import dato
from omhu.sagsarbejde.tekster import skema as tekstskema
from omhu.sagsarbejde.tekster.actions import Konflikt
from omhu.sagsarbejde.tekster.queries import udgaver
from omhu.sagsarbejde.undersoegelse import ics
from omhu.sagsarbejde.undersoegelse.forloeb import BFU
from omhu.sagsarbejde.undersoegelse.queries import (
    PLAN,
    UDSAGN,
    Tema,
    Undersoegelse,
    punkter,
    temaer,
    udsagn,
)
from omhu.sagsarbejde.undersoegelse.skema import AFSNIT
from omhu.sagsarbejde.undersoegelse.tekst import gem_tekst
from omhu.sagsarbejde.undersoegelse.tjekliste import mangler

BEMAERKNINGER = ("foraeldres_bemaerkninger", "barnets_bemaerkninger")
"""What is added when they have read the finished undersøgelse."""
EFTER_LAESNING = "De har læst undersøgelsen."
SAMTALER = ("BOERNESAMTALE", "BOERNESAMTALE_FRAVALGT")


@dataclass(frozen=True)
class Afsnit:
    """A section of the form: heading, single fields and rows in their order."""

    navn: str
    felter: list[BoundField]
    raekker: list[tuple[str, list[Raekke]]]


@require_http_methods(GET_POST)
def tekst(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """The form while it is running; afterwards the text, with room for remarks."""
    u = hent(request, pk, rod)
    if request.method == "POST":
        kraev_ret(bruger(request), Ret.REGISTRERE)
    if not u.forloeb.i_gang:
        return _laest(request, u)
    slags = tekstskema.slags(u.forloeb.slags)
    valgte = [t for t in temaer(u.felter(PLAN)) if t.valgt]
    form: Any = tekstside.form(
        request,
        slags,
        lov=u.forloeb.lov,
        skrift=u.tekst,
        forslag=_forslag(u),
        ekstra=BfuForm,
        valgte=valgte,
    )
    if tekstside.vil_gemme(request) and form.is_valid():
        try:
            with sagens_aendring(u.sag):
                gem_tekst(u, form.tekster(), paa=form.paa(), af=bruger(request))
            return videre(request, "Teksten er gemt.", "undersoegelse_tekst", pk, rod)
        except Konflikt as k:
            form = form.efter_konflikt(k)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": form, "afsnit": _afsnit(u, form, valgte), **_ved_siden(u)}
    return side(request, u, "tekst", "tekst.html", data)


def _forslag(u: Undersoegelse) -> dict[str, str]:
    """What is known already: why it was decided, and who has answered."""
    svar = [
        f"{t.attributter.get('fra', '')}, {dato(t.dag)}" for t in u.forloeb.af("UDTALELSE_MODTAGET")
    ]
    grunde = [str(t.attributter.get("begrundelse", "")) for t in u.forloeb.begyndelser]
    return {
        "anledning": "\n\n".join(dict.fromkeys(g for g in grunde if g)),
        "fagfolk": "\n".join(svar),
    }


def _afsnit(u: Undersoegelse, form: Any, valgte: list[Tema]) -> list[Afsnit]:
    ud = []
    for navn, felter in AFSNIT[u.forloeb.slags]:
        enkelte = [form[f] for f in felter if not f.startswith("@") and _vises(u, f)]
        raekker = [(f[1:], form.raekker(f[1:])) for f in felter if f.startswith("@")]
        ud.append(Afsnit(navn, enkelte, raekker))
    return ud


def _vises(u: Undersoegelse, felt: str) -> bool:
    """Two rådgivere and PPR are questions of Barnets Lov."""
    f = tekstskema.slags(u.forloeb.slags).felt(felt)
    return f is None or not f.krav or u.forloeb.lov in f.krav


def _ved_siden(u: Undersoegelse) -> dict[str, Any]:
    """What one looks at while writing: statements, talks, answers, and what is missing."""
    alle = udsagn(u.felter(UDSAGN))
    raekker = punkter(u.forloeb, u.felter(PLAN))
    return {
        "mangler": mangler(u, timezone.localdate()),
        "samtaler": [*(t for t in u.foer if t.art in SAMTALER), *u.forloeb.af(*SAMTALER)][-5:],
        "soeskende": u.forloeb.af("SOESKENDEVURDERING"),
        "modtagne": [p for p in raekker if p.modtaget],
        "udsagn": [(ord_, [x for x in alle if x.slags == s]) for s, ord_ in ics.SLAGS.items()],
        "antal_udsagn": len(alle),
    }


# -- finished --------------------------------------------------------------------------------------


def _laest(request: HttpRequest, u: Undersoegelse) -> HttpResponse:
    """The text as it stands, and its editions; remarks may still be added, with a reason."""
    felter = u.felter(u.forloeb.slags)
    data: dict[str, Any] = {
        "laest": _laeste_afsnit(u, felter),
        "udgaver": udgaver(u.tekst) if u.tekst else [],
        "slut": u.forloeb.slut,
    }
    if u.tekst and u.forloeb.slags == BFU and u.forloeb.afsluttet:
        form = _bemaerkninger(request, u)
        if isinstance(form, HttpResponse):
            return form
        data["form"] = form
    return side(request, u, "tekst", "laest.html", data)


def _bemaerkninger(request: HttpRequest, u: Undersoegelse) -> Any:
    kendt = tekstskema.slags(BFU)
    slags = tekstskema.Slags(
        BFU, kendt.navn, felter=tuple(f for f in kendt.felter if f.navn in BEMAERKNINGER)
    )
    form = tekstside.form(request, slags, lov=u.forloeb.lov, skrift=u.tekst)
    if request.method == "POST" and form.is_valid():
        felter = u.felter(BFU) | form.tekster()
        try:
            with sagens_aendring(u.sag):
                gem_tekst(u, felter, paa=form.paa(), af=bruger(request), begrundelse=EFTER_LAESNING)
            rod = u.forloeb.rod
            return videre(request, "Bemærkningerne er gemt.", "undersoegelse_tekst", u.sag.pk, rod)
        except Konflikt as k:
            form = form.efter_konflikt(k)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    return form


def _laeste_afsnit(
    u: Undersoegelse, felter: dict[str, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """(heading, [(label, text)]) of what was written."""
    kendt = tekstskema.slags(u.forloeb.slags)
    navne = {t.nr: t.navn for t in temaer(u.felter(PLAN))}
    ud = []
    for overskrift, navnene in AFSNIT[u.forloeb.slags]:
        linjer: list[tuple[str, str]] = []
        for navn in navnene:
            if navn == "@tema":
                raekker = tekstskema.raekker(felter, "tema").items()
                linjer += [(navne.get(nr, "Tema"), r.get("tekst", "")) for nr, r in raekker]
            elif navn == "@behov":
                behov = tekstskema.raekker(felter, "behov").values()
                linjer.append(("Behov, der ikke er dækket", "\n".join(r["tekst"] for r in behov)))
            elif (f := kendt.felt(navn)) is not None:
                linjer.append(
                    (f.label, dict(f.valg).get(felter.get(navn, ""), felter.get(navn, "")))
                )
        ud.append((overskrift, [x for x in linjer if x[1]]))
    return [x for x in ud if x[1]]
