"""People: the tab, writing somebody new, correcting, ending, and what opens with a reason only."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from omhu.adgang.formfelter import Tilfoejfejl
from omhu.adgang.hvem import bruger
from omhu.adgang.log import Handling, angiv
from omhu.adgang.rettigheder import Ret, har_ret, kraev_ret
from omhu.bord.personer import forms, vis
from omhu.bord.ramme import side
from omhu.bord.views.frist import GET_POST
from omhu.bord.views.svar import gjort
from omhu.frister.actions import genberegn_barn
from omhu.kerne.heltal import heltal
from omhu.sager import alder, personadgang
from omhu.sager.adgang import hent_sag, synlige_sager, ved_noegle
from omhu.sager.models import Person, Relation, Sag
from omhu.sagsarbejde.modtagelse.henvendelse import som_person
from omhu.sagsarbejde.personer import actions
from omhu.sagsarbejde.tekster.kladdeform import sendt

FANE = "personer"


def _oversigt(request: HttpRequest, sag: Sag, status: int = 200, **mere: Any) -> HttpResponse:
    i_dag = timezone.localdate()
    relationer = personadgang.relationer(sag)
    ret = vis.rettigheder(sag, i_dag)
    data = {
        "ret": ret,
        "grupper": vis.grupper(relationer, ret),
        "tidligere": vis.tidligere(relationer),
        "soeskende": personadgang.soeskende(bruger(request), sag),
        "kommende": alder.kommende(sag.barn, i_dag),
        "rettelser": [(r, vis.rettet(r)) for r in personadgang.rettelser(sag)],
        "maa_skrive": har_ret(bruger(request), Ret.REGISTRERE),
        **mere,
    }
    return side(request, sag, FANE, "personer/oversigt.html", data, status=status)


@require_GET
def oversigt(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody around the child, and who has which rights."""
    return _oversigt(request, hent_sag(bruger(request), pk))


@require_POST
def vis_cpr(request: HttpRequest, pk: int) -> HttpResponse:
    """A whole CPR number on the page, once; `hvem` is a row, or empty for the child. The log tells of it."""
    sag = hent_sag(bruger(request), pk)
    kraev_ret(bruger(request), Ret.REGISTRERE)
    hvem = request.POST.get("hvem", "")
    relation = personadgang.hent_relation(sag, heltal(hvem) or 0) if hvem else None
    angiv(handling=Handling.LAES, cpr_vist=relation.person_id if relation else "barnet")
    nummer = relation.person.cpr if relation and relation.person else sag.barn.cpr
    vist: dict[str, Any] = {
        "cpr_vist": f"{nummer[:6]}-{nummer[6:]}",
        "cpr_hvem": relation.pk if relation else 0,
    }
    return _oversigt(request, sag, **vist)


@require_http_methods(GET_POST)
def vis_adresse(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """Open a protected address, with a reason."""
    sag = hent_sag(bruger(request), pk)
    raekke = personadgang.hent_relation(sag, relation)
    if not personadgang.arbejder_i(bruger(request), sag):
        raise PermissionDenied(actions.ARBEJDER_IKKE)
    form = forms.AdresseForm(sendt(request))
    if request.method == "POST" and form.is_valid():
        try:
            adresse = actions.laes_adresse(
                sag, raekke, af=bruger(request), begrundelse=form.cleaned_data["begrundelse"]
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            angiv(handling=Handling.LAES)
            return _oversigt(request, sag, adresse_vist=adresse, adresse_hvem=raekke.pk)
    return _form(
        request, sag, form, f"Åbn {raekke.person}s adresse", "Vis adressen", uden_kladde=True
    )


@require_http_methods(GET_POST)
def ny(request: HttpRequest, pk: int) -> HttpResponse:
    """Write somebody new, or take one from a sibling's case (`kendt`)."""
    sag = _til_arbejde(request, pk)
    kendte = list(personadgang.kendte(bruger(request), sag))
    valgt = next((p for p in kendte if str(p.pk) == request.GET.get("kendt")), None)
    form_klasse = forms.RelationForm if valgt else forms.PersonForm
    form = form_klasse(sendt(request), initial=_forslag(request, sag, valgt))
    if request.method == "POST" and form.is_valid():
        try:
            relation = _gem_ny(request, sag, form, valgt)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            return _gjort(request, sag, f"{relation.person} er skrevet på sagen.")
    titel = f"Tilføj {valgt}" if valgt else "Tilføj en person"
    return _form(request, sag, form, titel, "Tilføj", kendte=[] if valgt else kendte)


def _forslag(request: HttpRequest, sag: Sag, valgt: Person | None) -> dict[str, str]:
    """What a known person is to the sibling is what they most likely are to this child."""
    if valgt is None and "henvendelse" in request.GET:
        return som_person(sag, request.GET["henvendelse"])
    if valgt is None:
        art = request.GET.get("art", "")
        return {"art": art} if art in Relation.Art.values else {}
    hos = personadgang.som_hos_soeskende(bruger(request), sag, valgt)
    return {"art": hos.art, "foraeldremyndighed": hos.foraeldremyndighed} if hos else {}


def _gem_ny(
    request: HttpRequest, sag: Sag, form: forms.RelationForm, valgt: Person | None
) -> Relation:
    faelles: dict[str, Any] = {
        "af": bruger(request),
        "relation": form.relation(),
        "fra": form.cleaned_data["fra"],
    }
    if valgt is not None:
        return actions.tilknyt(sag, valgt.pk, **faelles)
    assert isinstance(form, forms.PersonForm)
    return actions.tilfoej(sag, person=form.person(), **faelles)


@require_http_methods(GET_POST)
def ret(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """Correct a person, or write that what they are to the child has changed."""
    sag = _til_arbejde(request, pk)
    raekke = personadgang.hent_relation(sag, relation)
    if raekke.person is None or raekke.afsluttet is not None:
        raise PermissionDenied(personadgang.INGEN_PERSON)
    form = forms.RetPersonForm(sendt(request), initial=_som_det_er(raekke, raekke.person))
    form.fields["cpr"].help_text = "Tom: nummeret bliver, som det er." if raekke.person.cpr else ""
    if raekke.person.adressebeskyttelse:
        form.fields["adresse"].help_text = "Adressen er beskyttet og vises ikke. Tom: den bliver."
    if request.method == "POST" and form.is_valid():
        try:
            _gem_rettet(request, sag, raekke, form)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            return _gjort(request, sag, f"{raekke.person} er rettet.")
    return _form(request, sag, form, f"Ret {raekke.person}", "Gem", afslut=raekke)


def _som_det_er(r: Relation, p: Person) -> dict[str, Any]:
    felter = {n: getattr(p, n) for n in actions.PERSON_FELTER if n != "cpr"}
    return felter | {n: getattr(r, n) for n in actions.RELATION_FELTER}


@transaction.atomic
def _gem_rettet(
    request: HttpRequest, sag: Sag, raekke: Relation, form: forms.RetPersonForm
) -> None:
    person = form.person()
    grund = person.pop("begrundelse", "")
    if not person["cpr"] and raekke.person:
        person["cpr"] = raekke.person.cpr
    actions.ret_person(sag, raekke, person, af=bruger(request), begrundelse=grund)
    actions.skift(sag, raekke, form.relation(), af=bruger(request), fra=form.cleaned_data["fra"])


@require_http_methods(GET_POST)
def afslut(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """It is no longer so, or never was."""
    sag = _til_arbejde(request, pk)
    raekke = personadgang.hent_relation(sag, relation)
    form = forms.AfslutForm(sendt(request), initial={"til": timezone.localdate()})
    navn = raekke.person or raekke.den_anden(sag.barn)
    if request.method == "POST" and form.is_valid():
        try:
            actions.afslut(
                sag,
                raekke,
                form.cleaned_data["til"],
                af=bruger(request),
                grund=form.cleaned_data["grund"],
            )
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            return _gjort(request, sag, f"{navn}: afsluttet.")
    titel = f"Afslut: {navn}, {raekke.get_art_display().lower()}"
    return _form(request, sag, form, titel, "Afslut", uden_kladde=True)


@require_http_methods(GET_POST)
def barnet(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the child, or write that it is born."""
    sag = _til_arbejde(request, pk)
    barn = sag.barn
    ufoedt = not barn.cpr and barn.foedselsdato is None
    start = {"navn": barn.navn, "foedselsdato": barn.foedselsdato}
    form = forms.BarnForm(sendt(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            _gem_barnet(request, sag, dict(form.cleaned_data))
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            return _gjort(request, sag, "Barnets oplysninger er gemt.")
    titel = "Barnet er født" if ufoedt else "Ret barnets oplysninger"
    return _form(request, sag, form, titel, "Gem")


@transaction.atomic
def _gem_barnet(request: HttpRequest, sag: Sag, data: dict[str, Any]) -> None:
    grund = data.pop("begrundelse")
    if actions.ret_barn(sag, data, af=bruger(request), begrundelse=grund):
        genberegn_barn(sag.barn_id)


@require_http_methods(GET_POST)
def soeskende(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a sibling: one of the household or of a case (`sag`), or by name."""
    sag = _til_arbejde(request, pk)
    form = forms.SoeskendeForm(sendt(request))
    if request.method == "POST" and form.is_valid():
        try:
            relation = actions.tilfoej_soeskende(sag, af=bruger(request), **form.cleaned_data)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            return _gjort(request, sag, f"{relation.soeskende} er skrevet som søskende.")
    return _form(request, sag, form, "Tilføj en søskende", "Tilføj", soeskendesager=True)


@require_POST
def soeskendesag(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a child that has a case: by the case's number or the child's CPR number."""
    sag = _til_arbejde(request, pk)
    fundet = (
        synlige_sager(bruger(request)).filter(ved_noegle(request.POST.get("noegle", ""))).first()
    )
    form = forms.SoeskendeForm()
    if fundet is None:
        fejl = "Vi fandt ingen sag, du kan se, med det nummer. Skriv søskendes navn i stedet."
    else:
        try:
            relation = actions.tilfoej_soeskende(sag, af=bruger(request), barn=fundet.barn)
        except ValidationError as afvist:
            fejl = " ".join(afvist.messages)
        else:
            return _gjort(request, sag, f"{relation.soeskende} er skrevet som søskende.")
    return _form(
        request,
        sag,
        form,
        "Tilføj en søskende",
        "Tilføj",
        status=422,
        soeskendesager=True,
        noegle_fejl=fejl,
    )


# -- what they share --------------------------------------------------------------------------------


def _til_arbejde(request: HttpRequest, pk: int) -> Sag:
    kraev_ret(bruger(request), Ret.REGISTRERE)
    return hent_sag(bruger(request), pk)


def _gjort(request: HttpRequest, sag: Sag, besked: str) -> HttpResponse:
    return gjort(request, besked, sag_pk=sag.pk)


def _form(
    request: HttpRequest,
    sag: Sag,
    form: Tilfoejfejl,
    overskrift: str,
    knap: str,
    *,
    status: int = 200,
    **mere: Any,
) -> HttpResponse:
    data = {
        "form": form,
        "overskrift": overskrift,
        "knap": knap,
        "tilbage": reverse("sagens_personer", args=[sag.pk]),
        **mere,
    }
    return side(request, sag, FANE, "personer/formular.html", data, 422 if form.errors else status)
