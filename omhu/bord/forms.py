"""The forms of desk and case page. They check what is typed; what may be done is asked of the rooms below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.utils import timezone

from omhu.adgang.formfelter import Tilfoejfejl, datofelt
from omhu.adgang.models import Bruger
from omhu.adgang.queries import kolleger
from omhu.bord import felter
from omhu.kerne.kalender import KOEBENHAVN
from omhu.regler.katalog import Skridtart


class SkridtForm(Tilfoejfejl):
    """One step of a kind: when, and the kind's own fields."""

    def __init__(
        self, *args: Any, art: Skridtart, indsatser: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.art = art
        self.fields["dag"] = datofelt("Dato", felter.mangler_dato(art))
        self.fields["tid"] = forms.TimeField(
            label="Klokken",
            required=art.tid,
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={
                "required": "Vi mangler klokkeslættet. Fristen tælles i timer.",
                "invalid": "Klokkeslættet kan ikke læses. Skriv det som 14.10.",
            },
            input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        )
        self.fields |= felter.formfelter(art, list(indsatser))

    def sket(self) -> date | datetime:
        """When it happened: a local day, or an instant where the time is given."""
        dag: date = self.cleaned_data["dag"]
        tid: time | None = self.cleaned_data.get("tid")
        return datetime.combine(dag, tid, KOEBENHAVN) if tid else dag

    def felter(self) -> dict[str, str]:
        """The kind's fields as the timeline stores them."""
        return felter.som_tekst(self.art, self.cleaned_data)


class RetForm(SkridtForm):
    """A step again, with why it is corrected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hvorfor"] = begrundelsesfelt("Hvorfor rettes skridtet?")


def begrundelsesfelt(label: str) -> forms.CharField:
    """A reason in free text."""
    return forms.CharField(
        label=label,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Vi mangler begrundelsen. Skriv, hvorfor."},
    )


class BegrundelseForm(Tilfoejfejl):
    """Only a reason: waiving a duty, withdrawing a step."""

    begrundelse = begrundelsesfelt("Begrundelse")


class FravaelgForm(BegrundelseForm):
    """Waive a duty: when it was decided, and why."""

    dato = datofelt(
        "Hvornår blev det besluttet?", "Vi mangler dagen. Skriv, hvornår det blev besluttet."
    )
    field_order = ("dato", "begrundelse")


class GivVidereForm(BegrundelseForm):
    """Hand a duty to a colleague."""

    til = forms.ModelChoiceField(
        label="Hvem giver du den til?",
        queryset=Bruger.objects.none(),
        empty_label="Vælg en kollega",
        error_messages={"required": "Vi mangler, hvem du giver den til."},
    )
    field_order = ("til", "begrundelse")

    def __init__(self, *args: Any, af: Bruger, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        til = cast("forms.ModelChoiceField[Bruger]", self.fields["til"])
        til.queryset = kolleger(af).exclude(pk=af.pk)


class PaamindForm(Tilfoejfejl):
    """Be reminded on a day."""

    dato = datofelt(
        "Påmind mig", "Vi mangler dagen. Vælg en efter i dag.", help_text="Fristen flyttes ikke."
    )


class SynForm(forms.Form):
    """ "pr." and "kendt pr.": what had happened, and what was known."""

    pr = datofelt("pr.")
    kendt_pr = datofelt("kendt pr.")

    def clean(self) -> dict[str, Any]:
        """Neither day may lie ahead: nothing is known of tomorrow."""
        data = super().clean() or {}
        for navn in ("pr", "kendt_pr"):
            if data.get(navn) and data[navn] > timezone.localdate():
                self.add_error(navn, "Vælg i dag eller en tidligere dag.")
        return data
