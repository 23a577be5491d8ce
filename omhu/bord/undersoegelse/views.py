"""The tab: what is running, how far it has come, what was before; and the acts that begin, check and finish it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from omhu.adgang.formfelter import datofelt
from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import ramme, tekstside
from omhu.bord.felter import vist
from omhu.bord.undersoegelse import tragt
from omhu.bord.undersoegelse.faelles import hent_til_arbejde, side, videre
from omhu.bord.undersoegelse.forms import AfslutForm, MidtvejsForm, OpdaterForm, ScreeningForm
from omhu.bord.undersoegelse.ur import frister
from omhu.bord.views.frist import GET_POST
from omhu.frister.actions import sagens_aendring
from omhu.kerne.ord_om_tid import dato, stort
from omhu.regler.love import BL, lov_paa
from omhu.regler.trin import Trin
from omhu.sager.adgang import hent_sag
from omhu.sagsarbejde.tekster import skema as tekstskema
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.sagsarbejde.undersoegelse import actions, forloeb, queries
from omhu.sagsarbejde.undersoegelse.forloeb import AFDAEKNING, BFU
from omhu.sagsarbejde.undersoegelse.queries import PLAN, Undersoegelse, punkter
from omhu.sagsarbejde.undersoegelse.tjekliste import mangler, tjekliste
from omhu.tidslinje.queries import Synsdag, trin_for_sag


@require_GET
def oversigt(request: HttpRequest, pk: int) -> HttpResponse:
    """The running undersøgelse with its funnel and clock, or what may be begun; below it those before."""
    sag = hent_sag(bruger(request), pk)
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    alle = forloeb.forloeb(trin)
    screening_ = _seneste_screening(trin)
    aabent = forloeb.aabent(alle)
    tidligere = [f for f in reversed(alle) if f is not aabent]
    skrevne = queries.skrevne(sag)
    data: dict[str, Any] = {
        "tidligere": [(f, bool(skrevne & set(f.roedder))) for f in tidligere],
        "kan_opdateres": next((f for f in tidligere if f.slags == BFU and f.afsluttet), None)
        if aabent is None
        else None,
        "bl": lov_paa(timezone.localdate()) == BL,
        "seneste_screening": screening_,
        "screeningsord": _resultat(screening_),
    }
    if aabent is None:
        data |= {"i_gang": False}
        return ramme.side(request, sag, "undersoegelse", "undersoegelse/oversigt.html", data)
    u = queries.med_tekster(sag, aabent, trin)
    return side(request, u, "oversigt", "oversigt.html", data | _igangvaerende(request, u))


def _seneste_screening(trin: list[Trin]) -> Trin | None:
    return next((t for t in reversed(trin) if t.art == "SCREENING"), None)


def _resultat(t: Trin | None) -> str:
    return (
        vist("SCREENING", "resultat", str(t.attributter.get("resultat", ""))).lower() if t else ""
    )


def _igangvaerende(request: HttpRequest, u: Undersoegelse) -> dict[str, Any]:
    f = frister(bruger(request), u)
    led = tragt.trin(u)
    raekker = punkter(u.forloeb, u.felter(PLAN))
    return {
        "i_gang": True,
        "frister": f,
        "tragt": SafeString(tragt.svg(led, f"Vejen i {u.forloeb.navn.lower()}")),
        "led": led,
        "naeste_led": next((t for t in led if not t.faerdig), None),
        "mangler": mangler(u, timezone.localdate()),
        "punkter": [(p, p.sent(timezone.localdate())) for p in raekker],
        "modtaget": sum(p.modtaget is not None for p in raekker),
        "midtvejs": bool(f.ur and f.ur.midtvejs_nu and "midtvejs" not in u.tekster),
        "foreloebig": bool(
            f.ur and f.ur.kniber and u.forloeb.slags == BFU and not u.forloeb.af("FORELOEBIG_VURDERING")
        ),
    }  # fmt: skip


# -- begin -----------------------------------------------------------------------------------------


@require_http_methods(GET_POST)
def screening(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide what a worry leads to."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag = hent_sag(bruger(request), pk)
    i_dag = timezone.localdate()
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    form = med_kladde(
        request,
        ScreeningForm(
            sendt(request), lov=lov_paa(i_dag), initial={"dag": i_dag, "bfu_grunde": _kendt(trin)}
        ),
    )
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            with sagens_aendring(sag):
                skridt = actions.screen(sag, af=bruger(request), **d)
            besked = _SCREENET[d["resultat"]]
            if d["resultat"] == actions.INGEN:
                return videre(request, besked, "sagens_undersoegelse", sag.pk)
            return videre(request, besked, "undersoegelse_plan", sag.pk, skridt.rod)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "underretninger": [t for t in reversed(trin) if t.art == "UNDERRETNING"][:5],
        "bl": lov_paa(i_dag) == BL,
    }
    return ramme.side(request, sag, "undersoegelse", "undersoegelse/screening.html", data)


_SCREENET = {
    actions.INGEN: "Screeningen er afsluttet uden undersøgelse.",
    AFDAEKNING: "Afdækningen er besluttet. Skriv planen.",
    BFU: "Den børnefaglige undersøgelse er besluttet. Vælg temaer, og skriv planen.",
}


def _kendt(trin: list[Trin]) -> list[str]:
    """What the newest underretning has told already: overgreb."""
    ny = next((t for t in reversed(trin) if t.art == "UNDERRETNING"), None)
    return ["overgreb"] if ny and ny.attributter.get("overgreb") == "ja" else []


@require_http_methods(GET_POST)
def opdater(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """Begin an update of a finished undersøgelse."""
    u = hent_til_arbejde(request, pk, rod)
    form = med_kladde(request, OpdaterForm(sendt(request), initial={"dag": timezone.localdate()}))
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(u.sag):
                ny = actions.opdater(u, af=bruger(request), **form.cleaned_data)
            besked = "Opdateringen er begyndt. Udsagn og tekst er hentet fra den gamle."
            return videre(request, besked, "undersoegelse_plan", pk, ny.forloeb.rod)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "overskrift": "Opdatér undersøgelsen",
        "knap": "Begynd opdateringen",
        "hjaelp": "Brug den, når barnets forhold har ændret sig. Den gamle undersøgelse bliver stående.",
    }
    return side(request, u, "opdater", "formular.html", data)


# -- halfway, preliminary, finished ----------------------------------------------------------------


@require_http_methods(GET_POST)
def midtvejs(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """Is the focus still right?"""
    u = hent_til_arbejde(request, pk, rod)
    form = med_kladde(request, MidtvejsForm(sendt(request)))
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(u.sag):
                actions.tjek_midtvejs(u, af=bruger(request), **form.cleaned_data)
            if form.cleaned_data["fokus"] == "nej":
                return videre(request, "Gemt. Ret temaerne her.", "undersoegelse_plan", pk, rod)
            return videre(request, "Midtvejstjekket er gemt.", "sagens_undersoegelse", pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "overskrift": "Midtvejstjek",
        "knap": "Gem",
        "temaer": [t for t in queries.temaer(u.felter(PLAN)) if t.valgt],
        "hjaelp": "Halvvejs: Ser vi på det rigtige? Svarer du nej, kommer du til temaerne bagefter.",
    }
    return side(request, u, "midtvejs", "formular.html", data)


@require_http_methods(GET_POST)
def foreloebig(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """The preliminary assessment."""
    u = hent_til_arbejde(request, pk, rod)
    form = tekstside.form(
        request, tekstskema.slags("foreloebig_vurdering"), lov=u.forloeb.lov, ekstra=MedDag
    )
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(u.sag):
                actions.vurder_foreloebigt(
                    u, form.tekster(), dag=form.cleaned_data["dag"], af=bruger(request)
                )
            besked = "Den foreløbige vurdering er gemt. Gør undersøgelsen færdig snarest."
            return videre(request, besked, "sagens_undersoegelse", pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": form, "overskrift": "Foreløbig vurdering", "knap": "Gem vurderingen"}
    return side(request, u, "foreloebig", "foreloebig.html", data)


class MedDag(tekstside.TekstForm):
    """A text with the day of its act."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"] = datofelt("Skrevet den", "Skriv, hvornår vurderingen er skrevet.")
        self.initial.setdefault("dag", timezone.localdate())


@require_http_methods(GET_POST)
def afslut(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """The law's checklist, and the end."""
    u = hent_til_arbejde(request, pk, rod)
    i_dag = timezone.localdate()
    f = frister(bruger(request), u)
    liste = tjekliste(u, i_dag)
    form = med_kladde(
        request,
        AfslutForm(
            sendt(request),
            bfu=u.forloeb.slags == BFU,
            mangler=any(k.lov and not k.opfyldt for k in liste),
            initial={"dag": i_dag},
        ),
    )
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(u.sag):
                udslag = f.ur.fra if f.ur else None
                actions.afslut(u, af=bruger(request), udslagsgivende=udslag, **form.cleaned_data)
            besked = f"{u.forloeb.navn} er afsluttet {dato(form.cleaned_data['dag'])}."
            return videre(request, stort(besked), "sagens_undersoegelse", pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {
        "form": form,
        "frister": f,
        "loven": [k for k in liste if k.lov],
        "praksis": [k for k in liste if not k.lov],
        "uden": sum(k.lov and not k.opfyldt for k in liste),
    }
    return side(request, u, "afslut", "afslut.html", data)
