"""Forms of an undersøgelse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from omhu.adgang.formfelter import Tilfoejfejl, datofelt, uden_frivillig
from omhu.bord.felter import JA_NEJ
from omhu.bord.tekstside import TekstForm
from omhu.regler.love import BL
from omhu.sagsarbejde.undersoegelse import ics
from omhu.sagsarbejde.undersoegelse.actions import BFU_GRUNDE, INGEN
from omhu.sagsarbejde.undersoegelse.forloeb import AFDAEKNING, BFU
from omhu.sagsarbejde.undersoegelse.queries import Tema
from omhu.sagsarbejde.undersoegelse.skema import FRAVALGT, TEMAER, VALGT

RESULTATER = (
    (INGEN, "Ingen undersøgelse"),
    (AFDAEKNING, "Afdækning (BL § 19)"),
    (BFU, "Børnefaglig undersøgelse"),
)
UDFOERT_AF = (
    ("egen_kommune", "Egen kommune"),
    ("anden_kommune", "Anden kommune"),
    ("ekstern", "Ekstern"),
)
TEMAVALG = [(VALGT, "Med"), (FRAVALGT, "Ikke med")]
FRA_HVEM = (
    "Skole",
    "Dagtilbud",
    "Sundhedsplejerske",
    "Læge",
    "PPR",
    "Mor",
    "Far",
    "Barnet",
    "Netværk",
    "Politi",
)
"""Offered while one types; anything may be written."""


def _lang(
    label: str, *, kraevet: bool = True, hjaelp: str = "", fejl: str = "", linjer: int = 3
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=kraevet,
        max_length=2000,
        help_text=hjaelp,
        widget=forms.Textarea(attrs={"rows": linjer}),
        error_messages={"required": fejl or "Skriv kort, hvorfor."},
    )  # fmt: skip


def _dag(label: str, fejl: str = "Vi mangler datoen. Skriv den dag, det skete.") -> forms.DateField:
    return datofelt(label, fejl)


class ScreeningForm(Tilfoejfejl):
    """What a worry leads to. Under Serviceloven the questions of Barnets Lov are not asked (`lov`)."""

    def __init__(self, *args: Any, lov: str = BL, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lov != BL:
            for navn in ("bfu_grunde", "aeresrelateret", "funktionsnedsaettelse"):
                del self.fields[navn]
            valg = [v for v in RESULTATER if v[0] != AFDAEKNING]
            cast("forms.ChoiceField", self.fields["resultat"]).choices = valg

    resultat = forms.ChoiceField(
        label="Hvad gør vi?",
        choices=RESULTATER,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad screeningen fører til."},
    )
    bfu_grunde = forms.MultipleChoiceField(
        label="Gælder noget af det her? Så skal I undersøge (BL § 20, stk. 1)",
        choices=list(BFU_GRUNDE.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    aeresrelateret = forms.ChoiceField(
        label="Er der tegn på æresrelateret konflikt?",
        choices=JA_NEJ,
        widget=forms.RadioSelect,
        required=False,
        initial="nej",
    )
    funktionsnedsaettelse = forms.ChoiceField(
        label="Kan en funktionsnedsættelse forklare behovet?",
        choices=JA_NEJ,
        widget=forms.RadioSelect,
        required=False,
        initial="nej",
    )
    begrundelse = _lang("Hvorfor?", hjaelp="Så en anden kan forstå beslutningen.")
    dag = _dag("Besluttet den")
    field_order = ("bfu_grunde", "resultat", "begrundelse")


class AnmodForm(Tilfoejfejl):
    """Ask for a statement."""

    fra = forms.CharField(
        label="Hvem beder I?",
        max_length=120,
        error_messages={"required": "Skriv, hvem I beder. Navn eller rolle."},
    )
    om = forms.CharField(label="Hvad beder I om?", max_length=120, required=False)
    senest = _dag("Svar senest", "Skriv, hvornår I vil have svar.")
    dag = _dag("Bedt om den")


class OpdaterForm(Tilfoejfejl):
    """Begin an update."""

    begrundelse = _lang("Hvad har ændret sig?", fejl="Skriv, hvad der har ændret sig.")
    dag = _dag("Besluttet den")


class MidtvejsForm(Tilfoejfejl):
    """Is the focus still right?"""

    fokus = forms.ChoiceField(
        label="Er fokus stadig det rigtige?",
        choices=JA_NEJ,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, om fokus stadig er det rigtige."},
    )
    grund = _lang("Hvorfor?")


class AfslutForm(Tilfoejfejl):
    """Finish."""

    dag = _dag("Afsluttet den")
    udfoert_af = forms.ChoiceField(label="Udført af", choices=UDFOERT_AF)
    begrundelse = _lang("Hvorfor afslutter I uden det, der mangler?", kraevet=False)

    def __init__(self, *args: Any, bfu: bool, mangler: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not bfu:
            del self.fields["udfoert_af"]
        if not mangler:
            del self.fields["begrundelse"]
        else:
            uden_frivillig(self.fields["begrundelse"])  # the act asks for it


class UdsagnForm(Tilfoejfejl):
    """One statement on one line."""

    tekst = forms.CharField(
        label="Udsagn",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        error_messages={
            "max_length": "Udsagnet er på %(show_value)d tegn; her er plads til %(limit_value)d. Del det i flere."
        },
    )
    slags = forms.ChoiceField(
        label="Slags", choices=(("", "Vælg"), *ics.SLAGS.items()), required=False
    )
    dimension = forms.ChoiceField(label="Hvad handler det om?", required=False)
    kilde = forms.CharField(label="Kilde", max_length=120, required=False)
    dato = datofelt("Dato")

    def __init__(self, *args: Any, udgave: str, ogsaa: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        felt = self.fields["dimension"]
        assert isinstance(felt, forms.ChoiceField)
        felt.choices = dimensionsvalg(udgave, ogsaa)
        uden_frivillig(*self.fields.values())  # all are asked for, by the act itself

    def raekke(self) -> dict[str, str]:
        """The statement as the act takes it."""
        d = self.cleaned_data
        return {
            **{n: d.get(n) or "" for n in ("tekst", "slags", "dimension", "kilde")},
            "dato": d["dato"].isoformat() if d.get("dato") else "",
        }


def dimensionsvalg(udgave: str, ogsaa: str = "") -> list[tuple[str, Any]]:
    """The dimensions of an edition under their sides; `ogsaa`: one of the other edition that a row has already."""
    valg: list[tuple[str, Any]] = [("", "Vælg")]
    kendte: set[str] = set()
    for side in ics.udgave(udgave).sider:
        valg.append((side.navn, list(side.dimensioner.items())))
        kendte |= side.dimensioner.keys()
    if ogsaa and ogsaa not in kendte:
        valg.append(("Anden udgave", [(ogsaa, ics.navn(ogsaa))]))
    return valg


class PlanForm(TekstForm):
    """Questions, themes and rows of the plan. The six themes are always there."""

    def __init__(self, *args: Any, temaer: bool = True, **kwargs: Any) -> None:
        begyndt = dict(kwargs.get("initial") or {})
        if temaer:
            begyndt = {f"tema.{nr}.valg": "" for nr in TEMAER} | begyndt
        if not any(n.startswith("punkt.") for n in begyndt):
            begyndt |= {f"punkt.1.{f}": "" for f in ("hvad", "hvem", "senest")}
        kwargs["initial"] = begyndt
        self.med_temaer = temaer
        super().__init__(*args, **kwargs)
        for navn, felt in self.fields.items():
            if navn.startswith("tema.") and navn.endswith(".valg"):
                assert isinstance(felt, forms.ChoiceField)
                felt.choices = TEMAVALG
                felt.widget = forms.RadioSelect(choices=TEMAVALG)
            elif navn.endswith(".hvem"):
                felt.widget.attrs["list"] = "fra-hvem"

    def temaraekker(self) -> list[tuple[Any, ...]]:
        """(number, name, the field for the name, choice, reason); the six have a fixed name."""
        return [(r.id, TEMAER.get(r.id, ""), *r.felter) for r in self.raekker("tema")]

    def egne(self) -> dict[str, Any]:
        """Whether it has themes."""
        return {"temaer": self.med_temaer}


class BfuForm(TekstForm):
    """The text, with a field for each chosen theme and a row for a need."""

    def __init__(self, *args: Any, valgte: Sequence[Tema] = (), **kwargs: Any) -> None:
        begyndt = dict(kwargs.get("initial") or {})
        if kwargs["slags"].kode == BFU:
            begyndt = {f"tema.{t.nr}.tekst": "" for t in valgte} | begyndt
        if not any(n.startswith("behov.") for n in begyndt):
            begyndt["behov.1.tekst"] = ""
        kwargs["initial"] = begyndt
        self.valgte = valgte
        super().__init__(*args, **kwargs)
        navne = {t.nr: t.navn for t in valgte}
        for r in self.raekker("tema") if kwargs["slags"].kode == BFU else ():
            r.felter[0].label = navne.get(r.id) or TEMAER.get(r.id, "Tema")

    def egne(self) -> dict[str, Any]:
        """The chosen themes."""
        return {"valgte": self.valgte}
