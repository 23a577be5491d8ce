"""Free text takes no CPR number: it would stand there unencrypted, in every list and export that shows the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from omhu.kerne.cpr import har_cpr

CPR_I_TEKST = (
    "Her står noget, der ligner et CPR-nummer. Skriv det uden nummeret; barnets eget står på sagen."
)

if TYPE_CHECKING:
    _Form = forms.BaseForm
else:
    _Form = object


class UdenCpr(_Form):
    """Mixed into a form: refuses CPR numbers in its text fields. What was typed stays in the form."""

    med_cpr: ClassVar[tuple[str, ...]] = ()
    """Fields where a number belongs: those that search by it."""

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's own step, unknown to the stubs
        for navn, felt in self.fields.items():
            vaerdi = self.cleaned_data.get(navn)
            fri = isinstance(felt, forms.CharField) and navn not in self.med_cpr
            if fri and isinstance(vaerdi, str) and har_cpr(vaerdi):
                self.add_error(navn, CPR_I_TEKST)


def check_uden_cpr(tekster: Iterable[str]) -> None:
    """The same for what does not come by a form. Raises ValidationError (Danish)."""
    if any(map(har_cpr, tekster)):
        raise ValidationError(CPR_I_TEKST)
