"""The forms of a round. They check what is typed; what may be done is asked of `actions`."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from omhu.adgang.formfelter import Tilfoejfejl, datofelt, uden_frivillig
from omhu.adgang.models import Bruger, Enhed
from omhu.kerne.kalender import Kalender
from omhu.kerne.ord_om_tid import antal as talt
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.tilsyn.models import Konceptudgave, Udtraek
from omhu.tilsyn.runder import koncept as koncepter
from omhu.tilsyn.runder.actions import Ny, Oensket
from omhu.tilsyn.runder.ramme import TILSTANDE, Valg
from omhu.tilsyn.runder.risiko import RISICI
from omhu.tilsyn.runder.udtraek import GRUPPER

STOERSTE_FIL = 200_000
MANGLER_DAG = "Vi mangler datoen."
UDELUK = [
    (0, "Nej"),
    (3, "Ja, de seneste 3 måneder"),
    (6, "Ja, de seneste 6 måneder"),
    (12, "Ja, det seneste år"),
]
Slags = Udtraek.Slags
HELE, PR_TRIN = "hele", "trin"


def _kryds(
    label: str, valg: Sequence[tuple[Any, str]], hjaelp: str = ""
) -> forms.MultipleChoiceField:
    felt = forms.MultipleChoiceField(
        label=label,
        choices=list(valg),
        required=False,
        help_text=hjaelp,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Det kan ikke vælges længere. Vælg igen."},
    )
    uden_frivillig(felt)
    return felt


def _tal(
    label: str, mindst: int, hoejst: int, hjaelp: str = "", *, kraevet: bool = False
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=mindst,
        max_value=hoejst,
        required=kraevet,
        help_text=hjaelp,
        error_messages={
            "required": "Skriv et tal.",
            "invalid": "Skriv et helt tal.",
            "min_value": f"Skriv mindst {mindst}.",
            "max_value": f"Skriv højst {hoejst}.",
        },
    )


class AabenFlervalg(forms.MultipleChoiceField):
    """Takes what is not among its choices too."""

    def valid_value(self, value: Any) -> bool:
        """Anything: what is unknown is passed over later."""
        return True


class NyRundeForm(Tilfoejfejl):
    """Concept, unit and window; the rest is filled in."""

    udgave = forms.ChoiceField(label="Koncept")
    enhed = forms.ChoiceField(label="Enhed", required=False)
    fra = datofelt("Periode fra", MANGLER_DAG)
    til = datofelt("Til og med", MANGLER_DAG)
    navn = forms.CharField(
        label="Navn",
        max_length=120,
        required=False,
        help_text="Tom: konceptet, enheden og måneden.",
    )
    laeses_inden = datofelt("Læses inden")
    tilstand = forms.ChoiceField(label="Hvilke sager?", choices=list(TILSTANDE.items()))
    hvad = forms.ChoiceField(
        label="Hvad trækkes?",
        choices=[
            ("", "Det, konceptet lægger op til"),
            (HELE, "Hele sager"),
            (PR_TRIN, "Sager ved et sagstrin, de har haft i perioden"),
        ],
        required=False,
    )
    dobbelt = _tal("Læses af to, procent", 0, 100, "Viser, om to læsere svarer ens.")
    udeluk = forms.TypedChoiceField(
        label="Udelad sager, der nyligt var med i tilsyn?",
        choices=UDELUK,
        coerce=int,
        required=False,
        empty_value=None,
    )
    formaal = forms.CharField(
        label="Formål", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    froe = forms.CharField(
        label="Frø",
        max_length=64,
        required=False,
        help_text="Tom: dagen og rammens aftryk. Skriv fx ugens lottotal, hvis ingen må kunne vælge det.",
    )

    def __init__(
        self,
        *args: Any,
        udgaver: Sequence[Konceptudgave],
        enheder: Sequence[Enhed],
        alle_enheder: bool,
        sagstyper: Sequence[str],
        raadgivere: Sequence[Bruger],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for felt in (
            "enhed",
            "navn",
            "laeses_inden",
            "dobbelt",
            "udeluk",
            "hvad",
            "formaal",
            "froe",
        ):
            uden_frivillig(self.fields[felt])
        self.udgaver = {str(u.pk): u for u in udgaver}
        felter = cast("dict[str, Any]", self.fields)
        felter["udgave"].choices = [(str(u.pk), u.koncept.navn) for u in udgaver]
        alle = [("", "Alle enheder")] if alle_enheder else []
        felter["enhed"].choices = [*alle, *((str(e.pk), e.navn) for e in enheder)]
        self.fields["sagstyper"] = _kryds(
            "Sagstyper", [(s, s) for s in sagstyper], "Ingen valgt: alle."
        )
        self.fields["raadgivere"] = _kryds(
            "Rådgivere", [(str(b.pk), str(b)) for b in raadgivere], "Ingen valgt: alle."
        )
        valgt = self.udgaver.get(str(self["udgave"].value() or ""))
        self.koncept = koncepter.koncept_af(valgt) if valgt else None
        trin = (
            [(t.kode, t.navn) for t in koncepter.trin_at_traekke(self.koncept)]
            if self.koncept
            else []
        )
        # Those ticked for another concept than the one chosen are not refused, but passed over (`_trin`).
        self.fields["trin"] = AabenFlervalg(
            label="Sagstrin",
            choices=trin,
            required=False,
            help_text="Ingen valgt: alle i konceptet.",
            widget=forms.CheckboxSelectMultiple,
        )

    def ny(self) -> Ny:
        """What the act is to make."""
        d = self.cleaned_data
        udgave = self.udgaver[d["udgave"]]
        koncept = koncepter.koncept_af(udgave)
        enhed = int(d["enhed"]) if d["enhed"] else None
        return Ny(
            navn=d["navn"] or self._navn(udgave, d["enhed"], d["til"]),
            udgave=udgave,
            valg=Valg(
                fra=d["fra"],
                til=d["til"],
                enhed=enhed,
                tilstand=d["tilstand"],
                sagstyper=tuple(d["sagstyper"]),
                trin=self._trin(koncept),
                raadgivere=tuple(int(pk) for pk in d["raadgivere"]),
                udeluk_maaneder=d["udeluk"] or 0,
            ),
            formaal=d["formaal"],
            dobbelt=d["dobbelt"] or 0,
            froe=d["froe"],
            laeses_inden=d["laeses_inden"],
        )

    def _trin(self, koncept: Tilsynskoncept) -> tuple[str, ...]:
        koder = self.cleaned_data["trin"]
        mulige = tuple(t.kode for t in koncepter.trin_at_traekke(koncept))
        valgte = tuple(kode for kode in mulige if kode in koder)
        pr_trin = valgte or self.cleaned_data["hvad"] == PR_TRIN
        pr_trin = pr_trin or (not self.cleaned_data["hvad"] and koncepter.pr_sagstrin(koncept))
        return (valgte or mulige) if pr_trin else ()

    def _navn(self, udgave: Konceptudgave, enhed: str, til: date) -> str:
        navne = dict(cast("dict[str, Any]", self.fields)["enhed"].choices)
        return f"{udgave.koncept.navn}, {navne.get(enhed, enhed)}, {til:%m.%Y}"[:120]


def foreslaaet_periode(i_dag: date) -> tuple[date, date]:
    """A year to today: what the national templates look back (ledelsestilsyn.md 1.3)."""
    return Kalender().laeg_til(i_dag, "maaneder", -12) + timedelta(1), i_dag


class TraekForm(Tilfoejfejl):
    """One draw, and who reads."""

    slags = forms.ChoiceField(
        label="Hvordan vælges sagerne?", choices=Slags.choices, widget=forms.RadioSelect
    )
    grupper = _kryds("Grupper efter", list(GRUPPER.items()))
    mindst = _tal("Fra hver gruppe", 0, 1000)
    tag_alle = forms.BooleanField(label="Tag alle fra de grupper, der har færre", required=False)
    i_alt = _tal("Sager i alt fra grupperne", 1, 100_000, "Tom: netop tallet fra hver gruppe.")
    """Of its own: a number meant for another kind of draw is not carried into the groups."""
    antal = _tal("Sager i alt", 1, 100_000)
    risici = _kryds("Træk sager med", [(r.kode, r.navn) for r in RISICI.values()])
    liste = forms.CharField(
        label="Sagsnumre, ét på hver linje",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    fil = forms.FileField(
        label="Eller en fil med numrene",
        required=False,
        help_text="Tekst eller CSV; numrene står i første kolonne.",
    )
    begrundelse = forms.CharField(label="Begrundelse for udtrækket", required=False, max_length=500)
    kendte = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """How many draws there were when the page was shown; the page tells it, no draft does."""

    def __init__(
        self,
        *args: Any,
        koncept: Tilsynskoncept,
        kandidater: dict[str, list[Bruger]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for felt in ("grupper", "mindst", "i_alt", "antal", "risici", "liste", "fil"):
            uden_frivillig(self.fields[felt])
        self.niveauer = [n for n in koncept.niveauer if kandidater.get(n.kode)]
        self.folk = {str(b.pk): b for folk in kandidater.values() for b in folk}
        for n in self.niveauer:
            navne = [(str(b.pk), _med_enhed(b)) for b in kandidater[n.kode]]
            self.fields[f"laesere_{n.kode}"] = _kryds(f"Læsere: {n.navn}", navne)

    def clean_fil(self) -> list[str]:
        """The numbers of the file; a file that cannot be read is refused, and the list that was typed is kept."""
        fil = self.cleaned_data["fil"]
        return numre_i_fil(fil) if fil else []

    def oensket(self) -> Oensket:
        """The draw that is asked for."""
        d = self.cleaned_data
        slags = d["slags"]
        grupper = (
            d["grupper"]
            if slags == Slags.STRATIFICERET
            else d["risici"]
            if slags == Slags.RISIKO
            else []
        )
        return Oensket(
            slags=slags,
            antal=d["i_alt" if slags == Slags.STRATIFICERET else "antal"] or 0,
            grupper=tuple(grupper),
            mindst=(d["mindst"] or 0) if slags == Slags.STRATIFICERET else 0,
            tag_alle=d["tag_alle"],
            liste=(*linjer(d["liste"]), *d["fil"]) if slags == Slags.LISTE else (),
            begrundelse=d["begrundelse"],
        )

    def laesere(self) -> dict[str, list[Bruger]]:
        """Level -> the readers chosen."""
        return {
            n.kode: [self.folk[pk] for pk in self.cleaned_data[f"laesere_{n.kode}"]]
            for n in self.niveauer
        }

    @property
    def laeserfelter(self) -> list[Any]:
        """The fields of readers, level by level."""
        return [self[f"laesere_{n.kode}"] for n in self.niveauer]


def _med_enhed(b: Bruger) -> str:
    return f"{b}, {b.enhed}" if b.enhed else f"{b}, {b.get_rolle_display().lower()}"


def linjer(tekst: str) -> list[str]:
    """
    >>> linjer(" 2024-1 \\n\\n2024-2;x\\n")
    ['2024-1', '2024-2;x']
    """
    return [x.strip() for x in tekst.splitlines() if x.strip()]


def numre_i_fil(fil: Any) -> list[str]:
    """The first column of a text or CSV file; a heading without a digit is passed over."""
    if (fil.size or 0) > STOERSTE_FIL:
        raise ValidationError(
            "Filen er for stor til at være en liste over sagsnumre. Vælg en anden."
        )
    raa = fil.read()
    try:
        tekst = raa.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = raa.decode("latin-1")
    if "\x00" in tekst:
        raise ValidationError("Filen er ikke tekst. Gem den som CSV eller tekst, og vælg den igen.")
    prikker = ";" if ";" in tekst else "\t" if "\t" in tekst else ","
    celler = [r[0].strip() for r in csv.reader(io.StringIO(tekst), delimiter=prikker) if r]
    if celler and not any(c.isdigit() for c in celler[0]):
        celler = celler[1:]
    return [c for c in celler if c]


class GrundForm(Tilfoejfejl):
    """Why."""

    grund = forms.CharField(
        label="Hvorfor?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Skriv uden navne på børn og forældre. Grunden står i rapporten.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        uden_frivillig(self.fields["grund"])


class MeldForm(Tilfoejfejl):
    """One's own case, and why it is good to learn from."""

    sag = forms.ChoiceField(label="Sag", error_messages={"required": "Vælg en sag."})
    begrundelse = forms.CharField(
        label="Hvorfor er sagen god at lære af?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv, hvorfor sagen er god at lære af."},
    )

    def __init__(self, *args: Any, sager: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["sag"]).choices = list(sager)


class OmfordelForm(Tilfoejfejl):
    """Who reads it instead."""

    til = forms.ChoiceField(
        label="Hvem skal læse den?", error_messages={"required": "Vælg en læser."}
    )

    alle = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, folk: Sequence[Bruger], fra: str = "", andre: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "alle"
        ].label = f"Giv også de andre {talt(andre, 'sag', 'sager')} på niveauet videre, som {fra} ikke har låst"
        if not andre:
            del self.fields["alle"]
        cast("Any", self.fields["til"]).choices = [
            ("", "Vælg en læser"),
            *((str(b.pk), _med_enhed(b)) for b in folk),
        ]


def i_dag() -> date:
    """Today, here."""
    return timezone.localdate()
