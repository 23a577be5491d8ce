"""What the forms of all rooms share: a day, a label, and a refusal from below at its field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from omhu.adgang.fritekst import UdenCpr


def datovaelger() -> forms.DateInput:
    """The browser's own date field."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def datofelt(label: str, mangler: str = "", **rest: Any) -> forms.DateField:
    """A day; required where `mangler` says what to do when it is not there."""
    return forms.DateField(
        label=label,
        required=bool(mangler),
        widget=datovaelger(),
        error_messages={
            "required": mangler,
            "invalid": "Datoen kan ikke læses. Skriv den som 24.11.2026.",
        },
        **rest,
    )


def uden_frivillig(*felter: forms.Field) -> None:
    """Fields that may be empty without being optional: their labels do not say "(frivillig)". Nothing chosen is an
    answer too, or the act asks for them where they are needed. Read by `django/forms/field.html`."""
    for felt in felter:
        vars(felt)["uden_frivillig"] = True


class Tilfoejfejl(UdenCpr, forms.Form):
    """A form that can show what a room below refused; its texts take no CPR number."""

    def tilfoej(self, fejl: ValidationError) -> None:
        """Put a refusal at its field, or at the top when the form has no such field."""
        if not hasattr(fejl, "error_dict"):
            self.add_error(None, fejl)
            return
        for navn, liste in fejl.error_dict.items():
            sted = navn if navn in self.fields and navn != NON_FIELD_ERRORS else None
            self.add_error(sted, liste)
