"""The list of a round's cases, narrowed to what its leader looks for: a sagstrin, a reader, what is not read yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict

from omhu.adgang.formfelter import uden_frivillig
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.tilsyn.models import Laesning, Tilsynssag
from omhu.tilsyn.runder.vis import Sagslinje, Stand

MED = Tilsynssag.Tilstand.MED
MANGLER, LAEST, UDEN, UDE = "mangler", "laest", "uden", "ude"
STANDE = [
    ("", "Alle"),
    (MANGLER, "Ikke læst færdig"),
    (LAEST, "Læst"),
    (UDEN, "Uden læser"),
    (UDE, "Taget ud"),
]


class Listeform(forms.Form):
    """What to show. A choice that there is none of any more shows all."""

    trin = forms.ChoiceField(label="Sagstrin", required=False)
    enhed = forms.ChoiceField(label="Enhed", required=False)
    niveau = forms.ChoiceField(label="Niveau", required=False)
    laeser = forms.ChoiceField(label="Læser", required=False)
    stand = forms.ChoiceField(label="Hvor langt?", required=False, choices=STANDE)

    def __init__(self, data: QueryDict, *, stand: Stand, koncept: Tilsynskoncept) -> None:
        super().__init__(data)
        self._linjer: Sequence[Sagslinje] = stand.linjer
        self._valg("trin", {x.ts.sagstrin: x.trin for x in stand.linjer if x.ts.sagstrin})
        self._valg("enhed", {str(x.ts.enhed_id): str(x.ts.enhed) for x in stand.linjer})
        i_brug = {y.niveau for x in stand.linjer for y in x.laesninger}
        self._valg("niveau", {n.kode: n.navn for n in koncept.niveauer if n.kode in i_brug})
        self._valg("laeser", {str(x.laeser.pk): str(x.laeser) for x in stand.laesere})
        uden_frivillig(*self.fields.values())

    def _valg(self, felt: str, muligheder: dict[str, str]) -> None:
        if len(muligheder) < 2:
            del self.fields[felt]
            return
        cast(Any, self.fields[felt]).choices = [("", "Alle"), *muligheder.items()]

    @property
    def valgt(self) -> dict[str, str]:
        """What was chosen, of what can be."""
        self.is_valid()
        return {k: v for k, v in self.cleaned_data.items() if v}

    def linjer(self) -> list[Sagslinje]:
        """The cases that fit."""
        valgt = self.valgt
        return [x for x in self._linjer if _passer(x, valgt)]


def _passer(x: Sagslinje, valgt: dict[str, str]) -> bool:
    if valgt.get("trin", x.ts.sagstrin) != x.ts.sagstrin:
        return False
    if valgt.get("enhed", str(x.ts.enhed_id)) != str(x.ts.enhed_id):
        return False
    egne = [y for y in x.laesninger if _er_den(y, valgt)]
    stand = valgt.get("stand", "")
    if stand == UDE:
        return x.ts.tilstand != MED
    if stand and x.ts.tilstand != MED:
        return False
    if stand == UDEN:
        return not egne
    if stand == MANGLER:
        return any(y.laast is None for y in egne)
    if stand == LAEST:
        return bool(egne) and all(y.laast for y in egne)
    return bool(egne) or not {"niveau", "laeser"} & set(valgt)


def _er_den(y: Laesning, valgt: dict[str, str]) -> bool:
    return valgt.get("niveau", y.niveau) == y.niveau and valgt.get(
        "laeser", str(y.laeser_id)
    ) == str(y.laeser_id)
