"""The journal of a case: the list, an entry, a note, a file, a correction."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.bord import ramme, tekstside
from omhu.bord.journal.forms import (
    DokumentForm,
    Listeform,
    MedDag,
    NotatForm,
    NytDokumentForm,
    Soegeform,
    nu,
)
from omhu.bord.sagsside import GRUPPER, skridtlinjer
from omhu.bord.views.svar import gjort
from omhu.frister.actions import sagens_aendring
from omhu.regler.katalog import katalog
from omhu.sager.adgang import hent_sag
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import check_maa_registrere
from omhu.sagsarbejde.journal import actions, skema
from omhu.sagsarbejde.journal.queries import Post, Udvalg, hent_post, personer, poster, skridt_i
from omhu.sagsarbejde.soegning.queries import Fund, soeg_i_sag
from omhu.sagsarbejde.tekster.actions import Konflikt
from omhu.sagsarbejde.tekster.models import Udgave
from omhu.sagsarbejde.tekster.queries import forskelle, udgaver
from omhu.sagsarbejde.tekster.skema import slags as tekstslags

PR_SIDE = 50
GET_POST = ["GET", "HEAD", "POST"]
SLAGSVALG = [
    ("", "Alt"),
    ("notat", "Notater"),
    ("dokument", "Dokumenter"),
    *((kode, navn) for kode, navn in GRUPPER.items() if kode != "journal"),
]


@require_http_methods(GET_POST)
def journal(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything in the case, the newest first; words to search for come in the body of a POST."""
    sag = hent_sag(bruger(request), pk)
    folk = [("", "Alle"), *((str(b.pk), str(b)) for b in personer(sag))]
    form = Listeform(request.GET, slags=SLAGSVALG, personer=folk)
    soegeform = Soegeform(request.POST if request.method == "POST" else None)
    ord_ = (
        soegeform.cleaned_data["q"].strip() if soegeform.is_bound and soegeform.is_valid() else ""
    )
    fund = soeg_i_sag(sag, ord_) if ord_ else None
    valg = form.cleaned_data if form.is_valid() else {}
    udvalg = Udvalg(**valg, roedder=None if fund is None else frozenset(fund))
    hele = request.GET.get("alt") == "1"
    side = _side(request, sag, udvalg, 100_000 if hele or fund is not None else PR_SIDE)
    data = {
        "form": form,
        "soegeform": soegeform,
        "soegt": ord_,
        "poster": _linjer(sag, list(side), fund or {}),
        "liste": {"side": side, "antal": side.paginator.count},
        "filtreret": bool(any(valg.values())),
        "hele": hele,
        "maa_skrive": har_ret(bruger(request), Ret.REGISTRERE),
    }
    return ramme.side(request, sag, "journal", "journal/journal.html", data)


def _side(request: HttpRequest, sag: Sag, udvalg: Udvalg, antal: int) -> Page[Any]:
    return Paginator(skridt_i(sag, udvalg), antal).get_page(request.GET.get("side"))


def _linjer(sag: Sag, skridt: list[Any], fund: dict[UUID, Fund]) -> list[tuple[Post, Fund | None]]:
    return [(p, fund.get(p.rod)) for p in poster(sag, skridt)]


@require_http_methods(GET_POST)
def nyt_notat(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note."""
    sag = hent_sag(bruger(request), pk)
    check_maa_registrere(bruger(request), katalog().arter[actions.NOTAT])
    form = tekstside.form(request, skema.NOTAT, lov="BL", forslag=nu(), ekstra=NotatForm)
    if request.method == "POST" and form.is_valid():
        assert isinstance(form, NotatForm)
        try:
            with sagens_aendring(sag):
                skridt = actions.skriv_notat(
                    sag, form.sket(), form.cleaned_data["emne"], form.tekster(), af=bruger(request)
                )
            return gjort(request, "Notatet er gemt i journalen.", sag_pk=sag.pk, skridt=skridt)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": form, "tilbage": _tilbage(request, sag)}
    return ramme.side(request, sag, "journal", "journal/notat.html", data)


def _tilbage(request: HttpRequest, sag: Sag) -> str:
    return (
        request.POST.get("tilbage")
        or request.GET.get("tilbage")
        or reverse("sagens_journal", args=[sag.pk])
    )


@require_http_methods(GET_POST)
def nyt_dokument(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file on the case."""
    sag = hent_sag(bruger(request), pk)
    check_maa_registrere(bruger(request), katalog().arter[actions.DOKUMENT])
    forslag: dict[str, Any] = {"dag": timezone.localdate(), "retning": "ind"}
    form: Any = tekstside.form(
        request, skema.DOKUMENT, lov="BL", forslag=forslag, ekstra=NytDokumentForm
    )
    form.files = request.FILES
    if request.method == "POST" and form.is_valid():
        try:
            with sagens_aendring(sag):
                lagt = actions.laeg_dokument(
                    sag,
                    form.cleaned_data["dag"],
                    felter=form.tekster(),
                    fil=form.sendt_fil(),
                    af=bruger(request),
                    **form.skridtfelter(),
                )
            return gjort(request, _lagt(lagt), sag_pk=sag.pk, skridt=lagt.skridt)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": form, "tilbage": _tilbage(request, sag)}
    return ramme.side(request, sag, "journal", "journal/dokument.html", data)


def _lagt(lagt: actions.Lagt) -> str:
    besked = f"Filen ligger på sagen som dokument {lagt.dokument.nr}."
    if not lagt.samme:
        return besked
    numre = " og ".join(str(d.nr) for d in lagt.samme)
    return (
        f"{besked} Den samme fil ligger der allerede som dokument {numre}. Begge er beholdt; træk den ene tilbage, "
        "hvis den er for meget."
    )


@require_GET
def post(request: HttpRequest, rod: UUID) -> HttpResponse:
    """One entry: what it says, and every edition of it with what was changed."""
    sag, fundet, kaede = hent_post(bruger(request), rod)
    data = {
        "post": fundet,
        "dele": _dele(fundet),
        "historik": [h for s in fundet.skrifter for h in _historik(s.slags, udgaver(s))],
        "linjer": skridtlinjer(kaede, bruger(request)),
        "rettelser": len(kaede) > 1,
        "maa_rettes": _maa_rettes(request, fundet),
        "samme": _samme(fundet),
    }
    return ramme.side(request, sag, "journal", "journal/post.html", data)


def _maa_rettes(request: HttpRequest, p: Post) -> bool:
    return (
        har_ret(bruger(request), Ret.REGISTRERE)
        and not p.skridt.tilbagetrukket
        and p.slags != "skridt"
    )


def _dele(p: Post) -> list[tuple[str, list[tuple[str, str]]]]:
    """The texts of an entry as (name, [(label, words)])."""
    ud = []
    for s in p.skrifter:
        kendt = tekstslags(s.slags)
        felter = [
            (f.label, dict(f.valg).get(v, v))
            for n, v in (vars(s)["felter"] or {}).items()
            if v and not n.startswith("akt.") and (f := kendt.felt(n))
        ]
        ud.append((kendt.navn, felter))
    return ud


def _historik(slags: str, alle: list[Udgave]) -> list[tuple[Udgave, Any]]:
    """Editions but the first, with what each changed."""
    return [
        (ny, forskelle(slags, gammel.felter, ny.felter))
        for ny, gammel in pairwise(alle)
        if slags != "aktindsigt"
    ]


def _samme(p: Post) -> list[int]:
    """Numbers of other files with the same content."""
    if p.dokument is None:
        return []
    andre = type(p.dokument).objects.filter(sag=p.dokument.sag_id, sha256=p.dokument.sha256)
    return list(andre.exclude(pk=p.dokument.pk).values_list("nr", flat=True))


@require_http_methods(GET_POST)
def ret_post(request: HttpRequest, rod: UUID) -> HttpResponse:
    """Correct a note, or the words about a file, by adding."""
    sag, fundet, _ = hent_post(bruger(request), rod)
    check_maa_registrere(bruger(request), katalog().arter[fundet.skridt.art])
    if fundet.slags not in FORMER:
        return redirect("ret_skridt", pk=fundet.skridt.pk)
    form = _retform(request, fundet)
    if tekstside.vil_gemme(request) and form.is_valid():
        assert isinstance(form, MedDag)
        try:
            with transaction.atomic(), sagens_aendring(sag):
                actions.ret(
                    fundet.skridt,
                    fundet.skrifter[0] if fundet.skrifter else None,
                    form.sket(),
                    form.skridtfelter(),
                    form.tekster(),
                    paa=form.paa(),
                    begrundelse=form.cleaned_data["begrundelse"],
                    af=bruger(request),
                )
            return gjort(request, "Rettet. Den gamle udgave kan stadig ses.", sag_pk=sag.pk)
        except Konflikt as k:
            form = _konfliktform(request, fundet, k)
        except ValidationError as fejl:
            form.tilfoej(fejl)
    data = {"form": form, "post": fundet, "tilbage": reverse("journalpost", args=[rod])}
    return ramme.side(request, sag, "journal", "journal/ret.html", data)


FORMER = {"notat": (skema.NOTAT, NotatForm), "dokument": (skema.DOKUMENT, DokumentForm)}


def _retform(request: HttpRequest, p: Post) -> Any:
    """The words as they are now, with the day and the fields of the act."""
    kendt, klasse = FORMER[p.slags]
    skrift = p.skrifter[0] if p.skrifter else None
    form = tekstside.form(request, kendt, lov="BL", skrift=skrift, ekstra=klasse, med_grund=True)
    form.initial = {**_fra_skridt(p), **form.initial}
    return form


def _fra_skridt(p: Post) -> dict[str, Any]:
    tid = {} if p.skridt.kun_dato else {"tid": timezone.localtime(p.skridt.sket).time()}
    return {"dag": p.skridt.dag, **tid, **p.skridt.data}


def _konfliktform(request: HttpRequest, p: Post, k: Konflikt) -> Any:
    """Both people's words, and the day and reason that were typed."""
    kendt, klasse = FORMER[p.slags]
    sendt = request.POST
    andre = {
        n: sendt.get(n, "")
        for n in ("dag", "tid", "emne", "retning", "slags", "begrundelse")
        if n in sendt
    }
    grundform = tekstside.form(request, kendt, lov="BL", ekstra=klasse, med_grund=True)
    grundform.is_valid()
    ny = grundform.efter_konflikt(k)
    return klasse(
        initial={**andre, **ny.initial},
        slags=kendt,
        lov="BL",
        med_grund=True,
        sammenstoed=ny.sammenstoed,
        deres=ny.deres,
    )
