"""The forms about external reviewers."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from omhu.adgang.formfelter import Tilfoejfejl, datofelt
from omhu.adgang.models import Bruger
from omhu.tilsyn.forms import langt_felt
from omhu.tilsyn.models import Runde


class Bestilling(Tilfoejfejl):
    """Who, what for, until when."""

    bruger = forms.ModelChoiceField(
        label="Konto, der findes",
        queryset=Bruger.objects.none(),
        required=False,
        empty_label="Ny person",
    )
    navn = forms.CharField(
        label="Ny person: for- og efternavn",
        max_length=120,
        required=False,
        help_text="Systemadministratoren opretter kontoen.",
    )
    firma = forms.CharField(label="Firma eller myndighed", max_length=120, required=False)
    formaal = langt_felt(
        "Hvad skal personen se efter?", "Skriv, hvad personen skal se efter.", linjer=2
    )
    til = datofelt("Sidste dag", "Vi mangler den sidste dag.")
    runde = forms.ModelChoiceField(
        label="Hører til runden",
        queryset=Runde.objects.none(),
        required=False,
        empty_label="Ingen runde",
    )

    def __init__(
        self, *args: Any, konti: QuerySet[Bruger], runder: QuerySet[Runde], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Bruger]", self.fields["bruger"]).queryset = konti
        cast("forms.ModelChoiceField[Runde]", self.fields["runde"]).queryset = runder


class Sagsform(Tilfoejfejl):
    """Cases by their numbers."""

    numre = langt_felt(
        "Sagsnumre",
        "Skriv mindst ét sagsnummer.",
        linjer=4,
        help_text="Ét på hver linje, eller med komma imellem. Du kan indsætte en liste.",
    )


class Dagsform(Tilfoejfejl):
    """A new last day."""

    til = datofelt("Ny sidste dag", "Vi mangler den nye sidste dag.")


class Kontoform(Tilfoejfejl):
    """The account's name."""

    brugernavn = forms.CharField(
        label="Brugernavn",
        max_length=150,
        error_messages={"required": "Skriv et brugernavn."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Notatform(Tilfoejfejl):
    """A note on a case of the list, or on the whole."""

    sag = forms.ChoiceField(label="Om", required=False)
    tekst = langt_felt("Notat", "Skriv notatet.", linjer=5)

    def __init__(self, *args: Any, sager: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        felt = cast(forms.ChoiceField, self.fields["sag"])
        felt.choices = [("", "Opgaven som helhed"), *sager]
        felt.error_messages["invalid_choice"] = "Vælg en sag på din liste."
