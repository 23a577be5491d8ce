"""Forms of the import pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from omhu.adgang.fritekst import UdenCpr
from omhu.indlaesning.formater.profiler import alle_profiler, medfoelgende
from omhu.indlaesning.formater.tabeller import Maaltabel, tabelkatalog
from omhu.indlaesning.tabel.moenstre import Kolonne
from omhu.regler.katalog import normaliser

MEST_I_BROWSEREN = 20_000
"""Rows that are loaded while the page waits; more go by the command line."""
FLEST_FILER = 10


def _profilvalg() -> list[tuple[str, str]]:
    return [("", "Genkend selv"), *((p, p) for p in sorted(alle_profiler()))]


def _maalvalg() -> list[tuple[str, str]]:
    return [(m.kode, m.navn) for m in tabelkatalog().maal.values() if m.kode != "tildeling"]


class FlereFiler(forms.ClearableFileInput):
    allow_multiple_selected = True


class Filfelt(forms.FileField):
    """One or more files, each within the size limit of the installation."""

    widget = FlereFiler

    def clean(self, data: Any, initial: Any = None) -> Any:
        filer = data if isinstance(data, list | tuple) and data else [data or None]
        rene: list[Any] = [super(Filfelt, self).clean(f, initial) for f in filer]
        if len(rene) > FLEST_FILER:
            raise forms.ValidationError(f"Vælg højst {FLEST_FILER} filer ad gangen.")
        for fil in rene:
            if fil.size is not None and fil.size > settings.OMHU.max_upload_mb << 20:
                raise forms.ValidationError(
                    f"En fil fylder over {settings.OMHU.max_upload_mb} MB. Indlæs den fra kommandolinjen: omhu indlaes."
                )
        return rene


class UploadForm(UdenCpr, forms.Form):
    """Files to load, and by which profile."""

    filer = Filfelt(
        label="Filer",
        allow_empty_file=True,
        help_text="CSV, Excel eller en datapakke som zip. Tidslinjeformatets to filer vælges sammen.",
        error_messages={
            "required": "Vælg en eller flere filer.",
            "invalid": "Vælg en eller flere filer.",
        },
    )
    profil = forms.ChoiceField(
        choices=_profilvalg,
        label="Profil",
        required=False,
        help_text="Bruges kun til udtræk; ellers genkendes filerne.",
    )
    kilde = forms.SlugField(
        label="Kilde",
        required=False,
        max_length=60,
        help_text="Systemet, filerne kommer fra. Samme navn hver gang, så forskellen kan findes. Tom: følger formatet.",
        error_messages={"invalid": "Brug bogstaver a-z, tal, bindestreg og understreg."},
    )


class ProevefilForm(forms.Form):
    """A sample of an extract that shall have a profile."""

    fil = Filfelt(
        label="Et udtræk",
        help_text="Det bruges til at vise kolonnerne, og kan indlæses bagefter.",
        error_messages={"required": "Vælg en fil.", "invalid": "Vælg en fil."},
    )
    maal = forms.ChoiceField(label="Hvad er en række?", choices=_maalvalg)


class KolonneForm(UdenCpr, forms.Form):
    """Which field each column becomes. Columns are numbered: their names may be anything."""

    navn = forms.SlugField(
        label="Profilens navn",
        max_length=80,
        help_text="Fx dubu-underretninger.",
        error_messages={"invalid": "Brug bogstaver a-z, tal, bindestreg og understreg."},
    )
    kilde = forms.SlugField(
        label="Kilde", max_length=60, help_text="Systemet, udtrækket kommer fra."
    )

    def __init__(self, *args: Any, maal: Maaltabel, kolonner: list[Kolonne], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.maal, self.kolonner = maal, kolonner
        valg = [
            ("", "Bruges ikke"),
            *(
                (f.kode, f"{f.navn}{' (kræves)' if f.kraevet else ''}")
                for f in maal.felter.values()
            ),
        ]
        brugte: set[str] = set()
        for nr, kolonne in enumerate(kolonner):
            gaet = _gaet(kolonne, maal, brugte)
            brugte.add(gaet)
            self.fields[f"k{nr}"] = forms.ChoiceField(
                choices=valg, required=False, initial=gaet, label=kolonne.navn
            )

    def raekker(self) -> list[tuple[Kolonne, forms.BoundField]]:
        """(column, its field) for the table on the page."""
        return [(k, self[f"k{nr}"]) for nr, k in enumerate(self.kolonner)]

    def felter(self) -> dict[str, str]:
        """Field -> heading, as a profile keeps it."""
        return {
            self.cleaned_data[f"k{nr}"]: k.navn
            for nr, k in enumerate(self.kolonner)
            if self.cleaned_data[f"k{nr}"]
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        valgte = [str(data[f"k{nr}"]) for nr in range(len(self.kolonner)) if data.get(f"k{nr}")]
        dobbelte = {v for v in valgte if valgte.count(v) > 1}
        for felt in dobbelte:
            self.add_error(
                None, f"»{self.maal.felter[felt].navn}« er valgt for to kolonner. Vælg den ene."
            )
        for felt in self.maal.kraevede:
            if felt not in valgte:
                self.add_error(None, f"Vælg den kolonne, der er »{self.maal.felter[felt].navn}«.")
        if not {"sag_id", "cpr", "barn_id"} & set(valgte):
            self.add_error(None, "Vælg den kolonne, der har sagsnummer eller CPR-nummer.")
        return data


def _gaet(kolonne: Kolonne, maal: Maaltabel, brugte: set[str]) -> str:
    navn = normaliser(kolonne.navn)
    for profil in medfoelgende().values():
        if profil.maal == maal.kode:
            for felt, navne in profil.felter.items():
                if felt not in brugte and navn in map(normaliser, navne):
                    return felt
    if kolonne.art == "cpr" and "cpr" in maal.felter and "cpr" not in brugte:
        return "cpr"
    return next(
        (
            f.kode
            for f in maal.felter.values()
            if f.kode not in brugte and normaliser(f.navn) == navn
        ),
        "",
    )
