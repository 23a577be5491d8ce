"""The part of an intake's form that asks who it is about: one row a child, and the unit of a new case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.formfelter import Tilfoejfejl, datofelt, uden_frivillig
from omhu.adgang.models import Bruger
from omhu.adgang.queries import synlige_enheder
from omhu.kerne.cpr import Cpr, CprFejl, laes
from omhu.kerne.heltal import heltal
from omhu.sagsarbejde.modtagelse.boern import NytBarn
from omhu.sagsarbejde.tekster.models import Kladde

BARN = "barn"
BARNEFELTER = ("cpr", "navn", "foedt", "termin", "sag")
FLEST_BOERN = 12


class CprFelt(forms.Field):
    """A CPR number typed by somebody; gives what it tells. It stands in no text, so no text's rule holds for it."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Cpr | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return laes(str(value), pr=timezone.localdate())
        except CprFejl as fejl:
            raise ValidationError(f"{fejl} Ret det, eller skriv navn og fødselsdato.") from fejl


def tidsfelt(label: str, mangler: str) -> forms.TimeField:
    """A clock time as the browser's own field."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={
            "required": mangler,
            "invalid": "Klokkeslættet kan ikke læses. Skriv det som 14.10.",
        },
    )


def tekstfelt(slags: Any, navn: str, **rest: Any) -> forms.CharField:
    """A text of a schema. How long it may be is said when it is saved, with its length."""
    f = slags.felt(navn)
    widget = forms.Textarea(attrs={"rows": f.linjer}) if f.form == "lang" else forms.TextInput()
    return forms.CharField(label=f.label, widget=widget, **{"required": False, **rest})


@dataclass(frozen=True)
class Barnerad:
    """The fields of one child on the form."""

    id: str
    nr: int
    felter: dict[str, forms.BoundField]


class BoerneForm(Tilfoejfejl):
    """A form about one child or several."""

    def __init__(self, *args: Any, af: Bruger, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kladde: Kladde | None = None
        if af.enhed_id is None:
            self.fields["enhed"] = forms.ModelChoiceField(
                label="Hvilken enhed skal have sagen?",
                queryset=synlige_enheder(af),
                empty_label="Vælg en enhed",
                error_messages={"required": "Vælg den enhed, der skal have sagen."},
            )
        for i in self.raekkeider():
            self._tilfoej_barn(i)

    def raekkeider(self) -> list[str]:
        """The ids of the rows that were sent, or of the one that a new form has."""
        kilde: Iterable[str] = self.data if self.is_bound else self.initial
        ider = {d[1] for n in kilde if len(d := n.split(".")) == 3 and d[0] == BARN}
        return sorted((i for i in ider if heltal(i) is not None), key=int)[:FLEST_BOERN] or ["1"]

    def _tilfoej_barn(self, i: str) -> None:
        fra = f"{BARN}.{i}."
        slaa_op = {
            "autocomplete": "off",
            "hx-post": reverse("underretning_opslag"),
            "hx-trigger": "input changed delay:500ms",
            "hx-target": f"#opslag-{i}",
            "hx-params": ",".join(["csrfmiddlewaretoken", *(fra + f for f in BARNEFELTER)]),
        }
        cpr = {**slaa_op, "inputmode": "numeric", "placeholder": "ddmmåå-xxxx"}
        self.fields[f"{fra}cpr"] = CprFelt(
            label="CPR-nummer", required=False, widget=forms.TextInput(attrs=cpr)
        )
        self.fields[f"{fra}navn"] = forms.CharField(
            label="Navn",
            required=False,
            max_length=120,
            help_text="Ufødt: mors navn.",
            widget=forms.TextInput(attrs=slaa_op),
        )
        self.fields[f"{fra}foedt"] = datofelt("Fødselsdato")
        self.fields[f"{fra}termin"] = datofelt("Termin, hvis ufødt")
        self.fields[f"{fra}sag"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        for felt in BARNEFELTER:
            uden_frivillig(self.fields[fra + felt])

    def boern(self) -> list[Barnerad]:
        """The rows as the page shows them."""
        return [
            Barnerad(i, nr, {f: self[f"{BARN}.{i}.{f}"] for f in BARNEFELTER})
            for nr, i in enumerate(self.raekkeider(), 1)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        cprer: set[str] = set()
        for i in self.raekkeider():
            cpr = data.get(f"{BARN}.{i}.cpr")
            if cpr and cpr.nummer in cprer:
                self.add_error(f"{BARN}.{i}.cpr", "CPR-nummeret står her to gange. Fjern det ene.")
            elif cpr:
                cprer.add(cpr.nummer)
        if not self.errors and not self.udfyldte():
            foerste = self.raekkeider()[0]
            self.add_error(
                f"{BARN}.{foerste}.cpr",
                "Vi mangler, hvem det handler om. Skriv CPR-nummer, eller navn og fødselsdato.",
            )
        return data

    def udfyldte(self) -> list[str]:
        """The ids of the rows in which something stands."""
        return [
            i
            for i in self.raekkeider()
            if any(self.cleaned_data.get(f"{BARN}.{i}.{f}") for f in BARNEFELTER)
        ]

    def nye_boern(self) -> list[NytBarn]:
        """The children, as the act takes them."""
        return [self._barn(i) for i in self.udfyldte()]

    def _barn(self, i: str) -> NytBarn:
        felt = {f: self.cleaned_data.get(f"{BARN}.{i}.{f}") for f in BARNEFELTER}
        cpr: Cpr | None = felt["cpr"]
        return NytBarn(
            cpr=cpr.nummer if cpr else "",
            navn=" ".join(str(felt["navn"] or "").split()),
            foedt=cpr.foedselsdag if cpr else felt["foedt"],
            termin=felt["termin"],
            sag=None if cpr else felt["sag"],
        )

    def tilfoej(self, fejl: ValidationError) -> None:
        """The act counts children from 0; the form knows their rows."""
        if not hasattr(fejl, "error_dict"):
            return super().tilfoej(fejl)
        ider = self.udfyldte()
        paa_plads = {}
        for navn, liste in fejl.error_dict.items():
            dele = navn.split(".")
            if len(dele) == 3 and dele[1].isdecimal():
                navn = f"{BARN}.{ider[int(dele[1])]}.{dele[2]}"
            paa_plads[navn] = liste
        return super().tilfoej(ValidationError(paa_plads))


def dato_af(tekst: str) -> date | None:
    """A day as a date field sends it; None for anything else."""
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        return None
