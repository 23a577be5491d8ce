"""Writing a text on a page: fields of its schema, rows one adds and takes away, drafts, two who write at once.

A view asks for the form, saves when the user said so, and shows the form again otherwise:

    form = tekstside.form(request, slags("bfu"), lov="BL", skrift=skrift)
    if tekstside.vil_gemme(request) and form.is_valid():
        try:
            gem(skrift, form.tekster(), paa=form.paa(), af=bruger(request))
            return gjort(request, "Undersøgelsen er gemt.", sag_pk=sag.pk)
        except Konflikt as k:
            form = form.efter_konflikt(k)
        except ValidationError as fejl:
            form.tilfoej(fejl)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.http import HttpRequest, QueryDict

from omhu.adgang.formfelter import Tilfoejfejl, datofelt, uden_frivillig
from omhu.adgang.hvem import bruger
from omhu.sagsarbejde.tekster import kladder, skema
from omhu.sagsarbejde.tekster.actions import Konflikt
from omhu.sagsarbejde.tekster.models import Kladde, Skrift
from omhu.sagsarbejde.tekster.queries import Forskel, forskelle, nyeste_felter

PAA, TILFOEJ, FJERN = "paa", "tilfoej", "fjern"


@dataclass(frozen=True)
class Raekke:
    """A row of a list on the form."""

    id: str
    felter: list[forms.BoundField]


class TekstForm(Tilfoejfejl):
    """The fields of a kind of text under a law, with the rows that are there."""

    def __init__(
        self,
        *args: Any,
        slags: skema.Slags,
        lov: str = "BL",
        kladde: Kladde | None = None,
        sammenstoed: list[Forskel] | None = None,
        deres: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.slags, self.lov, self.kladde = slags, lov, kladde
        self.sammenstoed, self.deres = sammenstoed or [], deres
        self.nyt_felt = ""
        for f in slags.felter:
            self.fields[f.navn] = _felt(f, lov)
        for navn in self._listenavne():
            felt = slags.felt(navn)
            if felt:
                self.fields[navn] = _felt(felt, lov)
        self.fields[PAA] = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def _listenavne(self) -> list[str]:
        kilde = self.data if self.is_bound else self.initial
        ider = {
            (dele[0], dele[1])
            for n in kilde
            if len(dele := n.split(".")) == 3 and dele[0] in self.slags.lister
        }
        orden = sorted(ider, key=lambda r: (r[0], len(r[1]), r[1]))
        return [f"{liste}.{i}.{f.navn}" for liste, i in orden for f in self.slags.lister[liste]]

    def enkelte(self) -> list[forms.BoundField]:
        """The fields outside lists."""
        return [self[f.navn] for f in self.slags.felter]

    def raekker(self, liste: str) -> list[Raekke]:
        """The rows of a list."""
        ud: dict[str, list[forms.BoundField]] = {}
        for navn in self.fields:
            dele = navn.split(".")
            if len(dele) == 3 and dele[0] == liste:
                ud.setdefault(dele[1], []).append(self[navn])
        return [Raekke(i, felter) for i, felter in ud.items()]

    def lister(self) -> dict[str, list[Raekke]]:
        """All lists with their rows; a template says `form.lister.maal`."""
        return {liste: self.raekker(liste) for liste in self.slags.lister}

    def tekster(self) -> dict[str, str]:
        """What was typed, as `tekster.actions` takes it."""
        ud = {}
        for navn, vaerdi in self.cleaned_data.items():
            if self.slags.felt(navn):
                tekst = vaerdi.isoformat() if hasattr(vaerdi, "isoformat") else str(vaerdi or "")
                ud[navn] = tekst
        return ud

    def paa(self) -> int:
        """The edition that the writer had before them."""
        return int(self.cleaned_data.get(PAA) or 1)

    def egne(self) -> dict[str, Any]:
        """What a form of this kind is made with beside the text itself; a subclass that asks for more says it here."""
        return {}

    def efter_konflikt(self, k: Konflikt) -> Self:
        """The form again with both people's words, what collides shown beside it."""
        mine = {n: v for n, v in self.tekster().items() if n in k.felter}
        return type(self)(
            initial={**k.samlet, PAA: k.nyeste.nr},
            slags=self.slags,
            lov=self.lov,
            sammenstoed=forskelle(
                self.slags.kode,
                {n: k.nyeste.felter.get(n, "") for n in k.felter},
                {n: mine.get(n, "") for n in k.felter},
            ),
            deres=str(k.nyeste.skrevet_af),
            **self.egne(),
        )


def form(
    request: HttpRequest,
    slags: skema.Slags,
    *,
    lov: str,
    skrift: Skrift | None = None,
    forslag: Mapping[str, str] | None = None,
    ekstra: type[TekstForm] = TekstForm,
    **kwargs: Any,
) -> TekstForm:
    """The form as it is to be shown or read: what was sent (with a row more or less), else the draft, else the
    edition in force, else what is known already (`forslag`)."""
    if request.method == "POST":
        data, sendt = _sendt(request, slags)
        return ekstra(data, initial=sendt, slags=slags, lov=lov, **kwargs)
    initial: dict[str, Any] = dict(forslag or {})
    if skrift is not None:
        felter, nr = nyeste_felter(skrift)
        initial = {**felter, PAA: nr}
    kladde = kladder.hent(bruger(request), request.path)
    if kladde is not None:
        initial |= _fra_kladde(kladde, initial, slags)
    return ekstra(initial=initial, slags=slags, lov=lov, kladde=kladde, **kwargs)


def _fra_kladde(kladde: Kladde, initial: Mapping[str, Any], slags: skema.Slags) -> dict[str, Any]:
    felter = {n: v if len(v) > 1 else v[0] for n, v in kladder.felter(kladde).items() if v}
    # A field that the draft was emptied of is empty in the draft, too.
    tomme = {n: "" for n in initial if slags.felt(n) and n not in felter}
    return {**tomme, **felter}


def vil_gemme(request: HttpRequest) -> bool:
    """Did the user ask to save, and not for one more row?"""
    return request.method == "POST" and TILFOEJ not in request.POST and FJERN not in request.POST


def _sendt(request: HttpRequest, slags: skema.Slags) -> tuple[QueryDict | None, dict[str, Any]]:
    """(data, initial): a request for another row is no submission, so its form is not checked."""
    if vil_gemme(request):
        return request.POST, {}
    felter = {n: request.POST[n] for n in request.POST}
    vaek = felter.pop(FJERN, "")
    if vaek:
        felter = {n: v for n, v in felter.items() if not n.startswith(f"{vaek}.")}
    liste = felter.pop(TILFOEJ, "")
    if liste in slags.lister:
        nr = skema.naeste_id(felter, liste)
        felter |= {f"{liste}.{nr}.{f.navn}": "" for f in slags.lister[liste]}
    return None, felter


def _felt(f: skema.Tekstfelt, lov: str) -> forms.Field:
    """A form field; the law's demand stands with the label, nothing is required before it is finished."""
    if f.form == "dato":
        return datofelt(f.label, help_text=f.hjaelp)
    if f.form == "valg":
        return forms.ChoiceField(
            label=f.label, choices=[("", "Vælg"), *f.valg], required=False, help_text=f.hjaelp
        )
    widget = forms.Textarea(attrs={"rows": f.linjer}) if f.form == "lang" else forms.TextInput()
    felt = forms.CharField(label=f.label, required=False, help_text=f.hjaelp, widget=widget)
    felt.hjemmel = f.krav.get(lov, "")  # type: ignore[attr-defined]  # shown beside the label
    felt.uverificeret = f.status != "verificeret"  # type: ignore[attr-defined]  # the same
    uden_frivillig(felt)  # the law may ask for it
    return felt
