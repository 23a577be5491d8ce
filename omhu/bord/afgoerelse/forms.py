"""Forms of decisions, measures, hearings and complaints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from omhu.adgang.formfelter import Tilfoejfejl, datofelt, uden_frivillig
from omhu.bord.afgoerelse.port import Samtykkende
from omhu.bord.afgoerelse.punkt import Punkt
from omhu.bord.tekstside import TekstForm
from omhu.regler.indsatskatalog import Nummer, paa
from omhu.regler.katalog import katalog
from omhu.sagsarbejde.afgoerelse.skema import ADVOKATSVAR, GRUNDLAG, RESULTAT
from omhu.sagsarbejde.afgoerelse.valg import Valg, fra

GRUPPER = (
    ("Støttende indsatser", ("stoette",)),
    ("Anbringelse", ("anbringelse",)),
    ("Ungestøtte", ("ungestoette",)),
    ("Andet", ()),
)
"""Headings of the list of measures; the last takes the rest."""
JA_NEJ = (("ja", "Ja"), ("nej", "Nej"))
TROD = "trods_"


def grupperet(numre: Sequence[Nummer]) -> list[tuple[str, list[Nummer]]]:
    """The measures under their headings."""
    kendte = {g for _, grupper in GRUPPER for g in grupper}
    return [
        (
            navn,
            [
                n
                for n in numre
                if (n.indsats.grupper & set(g) if g else not n.indsats.grupper & kendte)
            ],
        )
        for navn, g in GRUPPER
    ]


class AfgoerelseForm(TekstForm):
    """A decision: the measures of the day's law, what it rests on, consents, and the text."""

    def __init__(self, *args: Any, dag: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numre = [n for n in paa(dag) if n.afgoeres]
        self.fields["dag"] = datofelt(
            "Afgørelsens dato", "Vi mangler datoen. Skriv, hvornår I afgør det."
        )
        self.fields["indsatser"] = forms.MultipleChoiceField(
            label="Indsatser",
            required=False,
            choices=[(n.kode, n.navn) for n in self.numre],
            error_messages={
                "invalid_choice": "En af indsatserne findes ikke i loven, der gælder den dag. Vælg igen."
            },
        )
        self.fields["akut"] = forms.BooleanField(
            label="Den er akut og kan ikke vente", required=False
        )
        self.fields["foreloebig"] = forms.BooleanField(label="Den er foreløbig", required=False)
        self.fields["grundlag"] = forms.ChoiceField(
            label="Hvad bygger afgørelsen på?", required=False, choices=[("", "Vælg"), *GRUNDLAG]
        )
        self.fields["plan"] = forms.ChoiceField(
            label="Skal der laves en plan?",
            required=False,
            choices=JA_NEJ,
            widget=forms.RadioSelect,
        )
        self.fields["indstillet"] = datofelt("Indstilling sendt til udvalget")
        self.fields["advokat"] = forms.ChoiceField(
            label="Er parterne tilbudt en gratis advokat?",
            required=False,
            choices=[("", "Vælg"), *ADVOKATSVAR],
        )
        self.fields["samtykker"] = forms.MultipleChoiceField(label="Samtykke", required=False)
        for navn in ("grundlag", "plan", "indstillet", "advokat"):
            uden_frivillig(self.fields[navn])

    def valgt(self, navn: str) -> Any:
        """A field as it stands now, sent or proposed, checked or not."""
        return self[navn].value() if navn in self.fields else None

    def flere(self, navn: str) -> list[str]:
        """A field of several choices; a draft has a single one as it is."""
        vaerdi = self.valgt(navn) or []
        return [vaerdi] if isinstance(vaerdi, str) else list(vaerdi)

    def dagen(self) -> date:
        """The day of the decision; today where it cannot be read."""
        try:
            return self.fields["dag"].clean(self.valgt("dag"))  # type: ignore[no-any-return]  # a DateField gives a date
        except forms.ValidationError:
            return timezone.localdate()

    def valg(self) -> Valg:
        """What is chosen, without consents: those are asked once the measures are known."""
        kendte = {n.kode for n in self.numre}
        return Valg(
            dag=self.dagen(),
            indsatser=tuple(k for k in self.flere("indsatser") if k in kendte),
            akut=bool(self.fields["akut"].clean(self.valgt("akut"))),
            foreloebig=bool(self.fields["foreloebig"].clean(self.valgt("foreloebig"))),
            grundlag=str(self.valgt("grundlag") or ""),
            plan=str(self.valgt("plan") or ""),
            indstillet=self._dato("indstillet"),
            advokat=str(self.valgt("advokat") or ""),
        )

    def _dato(self, navn: str) -> date | None:
        """A day as it stands now; none where it cannot be read."""
        try:
            return self.fields[navn].clean(self.valgt(navn))  # type: ignore[no-any-return]  # a DateField gives a date
        except forms.ValidationError:
            return None

    @property
    def noget_om_nej(self) -> bool:
        """Is anything written of a refused consent, or is something wrong there?"""
        navne = ("naegtet_af", "naegtet_grund", "naegtet_foerer_til")
        return any(self.valgt(n) or self.errors.get(n) for n in navne)

    def spoerg_samtykke(
        self, folk: Sequence[Samtykkende]
    ) -> tuple[dict[str, bool], tuple[str, ...]]:
        """Offer a box for each whose consent is not registered. Returns who has consented, and whose is new."""
        felt = self.fields["samtykker"]
        assert isinstance(felt, forms.MultipleChoiceField)
        felt.choices = [(s.noegle, s.part.navn) for s in folk if not s.registreret]
        krydset = set(self.flere("samtykker"))
        givet = {s.noegle: s.registreret or s.noegle in krydset for s in folk}
        return givet, tuple(fra(s.part) for s in folk if givet[s.noegle] and not s.registreret)

    def skrevne(self) -> dict[str, str]:
        """The texts as they stand now."""
        ud = {f.navn: str(self.valgt(f.navn) or "").strip() for f in self.slags.felter}
        return {n: v for n, v in ud.items() if v}

    def spoerg_trods(self, mangler: Sequence[Punkt]) -> None:
        """Ask why the decision is taken all the same, once for each thing that is missing."""
        for p in mangler:
            self.fields[TROD + p.kode] = forms.CharField(
                label=f"Hvorfor uden »{p.navn}«?",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            uden_frivillig(self.fields[TROD + p.kode])

    def grunde(self, mangler: Sequence[Punkt]) -> dict[str, str]:
        """The reasons that were given."""
        return {p.kode: str(self.valgt(TROD + p.kode) or "") for p in mangler}


def raekker(
    punkter: Sequence[Punkt], form: AfgoerelseForm
) -> list[tuple[Punkt, forms.BoundField | None]]:
    """Each thing of the gate with the field of its reason."""
    return [(p, form[TROD + p.kode] if TROD + p.kode in form.fields else None) for p in punkter]


class IvaerksaetForm(Tilfoejfejl):
    """A measure starts."""

    dag = datofelt("Hvornår begyndte den?", "Vi mangler dagen. Skriv, hvornår den begyndte.")
    sted = forms.CharField(
        label="Sted eller leverandør",
        max_length=120,
        required=False,
        help_text="Fx Plejefamilien Lund.",
    )


class OphoerForm(Tilfoejfejl):
    """A measure ends."""

    dag = datofelt("Hvornår sluttede den?", "Vi mangler dagen. Skriv, hvornår den sluttede.")
    aarsag = forms.CharField(label="Hvorfor?", max_length=120, required=False)


class HoerForm(TekstForm):
    """Hear a party."""

    def __init__(
        self, *args: Any, folk: Sequence[str], indsatser: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"] = datofelt("Sendt", "Vi mangler dagen. Skriv, hvornår brevet sendes.")
        self.fields["svar_senest"] = datofelt(
            "Svar senest",
            "Vi mangler fristen.",
            help_text="Kommunen sætter selv fristen. Loven har intet tal.",
        )
        til = forms.ChoiceField(label="Hvem høres?", choices=[(n, n) for n in folk], required=False)
        self.fields["til"] = til
        self.fields["emner"] = forms.MultipleChoiceField(
            label="Hvilken indsats angår det?",
            required=False,
            choices=list(indsatser.items()),
            widget=forms.CheckboxSelectMultiple,
        )


class SvarForm(Tilfoejfejl):
    """What the party answered."""

    svar = forms.CharField(
        label="Hvad svarede parten?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv, hvad parten svarede, eller at der ikke kom svar."},
    )


class KlageForm(Tilfoejfejl):
    """A complaint."""

    dag = datofelt("Hvornår kom klagen?", "Vi mangler dagen. Skriv, hvornår klagen kom.")
    fra = forms.ChoiceField(label="Hvem klager?")
    klage = forms.CharField(
        label="Hvad klages der over?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, folk: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fra"].choices = [(n, n) for n in [*folk, "En anden"]]  # type: ignore[attr-defined]  # a ChoiceField


class GenvurderForm(Tilfoejfejl):
    """The answer to a complaint."""

    dag = datofelt("Dato", "Vi mangler dagen. Skriv, hvornår I genvurderede afgørelsen.")
    resultat = forms.ChoiceField(
        label="Resultat",
        choices=RESULTAT,
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvad I er kommet frem til."},
    )
    tekst = forms.CharField(
        label="Hvad har I lagt vægt på?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv kort, hvad I har lagt vægt på."},
    )


class SetForm(Tilfoejfejl):
    """A leader has seen it."""

    note = forms.CharField(label="Bemærkning", max_length=2000, required=False)


def indsatsnavne(koder: Iterable[str]) -> dict[str, str]:
    """Measures by code, with their names."""
    return {k: katalog().indsats_navn(k) for k in koder}
