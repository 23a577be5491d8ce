"""The forms of feedback, repairs, tendencies, themes and outside results."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms

from omhu.adgang.formfelter import Tilfoejfejl, datofelt, uden_frivillig
from omhu.adgang.models import Bruger
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.tilsyn.forms import langt_felt
from omhu.tilsyn.models import Genopretning, Tendens


def _fast(felt: forms.Field) -> forms.Field:
    """A field that a draft may leave empty but that is not optional: its label does not say so."""
    uden_frivillig(felt)
    return felt


class Tilbagemeldingsform(Tilfoejfejl):
    """The leader's draft: to whom, what was good, what to mend, and each repair with its day."""

    godt = langt_felt("Det, der er godt", linjer=7)
    rettes = langt_felt("Det, der skal rettes eller huskes", linjer=7)

    def __init__(
        self,
        *args: Any,
        modtagere: Iterable[Bruger],
        rettelser: Iterable[Genopretning],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rettelser = list(rettelser)
        self.modtagere = {str(b.pk): b for b in modtagere}
        valg = [(pk, f"{b} ({b.get_rolle_display().lower()})") for pk, b in self.modtagere.items()]
        til = forms.ChoiceField(
            label="Til",
            choices=valg or [("", "Ingen at sende til")],
            error_messages={
                "required": "Vælg, hvem tilbagemeldingen er til.",
                "invalid_choice": "Vælg en fra listen: den, der har sagen nu, eller lederen.",
            },
        )
        self.fields = {"til": til, **self.fields}
        for g in self.rettelser:
            self.fields[f"tekst_{g.pk}"] = _fast(langt_felt("Hvad skal rettes?", linjer=3))
            self.fields[f"inden_{g.pk}"] = _fast(datofelt("Rettet senest"))
            self.initial.setdefault(f"tekst_{g.pk}", g.tekst)
            self.initial.setdefault(f"inden_{g.pk}", g.foreslaaet)

    def til(self) -> Bruger:
        """The one who was chosen."""
        return self.modtagere[self.cleaned_data["til"]]

    def dage(self) -> list[tuple[Genopretning, str, date | None]]:
        """Each repair with its words and day as typed."""
        d = self.cleaned_data
        return [(g, d[f"tekst_{g.pk}"], d[f"inden_{g.pk}"]) for g in self.rettelser]

    def par(self) -> list[tuple[Genopretning, Any, Any]]:
        """Each repair with its two fields, for the template."""
        return [(g, self[f"tekst_{g.pk}"], self[f"inden_{g.pk}"]) for g in self.rettelser]


class NyRettelseForm(Tilfoejfejl):
    """One more thing to mend."""

    tekst = langt_felt("Hvad skal rettes?", "Skriv, hvad der skal rettes.", linjer=2)
    inden = datofelt("Rettet senest", "Vi mangler dagen. Skriv, hvornår det skal være rettet.")


class SvarForm(Tilfoejfejl):
    """The caseworker's answer back."""

    svar = langt_felt("Dit svar til lederen", linjer=4)


class TaltForm(Tilfoejfejl):
    """The day it was talked through."""

    talt_om = datofelt("Talt om den", "Vi mangler dagen. Skriv, hvornår I talte sammen.")


class UdfoertForm(Tilfoejfejl):
    """What was done."""

    hvad = langt_felt("Hvad er gjort?", "Skriv kort, hvad der er gjort.", linjer=3)


class TilbageForm(Tilfoejfejl):
    """Not mended: what is missing, and the new day."""

    hvorfor = langt_felt("Hvad mangler stadig?", "Skriv, hvad der stadig mangler.", linjer=2)
    inden = datofelt("Rettet senest", "Vi mangler den nye dag.")


class FrafaldForm(Tilfoejfejl):
    """Given up, and why."""

    hvorfor = langt_felt(
        "Hvorfor skal det ikke længere rettes?", "Skriv hvorfor, så det kan læses senere.", linjer=2
    )


def _spoergsmaal(koncept: Tilsynskoncept) -> list[tuple[str, str]]:
    return [(s.id, f"{s.id} {s.tekst}") for s in koncept.spoergsmaal]


class TendensForm(Tilfoejfejl):
    """A strength or a point of attention."""

    slags = forms.ChoiceField(label="Hvad er det?", choices=Tendens.Slags.choices)
    tekst = forms.CharField(
        label="Skriv det, som du vil sige det",
        max_length=400,
        help_text="Ingen navne, og intet, man kan kende et barn eller en kollega på.",
        error_messages={"required": "Skriv, hvad du vil sige på personalemødet."},
    )
    spoergsmaal = forms.ChoiceField(label="Hører til spørgsmålet", required=False)

    def __init__(self, *args: Any, koncept: Tilsynskoncept, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        felt = cast(forms.ChoiceField, self.fields["spoergsmaal"])
        felt.choices = [("", "Ikke et bestemt"), *_spoergsmaal(koncept)]


class Temaform(Tilfoejfejl):
    """A learning theme."""

    titel = forms.CharField(
        label="Tema",
        max_length=120,
        error_messages={"required": "Giv temaet et navn på få ord."},
    )
    hvorfor = langt_felt("Hvorfor dette tema?", linjer=2)
    spoergsmaal = forms.MultipleChoiceField(
        label="Spørgsmål, det kommer af",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "linjer"}),
        help_text="Deres tal vises på de næste runder.",
        error_messages={"invalid_choice": "Vælg spørgsmål fra listen."},
    )
    handling = langt_felt("Hvad gør vi?", "Skriv, hvad I vil gøre.", linjer=2)
    ansvarlig = forms.ModelChoiceField(
        label="Ansvarlig", queryset=Bruger.objects.none(), required=False, empty_label="Ingen endnu"
    )
    inden = datofelt("Inden")
    effekt = langt_felt("Hvad venter vi at se?", linjer=2)
    status = langt_felt("Hvor langt er vi?", linjer=2)
    afsluttet = forms.BooleanField(label="Temaet er afsluttet", required=False)

    def __init__(
        self, *args: Any, koncept: Tilsynskoncept, folk: Iterable[Bruger], ny: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        valg = cast(forms.MultipleChoiceField, self.fields["spoergsmaal"])
        valg.choices = _spoergsmaal(koncept)
        ansvarlig = cast("forms.ModelChoiceField[Bruger]", self.fields["ansvarlig"])
        ansvarlig.queryset = folk  # type: ignore[assignment]  # a queryset
        if ny:
            del self.fields["status"], self.fields["afsluttet"]


class EksterntForm(Tilfoejfejl):
    """What others found on one question."""

    spoergsmaal = forms.ChoiceField(label="Spørgsmål")
    hvem = forms.CharField(
        label="Hvem har undersøgt det?",
        max_length=120,
        error_messages={"required": "Skriv, hvem det er, fx Ankestyrelsen."},
    )
    overholdt = forms.IntegerField(
        label="Overholdt i",
        min_value=0,
        max_value=100_000,
        error_messages={"required": "Skriv, i hvor mange sager det var overholdt."},
    )
    relevante = forms.IntegerField(
        label="ud af (sager, det angik)",
        min_value=1,
        max_value=100_000,
        error_messages={"required": "Skriv, hvor mange sager spørgsmålet angik."},
    )
    fra = datofelt("Perioden fra")
    til = datofelt("Perioden til")
    kilde = forms.CharField(label="Kilde", max_length=200, required=False)

    def __init__(self, *args: Any, koncept: Tilsynskoncept, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["spoergsmaal"]).choices = _spoergsmaal(koncept)
