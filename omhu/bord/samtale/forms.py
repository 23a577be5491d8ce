"""Forms of the talk with the child and of appointments."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast

from django import forms

from omhu.adgang.formfelter import Tilfoejfejl, datofelt
from omhu.adgang.models import Bruger
from omhu.adgang.queries import kolleger
from omhu.bord import felter
from omhu.bord.forms import begrundelsesfelt
from omhu.bord.tekstside import TekstForm
from omhu.kerne.kalender import KOEBENHAVN
from omhu.regler.katalog import katalog

HOLDT = katalog().arter["BOERNESAMTALE"]


def klokkenfelt(label: str = "Klokken") -> forms.TimeField:
    """A time of day that may be left out."""
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Klokkeslættet kan ikke læses. Skriv det som 14.10."},
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )


def emnefelter(indsatser: list[str], label: str, hjaelp: str = "") -> dict[str, forms.Field]:
    """The measures of the case as boxes, all others in a list below them."""
    ud = {n: f for n, f in felter.formfelter(HOLDT, indsatser).items() if n.startswith("emner")}
    ud[next(iter(ud))].label = label
    if hjaelp:
        ud[next(iter(ud))].help_text = hjaelp
    return ud


def emner(data: dict[str, Any]) -> list[str]:
    """The measures that were chosen."""
    koder = [*(data.get("emner") or []), data.get("emner" + felter.ANDEN)]
    return [str(k) for k in dict.fromkeys(koder) if k]


class HoldForm(TekstForm):
    """A talk that was held: when, where, by whom, about what, and the note."""

    def __init__(self, *args: Any, indsatser: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"] = datofelt("Dato", felter.mangler_dato(HOLDT))
        self.fields["klokken"] = klokkenfelt()
        self.fields["sted"] = forms.CharField(label="Sted", max_length=120, required=False)
        self.fields |= emnefelter(
            indsatser,
            "Hvilken indsats talte I om?",
            "Samtalen tæller kun for de indsatser, den angik. Ingen, hvis den kun var en del af undersøgelsen.",
        )
        self.fields["udfoert_af"] = felter.formfelter(HOLDT, [])["udfoert_af"]
        self.fields["forstaaet"] = forms.BooleanField(
            label="Gem den som oplysning. Jeg ved, at den ikke tæller.", required=False
        )

    def sket(self) -> date | datetime:
        """When it was held."""
        dag: date = self.cleaned_data["dag"]
        tid: time | None = self.cleaned_data.get("klokken")
        return datetime.combine(dag, tid, KOEBENHAVN) if tid else dag

    @property
    def emnefelter(self) -> list[forms.BoundField]:
        """The fields of the measures."""
        return [self[n] for n in self.fields if n.startswith("emner")]


class AftaleForm(Tilfoejfejl):
    """An appointment: when, where, with whom, about what."""

    dag = datofelt("Dato", "Vi mangler dagen. Skriv, hvornår I skal mødes.")
    klokken = klokkenfelt()
    sted = forms.CharField(label="Sted", max_length=120, required=False)
    hvem = forms.CharField(
        label="Hvem er med ud over barnet?",
        max_length=200,
        required=False,
        help_text="Fx bisidder, tolk.",
    )
    hos = forms.ModelChoiceField(
        label="Hvem holder den?",
        queryset=Bruger.objects.none(),
        empty_label=None,
        error_messages={"required": "Vi mangler, hvem der holder den."},
    )
    note = forms.CharField(
        label="Note", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, af: Bruger, indsatser: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hos = cast("forms.ModelChoiceField[Bruger]", self.fields["hos"])
        hos.queryset = kolleger(af) | Bruger.objects.filter(pk=af.pk)
        self.initial.setdefault("hos", af.pk)
        self.fields |= emnefelter(
            indsatser, "Hvilken indsats skal I tale om?", "Kan udfyldes siden."
        )
        self.order_fields(["dag", "klokken", "sted", "emner", "emner_anden", "hos", "hvem", "note"])


class FlytForm(Tilfoejfejl):
    """Another day for an appointment."""

    dag = datofelt("Ny dato", "Vi mangler den nye dag.")
    klokken = klokkenfelt()


class AflysForm(Tilfoejfejl):
    """Why an appointment is called off."""

    grund = forms.CharField(
        label="Hvorfor aflyses den?",
        max_length=300,
        error_messages={"required": "Vi mangler grunden. Skriv kort, hvorfor."},
    )


class FravaelgForm(Tilfoejfejl):
    """A talk that will not be held."""

    dag = datofelt(
        "Hvornår blev det besluttet?", "Vi mangler dagen. Skriv, hvornår det blev besluttet."
    )
    begrundelse = begrundelsesfelt("Hvorfor kan I ikke tale med barnet?")
    alternativ_kilde = forms.CharField(
        label="Hvor kender I barnets holdning fra?",
        max_length=300,
        required=False,
        help_text="Fx pædagogen, der har talt med barnet 3. marts.",
    )

    def __init__(self, *args: Any, indsatser: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= emnefelter(
            indsatser, "Hvilken indsats gælder fravalget?", "Ingen valgt = alle indsatser."
        )
        self.order_fields(["dag", "emner", "emner_anden", "begrundelse", "alternativ_kilde"])


class BedoemForm(Tilfoejfejl):
    """A leader's answer to a waiver."""

    enig = forms.ChoiceField(
        choices=[("ja", "Jeg er enig"), ("nej", "Samtalen skal holdes")],
        error_messages={"required": "Vælg, om du er enig."},
    )
    note = forms.CharField(
        label="Bemærkning",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
