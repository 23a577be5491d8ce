"""The forms of the log's pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from omhu.adgang.formfelter import datofelt
from omhu.adgang.fritekst import UdenCpr
from omhu.adgang.log import Handling
from omhu.adgang.log.models import Stikproevefund
from omhu.adgang.log.opslag import poster
from omhu.adgang.models import Bruger
from omhu.kerne.heltal import heltal

FLEST = 1000


class FindForm(forms.Form):
    """Which case?"""

    noegle = forms.CharField(
        label="Sagsnummer eller barnets CPR-nummer",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vi mangler sagens nummer eller barnets CPR-nummer."},
    )


class StikproeveForm(forms.Form):
    """What a sample is drawn from."""

    fro = forms.CharField(
        label="Et ord",
        max_length=40,
        help_text="Det samme ord, de samme dage og den samme log giver den samme prøve.",
        error_messages={"required": "Skriv et ord, fx efterår 2026."},
    )
    antal = forms.IntegerField(
        label="Antal opslag",
        min_value=1,
        max_value=FLEST,
        error_messages={
            "required": "Vi mangler antallet.",
            "invalid": "Antallet er et helt tal.",
            "min_value": f"Vælg mellem 1 og {FLEST} opslag.",
            "max_value": f"Vælg mellem 1 og {FLEST} opslag.",
        },
    )
    fra = datofelt("Fra og med", "Vi mangler den første dag.")
    til = datofelt("Til og med", "Vi mangler den sidste dag.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("fra") and data.get("til") and data["til"] < data["fra"]:
            self.add_error("til", "Den sidste dag er før den første. Byt dem om.")
        return data


class FundForm(UdenCpr, forms.Form):
    """What was found about one pick."""

    post = forms.IntegerField()
    udfald = forms.ChoiceField(choices=Stikproevefund.Udfald.choices)
    note = forms.CharField(max_length=500, required=False)


class Logfilter:
    """The filter bar of a case's log; what cannot be read is ignored."""

    def __init__(self, valg: Mapping[str, str], *, sag: int) -> None:
        self.fra, self.til = _dag(valg.get("fra", "")), _dag(valg.get("til", ""))
        self.handling = valg.get("handling", "") if valg.get("handling") in Handling else ""
        self.bruger = heltal(valg.get("bruger"))
        self._sag = sag

    def felter(self) -> dict[str, Any]:
        """For `opslag.poster`."""
        return {
            "fra": self.fra,
            "til": self.til,
            "handling": self.handling,
            "bruger": self.bruger,
        }

    @property
    def handlinger(self) -> list[tuple[str, str]]:
        """The choices of the select."""
        return [("", "Alt"), *Handling.choices]

    @property
    def brugere(self) -> list[tuple[str, str]]:
        """Those who are in the case's log."""
        alle = poster(sager=[self._sag]).order_by().values_list("bruger", flat=True).distinct()
        navne = Bruger.objects.filter(pk__in=[pk for pk in alle if pk is not None])
        return [("", "Alle"), *((str(b.pk), str(b)) for b in navne)]


def _dag(tekst: str) -> date | None:
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        return None
