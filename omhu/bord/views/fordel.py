"""Handing cases on: choose among one person's open cases, all at once or some, never some by accident."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from omhu.adgang.hvem import bruger
from omhu.adgang.models import Bruger
from omhu.adgang.queries import kolleger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.bord.filtre import INGEN
from omhu.bord.forms import BegrundelseForm
from omhu.bord.queries import aabne_sager, med_frister
from omhu.frister.actions import genberegn_sager
from omhu.kerne.heltal import heltal
from omhu.sager.models import Sag
from omhu.sagsarbejde.overdragelse import overdrag
from omhu.sagsarbejde.tekster.kladdeform import med_kladde, sendt


class FordelForm(BegrundelseForm):
    """Which cases, to whom, and why."""

    sager = forms.ModelMultipleChoiceField(
        queryset=Sag.objects.none(),
        error_messages={
            "required": "Vælg mindst én sag.",
            "invalid_choice": "En af de valgte sager er lukket eller flyttet, mens du valgte. Vælg igen.",
        },
    )
    til = forms.ModelChoiceField(
        label="Hvem skal have dem?",
        queryset=Bruger.objects.none(),
        empty_label="Vælg en kollega",
        error_messages={"required": "Vi mangler, hvem der skal have sagerne."},
    )

    def __init__(
        self, *args: Any, sager: QuerySet[Sag], kolleger: QuerySet[Bruger], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Sag]", self.fields["sager"]).queryset = sager
        cast("forms.ModelChoiceField[Bruger]", self.fields["til"]).queryset = kolleger

    def valgte(self) -> set[str]:
        """What is ticked, also after a refusal."""
        if self.is_bound:
            return set(cast(QueryDict, self.data).getlist("sager"))
        foer = self.initial.get("sager", [])
        return {foer} if isinstance(foer, str) else set(foer)


@require_http_methods(["GET", "HEAD", "POST"])
def fordel(request: HttpRequest) -> HttpResponse:
    """One person's open cases (`ansvarlig`, or `ingen`), to be given to another."""
    kraev_ret(bruger(request), Ret.FORDELE)
    fra = request.GET.get("ansvarlig", "")
    sager = _sager(bruger(request), fra)
    kan_faa = kolleger(bruger(request)).exclude(pk=heltal(fra) or 0)
    form = FordelForm(sendt(request), sager=sager, kolleger=kan_faa)
    if request.method == "POST" and form.is_valid():
        try:
            antal = _gem(bruger(request), form)
        except ValidationError as fejl:
            form.tilfoej(fejl)
        else:
            til = form.cleaned_data["til"]
            messages.success(
                request, f"{antal} {'sag' if antal == 1 else 'sager'} er givet til {til}."
            )
            return redirect(f"{reverse('sager')}?ansvarlig={til.pk}")
    data = {
        "form": med_kladde(request, form),
        "fra": fra,
        "fra_navn": _navn(bruger(request), fra),
        "sager": sorted(med_frister(sager), key=lambda s: (-cast(Any, s).over, s.pk)),
        "folk": kolleger(bruger(request)),
        "valgte": form.valgte(),
    }
    return render(request, "bord/fordel.html", data, status=422 if form.errors else 200)


def _sager(hvem: Bruger, fra: str) -> QuerySet[Sag]:
    if (person := heltal(fra)) is not None:
        return aabne_sager(hvem).filter(ansvarlig=person)
    return aabne_sager(hvem).filter(ansvarlig=None) if fra == INGEN else aabne_sager(hvem).none()


def _navn(hvem: Bruger, fra: str) -> str:
    if fra == INGEN:
        return "Ikke fordelt"
    person = kolleger(hvem).filter(pk=heltal(fra) or 0).first()
    return str(person or "")


@transaction.atomic
def _gem(af: Bruger, form: FordelForm) -> int:
    d = form.cleaned_data
    givet = overdrag(af, d["til"], [s.pk for s in d["sager"]], d["begrundelse"])
    genberegn_sager([s.pk for s in givet])
    return len(givet)
