"""The forms of follow-ups and visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from omhu.adgang.formfelter import Tilfoejfejl, datofelt, uden_frivillig
from omhu.bord import felter
from omhu.bord.plan.forms import PlanForm
from omhu.bord.tekstside import TekstForm
from omhu.kerne.ord_om_tid import dato
from omhu.regler.katalog import katalog
from omhu.sagsarbejde.opfoelgning.actions import FOER, IKKE, NU
from omhu.sagsarbejde.opfoelgning.skema import OPFOELGNING
from omhu.sagsarbejde.plan.skema import PLAN
from omhu.sagsarbejde.tekster.skema import Slags

MED_PLAN = Slags(
    "opfoelgning",
    "Opfølgning og plan",
    felter=(*OPFOELGNING.felter, *PLAN.felter),
    lister={**OPFOELGNING.lister, **PLAN.lister},
)
"""A follow-up and the plan that is revised in it, on one form. It is stored as the two texts that it is."""


class OpfoelgningForm(PlanForm):
    """A follow-up: the day, the measures, the talk, the goals, the next day; the plan where it is revised."""

    def __init__(
        self, *args: Any, indsatser: Sequence[str], talt: date | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.art = katalog().arter["OPFOELGNING"]
        self.fields["dag"] = datofelt(
            "Hvornår fulgte I op?", "Vi mangler datoen. Skriv den dag, I fulgte op."
        )
        alle = felter.formfelter(self.art, list(indsatser))
        self.fields |= {n: f for n, f in alle.items() if n.startswith("foranstaltning")}
        _som_radio(self, "tilpas", "mere_undersoegelse")
        self.fields["samtale"] = _samtalefelt(talt)
        self.fields["samtale_dag"] = datofelt(
            "Hvornår talte I sammen?", help_text="Tomt: samme dag."
        )
        self.fields["naeste"] = datofelt("Hvornår følger I op næste gang?")
        self.fields["rytme_maaneder"] = forms.IntegerField(
            label="Derefter hver (måneder)",
            required=False,
            min_value=1,
            max_value=24,
            localize=False,
            help_text="Bruges til at foreslå dagen næste gang.",
        )
        for navn in ("naeste", "samtale_dag", "rytme_maaneder"):
            uden_frivillig(self.fields[navn])

    def koder(self) -> list[str]:
        """The chosen measures."""
        valgte = felter.som_tekst(self.art, self.cleaned_data).get("foranstaltning", "")
        return [k for k in valgte.split("+") if k]

    def del_af(self, slags: Slags) -> dict[str, str]:
        """What was typed of one of the two texts."""
        return {n: v for n, v in self.tekster().items() if slags.felt(n)}


def _som_radio(form: TekstForm, *navne: str) -> None:
    """Choices side by side, none chosen beforehand, with the paragraph that asks."""
    for navn in navne:
        felt, kendt = form.fields[navn], form.slags.felt(navn)
        assert isinstance(felt, forms.ChoiceField)
        felt.widget = forms.RadioSelect()
        felt.choices = kendt.valg if kendt else ()
        felt.hjemmel = kendt.krav.get(form.lov, "") if kendt else ""  # type: ignore[attr-defined]  # shown beside it


def _samtalefelt(talt: date | None) -> forms.ChoiceField:
    valg = [(NU, "Ja, jeg skriver det her")]
    if talt:
        valg.insert(0, (FOER, f"Ja, {dato(talt)}; det er skrevet"))
    valg.append((IKKE, "Nej"))
    return forms.ChoiceField(
        label="Har du talt med barnet?",
        choices=valg,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, om du har talt med barnet."},
    )


class TilsynForm(TekstForm):
    """A visit: when, where, and what was seen and said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"] = datofelt(
            "Hvornår var du der?", "Vi mangler datoen. Skriv den dag, du var der."
        )
        sted = felter.felt("TILSYNSSAMTALE", "sted")
        self.fields["sted"] = forms.ChoiceField(
            label="Hvor?",
            choices=sted.valg,
            help_text="Besøget tæller kun på anbringelsesstedet.",
            error_messages={"required": sted.mangler},
        )
        self.fields["begrundelse"] = forms.CharField(
            label="Hvorfor talte I ikke sammen?",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        uden_frivillig(self.fields["begrundelse"])
        _som_radio(self, "talt", "bekymring")
        self.fields["aftale"] = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AftalForm(Tilfoejfejl):
    """Book a visit."""

    dag = datofelt("Hvornår?", "Vi mangler dagen. Skriv, hvornår du besøger barnet.")
    klokken = forms.TimeField(
        label="Klokken",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"],
        error_messages={"invalid": "Klokkeslættet kan ikke læses. Skriv det som 14.10."},
    )
    sted = forms.CharField(label="Sted", max_length=120, required=False)


class DagForm(Tilfoejfejl):
    """Only a day."""

    dag = datofelt("Hvornår fik socialtilsynet besked?", "Vi mangler dagen. Skriv, hvornår.")
