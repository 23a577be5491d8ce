"""The forms of a reading. They check what is typed; what may be done is asked of `actions`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest

from omhu.adgang.formfelter import Tilfoejfejl, uden_frivillig
from omhu.kerne.heltal import heltal
from omhu.sagsarbejde.tekster.kladdeform import med_kladde
from omhu.tilsyn.laesning.actions import Besvarelse
from omhu.tilsyn.laesning.queries import Blankettekst, Linje
from omhu.tilsyn.models import Fund, Svar

SEKUNDER = "sekunder"


def _tekst(label: str, linjer: int, hjaelp: str = "") -> forms.CharField:
    felt = forms.CharField(
        label=label, required=False, help_text=hjaelp, widget=forms.Textarea(attrs={"rows": linjer})
    )
    uden_frivillig(felt)
    return felt


class Laeseform(Tilfoejfejl):
    """A form of an audit that comes with the user's draft."""

    def hent_kladde(self, request: HttpRequest) -> None:
        """Put in what was typed here before and not sent."""
        med_kladde(request, self)


class Svarform(Laeseform):
    """One question: the answer, why another than the data's, what to tell the rådgiver, how serious."""

    def __init__(self, *args: Any, linje: Linje, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.linje, skala = linje, linje.skala
        valg = [(k, skala.navn_paa(k)) for k in skala.koder]
        mangler = {"required": "Vælg et svar. Kan du ikke afgøre det, så vælg »kan ikke vurderes«."}
        if skala.flervalg:
            self.fields["svar"] = forms.MultipleChoiceField(
                label="Dit svar (gerne flere)", choices=valg, error_messages=mangler,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        else:
            self.fields["svar"] = forms.ChoiceField(
                label="Dit svar", choices=valg, widget=forms.RadioSelect, error_messages=mangler
            )
        auto = bool(linje.auto)
        self.fields["begrundelse"] = _tekst(
            "Begrundelse", 2, "Skal skrives, når du svarer noget andet end data." if auto else ""
        )
        self.fields["bemaerkning"] = _tekst(
            "Til rådgiveren", 2, "Hvad var godt, eller hvad mangler?"
        )
        self.fields["alvor"] = forms.TypedChoiceField(
            label="Hvor alvorligt?", choices=Svar.Alvor.choices, coerce=int, required=False, empty_value=None
        )  # fmt: skip
        uden_frivillig(self.fields["alvor"])
        self.fields["genopret"] = forms.BooleanField(label="Skal rettes i sagen", required=False)

    def besvarelse(self) -> Besvarelse:
        """What was typed, as the act takes it."""
        d = self.cleaned_data
        svar = d["svar"]
        return Besvarelse(
            svar if isinstance(svar, str) else "+".join(svar),
            d["begrundelse"], d["bemaerkning"], d["alvor"] or 0, d["genopret"],
        )  # fmt: skip


def som_nu(linje: Linje) -> dict[str, Any]:
    """What stands beside a question: the reader's answer, else the computed one."""
    s = linje.svar
    kode = s.svar or linje.auto
    svar: Any = [k for k in kode.split("+") if k] if linje.skala.flervalg else kode
    return {
        "svar": svar, "begrundelse": s.begrundelse, "bemaerkning": s.bemaerkning,
        "alvor": s.alvor, "genopret": s.genopret,
    }  # fmt: skip


class Sagsform(Laeseform):
    """The case as a whole: strengths, points of attention, and the concept's texts."""

    def __init__(self, *args: Any, blanketter: Sequence[Blankettekst], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["styrker"] = _tekst("Styrker", 3, "Hvad er gjort godt i sagen?")
        self.fields["opmaerksomhed"] = _tekst(
            "Opmærksomhedspunkter", 3, "Hvad skal holdes øje med?"
        )
        for b in blanketter:
            felt = _tekst(b.krav.navn, b.krav.linjer[1] if b.krav.linjer else 5, _hjaelp(b))
            if b.krav.linjer:
                felt.widget.attrs |= {"data-linjer": "{}-{}".format(*b.krav.linjer)}
            self.fields[f"blanket_{b.krav.kode}"] = felt

    def blanketter(self) -> dict[str, str]:
        """The concept's texts by code."""
        foran = "blanket_"
        return {n[len(foran) :]: t for n, t in self.cleaned_data.items() if n.startswith(foran)}


def _hjaelp(b: Blankettekst) -> str:
    dele = [b.krav.vejledning]
    if b.krav.linjer:
        dele.append("{} til {} linjer.".format(*b.krav.linjer))
        dele.append(f"Nu {b.linjer}." if b.tekst else "")
    return " ".join(filter(None, dele))


class Fundform(Laeseform):
    """What was found."""

    beskrivelse = forms.CharField(
        label="Hvad har du set?",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Vi mangler, hvad du har set. Skriv det kort."},
    )


class Opfoelgningsform(Laeseform):
    """What was done about a finding, and by which way."""

    vej = forms.ChoiceField(
        label="Hvordan er det fulgt op?",
        choices=Fund.Vej.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvordan fundet er fulgt op."},
    )
    udfald = forms.CharField(
        label="Hvad er der gjort?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Vi mangler, hvad der er gjort. Skriv det kort."},
    )

    def __init__(self, *args: Any, skridt: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skridt"] = forms.ChoiceField(
            label="Skridtet, det førte til",
            choices=[("", "Intet skridt"), *skridt],
            required=False,
            help_text="Ved underretning: den underretning, der er registreret på sagen.",
        )
        uden_frivillig(self.fields["skridt"])

    def rod(self) -> UUID | None:
        """The chosen step."""
        valgt = self.cleaned_data.get("skridt")
        return UUID(valgt) if valgt else None


def sekunder(request: HttpRequest) -> int:
    """The time that the page says it was in front; nothing where it says nothing that can be."""
    return heltal(request.POST.get(SEKUNDER)) or 0
