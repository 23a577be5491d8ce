"""The forms of the journal: a note, a file, a correction, and the narrowing of the list."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import IO, Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from omhu.adgang.formfelter import Tilfoejfejl, datofelt
from omhu.bord.forms import begrundelsesfelt
from omhu.bord.tekstside import TekstForm
from omhu.kerne.kalender import KOEBENHAVN
from omhu.sagsarbejde.journal.actions import Fil, hoejst_mb
from omhu.sagsarbejde.journal.filtyper import VAELG
from omhu.sagsarbejde.journal.skema import DOKUMENTSLAGS, RETNINGER


def tidsfelt() -> forms.TimeField:
    """A time of day as the browser's own field; may be left out."""
    return forms.TimeField(
        label="Klokken",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Klokkeslættet kan ikke læses. Skriv det som 14.10."},
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )


class MedDag(TekstForm):
    """A text that an act dates: the day first."""

    def __init__(self, *args: Any, med_grund: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"] = datofelt(
            "Hvornår skete det?", "Vi mangler datoen. Skriv den dag, det skete."
        )
        if med_grund:
            self.fields["begrundelse"] = begrundelsesfelt("Hvad rettes, og hvorfor?")

    def sket(self) -> date | datetime:
        """The day, or the instant where a time is given."""
        dag: date = self.cleaned_data["dag"]
        tid: time | None = self.cleaned_data.get("tid")
        return datetime.combine(dag, tid, KOEBENHAVN) if tid else dag

    def skridtfelter(self) -> dict[str, str]:
        """What the act itself holds beside its date."""
        return {}


class NotatForm(MedDag):
    """A note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tid"] = tidsfelt()
        self.fields["emne"] = forms.CharField(
            label="Overskrift",
            max_length=120,
            error_messages={
                "required": "Vi mangler overskriften. Skriv kort, hvad det handlede om."
            },
        )
        self.fields["tekst"].required = True
        self.fields["tekst"].error_messages["required"] = "Notatet er tomt. Skriv, hvad der skete."
        self.order_fields(
            ["dag", "tid", "slags", "deltagere", "emne", "tekst", "begrundelse", "paa"]
        )

    def skridtfelter(self) -> dict[str, str]:
        return {"emne": self.cleaned_data["emne"]}


class DokumentForm(MedDag):
    """The words about a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"].label = "Dokumentets dato"
        self.fields["retning"] = forms.ChoiceField(
            label="Retning",
            choices=RETNINGER,
            initial="ind",
            widget=forms.RadioSelect,
            error_messages={
                "required": "Vælg, om filen er kommet til os, sendt af os eller intern."
            },
        )
        self.fields["slags"] = forms.ChoiceField(
            label="Hvad er det?", choices=[("", "Vælg"), *DOKUMENTSLAGS], required=False
        )
        self.fields["titel"].required = True
        self.fields["titel"].error_messages["required"] = (
            "Vi mangler titlen. Skriv kort, hvad filen er."
        )
        self.order_fields(
            [
                "fil",
                "dag",
                "retning",
                "slags",
                "titel",
                "fra",
                "til",
                "bemaerkning",
                "begrundelse",
                "paa",
            ]
        )

    def skridtfelter(self) -> dict[str, str]:
        return {"retning": self.cleaned_data["retning"], "slags": self.cleaned_data["slags"]}


class NytDokumentForm(DokumentForm):
    """A file with its words. A browser never sends a file twice by itself, so one that was refused is chosen again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fil"] = forms.FileField(
            label="Fil",
            help_text=f"PDF, billede, Word, Excel, tekst, mail, lyd eller film. Højst {hoejst_mb()} MB.",
            widget=forms.FileInput(attrs={"accept": VAELG}),
            allow_empty_file=True,  # told by the act, with what to do
            error_messages={
                "required": "Vi mangler filen. Vælg den igen; det, du har skrevet, står her endnu.",
                "invalid": "Filen kom ikke med. Vælg den igen.",
                "max_length": "Filens navn er for langt. Giv den et kortere navn, og vælg den igen.",
            },
        )
        self.order_fields(["fil", "dag", "retning", "slags", "titel", "fra", "til", "bemaerkning"])

    def sendt_fil(self) -> Fil:
        """What the browser sent."""
        fil: UploadedFile[Any] = self.cleaned_data["fil"]
        return Fil(cast("IO[bytes]", fil.file), fil.name or "", fil.size or 0)


class Soegeform(Tilfoejfejl):
    """Words sought within one case; they travel in the body."""

    med_cpr = ("q",)
    q = forms.CharField(label="Søg i sagen", required=False, max_length=80)


class Listeform(forms.Form):
    """What the list is narrowed to; all of it may stand in an address."""

    slags = forms.ChoiceField(label="Vis", required=False)
    person = forms.TypedChoiceField(
        label="Skrevet af", required=False, coerce=int, empty_value=None
    )
    fra = datofelt("Fra")
    til = datofelt("Til")

    def __init__(self, *args: Any, slags: Any, personer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slags"].choices = slags  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["person"].choices = personer  # type: ignore[attr-defined]  # the same

    def clean(self) -> dict[str, Any]:
        """The period must not end before it begins."""
        data = super().clean() or {}
        if data.get("fra") and data.get("til") and data["til"] < data["fra"]:
            self.add_error("til", "Slutdagen ligger før den første dag. Byt dem om.")
        return data


class AnmodningForm(Tilfoejfejl):
    """A request for aktindsigt."""

    dag = datofelt("Hvornår fik vi anmodningen?", "Vi mangler datoen. Fristen regnes fra den.")
    hvem = forms.ChoiceField(
        label="Hvem beder?",
        widget=forms.RadioSelect,
        error_messages={"required": "Vælg, hvem der beder om aktindsigt."},
    )
    navn = forms.CharField(
        label="Navn, hvis det er en anden",
        required=False,
        max_length=120,
        help_text="Eller forbindelsen til barnet.",
    )
    omfang = forms.CharField(
        label="Hvad bedes der om?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        initial="Hele sagen",
    )
    log = forms.BooleanField(label="Der bedes også om, hvem der har set sagen", required=False)

    def __init__(self, *args: Any, hvem: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hvem"].choices = hvem  # type: ignore[attr-defined]  # a ChoiceField


class ForlaengForm(Tilfoejfejl):
    """A longer deadline."""

    ny_frist = datofelt(
        "Ny dag for svaret", "Vi mangler den nye dag. Skriv, hvornår svaret kommer."
    )
    begrundelse = begrundelsesfelt("Hvorfor tager det længere?")


def nu() -> dict[str, Any]:
    """Today and the clock, for a new note."""
    tid = timezone.localtime()
    return {"dag": tid.date(), "tid": tid.time().replace(second=0, microsecond=0)}
