"""Login, one-time code and change of password, in our own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from omhu.adgang.login import spaerring, spor, totp
from omhu.adgang.models import Bruger


class Loginform(AuthenticationForm):
    """Name and password. The answer never tells which of the two was wrong, nor whether the name is known."""

    error_messages = {
        "invalid_login": "Brugernavn og adgangskode passer ikke sammen. Prøv igen; store og små bogstaver tæller.",
        "inactive": "Brugeren er lukket. Tal med din leder.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Brugernavn"
        self.fields["password"].label = "Adgangskode"
        for navn, mangler in (
            ("username", "Vi mangler dit brugernavn."),
            ("password", "Vi mangler din adgangskode."),
        ):
            self.fields[navn].error_messages["required"] = mangler

    def clean(self) -> dict[str, Any]:
        navn = self.cleaned_data.get("username")
        if navn and self.cleaned_data.get("password"):
            _taeller(self.request, navn, None)
        return super().clean()


class Kodeform(forms.Form):
    """The one-time code after the password, or a recovery code."""

    kode = forms.CharField(
        label="Engangskode",
        max_length=20,
        help_text="De seks tal fra appen, eller en af dine genskabelseskoder.",
        error_messages={"required": "Skriv de seks tal fra appen."},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )

    def __init__(self, *args: Any, request: Any, bruger: Bruger, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.bruger = request, bruger
        self.faktor = ""

    def clean_kode(self) -> str:
        kode = str(self.cleaned_data["kode"])
        _taeller(self.request, self.bruger.username, self.bruger)
        self.faktor = totp.proev(self.bruger, kode)
        if not self.faktor:
            spor.mislykket("engangskode", self.bruger)
            raise ValidationError(
                "Koden passer ikke, eller den er brugt. Vent på den næste i appen, og skriv den."
            )
        return kode


class NyTotpform(forms.Form):
    """The first code, which shows that the app and Omhu agree."""

    kode = forms.CharField(
        label="Koden fra appen",
        max_length=10,
        help_text="Seks tal. De skifter hvert halve minut.",
        error_messages={"required": "Skriv de seks tal, appen viser."},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class Adgangskodeform(PasswordChangeForm):
    """The old password and a new one twice."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "Den nuværende adgangskode passer ikke. Skriv den igen.",
        "password_mismatch": "De to nye adgangskoder er ikke ens. Skriv dem igen.",
    }

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["old_password"].label = "Nuværende adgangskode"
        self.fields["new_password1"].label = "Ny adgangskode"
        self.fields["new_password1"].help_text = "Mindst 12 tegn og ikke et ord, som mange bruger."
        self.fields["new_password2"].label = "Ny adgangskode en gang til"
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        _taeller(self.request, self.user.username, self.user)
        kode = super().clean_old_password()
        spaerring.giv_tilbage(self.request, self.user.username)
        return kode


def _taeller(request: Any, brugernavn: str, bruger: Bruger | None) -> None:
    try:
        spaerring.taeller(request, brugernavn)
    except spaerring.Spaerret as fejl:
        spor.mislykket("spærret", bruger)
        raise ValidationError(str(fejl), code="spaerret") from fejl
