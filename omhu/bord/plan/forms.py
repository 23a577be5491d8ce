"""The forms of plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from omhu.adgang.formfelter import Tilfoejfejl, datofelt
from omhu.bord import felter
from omhu.bord.forms import begrundelsesfelt
from omhu.bord.tekstside import Raekke, TekstForm
from omhu.regler.katalog import Skridtart
from omhu.sagsarbejde.plan import queries
from omhu.sagsarbejde.plan.maalhint import Hint
from omhu.sagsarbejde.plan.skema import ANBRAGTFELTER, MAADER, UNGEFELTER

FOERST = ("formaal", "barnets_oensker", "foraeldre")
"""What stands above the goals; the rest stands below."""


@dataclass(frozen=True)
class Maalraekke:
    """A goal on the form, with its part-goals and what one could ask about it."""

    id: str
    felter: dict[str, forms.BoundField]
    delmaal: list[Raekke]
    hints: list[Hint]


class PlanForm(TekstForm):
    """A plan. Needs of the undersøgelse are chosen from; without any, one writes the need in own words."""

    def __init__(
        self,
        data: QueryDict | None = None,
        initial: Mapping[str, Any] | None = None,
        *,
        behovene: Mapping[str, str] | None = None,
        ung: bool = False,
        anbragt: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), **kwargs)
        self.behovene, self.ung, self.anbragt = dict(behovene or {}), ung, anbragt
        for navn in list(self.fields):
            dele = navn.split(".")
            if dele[0] == "delmaal" and dele[-1] == "maal":
                self.fields[navn].widget = forms.HiddenInput()
            elif dele[-1] == "behov" and self.behovene:
                self.fields[navn] = self._behovsvalg(navn)

    def _behovsvalg(self, navn: str) -> forms.Field:
        gammelt = str((self.data if self.is_bound else self.initial).get(navn) or "")
        valg = {"": "Vælg behov", **self.behovene}
        if gammelt not in valg:
            valg[gammelt] = gammelt
        felt = self.fields[navn]
        return forms.ChoiceField(
            label=felt.label, help_text=felt.help_text, choices=list(valg.items()), required=False
        )

    def _vaerdier(self) -> dict[str, str]:
        return {n: str(self[n].value() or "") for n in self.fields}

    def maal(self) -> list[Maalraekke]:
        """The goals with their part-goals, in order."""
        spurgt = {m.id: m.hints for m in queries.maal(self._vaerdier())}
        delmaal = self.raekker("delmaal")
        return [
            Maalraekke(
                r.id,
                {f.name.split(".")[-1]: f for f in r.felter},
                [d for d in delmaal if str(d.felter[0].value() or "") == r.id],
                spurgt.get(r.id, []),
            )
            for r in self.raekker("maal")
        ]

    def foroven(self) -> list[forms.BoundField]:
        """The fields above the goals."""
        return [self[n] for n in FOERST]

    def forneden(self) -> list[forms.BoundField]:
        """The fields below the goals: those that the plan needs, and those that say something."""
        vaek = {*FOERST, "uden"}
        vaek |= set() if self.ung else {n for n in UNGEFELTER if not self[n].value()}
        vaek |= set() if self.anbragt else {n for n in ANBRAGTFELTER if not self[n].value()}
        return [f for f in self.enkelte() if f.name not in vaek]

    def egne(self) -> dict[str, Any]:
        """The needs to choose from, and what is asked of this child's plan."""
        return {"behovene": self.behovene, "ung": self.ung, "anbragt": self.anbragt}


class IndsatsForm(Tilfoejfejl):
    """A day and the measures that an act is about."""

    dag = datofelt("Dato", "Vi mangler datoen. Skriv den dag, det skete.")

    def __init__(self, *args: Any, art: Skridtart, indsatser: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.art = art
        for navn, felt in felter.formfelter(art, list(indsatser)).items():
            if navn.startswith("foranstaltning"):
                self.fields[navn] = felt

    def koder(self) -> list[str]:
        """The chosen measures."""
        valgte = felter.som_tekst(self.art, self.cleaned_data).get("foranstaltning", "")
        return [k for k in valgte.split("+") if k]


class FaerdigForm(IndsatsForm):
    """The plan is made."""

    uden = begrundelsesfelt("Hvorfor er planen færdig uden det?")

    def __init__(self, *args: Any, mangler: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"].label = "Hvornår blev planen færdig?"
        self.fields["uden"].required = False
        if not mangler:
            del self.fields["uden"]


class FravaelgPlanForm(IndsatsForm):
    """No plan is made."""

    begrundelse = begrundelsesfelt("Hvorfor skal der ikke laves en plan?")
    field_order = ("dag", "foranstaltning", "foranstaltning_anden", "begrundelse")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"].label = "Hvornår blev det besluttet?"
        self.order_fields(self.field_order)


class UdleverForm(Tilfoejfejl):
    """Give chosen parts of a plan to the anbringelsessted."""

    til = forms.CharField(
        label="Hvem får planen?",
        max_length=120,
        help_text="Stedets navn, og gerne hvem der modtog den.",
        error_messages={"required": "Vi mangler, hvem der får planen. Skriv stedets navn."},
    )
    hvordan = forms.ChoiceField(label="Hvordan?", choices=MAADER)
    dag = datofelt("Hvornår?", "Vi mangler dagen. Skriv, hvornår stedet fik planen.")
    dele = forms.MultipleChoiceField(
        label="Hvilke dele?",
        help_text="Kun det, stedet skal bruge.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst én del, som stedet skal have."},
    )
    note = forms.CharField(label="Bemærkning", max_length=2000, required=False)
    udgave = forms.IntegerField(widget=forms.HiddenInput)
    """The edition that the page showed; the page always says it anew, a draft must not."""

    def __init__(self, *args: Any, dele: Sequence[queries.Del], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        felt = self.fields["dele"]
        assert isinstance(felt, forms.MultipleChoiceField)
        felt.choices = [(d.noegle, f"{d.navn}: {_kort(d.tekst)}") for d in dele]


def _kort(tekst: str) -> str:
    return tekst if len(tekst) <= 90 else f"{tekst[:88].rstrip()} …"


def dag_af(raa: str | None, ellers: date) -> date:
    """A day of the address or a form; today where there is none."""
    try:
        return date.fromisoformat(raa or "")
    except ValueError:
        return ellers
