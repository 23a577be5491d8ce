"""Measures start and end, parties are heard, complaints come and are answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord import ramme, tekstside
from omhu.bord.afgoerelse.forms import (
    GenvurderForm,
    HoerForm,
    IvaerksaetForm,
    KlageForm,
    OphoerForm,
    SvarForm,
    indsatsnavne,
)
from omhu.bord.afgoerelse.views import FANE, hjem
from omhu.bord.queries import hent_skridt
from omhu.bord.samtale.views import kendte_indsatser
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.svar import gjort
from omhu.frister.actions import sagens_aendring
from omhu.regler.katalog import katalog
from omhu.regler.love import lov_paa
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sager.parter import parter
from omhu.sagsarbejde.actions import check_maa_registrere
from omhu.sagsarbejde.afgoerelse import indsats, queries
from omhu.sagsarbejde.afgoerelse.skema import PARTSHOERING
from omhu.sagsarbejde.afgoerelse.valg import fra
from omhu.sagsarbejde.tekster.actions import Konflikt
from omhu.sagsarbejde.tekster.kladdeform import sendt
from omhu.tidslinje.models import Skridt


def _vis(
    request: HttpRequest, sag: Sag, form: Any, overskrift: str, knap: str, **rest: Any
) -> HttpResponse:
    data = {
        "form": form,
        "overskrift": overskrift,
        "knap": knap,
        "tilbage": hjem(request, sag),
        **rest,
    }
    return ramme.side(request, sag, FANE, rest.get("skabelon", "afgoerelse/form.html"), data)


def _udfoer(
    request: HttpRequest,
    sag: Sag,
    form: Any,
    handl: Callable[[dict[str, Any]], Skridt],
    besked: str,
) -> HttpResponse | None:
    """Do the act with what was sent; None when nothing was, or the form must come back with what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        with sagens_aendring(sag):
            skridt = handl(form.cleaned_data)
        return gjort(request, besked, sag_pk=sag.pk, skridt=skridt)
    except ValidationError as fejl:
        form.tilfoej(fejl)
        return None


def _sag(request: HttpRequest, pk: int, art: str) -> Sag:
    """The case, for one who may register the kind in it."""
    sag = hent_sag(bruger(request), pk)
    check_maa_registrere(bruger(request), katalog().arter[art])
    return sag


@require_http_methods(GET_POST)
def ivaerksaet(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """A decided measure starts."""
    sag = _sag(request, pk, "IVAERKSAT")
    navn = _navn(kode)
    form = IvaerksaetForm(sendt(request), initial={"dag": timezone.localdate()})

    def start(d: dict[str, Any]) -> Skridt:
        return indsats.ivaerksaet(sag, kode, d["dag"], sted=d["sted"], af=bruger(request))

    svar = _udfoer(request, sag, form, start, f"{navn} er iværksat.")
    return svar or _vis(request, sag, form, f"Iværksæt: {navn.lower()}", "Iværksæt")


@require_http_methods(GET_POST)
def ophoer(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """A running measure ends."""
    sag = _sag(request, pk, "FORANSTALTNING_OPHOERT")
    navn = _navn(kode)
    form = OphoerForm(sendt(request), initial={"dag": timezone.localdate()})

    def slut(d: dict[str, Any]) -> Skridt:
        return indsats.ophoer(sag, kode, d["dag"], aarsag=d["aarsag"], af=bruger(request))

    svar = _udfoer(request, sag, form, slut, f"{navn} er afsluttet.")
    return svar or _vis(request, sag, form, f"Afslut: {navn.lower()}", "Afslut indsatsen")


def _navn(kode: str) -> str:
    if kode not in katalog().indsatser:
        raise Http404
    return katalog().indsats_navn(kode)


@require_http_methods(GET_POST)
def hoer_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Hear a party on facts that it does not know."""
    sag = _sag(request, pk, "PARTSHOERING")
    i_dag = timezone.localdate()
    valgte = [k for k in request.GET.get("indsatser", "").split("+") if k in katalog().indsatser]
    folk = [fra(p) for p in parter(sag, i_dag) if p.part or p.hoeres]
    forslag: dict[str, Any] = {
        "dag": i_dag,
        "svar_senest": i_dag + indsats.SVARFRIST,
        "emner": valgte,
    }
    form = tekstside.form(
        request,
        PARTSHOERING,
        lov=lov_paa(i_dag),
        forslag=forslag,
        ekstra=HoerForm,
        folk=folk,
        indsatser=indsatsnavne(dict.fromkeys([*valgte, *kendte_indsatser(sag)])),
    )

    def hoer(d: dict[str, Any]) -> Skridt:
        tekst, emner = form.tekster(), tuple(d["emner"])
        return indsats.hoer(
            sag, d["dag"], d["svar_senest"], tekst, indsatser=emner, af=bruger(request)
        )

    besked = "Partshøringen er registreret. Hent brevet, og send det."
    svar = _udfoer(request, sag, form, hoer, besked)
    return svar or _vis(
        request, sag, form, "Hør en part", "Gem høringen", skabelon="afgoerelse/hoer.html"
    )


def _skridt(request: HttpRequest, pk: UUID, art: str) -> tuple[Sag, Skridt]:
    """A step of one kind. Raises PermissionDenied, and Http404 for a step of another."""
    skridt = hent_skridt(bruger(request), pk)
    sag = hent_sag(bruger(request), skridt.sag_id)
    if skridt.art != art:
        raise Http404
    return sag, skridt


@require_http_methods(GET_POST)
def hoeringssvar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the party answered."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag, skridt = _skridt(request, pk, "PARTSHOERING")
    post = next((h for h in queries.oversigt(sag).hoeringer if h.skridt.rod == skridt.rod), None)
    if post is None or post.skrift is None:
        raise Http404
    form = SvarForm(sendt(request), initial={"svar": post.felter.get("svar", "")})
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(sag):
                indsats.svar(
                    post.skrift, form.cleaned_data["svar"], paa=post.udgave, af=bruger(request)
                )
            return gjort(request, "Svaret er gemt.", sag_pk=sag.pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        except Konflikt as k:
            form.add_error(
                "svar", f"{k.nyeste.skrevet_af} har skrevet et svar imens. Hent siden igen."
            )
    return _vis(request, sag, form, "Svar på partshøring", "Gem svaret")


@require_http_methods(GET_POST)
def klag_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A complaint over a decision has come."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag, skridt = _skridt(request, pk, "AFGOERELSE")
    folk = [fra(p) for p in parter(sag, skridt.dag) if p.part]
    form = KlageForm(sendt(request), folk=folk, initial={"dag": timezone.localdate()})

    def klag(d: dict[str, Any]) -> Skridt:
        felter = {"fra": d["fra"], "klage": d["klage"]}
        return indsats.klag(sag, skridt, d["dag"], felter, af=bruger(request))

    besked = "Klagen er registreret. Genvurdér afgørelsen inden fristen."
    svar = _udfoer(request, sag, form, klag, besked)
    return svar or _vis(request, sag, form, "Klage modtaget", "Gem klagen")


@require_http_methods(GET_POST)
def genvurder_klage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer a complaint."""
    kraev_ret(bruger(request), Ret.REGISTRERE)
    sag, skridt = _skridt(request, pk, "KLAGE_MODTAGET")
    klage = queries.klage(sag, skridt)
    form = GenvurderForm(sendt(request), initial={"dag": timezone.localdate()})

    def genvurder(d: dict[str, Any]) -> Skridt:
        return indsats.genvurder(
            sag,
            skridt,
            klage,
            d["dag"],
            resultat=d["resultat"],
            tekst=d["tekst"],
            af=bruger(request),
        )

    svar = _udfoer(request, sag, form, genvurder, "Genvurderingen er gemt.")
    return svar or _vis(request, sag, form, "Genvurdér klagen", "Gem genvurderingen")
