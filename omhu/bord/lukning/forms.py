"""Forms of closing and opening again."""

from __future__ import annotations

from django import forms

from omhu.adgang.formfelter import Tilfoejfejl, datofelt, uden_frivillig
from omhu.bord.forms import begrundelsesfelt
from omhu.sagsarbejde.lukning.koder import AARSAGER


class LukForm(Tilfoejfejl):
    """Why the case is closed, and from when."""

    aarsag = forms.ChoiceField(
        label="Hvorfor lukkes sagen?",
        choices=[("", "Vælg"), *AARSAGER],
        error_messages={"required": "Vi mangler, hvorfor sagen lukkes. Vælg en årsag."},
    )
    begrundelse = begrundelsesfelt("Begrundelse")
    trods = forms.CharField(
        label="Hvorfor lukkes den, selv om noget er åbent?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Lederen kan se det.",
    )
    dag = datofelt("Lukket den", "Vi mangler dagen. Skriv, hvornår sagen lukkes.")

    def __init__(self, *args: object, noget_aabent: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        uden_frivillig(self.fields["trods"])
        if not noget_aabent:
            del self.fields["trods"]


class GenaabnForm(Tilfoejfejl):
    """Why the case is opened again."""

    begrundelse = begrundelsesfelt("Hvorfor genåbnes sagen?")
    dag = datofelt("Genåbnet den", "Vi mangler dagen. Skriv, hvornår sagen genåbnes.")
