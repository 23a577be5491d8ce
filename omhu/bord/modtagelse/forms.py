"""The forms of the intake: the underretning with its children, and the assessment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.queries import synlige_enheder
from omhu.bord.forms import Tilfoejfejl, begrundelsesfelt, datofelt
from omhu.kerne.cpr import Cpr, CprFejl, laes
from omhu.kerne.kalender import KOEBENHAVN
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.modtagelse.actions import Henvendelse, NytBarn
from omhu.sagsarbejde.modtagelse.opfoelgning import Kollega
from omhu.sagsarbejde.modtagelse.skema import AKUTVURDERING, FARE, JA_NEJ, UNDERRETNING
from omhu.sagsarbejde.modtagelse.vurdering import Vurdering
from omhu.sagsarbejde.tekster.models import Kladde

BARN = "barn"
BARNEFELTER = ("cpr", "navn", "foedt", "termin", "sag")
FLEST_BOERN = 12


class CprFelt(forms.Field):
    """A CPR number typed by somebody; gives what it tells. It stands in no text, so no text's rule holds for it."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Cpr | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return laes(str(value), pr=timezone.localdate())
        except CprFejl as fejl:
            raise ValidationError(f"{fejl} Ret det, eller skriv navn og fødselsdato.") from fejl


def tidsfelt(label: str, mangler: str) -> forms.TimeField:
    """A clock time as the browser's own field."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        error_messages={
            "required": mangler,
            "invalid": "Klokkeslættet kan ikke læses. Skriv det som 14.10.",
        },
    )


def tekstfelt(slags: Any, navn: str, **rest: Any) -> forms.CharField:
    """A text of a schema. How long it may be is said when it is saved, with its length."""
    f = slags.felt(navn)
    widget = forms.Textarea(attrs={"rows": f.linjer}) if f.form == "lang" else forms.TextInput()
    return forms.CharField(label=f.label, widget=widget, **{"required": False, **rest})


@dataclass(frozen=True)
class Barnerad:
    """The fields of one child on the form."""

    id: str
    nr: int
    felter: dict[str, forms.BoundField]


class UnderretningForm(Tilfoejfejl):
    """An underretning about one child or several."""

    modtaget_dag = datofelt("Modtaget", "Vi mangler den dag, I modtog underretningen.")
    modtaget_tid = tidsfelt("Klokken", "Vi mangler klokkeslættet. De 24 timer tælles fra det.")
    tekst = tekstfelt(
        UNDERRETNING,
        "tekst",
        required=True,
        error_messages={"required": "Vi mangler, hvad der er sagt. Skriv eller indsæt det."},
    )
    underretter_navn = tekstfelt(UNDERRETNING, "underretter_navn", max_length=200)
    underretter_kontakt = tekstfelt(UNDERRETNING, "underretter_kontakt", max_length=200)
    overgreb = forms.ChoiceField(
        label="Handler den om vold eller seksuelle overgreb?",
        choices=JA_NEJ,
        widget=forms.RadioSelect,
        error_messages={"required": "Vi mangler svaret. Vælg ja eller nej."},
    )
    aeresrelateret = forms.BooleanField(
        label="Der er tegn på æresrelateret konflikt eller social kontrol", required=False
    )

    def __init__(self, *args: Any, af: Bruger, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kladde: Kladde | None = None
        i_dag = timezone.localdate()
        self.fields["underretter"] = forms.ChoiceField(
            label="Hvem underretter?",
            choices=[("", "Vælg"), *koder.valg("underretter", i_dag)],
            error_messages={"required": "Vi mangler, hvem der underretter. Vælg en fra listen."},
        )
        self.fields["maade"] = forms.ChoiceField(
            label="Hvordan kom den?", choices=koder.valg("maade", i_dag)
        )
        self.fields["aarsager"] = forms.MultipleChoiceField(
            label="Hvad handler den om?",
            choices=koder.valg("aarsag", i_dag),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Vi mangler, hvad den handler om. Vælg mindst én årsag."},
        )
        if af.enhed_id is None:
            self.fields["enhed"] = forms.ModelChoiceField(
                label="Hvilken enhed skal have sagen?",
                queryset=synlige_enheder(af),
                empty_label="Vælg en enhed",
                error_messages={"required": "Vælg den enhed, der skal have sagen."},
            )
        for i in self.raekkeider():
            self._tilfoej_barn(i)

    def raekkeider(self) -> list[str]:
        """The ids of the rows that were sent, or of the one that a new form has."""
        kilde: Iterable[str] = self.data if self.is_bound else self.initial
        ider = {d[1] for n in kilde if len(d := n.split(".")) == 3 and d[0] == BARN}
        return sorted((i for i in ider if i.isdecimal()), key=int)[:FLEST_BOERN] or ["1"]

    def _tilfoej_barn(self, i: str) -> None:
        fra = f"{BARN}.{i}."
        slaa_op = {
            "autocomplete": "off",
            "hx-post": reverse("underretning_opslag"),
            "hx-trigger": "input changed delay:500ms",
            "hx-target": f"#opslag-{i}",
            "hx-params": ",".join(["csrfmiddlewaretoken", *(fra + f for f in BARNEFELTER)]),
        }
        cpr = {**slaa_op, "inputmode": "numeric", "placeholder": "ddmmåå-xxxx"}
        self.fields[f"{fra}cpr"] = CprFelt(
            label="CPR-nummer", required=False, widget=forms.TextInput(attrs=cpr)
        )
        self.fields[f"{fra}navn"] = forms.CharField(
            label="Navn",
            required=False,
            max_length=120,
            help_text="Ufødt: mors navn.",
            widget=forms.TextInput(attrs=slaa_op),
        )
        self.fields[f"{fra}foedt"] = datofelt("Fødselsdato", "", required=False)
        self.fields[f"{fra}termin"] = datofelt("Termin, hvis ufødt", "", required=False)
        self.fields[f"{fra}sag"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        for felt in BARNEFELTER:
            self.fields[fra + felt].er_filter = True  # type: ignore[attr-defined]  # no word "frivillig"

    def boern(self) -> list[Barnerad]:
        """The rows as the page shows them."""
        return [
            Barnerad(i, nr, {f: self[f"{BARN}.{i}.{f}"] for f in BARNEFELTER})
            for nr, i in enumerate(self.raekkeider(), 1)
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        cprer: set[str] = set()
        for i in self.raekkeider():
            cpr = data.get(f"{BARN}.{i}.cpr")
            if cpr and cpr.nummer in cprer:
                self.add_error(f"{BARN}.{i}.cpr", "CPR-nummeret står her to gange. Fjern det ene.")
            elif cpr:
                cprer.add(cpr.nummer)
        if not self.errors and not self.udfyldte():
            foerste = self.raekkeider()[0]
            self.add_error(
                f"{BARN}.{foerste}.cpr",
                "Vi mangler, hvem det handler om. Skriv CPR-nummer, eller navn og fødselsdato.",
            )
        return data

    def udfyldte(self) -> list[str]:
        """The ids of the rows in which something stands."""
        return [
            i
            for i in self.raekkeider()
            if any(self.cleaned_data.get(f"{BARN}.{i}.{f}") for f in BARNEFELTER)
        ]

    def nye_boern(self) -> list[NytBarn]:
        """The children, as the act takes them."""
        return [self._barn(i) for i in self.udfyldte()]

    def _barn(self, i: str) -> NytBarn:
        felt = {f: self.cleaned_data.get(f"{BARN}.{i}.{f}") for f in BARNEFELTER}
        cpr: Cpr | None = felt["cpr"]
        return NytBarn(
            cpr=cpr.nummer if cpr else "",
            navn=" ".join(str(felt["navn"] or "").split()),
            foedt=cpr.foedselsdag if cpr else felt["foedt"],
            termin=felt["termin"],
            sag=None if cpr else felt["sag"],
        )

    def henvendelse(self) -> Henvendelse:
        """What was told, as the act takes it."""
        d = self.cleaned_data
        enhed: Enhed | None = d.get("enhed")
        return Henvendelse(
            modtaget=datetime.combine(d["modtaget_dag"], d["modtaget_tid"], KOEBENHAVN),
            underretter=d["underretter"],
            aarsager=tuple(d["aarsager"]),
            overgreb=d["overgreb"] == "ja",
            aeresrelateret=d["aeresrelateret"],
            maade=d["maade"],
            tekst=d["tekst"],
            underretter_navn=d["underretter_navn"],
            underretter_kontakt=d["underretter_kontakt"],
            enhed=enhed,
        )

    def tilfoej(self, fejl: ValidationError) -> None:
        """The act counts children from 0; the form knows their rows."""
        if not hasattr(fejl, "error_dict"):
            return super().tilfoej(fejl)
        ider = self.udfyldte()
        paa_plads = {}
        for navn, liste in fejl.error_dict.items():
            dele = navn.split(".")
            if len(dele) == 3 and dele[1].isdecimal():
                navn = f"{BARN}.{ider[int(dele[1])]}.{dele[2]}"
            paa_plads[navn] = liste
        return super().tilfoej(ValidationError(paa_plads))


def foerste_felter() -> dict[str, Any]:
    """What a new form knows already."""
    nu = timezone.localtime()
    return {
        "modtaget_dag": nu.date(),
        "modtaget_tid": nu.time().replace(second=0, microsecond=0),
        "maade": "mail",
    }


def sendte_felter(data: QueryDict) -> dict[str, Any]:
    """What was typed, as the initial values of a form that is not checked yet."""
    return {n: data.getlist(n) if n == "aarsager" else data[n] for n in data}


class VurderingForm(Tilfoejfejl):
    """The assessment within 24 hours."""

    resultat = forms.ChoiceField(
        label="Er barnet i fare nu?",
        choices=FARE,
        widget=forms.RadioSelect,
        error_messages={"required": "Vi mangler svaret. Vælg, om barnet er i fare nu."},
    )
    alvor = forms.ChoiceField(
        label="Hvor alvorligt er det?",
        widget=forms.RadioSelect,
        error_messages={"required": "Vi mangler, hvor alvorligt det er. Vælg et trin."},
    )
    udfald = forms.ChoiceField(
        label="Hvad gør vi?",
        error_messages={"required": "Vi mangler, hvad I gør. Vælg en fra listen."},
    )
    risiko = tekstfelt(AKUTVURDERING, "risiko")
    beskyttelse = tekstfelt(AKUTVURDERING, "beskyttelse")
    begrundelse = tekstfelt(AKUTVURDERING, "begrundelse")
    svar = forms.CharField(label="Svar", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    udfoert_af = forms.CharField(
        label="Vurderet af",
        max_length=40,
        help_text="Initialer.",
        error_messages={"required": "Vi mangler, hvem der har vurderet. Skriv initialer."},
    )
    vurderet_dag = datofelt("Vurderet", "Vi mangler dagen. Skriv, hvornår I vurderede.")
    vurderet_tid = tidsfelt("Klokken", "Vi mangler klokkeslættet. Fristen tælles i timer.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        i_dag = timezone.localdate()
        self._valg("alvor", koder.valg("alvor", i_dag))
        self._valg("udfald", [("", "Vælg"), *koder.valg("udfald", i_dag)])

    def _valg(self, navn: str, valg: koder.Valg) -> None:
        felt = self.fields[navn]
        assert isinstance(felt, forms.ChoiceField)
        felt.choices = valg

    def er_begyndt(self) -> bool:
        """Has anything been answered (what is prefilled does not count)?"""
        return any(
            str(self.data.get(self.add_prefix(n)) or "").strip()
            for n in ("resultat", "alvor", "udfald", "risiko", "beskyttelse", "begrundelse", "svar")
        )

    def vurdering(self) -> Vurdering:
        """What was found, as the act takes it."""
        d = self.cleaned_data
        return Vurdering(
            resultat=d["resultat"],
            alvor=d["alvor"],
            udfald=d["udfald"],
            udfoert_af=d["udfoert_af"],
            vurderet=datetime.combine(d["vurderet_dag"], d["vurderet_tid"], KOEBENHAVN),
            risiko=d["risiko"],
            beskyttelse=d["beskyttelse"],
            begrundelse=d["begrundelse"],
            svar=d["svar"],
        )


def vurdering_nu(af: Bruger) -> dict[str, Any]:
    """What an assessment knows already: who and when."""
    nu = timezone.localtime()
    return {
        "udfoert_af": af.initialer or af.username,
        "vurderet_dag": nu.date(),
        "vurderet_tid": nu.time().replace(second=0, microsecond=0),
    }


class GenvurderForm(Tilfoejfejl):
    """Who took part, and what they found."""

    udfoert_af = forms.ChoiceField(
        label="Hvem deltog, der ikke før har haft sagen?",
        widget=forms.RadioSelect,
        error_messages={"required": "Vi mangler, hvem der deltog. Vælg en kollega."},
    )
    vurdering = begrundelsesfelt("Hvad viser genvurderingen?")

    def __init__(self, *args: Any, mulige: list[Kollega], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        felt = self.fields["udfoert_af"]
        assert isinstance(felt, forms.ChoiceField)
        felt.choices = [(m.bruger.initialer, _kollega(m)) for m in mulige]
        tekst = self.fields["vurdering"]
        assert isinstance(tekst, forms.CharField)
        tekst.max_length = None
        tekst.error_messages["required"] = "Vi mangler genvurderingen. Skriv, hvad I kom frem til."


def _kollega(m: Kollega) -> str:
    enhed = f", {m.bruger.enhed}" if m.bruger.enhed else ""
    return f"{m.bruger}{enhed}" + (f" ({m.har_haft_sagen})" if m.har_haft_sagen else "")


class EfterunderretForm(Tilfoejfejl):
    """What a professional was told."""

    fortalt = forms.CharField(
        label="Hvad har underretteren fået at vide?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Vi mangler, hvad der er fortalt. Skriv det."},
    )
    mere = forms.BooleanField(label="Også indsatsens art eller varighed er fortalt", required=False)
    hvorfor = forms.CharField(
        label="Hvorfor havde underretteren brug for at vide det?",
        required=False,
        help_text="Kun hvis art eller varighed er fortalt.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class IngenHandlingForm(Tilfoejfejl):
    """Why nothing more happens."""

    begrundelse = begrundelsesfelt("Hvorfor sker der ikke mere?")


def dato_af(tekst: str) -> date | None:
    """A day as a date field sends it; None for anything else."""
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        return None
