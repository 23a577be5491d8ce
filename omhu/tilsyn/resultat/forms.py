"""What is chosen on the pages of results."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from omhu.adgang.formfelter import datofelt
from omhu.adgang.fritekst import UdenCpr
from omhu.regler.sprog import Regel
from omhu.tilsyn.models import Begivenhed
from omhu.tilsyn.resultat.forloeb import PERIODER


class BegivenhedForm(UdenCpr, forms.ModelForm):  # type: ignore[type-arg]
    """A dated event for the charts."""

    dag = datofelt("Dato", "Vi mangler datoen. Skriv den dag, det skete.")
    navn = forms.CharField(
        label="Hvad skete der?",
        max_length=120,
        error_messages={
            "required": "Skriv med få ord, hvad der skete, fx »DUBU skiftet til Omhu«.",
            "max_length": "Skriv højst 120 tegn.",
        },
    )

    class Meta:
        model = Begivenhed
        fields = ("dag", "slags", "navn")


class ForloebForm(forms.Form):
    """What the chart shows: a duty, by month or quarter, in a span of years."""

    regel = forms.ChoiceField(
        label="Pligt", error_messages={"invalid_choice": "Reglen findes ikke. Vælg en på listen."}
    )
    periode = forms.ChoiceField(label="Opdelt i", choices=list(PERIODER.items()))
    fra = datofelt("Fra", "Skriv den første dag.")
    til = datofelt("Til", "Skriv den sidste dag.")

    def __init__(self, *args: Any, regler: Iterable[Regel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        valg = sorted(((r.id, r.navn) for r in regler), key=lambda par: par[1].casefold())
        self.fields["regel"].choices = valg  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        fra, til = data.get("fra"), data.get("til")
        if isinstance(fra, date) and isinstance(til, date) and til < fra:
            self.add_error("til", "Slutdatoen ligger før startdatoen. Byt om på de to.")
        return data
