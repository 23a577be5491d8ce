"""One underretning: what was said, the clock, the assessment, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from omhu.adgang.formfelter import Tilfoejfejl
from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.bord.modtagelse import vis
from omhu.bord.modtagelse.forms import (
    EfterunderretForm,
    GenvurderForm,
    IngenHandlingForm,
    VurderingForm,
    vurdering_nu,
)
from omhu.bord.queries import linje
from omhu.bord.ramme import side
from omhu.frister import underretninger as tilstande
from omhu.frister.actions import sagens_aendring
from omhu.frister.models import Pligt
from omhu.frister.regelsaet import regel
from omhu.frister.underretninger import check_maa_lukkes, pligter_til
from omhu.sager.models import Sag
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.modtagelse.kaede import Kaede, er, hent
from omhu.sagsarbejde.modtagelse.opfoelgning import (
    efterunderret,
    genvurder,
    kvitter,
    luk,
    mulige,
)
from omhu.sagsarbejde.modtagelse.skriv import Maal
from omhu.sagsarbejde.modtagelse.vurdering import tag, taget_af, vurder
from omhu.sagsarbejde.tekster import kladder
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.models import Skridt

TEKSTER = (
    "underretning",
    "akutvurdering",
    "genvurdering",
    "efterunderretning",
    "underretning_afsluttet",
)
GET_POST = ["GET", "HEAD", "POST"]


def _til_arbejde(request: HttpRequest, pk: int, rod: UUID) -> tuple[Maal, Kaede]:
    """The underretning for one who may act on it. Raises PermissionDenied."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag, k = hent(bruger(request), pk, rod)
    return Maal(sag, "aaben"), k


@require_http_methods(GET_POST)
def underretning(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """Read it, and assess it."""
    if request.method == "POST":
        maal, k = _til_arbejde(request, pk, rod)
        form = VurderingForm(request.POST)
        if form.is_valid():
            try:
                with sagens_aendring(maal.sag):
                    vurder(maal, k, form.vurdering(), af=bruger(request))
                return _gjort(request, pk, rod, "Vurderingen er gemt.")
            except ValidationError as fejl:
                form.tilfoej(fejl)
        return _vis(request, maal.sag, k, form)
    sag, k = hent(bruger(request), pk, rod)
    return _vis(request, sag, k, _ny_vurdering(request, k))


def _ny_vurdering(request: HttpRequest, k: Kaede) -> VurderingForm | None:
    af = bruger(request)
    if k.vurdering is not None or not har_ret(af, Ret.REGISTRERE):
        return None
    return VurderingForm(initial=vurdering_nu(af))


def _gjort(request: HttpRequest, pk: int, rod: UUID, besked: str) -> HttpResponse:
    messages.success(request, besked)
    kladder.kasser(bruger(request), request.path)
    return redirect(reverse("underretning", args=[pk, rod]))


def _vis(request: HttpRequest, sag: Sag, k: Kaede, form: VurderingForm | None) -> HttpResponse:
    u = k.underretning
    pligter = pligter_til(bruger(request), [u])[u.rod]
    type_, hjemmel = vis.lovtype(u)
    tekster = _tekster(sag, k)
    data = {
        "k": k,
        "u": u,
        **({"form": form} if form else {}),
        "afsender": vis.afsender(u),
        "aarsager": vis.aarsager(u),
        "overgreb": er(u, "overgreb"),
        "anonym": er(u, "anonym"),
        "skaerpet": er(u, "skaerpet"),
        "lovtype": type_,
        "hjemmel": hjemmel,
        "maade": vis.maade(u, tekster.get("underretning", {})),
        "tilstand": tilstande.TILSTANDE[tilstande.tilstand(sag, u.rod)],
        "ur": vis.uret(pligter, k),
        "frister": _frister(pligter),
        "regel_24t": _hjemmel(tilstande.VURDERING, u),
        "taget": taget_af(Maal(sag, "aaben"), u) if k.vurdering is None else None,
        "tekster": tekster,
        "udfald": _navne(tekster.get("akutvurdering", {})),
        "genvurderes": _skal_genvurderes(pligter),
        "kendt": vis.om_sager(bruger(request), [sag], nu=u.sket),
        "spoergsmaal": " ".join(map(str, form.errors.get("svar", [])))
        if form and form.is_bound
        else "",
    }
    return side(request, sag, "underretninger", "modtagelse/underretning.html", data)


def _tekster(sag: Sag, k: Kaede) -> dict[str, dict[str, str]]:
    """Kind -> what it says, for the texts of this underretning and its steps."""
    roedder = [k.underretning.rod, *(s.rod for s in k.led)]
    fundne: list[Skrift] = list(skrifter(sag, *TEKSTER).filter(skridt_rod__in=roedder))
    return {s.slags: dict(getattr(s, "felter", None) or {}) for s in reversed(fundne)}


def _navne(felter: dict[str, str]) -> dict[str, str]:
    """The codes of an assessment as words."""
    return {n: koder.navn(n, felter[n]) for n in ("alvor", "udfald") if felter.get(n)}


def _frister(pligter: dict[str, Pligt]) -> list[Any]:
    fra = sorted(pligter.values(), key=lambda p: (p.frist_dag, p.regel))
    i_dag = timezone.localdate()
    return [linje(p, i_dag) for p in fra]


def _hjemmel(regel_id: str, u: Skridt) -> dict[str, Any]:
    """A rule's paragraph on the day of the underretning."""
    kendt = regel(regel_id)
    v = [v for v in kendt.versioner if v.fra <= u.dag] if kendt else []
    return {"hjemmel": v[-1].hjemmel, "verificeret": v[-1].status == "verificeret"} if v else {}


def _skal_genvurderes(pligter: dict[str, Pligt]) -> bool:
    p = pligter.get(tilstande.GENVURDERING)
    return p is not None and not p.lukket and p.opfyldt_dag is None


@require_POST
def tag_den(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """Say that one is assessing it."""
    maal, k = _til_arbejde(request, pk, rod)
    try:
        tag(maal, k, af=bruger(request))
    except ValidationError as fejl:
        messages.error(request, " ".join(fejl.messages))
        return redirect(reverse("underretning", args=[pk, rod]))
    return _gjort(request, pk, rod, "Du står på den. Andre kan se, at du er i gang.")


@require_POST
def kvitter_for(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """Register the receipt."""
    maal, k = _til_arbejde(request, pk, rod)
    try:
        with sagens_aendring(maal.sag):
            kvitter(maal, k, af=bruger(request))
    except ValidationError as fejl:
        messages.error(request, " ".join(fejl.messages))
        return redirect(reverse("underretning", args=[pk, rod]))
    return _gjort(
        request, pk, rod, "Kvitteringen er registreret i dag. Brevet er klar til at sende."
    )


@require_http_methods(GET_POST)
def genvurder_sagen(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """The case again, with somebody who is new to it."""
    maal, k = _til_arbejde(request, pk, rod)
    form = GenvurderForm(sendt(request), mulige=mulige(maal.sag, bruger(request)))

    def goer(data: dict[str, Any]) -> None:
        genvurder(maal, k, **data, af=bruger(request))

    data = {
        "overskrift": "Genvurdér sagen",
        "forklaring": "Barnet får allerede en indsats. Sagen skal ses igen sammen med en, der ikke før har haft den.",
        "regel": _hjemmel(tilstande.GENVURDERING, k.underretning),
        "knap": "Gem genvurderingen",
    }
    return _handling(request, maal.sag, k, form, goer, "Genvurderingen er gemt.", data)


@require_http_methods(GET_POST)
def efterunderret_om(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """What a professional has been told."""
    maal, k = _til_arbejde(request, pk, rod)
    form = EfterunderretForm(sendt(request))

    def goer(data: dict[str, Any]) -> None:
        efterunderret(maal, k, **data, af=bruger(request))

    data = {
        "overskrift": "Giv fagpersonen besked",
        "forklaring": "Underretteren skal have at vide, om en undersøgelse eller indsats er sat i gang. "
        "Art og varighed må kun fortælles, når underretteren har brug for det for at støtte barnet.",
        "regel": _hjemmel(tilstande.EFTERUNDERRETNING, k.underretning),
        "knap": "Gem beskeden",
    }
    return _handling(request, maal.sag, k, form, goer, "Beskeden til fagpersonen er gemt.", data)


@require_http_methods(GET_POST)
def ingen_handling(request: HttpRequest, pk: int, rod: UUID) -> HttpResponse:
    """Nothing more happens, with a reason; the one of the assessment is there already."""
    maal, k = _til_arbejde(request, pk, rod)
    kendt = _tekster(maal.sag, k).get("akutvurdering", {}).get("begrundelse", "")
    form = IngenHandlingForm(sendt(request), initial={"begrundelse": kendt})

    def goer(data: dict[str, Any]) -> None:
        check_maa_lukkes(pligter_til(bruger(request), [k.underretning])[k.underretning.rod])
        luk(maal, k, begrundelse=data["begrundelse"], af=bruger(request))

    data = {
        "overskrift": "Ingen yderligere handling",
        "forklaring": "Underretningen er vurderet, og der sker ikke mere på grund af den. "
        "Det registreres som en screening med resultatet »ingen undersøgelse«.",
        "regel": _hjemmel(tilstande.SCREENING, k.underretning),
        "knap": "Afslut underretningen",
    }
    return _handling(request, maal.sag, k, form, goer, "Underretningen er afsluttet.", data)


def _handling(
    request: HttpRequest,
    sag: Sag,
    k: Kaede,
    form: Tilfoejfejl,
    goer: Callable[[dict[str, Any]], None],
    besked: str,
    data: dict[str, Any],
) -> HttpResponse:
    """A form about an underretning: shown, done, or shown again with what was refused."""
    rod = k.underretning.rod
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(sag):
                goer(form.cleaned_data)
            return _gjort(request, sag.pk, rod, besked)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    return side(
        request, sag, "underretninger", "modtagelse/handling.html", {**data, "form": form, "k": k}
    )
