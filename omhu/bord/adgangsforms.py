"""The forms about who may see a case."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from omhu.adgang.formfelter import Tilfoejfejl, datofelt
from omhu.adgang.models import Bruger
from omhu.bord.forms import begrundelsesfelt
from omhu.sager.models import Sag


class NoedadgangForm(Tilfoejfejl):
    """Which case, and why now."""

    med_cpr = ("noegle",)
    noegle = forms.CharField(
        label="Sagsnummer eller barnets CPR-nummer",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vi mangler sagens nummer eller barnets CPR-nummer."},
    )
    begrundelse = begrundelsesfelt("Hvorfor har du brug for sagen nu?")


class BeskytForm(Tilfoejfejl):
    """Protection of a case."""

    beskyttelse = forms.ChoiceField(
        label="Beskyttelse",
        choices=[("", "Ingen"), *Sag.Beskyttelse.choices],
        required=False,
    )
    begrundelse = begrundelsesfelt("Hvorfor?")


class AdgangForm(Tilfoejfejl):
    """Name or bar one person."""

    til = forms.ModelChoiceField(
        label="Hvem?",
        queryset=Bruger.objects.none(),
        empty_label="Vælg en person",
        error_messages={"required": "Vi mangler, hvem det er."},
    )
    spaer = forms.TypedChoiceField(
        label="Hvad?",
        choices=[("nej", "Må se sagen"), ("ja", "Må ikke se sagen (egen familie)")],
        coerce=lambda svar: svar == "ja",
        initial="nej",
    )
    dato = datofelt("Til og med", help_text="Tom: indtil en leder afslutter det.")
    begrundelse = begrundelsesfelt("Hvorfor?")

    def __init__(self, *args: Any, af: Bruger, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        til = cast("forms.ModelChoiceField[Bruger]", self.fields["til"])
        til.queryset = Bruger.objects.filter(is_active=True).exclude(pk=af.pk)
