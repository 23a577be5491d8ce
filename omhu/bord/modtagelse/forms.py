"""The forms of the intake: the underretning with its children, and the assessment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from omhu.adgang.formfelter import Tilfoejfejl, datofelt
from omhu.adgang.models import Bruger, Enhed
from omhu.bord.forms import begrundelsesfelt
from omhu.bord.modtagelse.boerneform import BoerneForm, tekstfelt, tidsfelt
from omhu.kerne.kalender import KOEBENHAVN
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.modtagelse.actions import Henvendelse
from omhu.sagsarbejde.modtagelse.henvendelse import FraFamilien
from omhu.sagsarbejde.modtagelse.opfoelgning import Kollega
from omhu.sagsarbejde.modtagelse.skema import (
    AKUTVURDERING,
    FARE,
    HENVENDELSE,
    JA_NEJ,
    UNDERRETNING,
)
from omhu.sagsarbejde.modtagelse.vurdering import Vurdering


class UnderretningForm(BoerneForm):
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
    beskyttet = forms.BooleanField(
        label="Navnet skal beskyttes for parterne",
        required=False,
        help_text="Det foreslås streget over ved aktindsigt.",
    )
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
        super().__init__(*args, af=af, **kwargs)
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
            beskyttet=d["beskyttet"],
            enhed=enhed,
        )


class HenvendelseForm(BoerneForm):
    """A family, or the young person, asks for help."""

    dag = datofelt("Hvornår?", "Vi mangler den dag, familien henvendte sig.")
    navn = tekstfelt(HENVENDELSE, "navn", max_length=200)
    kontakt = tekstfelt(HENVENDELSE, "kontakt", max_length=200)
    tekst = tekstfelt(
        HENVENDELSE,
        "tekst",
        required=True,
        error_messages={"required": "Vi mangler, hvad familien fortæller. Skriv det."},
    )
    oenske = tekstfelt(HENVENDELSE, "oenske")
    barnets_ord = tekstfelt(HENVENDELSE, "barnets_ord")

    def __init__(self, *args: Any, af: Bruger, **kwargs: Any) -> None:
        super().__init__(*args, af=af, **kwargs)
        i_dag = timezone.localdate()
        self.fields["fra"] = forms.ChoiceField(
            label="Hvem henvender sig?",
            choices=[("", "Vælg"), *koder.valg("henvender", i_dag)],
            error_messages={"required": "Vi mangler, hvem der henvender sig. Vælg en fra listen."},
        )
        self.fields["maade"] = forms.ChoiceField(
            label="Hvordan?", choices=koder.valg("maade", i_dag)
        )

    def henvendelse(self) -> FraFamilien:
        """What was told, as the act takes it."""
        egne = ("dag", "fra", "maade", "tekst", "oenske", "barnets_ord", "navn", "kontakt")
        d = self.cleaned_data
        return FraFamilien(**{n: d[n] for n in egne}, enhed=d.get("enhed"))


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
