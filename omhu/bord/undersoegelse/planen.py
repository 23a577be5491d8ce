"""Themes and plan: what is in and what not, what is wanted from whom, asked for and received."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from omhu.adgang.formfelter import datofelt
from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import tekstside
from omhu.bord.undersoegelse.faelles import hent, hent_til_arbejde, side, videre
from omhu.bord.undersoegelse.forms import FRA_HVEM, AnmodForm, PlanForm, dimensionsvalg
from omhu.bord.undersoegelse.ur import frister
from omhu.bord.views.frist import GET_POST
from omhu.frister.actions import sagens_aendring
from omhu.sagsarbejde.tekster import skema as tekstskema
from omhu.sagsarbejde.tekster.actions import Konflikt
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.sagsarbejde.undersoegelse import actions, ics
from omhu.sagsarbejde.undersoegelse.forloeb import BFU
from omhu.sagsarbejde.undersoegelse.queries import (
    PLAN,
    UDSAGN,
    Punkt,
    Undersoegelse,
    punkter,
    temaer,
)
from omhu.sagsarbejde.undersoegelse.tekst import gem_plan
from omhu.sagsarbejde.undersoegelse.tjekliste import bredt

SVAR = timedelta(days=21)
"""Suggested time for an answer where the plan has no day."""


@require_http_methods(GET_POST)
def plan(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """Themes and the plan's rows, as a form; read only for those who do not register and when it is finished."""
    u = hent(request, pk, rod)
    if request.method == "POST":
        kraev_ret(bruger(request), Ret.REGISTRERE)
    form: Any = tekstside.form(
        request,
        tekstskema.slags(PLAN),
        lov=u.forloeb.lov,
        skrift=u.tekster.get(PLAN),
        ekstra=PlanForm,
        temaer=u.forloeb.slags == BFU,
    )
    if tekstside.vil_gemme(request) and form.is_valid():
        try:
            with sagens_aendring(u.sag):
                gem_plan(u, form.tekster(), paa=form.paa(), af=bruger(request))
            return videre(request, "Planen er gemt.", "undersoegelse_plan", pk, rod)
        except Konflikt as k:
            form = form.efter_konflikt(k)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    return side(request, u, "plan", "plan.html", _data(request, u, form))


def _data(request: HttpRequest, u: Undersoegelse, form: Any) -> dict[str, Any]:
    f, i_dag = frister(bruger(request), u), timezone.localdate()
    raekker = punkter(u.forloeb, u.felter(PLAN))
    stand = {p.nr: (p, f.udtalelse(str(p.anmodet.id)) if p.anmodet else None) for p in raekker}
    return {
        "form": form,
        "frister": f,
        "temaer": temaer(u.felter(PLAN)) if u.forloeb.slags == BFU else [],
        "punktraekker": [(r, *stand.get(r.id, (None, None))) for r in form.raekker("punkt")],
        "punkter": [(p, x) for p, x in stand.values()],
        "modtaget": sum(p.modtaget is not None for p in raekker),
        "sene": sum(p.sent(i_dag) for p in raekker),
        "bredt": u.forloeb.slags == BFU and bredt(u),
        "uden_grund": [t for t in temaer(u.felter(PLAN)) if t.valgt and not t.grund],
        "fra_hvem": FRA_HVEM,
    }


def _punkt(u: Undersoegelse, nr: int) -> Punkt:
    fundet = next((p for p in punkter(u.forloeb, u.felter(PLAN)) if p.nr == str(nr)), None)
    if fundet is None:
        raise Http404
    return fundet


@require_http_methods(GET_POST)
def anmod(request: HttpRequest, pk: int, rod: UUID, nr: int) -> HttpResponse:
    """Ask for the statement of a row, prefilled from it."""
    u = hent_til_arbejde(request, pk, rod)
    p, i_dag = _punkt(u, nr), timezone.localdate()
    forslag = {
        "fra": p.hvem,
        "om": p.hvad,
        "senest": p.senest if p.senest and p.senest > i_dag else i_dag + SVAR,
        "dag": i_dag,
    }
    form = med_kladde(request, AnmodForm(sendt(request), initial=forslag))
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(u.sag):
                actions.anmod(u, str(nr), af=bruger(request), **form.cleaned_data)
            return videre(
                request,
                "Udtalelsen er bedt om. Du bliver mindet om den på skrivebordet.",
                "undersoegelse_plan",
                pk,
                rod,
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "overskrift": "Bed om udtalelse",
        "knap": "Gem anmodningen",
        "hjaelp": "Bagefter kan du hente brevet fra planen.",
    }
    return side(request, u, "plan", "formular.html", data)


@require_http_methods(GET_POST)
def modtag(request: HttpRequest, pk: int, rod: UUID, nr: int) -> HttpResponse:
    """Take a statement in: the day, and what it says as statements."""
    u = hent_til_arbejde(request, pk, rod)
    p = _punkt(u, nr)
    udgave = u.felter(UDSAGN).get("ics", ics.FORVALGT)
    form: Any = tekstside.form(
        request,
        MODTAGNE,
        lov=u.forloeb.lov,
        ekstra=ModtagForm,
        udgave=udgave,
    )
    if tekstside.vil_gemme(request) and form.is_valid():
        raekker = [
            r
            for r in tekstskema.raekker(form.tekster(), "udsagn").values()
            if any(v.strip() for v in r.values())
        ]
        try:
            with sagens_aendring(u.sag):
                actions.modtag(
                    u, str(nr), dag=form.cleaned_data["dag"], raekker=raekker, af=bruger(request)
                )
            return videre(request, "Udtalelsen er modtaget.", "undersoegelse_plan", pk, rod)
        except ValidationError as fejl:
            form.tilfoej_raekker(fejl)
    return side(request, u, "plan", "modtag.html", {"form": form, "punkt": p})


_UDSAGN = {f.navn: f for f in tekstskema.slags(UDSAGN).lister["udsagn"]}
MODTAGNE = tekstskema.Slags(
    UDSAGN,
    "Udsagn",
    lister={"udsagn": (_UDSAGN["tekst"], _UDSAGN["slags"], _UDSAGN["dimension"])},
)
"""The rows of a statement that has come in: source and day are known."""


class ModtagForm(tekstside.TekstForm):
    """The day it came, and what it says."""

    def __init__(self, *args: Any, udgave: str, **kwargs: Any) -> None:
        begyndt = dict(kwargs.get("initial") or {})
        if not any(n.startswith("udsagn.") for n in begyndt):
            begyndt |= {
                f"udsagn.{nr}.{f}": "" for nr in "12" for f in ("tekst", "slags", "dimension")
            }
        begyndt.setdefault("dag", timezone.localdate())
        kwargs["initial"] = begyndt
        super().__init__(*args, **kwargs)
        self.fields["dag"] = datofelt("Modtaget den", "Skriv, hvornår udtalelsen kom.")
        for navn, felt in self.fields.items():
            if navn.endswith(".dimension"):
                felt.choices = dimensionsvalg(udgave)  # type: ignore[attr-defined]  # a choice field

    def tilfoej_raekker(self, fejl: ValidationError) -> None:
        """Put refusals of rows (`0.slags`) at the fields of the rows that were filled in."""
        if not hasattr(fejl, "error_dict"):
            self.tilfoej(fejl)
            return
        udfyldte = [r.id for r in self.raekker("udsagn") if any(f.value() for f in r.felter)]
        oversat: dict[str, Any] = {}
        for navn, liste in fejl.error_dict.items():
            nr, _, felt = navn.partition(".")
            oversat[f"udsagn.{udfyldte[int(nr)]}.{felt}" if felt else navn] = liste
        self.tilfoej(ValidationError(oversat))
