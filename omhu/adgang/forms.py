"""Login and change of password, in our own words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class Loginform(AuthenticationForm):
    """Name and password. The answer never tells which of the two was wrong."""

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


class Adgangskodeform(PasswordChangeForm):
    """The old password and a new one twice."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "Den nuværende adgangskode passer ikke. Skriv den igen.",
        "password_mismatch": "De to nye adgangskoder er ikke ens. Skriv dem igen.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Nuværende adgangskode"
        self.fields["new_password1"].label = "Ny adgangskode"
        self.fields["new_password1"].help_text = "Mindst 12 tegn og ikke et ord, som mange bruger."
        self.fields["new_password2"].label = "Ny adgangskode en gang til"
        self.fields["new_password2"].help_text = ""
