"""Forms about the child and the people around it."""

from __future__ import annotations

from typing import Any

from django import forms

from omhu.adgang.formfelter import Tilfoejfejl, datofelt
from omhu.bord.forms import begrundelsesfelt
from omhu.sager.models import Relation

UDEN_SOESKENDE = [(k, n) for k, n in Relation.Art.choices if k != Relation.Art.SOESKENDE]


def _tekst(label: str, laengde: int, **rest: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=laengde, required=False, **rest)


class RelationForm(Tilfoejfejl):
    """What a person is to the child."""

    art = forms.ChoiceField(
        label="Hvem er det for barnet?",
        choices=[("", "Vælg"), *UDEN_SOESKENDE],
        error_messages={"required": "Vi mangler, hvem personen er for barnet. Vælg."},
    )
    foraeldremyndighed = forms.ChoiceField(
        label="Har personen forældremyndigheden?",
        choices=[("", "Ved vi ikke, eller ikke relevant"), *Relation.Myndighed.choices],
        required=False,
    )
    fra = datofelt("Siden", help_text="Tom, hvis I ikke ved det.")
    kontakt = _tekst(
        "Hvordan holder vi kontakt?", 200, help_text="Fx: ring før besøg, ikke efter kl. 15."
    )
    note = _tekst("Note", 2000, widget=forms.Textarea(attrs={"rows": 2}))

    def relation(self) -> dict[str, Any]:
        """The relation's own fields."""
        return {n: self.cleaned_data[n] for n in ("art", "foraeldremyndighed", "kontakt", "note")}


class PersonForm(RelationForm):
    """Somebody around the child."""

    med_cpr = ("cpr",)
    navn = forms.CharField(
        label="Navn", max_length=160, error_messages={"required": "Vi mangler navnet."}
    )
    telefon = _tekst(
        "Telefon", 40, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        error_messages={"invalid": "E-mailen kan ikke læses. Skriv den som navn@sted.dk."},
    )
    adresse = _tekst("Adresse", 300, widget=forms.Textarea(attrs={"rows": 2}))
    adressebeskyttelse = forms.BooleanField(
        label="Adressen er beskyttet",
        required=False,
        help_text="Den gemmes krypteret, vises ikke i lister og breve, og åbnes kun med en begrundelse.",
    )
    cpr = _tekst("CPR-nummer", 11, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    fag = _tekst("Fag eller titel", 80, help_text="Fx lærer, pædagog, psykolog.")
    organisation = _tekst("Arbejdsplads eller sted", 120)
    sprog = _tekst("Sprog", 60, help_text="Hvis det ikke er dansk.")
    tolk = forms.BooleanField(label="Der skal tolk på", required=False)
    field_order = (
        "art navn foraeldremyndighed telefon email adresse adressebeskyttelse fag organisation sprog tolk cpr "
        "kontakt note fra"
    ).split()

    FLERE = "fag organisation sprog tolk cpr kontakt note fra begrundelse".split()
    """Below a fold, open when something is in them."""

    def person(self) -> dict[str, Any]:
        """The person's own fields."""
        egne = {*self.base_fields} - {*RelationForm.base_fields}
        return {n: v for n, v in self.cleaned_data.items() if n in egne}

    def vigtigste(self) -> list[forms.BoundField]:
        """The fields that stand open."""
        return [f for f in self.visible_fields() if f.name not in self.FLERE]

    def flere(self) -> list[forms.BoundField]:
        """The fields below the fold."""
        return [f for f in self.visible_fields() if f.name in self.FLERE]

    def aabn_flere(self) -> bool:
        """Is something in them, or wrong with them?"""
        return any(f.errors or f.value() for f in self.flere())


class RetPersonForm(PersonForm):
    """The same again; a number that is there is not shown, and kept when the field is empty."""

    begrundelse = _tekst("Hvorfor rettes det?", 200, help_text="Frivilligt, men hjælper den næste.")
    fra = datofelt(
        "Gælder fra",
        help_text="Er noget ændret (fx forældremyndigheden), så skriv dagen. Tom, hvis det bare stod forkert.",
    )


class BarnForm(Tilfoejfejl):
    """Who the child is."""

    med_cpr = ("cpr",)
    navn = forms.CharField(
        label="Barnets navn", max_length=160, error_messages={"required": "Vi mangler navnet."}
    )
    cpr = _tekst(
        "CPR-nummer",
        11,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Tom: nummeret bliver, som det er.",
    )
    foedselsdato = datofelt("Fødselsdato", help_text="Tages fra CPR-nummeret, hvis den er tom.")
    begrundelse = _tekst("Hvorfor?", 200, help_text="Fx: barnet er født.")


class SoeskendeForm(Tilfoejfejl):
    """A sibling that has no case one can choose."""

    navn = forms.CharField(
        label="Søskendes navn", max_length=160, error_messages={"required": "Vi mangler navnet."}
    )
    foedselsdato = datofelt("Fødselsdato")


class AfslutForm(Tilfoejfejl):
    """It is no longer so."""

    til = datofelt(
        "Til og med",
        help_text="Tom, hvis det aldrig har passet (skrevet ved en fejl).",
    )
    grund = _tekst("Hvorfor?", 200)


class AdresseForm(Tilfoejfejl):
    """Why a protected address is opened."""

    begrundelse = begrundelsesfelt("Hvad skal du bruge adressen til?")
