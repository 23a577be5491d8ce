"""Aktindsigt on pages: requests, what goes along, what is struck out, and a longer deadline."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.bord import ramme
from omhu.bord.journal.forms import AnmodningForm, ForlaengForm
from omhu.bord.views.svar import gjort
from omhu.frister.actions import sagens_aendring
from omhu.frister.queries import pligter_for
from omhu.kerne.heltal import heltal
from omhu.regler.katalog import katalog
from omhu.sager.adgang import INGEN_ADGANG, hent_sag
from omhu.sager.models import Sag
from omhu.sager.parter import Part
from omhu.sagsarbejde.actions import check_maa_registrere
from omhu.sagsarbejde.journal import aktindsigt as akt
from omhu.sagsarbejde.journal import filvalg
from omhu.sagsarbejde.journal.skema import GRUNDE, HJEMLER, PARTER, VALG
from omhu.sagsarbejde.tekster.actions import Konflikt
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import hent_skrift, nyeste_felter, udgaver
from omhu.sagsarbejde.tekster.skema import raekker

GET_POST = ["GET", "HEAD", "POST"]
ANDEN = "anden"
KONFLIKT = "{} har valgt for de samme ting, mens du havde siden åben. Siden viser det nu; vælg igen, hvor I er uenige."


@require_http_methods(GET_POST)
def sagens(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests of a case, and a new one."""
    sag = hent_sag(bruger(request), pk)
    i_dag = timezone.localdate()
    folk = akt.mulige_parter(sag, i_dag)
    form = med_kladde(
        request,
        AnmodningForm(
            sendt(request), hvem=_hvem(folk), initial={"dag": i_dag, "omfang": "Hele sagen"}
        ),
    )
    if request.method == "POST":
        check_maa_registrere(bruger(request), katalog().arter[akt.ANMODET])
        if form.is_valid():
            try:
                with sagens_aendring(sag):
                    skrift = akt.anmod(
                        sag, form.cleaned_data["dag"], _anmodet(form, folk), af=bruger(request)
                    )
                return _registreret(request, sag, skrift)
            except ValidationError as fejl:
                form.tilfoej(fejl)
    data = {
        "form": form,
        "anmodninger": [
            (s, nyeste_felter(s)[0], skridt, fil) for s, skridt, fil in akt.anmodninger(sag)
        ],
        "parter": dict(PARTER),
        "folk": folk,
        "maa_skrive": har_ret(bruger(request), Ret.REGISTRERE),
    }
    return ramme.side(request, sag, "journal", "journal/aktindsigter.html", data)


def _registreret(request: HttpRequest, sag: Sag, skrift: Skrift) -> HttpResponse:
    gjort(request, "Anmodningen er registreret. Fristen står på sagen.", sag_pk=sag.pk)
    return redirect("aktindsigt", pk=skrift.pk)


def _hvem(folk: list[Part]) -> list[tuple[str, str]]:
    ud = [
        (str(n), f"{p.navn}: {'part' if p.part else 'ikke part'}. {p.grund}")
        for n, p in enumerate(folk)
    ]
    return [*ud, (ANDEN, "En anden")]


def _anmodet(form: AnmodningForm, folk: list[Part]) -> dict[str, str]:
    data = form.cleaned_data
    valgt = None if data["hvem"] == ANDEN else folk[int(data["hvem"])]
    return {
        "part": akt.part_af(valgt) if valgt else ANDEN,
        "navn": valgt.navn if valgt else data["navn"],
        "omfang": data["omfang"],
        "log": "ja" if data["log"] else "nej",
    }


def hent(request: HttpRequest, pk: UUID) -> Skrift:
    """One request with its case. Raises PermissionDenied, also when there is none."""
    skrift = hent_skrift(bruger(request), pk)
    if skrift.slags != "aktindsigt":
        raise PermissionDenied(INGEN_ADGANG)
    return skrift


@require_http_methods(GET_POST)
def aktindsigt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What goes along: everything in the case with a choice each."""
    skrift = hent(request, pk)
    besked = ""
    fejl: dict[str, list[str]] = {}
    if request.method == "POST":
        check_maa_registrere(bruger(request), katalog().arter[akt.GIVET])
        try:
            with sagens_aendring(skrift.sag):
                akt.vaelg(skrift, _valgte(request, skrift), paa=_paa(request), af=bruger(request))
            return _gemt(request, skrift)
        except Konflikt as k:
            besked = KONFLIKT.format(k.nyeste.skrevet_af)
        except ValidationError as v:
            fejl, besked = _fejl(v)
    return _liste(request, skrift, fejl=fejl, besked=besked)


def _gemt(request: HttpRequest, skrift: Skrift) -> HttpResponse:
    gjort(request, "Valgene er gemt.", sag_pk=skrift.sag_id)
    return redirect("aktindsigt", pk=skrift.pk)


def _fejl(v: ValidationError) -> tuple[dict[str, list[str]], str]:
    if hasattr(v, "error_dict"):
        return v.message_dict, "Noget mangler. Det står ved de ting, det gælder."
    return {}, " ".join(v.messages)


def _paa(request: HttpRequest) -> int:
    return heltal(request.POST.get("paa")) or 1


def _liste(
    request: HttpRequest, skrift: Skrift, *, fejl: dict[str, list[str]], besked: str
) -> HttpResponse:
    felter, nr = _nu(skrift)
    alle = akt.akter(skrift)
    if request.method == "POST":
        _som_sendt(request, alle)
    data = {
        "skrift": skrift,
        "felter": felter,
        "paa": nr,
        "part": dict(PARTER)[felter["part"]],
        "ikke_part": felter["part"] in akt.IKKE_PART,
        "akter": [(a, fejl.get(f"valg-{a.id}", []) + fejl.get(f"grund-{a.id}", [])) for a in alle],
        "valg": VALG,
        "grunde": GRUNDE,
        "mangler": akt.mangler(alle),
        "besked": besked,
        "frist": _frist(request, skrift),
        "maa_skrive": har_ret(bruger(request), Ret.REGISTRERE) and not skrift.afsluttet,
        "antal": {kode: sum(a.valg == kode for a in alle) for kode, _ in VALG},
    }
    status = 422 if besked else 200
    return ramme.side(request, skrift.sag, "journal", "journal/aktindsigt.html", data, status)


def _nu(skrift: Skrift) -> tuple[dict[str, str], int]:
    ny = udgaver(skrift)[0]
    return dict(ny.felter), ny.nr


def _frist(request: HttpRequest, skrift: Skrift) -> Any:
    """The obligation that the request began."""
    alle = pligter_for(bruger(request), kun_aabne_sager=False).filter(
        sag=skrift.sag, regel="aktindsigt"
    )
    return next((p for p in alle if str(p.udloest_rod) == str(skrift.skridt_rod)), None)


def _som_sendt(request: HttpRequest, alle: list[akt.Akt]) -> None:
    """What was typed stays on the page when it was refused."""
    for a in alle:
        if f"valg-{a.id}" in request.POST:
            a.valg = request.POST[f"valg-{a.id}"]
            a.grund = request.POST.get(f"grund-{a.id}", "")
            a.begrundelse = request.POST.get(f"begrundelse-{a.id}", "")


def _valgte(request: HttpRequest, skrift: Skrift) -> dict[str, akt.Valg]:
    """The choices that differ from what stood there; what is struck out is kept."""
    ud = {}
    for a in akt.akter(skrift):
        valg = request.POST.get(f"valg-{a.id}")
        ny = akt.Valg(
            valg or "",
            request.POST.get(f"grund-{a.id}", ""),
            request.POST.get(f"begrundelse-{a.id}", ""),
            a.streger,
        )
        if valg is not None and (ny.valg, ny.grund, ny.begrundelse) != (
            a.valg,
            a.grund,
            a.begrundelse,
        ):
            ud[a.id] = ny
    return ud


@require_http_methods(GET_POST)
def stregninger(request: HttpRequest, pk: UUID, akt_id: str) -> HttpResponse:
    """One thing sentence by sentence: what is struck out, and why."""
    skrift = hent(request, pk)
    fundet = next((a for a in akt.akter(skrift) if a.id == akt_id), None)
    if fundet is None:
        raise Http404
    fejl: dict[str, list[str]] = {}
    besked = ""
    if request.method == "POST":
        check_maa_registrere(bruger(request), katalog().arter[akt.GIVET])
        ny = akt.Valg(akt.DELVIS)
        try:
            ny = _streget(request, fundet)
            if request.POST.get("maerke") != fundet.maerke:
                raise ValidationError(
                    "Teksten er rettet, mens du havde siden åben. Se den igennem igen."
                )
            with sagens_aendring(skrift.sag):
                akt.vaelg(skrift, {akt_id: ny}, paa=_paa(request), af=bruger(request))
            return redirect(reverse("aktindsigt", args=[pk]) + f"#nr-{fundet.nr}")
        except Konflikt as k:
            besked = KONFLIKT.format(k.nyeste.skrevet_af)
        except ValidationError as v:
            fejl, besked = _fejl(v)
        fundet.streger, fundet.grund, fundet.begrundelse = ny.streger, ny.grund, ny.begrundelse
    data = {
        "skrift": skrift,
        "akt": fundet,
        "stykker": _stykker(fundet),
        "paa": _nu(skrift)[1],
        "grunde": [(kode, f"{navn} ({HJEMLER[kode]})") for kode, navn in GRUNDE],
        "fil": _filvalg(request, fundet),
        "fejl": [t for tekster in fejl.values() for t in tekster],
        "besked": besked,
    }
    status = 422 if besked else 200
    return ramme.side(request, skrift.sag, "journal", "journal/stregninger.html", data, status)


def _streget(request: HttpRequest, a: akt.Akt) -> akt.Valg:
    """What was chosen on the page: sentences, and of a file the whole or its pages. Raises ValidationError."""
    streger = frozenset(request.POST.getlist("streg"))
    sider = request.POST.get("sider", "").strip()
    valg = request.POST.get("fil") or ("sider" if sider else "")
    om_filen = frozenset[str]()
    if a.dokument and (valg or streger):
        om_filen = filvalg.streger(valg, sider)
    hel = not streger and om_filen <= {filvalg.MED}
    return akt.Valg(
        akt.MED if hel else akt.DELVIS,
        request.POST.get("grund", ""),
        request.POST.get("begrundelse", ""),
        streger | om_filen,
    )


def _filvalg(request: HttpRequest, a: akt.Akt) -> dict[str, str] | None:
    """What the page says of the file: the choice as sent, else as it stands."""
    if a.dokument is None:
        return None
    if request.method == "POST":
        return {"valg": request.POST.get("fil", ""), "sider": request.POST.get("sider", "")}
    valg = "" if a.valg == akt.MED else "ude"
    if a.valg == akt.DELVIS and a.fil_med:
        valg = "sider" if a.sider_ude else "med"
    return {"valg": valg, "sider": ", ".join(map(str, a.sider_ude))}


def _stykker(a: akt.Akt) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """(label, [(name of the sentence, the sentence, is it struck out)])."""
    return [
        (
            s.label,
            [(f"{s.navn}#{n}", t, a.er_streget(s.navn, n)) for n, t in enumerate(s.saetninger)],
        )
        for s in a.stykker
    ]


@require_http_methods(GET_POST)
def forlaeng(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A letter about a longer deadline."""
    skrift = hent(request, pk)
    check_maa_registrere(bruger(request), katalog().arter[akt.FRISTBREV])
    form = med_kladde(request, ForlaengForm(sendt(request)))
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(skrift.sag):
                akt.forlaeng(
                    skrift,
                    form.cleaned_data["ny_frist"],
                    form.cleaned_data["begrundelse"],
                    af=bruger(request),
                )
            gjort(
                request,
                "Den nye dag er registreret. Send brevet med det samme.",
                sag_pk=skrift.sag_id,
            )
            return redirect("aktindsigt", pk=pk)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": form, "skrift": skrift}
    return ramme.side(request, skrift.sag, "journal", "journal/forlaeng.html", data)


@require_GET
def stregliste(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The redaction log: who chose what when, for the case alone."""
    skrift = hent(request, pk)
    navne = {a.id: a for a in akt.akter(skrift)}
    data = {
        "skrift": skrift,
        "linjer": _aendringer(skrift, navne),
        "ord": {**dict(VALG), **dict(GRUNDE)},
    }
    return ramme.side(request, skrift.sag, "journal", "journal/stregliste.html", data)


def _aendringer(skrift: Skrift, navne: dict[str, akt.Akt]) -> list[dict[str, Any]]:
    ud = []
    alle = udgaver(skrift)
    for ny, foer in pairwise(alle):
        gamle = raekker(foer.felter, "akt")
        for id_, r in raekker(ny.felter, "akt").items():
            if gamle.get(id_) != r and id_ in navne:
                ud.append({
                    "udgave": ny,
                    "akt": navne[id_],
                    "valg": dict(VALG).get(r.get("valg", ""), ""),
                    "grund": dict(GRUNDE).get(r.get("grund", ""), ""),
                    "hjemmel": HJEMLER.get(r.get("grund", ""), ""),
                    "begrundelse": r.get("begrundelse", ""),
                    "antal": sum(not filvalg.er_om_filen(s) for s in r.get("streger", "").split()),
                    "fil": filvalg.ord_om(r.get("streger", "").split()),
                })  # fmt: skip
    return ud
