"""The small forms of concepts: a file, a copy, a text. The large one is described in `skema`."""

from __future__ import annotations

from typing import Any

from django import forms

from omhu.adgang.formfelter import Tilfoejfejl
from omhu.maalinger.tilsyn import Konceptfejl
from omhu.tilsyn.forms import langt_felt
from omhu.tilsyn.koncepter.actions import HOEJST

ULAESELIG = "Filen er ikke UTF-8. Gem den som UTF-8, og vælg den igen."


class Raatekst(forms.CharField):
    """Text as it is: a concept's first and last lines belong to it."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(
            label="Konceptet som tekst",
            max_length=HOEJST,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "kode"}),
            error_messages={
                "required": "Vælg en fil, eller skriv konceptet her.",
                "max_length": "Filen er for stor til at være et koncept. Vælg en anden.",
            },
            **kw,
        )

    def to_python(self, value: Any) -> str:
        """Browsers send the lines with CR LF."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class Tekstform(Tilfoejfejl):
    """A concept as text, with the reason for the change."""

    tekst = Raatekst()
    begrundelse = langt_felt("Hvorfor?", "Skriv kort, hvorfor konceptet ændres.", linjer=2)

    def fejl_i_filen(self, fejl: Konceptfejl) -> None:
        """Where the text cannot be used, and what to do."""
        self.add_error("tekst", f"Linje {fejl.linje}: {fejl.tekst}")


class IndlaesForm(Tekstform):
    """A concept from a file, whose text can be mended in the field."""

    fil = forms.FileField(
        label="Fil", required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"})
    )
    filnavn = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    field_order = ("fil", "tekst", "begrundelse", "filnavn")

    def clean(self) -> dict[str, Any]:
        """A file that could not be read says so instead of asking for a text."""
        if self.data.get("ulaeselig"):
            self.errors.pop("tekst", None)
            self.add_error("fil", ULAESELIG)
        return self.cleaned_data


class KopiForm(Tilfoejfejl):
    """What a copy is to be called."""

    navn = forms.CharField(label="Navn", max_length=200, required=False)
    kode = forms.CharField(
        label="Kode",
        max_length=60,
        required=False,
        help_text="Små bogstaver a-z, tal og bindestreg.",
    )
