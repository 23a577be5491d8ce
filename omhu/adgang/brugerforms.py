"""The form of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from omhu.adgang.brugerstyring import Adgangsdata
from omhu.adgang.formfelter import datovaelger
from omhu.adgang.models import Bruger, Enhed

if TYPE_CHECKING:  # Django's own classes take no type argument when they run
    Modelform = forms.ModelForm[Bruger]
    Kodeform = SetPasswordForm[Bruger]
else:
    Modelform, Kodeform = forms.ModelForm, SetPasswordForm


class Brugerform(Modelform):
    """Who it is, and what decides the access. What may be changed is asked of `brugerstyring`."""

    enhed = forms.ModelChoiceField(
        label="Enhed", queryset=Enhed.objects.all(), required=False, empty_label="Ingen"
    )

    class Meta:
        model = Bruger
        fields = (
            "username", "first_name", "last_name", "initialer", "email", "rolle", "enhed", "kle", "udloeber",
        )  # fmt: skip
        labels = {
            "username": "Brugernavn",
            "first_name": "Fornavn",
            "last_name": "Efternavn",
            "initialer": "Initialer",
            "email": "E-mail",
            "rolle": "Rolle",
            "kle": "Kun sager med KLE-numre",
            "udloeber": "Adgang til og med",
        }
        help_texts = {
            "username": "Det, personen logger ind med.",
            "initialer": "Som de står i udtræk og på skridt.",
            "kle": "Et eller flere numre med mellemrum, fx 27.24. Tom: alle.",
            "udloeber": "Tom: uden slutdato.",
        }
        error_messages = {
            "username": {
                "required": "Vi mangler brugernavnet.",
                "unique": "Brugernavnet er taget. Vælg et andet.",
            }
        }
        widgets = {"udloeber": datovaelger()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for navn in ("first_name", "last_name"):
            self.fields[navn].required = True
            self.fields[navn].error_messages["required"] = "Vi mangler navnet."

    def adgang(self, *, aktiv: bool) -> Adgangsdata:
        """The access that was asked for."""
        d = self.cleaned_data
        return Adgangsdata(d["rolle"], d["enhed"], d["kle"], d["udloeber"], aktiv)

    def tilfoej(self, fejl: ValidationError) -> None:
        """Show what was refused at its field."""
        for navn, liste in getattr(fejl, "error_dict", {NON_FIELD_ERRORS: fejl}).items():
            self.add_error(navn if navn in self.fields else None, liste)


class NyKodeform(Kodeform):
    """A password twice, by the link that a systemadministrator made."""

    error_messages = {
        **SetPasswordForm.error_messages,
        "password_mismatch": "De to adgangskoder er ikke ens. Skriv dem igen.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "Adgangskode"
        self.fields["new_password1"].help_text = "Mindst 12 tegn og ikke et ord, som mange bruger."
        self.fields["new_password2"].label = "Adgangskode en gang til"
        self.fields["new_password2"].help_text = ""
