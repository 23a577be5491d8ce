"""The fields of each kind of step as people fill them in: label, choices, help. Names are the catalogue's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django import forms

from omhu.adgang.formfelter import datovaelger
from omhu.regler.katalog import Skridtart, katalog
from omhu.sagsarbejde.afgoerelse.skema import ADVOKATSVAR, GRUNDLAG
from omhu.sagsarbejde.journal.skema import DOKUMENTSLAGS, RETNINGER
from omhu.sagsarbejde.lukning.koder import AARSAGER
from omhu.sagsarbejde.modtagelse import koder


class Slags(Enum):
    """How a field is filled in."""

    TEKST = "tekst"
    LANG = "lang"
    VALG = "valg"
    DATO = "dato"
    TAL = "tal"
    INDSATS = "indsats"


JA_NEJ = (("ja", "Ja"), ("nej", "Nej"))


@dataclass(frozen=True)
class Felt:
    """One field. `mangler` is what we say when it is empty and needed; `forvalg` its first value."""

    label: str
    slags: Slags = Slags.TEKST
    valg: tuple[tuple[str, str], ...] = ()
    hjaelp: str = ""
    mangler: str = ""
    forvalg: str = ""


def _valg(label: str, *valg: tuple[str, str], mangler: str = "", forvalg: str = "") -> Felt:
    return Felt(label, Slags.VALG, valg, mangler=mangler, forvalg=forvalg)


BEGRUNDELSE = Felt(
    "Begrundelse",
    Slags.LANG,
    hjaelp="Så en anden kan forstå den uden at spørge dig.",
    mangler="Vi mangler begrundelsen. Skriv, hvorfor.",
)
FELTER: dict[str, Felt] = {
    "afsender": Felt(
        "Hvem underretter?",
        hjaelp="Fx skole, sundhedsplejerske, nabo.",
        mangler="Vi mangler, hvem der underretter. Skriv fx skole eller nabo.",
    ),
    "anonym": _valg("Er underretteren anonym?", *JA_NEJ),
    "overgreb": _valg("Handler den om vold eller seksuelle overgreb?", *JA_NEJ),
    "skaerpet": _valg("Er underretteren fagperson med skærpet pligt?", *JA_NEJ),
    "aeresrelateret": _valg("Er der tegn på æresrelateret konflikt?", *JA_NEJ),
    "funktionsnedsaettelse": _valg("Har den unge en betydelig funktionsnedsættelse?", *JA_NEJ),
    "aarsager": Felt("Hvad handler den om?"),
    "resultat": Felt("Resultat", mangler="Vi mangler resultatet. Vælg et."),
    "udfoert_af": Felt(
        "Udført af",
        hjaelp="Initialer.",
        mangler="Vi mangler, hvem der har gjort det. Skriv initialer.",
    ),
    "art": Felt("Hvilken slags?"),
    "vedroerer_aktuelle_forhold": _valg("Angår den de aktuelle forhold?", *JA_NEJ, forvalg="ja"),
    "begrundet_stillingtagen": _valg("Er der en begrundet stillingtagen?", *JA_NEJ),
    "startdato_anfoert_i_bfu": Felt("Startdato anført i undersøgelsen", Slags.DATO),
    "udslagsgivende_anfoert_i_bfu": Felt(
        "Udslagsgivende begivenhed anført i undersøgelsen", Slags.DATO
    ),
    "emner": Felt(
        "Hvilken indsats talte I om?",
        Slags.INDSATS,
        hjaelp="Samtalen tæller kun for de indsatser, den angik.",
    ),
    "begrundelse": BEGRUNDELSE,
    "alternativ_kilde": Felt("Hvor kender I barnets holdning fra?"),
    "bedoemmer_enig": _valg("Er bedømmeren enig?", *JA_NEJ),
    "foranstaltninger": Felt(
        "Indsatser",
        Slags.INDSATS,
        mangler="Vi mangler, hvilken indsats afgørelsen angår. Vælg mindst en.",
    ),
    "foranstaltning": Felt(
        "Indsats", Slags.INDSATS, mangler="Vi mangler, hvilken indsats det angår. Vælg mindst en."
    ),
    "foreloebig": _valg("Er den foreløbig?", *JA_NEJ),
    "samtykke": _valg("Er der samtykke?", *JA_NEJ),
    "akut": _valg("Er den akut?", *JA_NEJ),
    "barnets_plan": _valg("Er det besluttet at lave en plan?", *JA_NEJ),
    "dato_fastsat_ud_fra": Felt("Hvad er datoen fastsat ud fra?"),
    "genbehandles": Felt("Skal behandles igen", Slags.DATO),
    "sted": Felt("Sted"),
    "naeste": Felt("Næste opfølgning", Slags.DATO, hjaelp="Kun hvis I har aftalt en dag."),
    "rytme_maaneder": Felt("Derefter hver (måneder)", Slags.TAL),
    "aarsag": Felt("Årsag"),
    "emne": Felt("Emne", Slags.LANG),
    "tema": Felt("Tema", mangler="Vi mangler temaet."),
    "svar": Felt("Svar", mangler="Vi mangler svaret."),
    "note": Felt("Note", Slags.LANG),
    "ny_frist": Felt("Ny frist", Slags.DATO, mangler="Vi mangler den nye frist. Vælg en dag."),
    "fra": Felt(
        "Hvem har givet samtykke?",
        hjaelp="Fx mor, far, den unge.",
        mangler="Vi mangler, hvem der har givet samtykke.",
    ),
    "initialer": Felt(
        "Ny rådgivers initialer", mangler="Vi mangler initialerne på den nye rådgiver."
    ),
    "regel": Felt("Regel", mangler="Vi mangler reglens id."),
}
VED_ART: dict[tuple[str, str], Felt] = {
    ("HENVENDELSE", "fra"): _valg(
        "Hvem henvender sig?",
        *koder.alle_valg("henvender"),
        mangler="Vi mangler, hvem der henvender sig. Vælg en.",
    ),
    ("HENVENDELSE", "maade"): _valg("Hvordan?", *koder.alle_valg("maade")),
    ("UNDERRETNING", "maade"): _valg("Hvordan kom den?", *koder.alle_valg("maade")),
    ("PLAN_UDLEVERET", "til"): Felt("Hvem fik den?"),
    ("DOKUMENT", "retning"): _valg(
        "Retning", *RETNINGER, mangler="Vælg, om den er til os, fra os eller intern."
    ),
    ("DOKUMENT", "slags"): _valg("Hvad er det?", *DOKUMENTSLAGS),
    ("SCREENING", "bfu_grund"): Felt("Grund, der kræver en undersøgelse"),
    ("UDTALELSE_ANMODET", "fra"): Felt(
        "Hvem beder vi?",
        hjaelp="Navn eller rolle.",
        mangler="Vi mangler, hvem I beder. Skriv navn eller rolle.",
    ),
    ("UDTALELSE_ANMODET", "naeste"): Felt(
        "Svar senest", Slags.DATO, mangler="Vi mangler dagen. Skriv, hvornår I vil have svar."
    ),
    ("UDTALELSE_ANMODET", "om"): Felt("Hvad beder vi om?"),
    ("UDTALELSE_ANMODET", "punkt"): Felt("Punkt i undersøgelsesplanen"),
    ("UDTALELSE_MODTAGET", "fra"): Felt(
        "Hvem er den fra?", mangler="Vi mangler, hvem den er fra. Skriv navn eller rolle."
    ),
    ("BFU_AFSLUTTET", "mangler"): Felt("Manglede ved afslutningen"),
    ("AFDAEKNING_AFSLUTTET", "mangler"): Felt("Manglede ved afslutningen"),
    ("SAG_LUKKET", "aarsag"): _valg("Hvorfor lukkes sagen?", *AARSAGER),
    ("SAG_LUKKET", "trods"): Felt("Lukket, selv om noget var åbent, fordi"),
    ("AFGOERELSE", "indstillet"): Felt("Indstilling sendt til udvalget", Slags.DATO),
    ("AFGOERELSE", "advokat"): _valg("Er parterne tilbudt en gratis advokat?", *ADVOKATSVAR),
    ("AFGOERELSE", "grundlag"): _valg("Hvad bygger afgørelsen på?", *GRUNDLAG),
    ("AKUTVURDERING", "resultat"): _valg(
        "Er der akut behov for støtte?",
        ("akut", "Ja, akut"),
        ("ikke_akut", "Nej, ikke akut"),
        mangler="Vi mangler vurderingen. Vælg, om der er akut behov.",
    ),
    ("SCREENING", "resultat"): _valg(
        "Hvad førte screeningen til?",
        ("ingen", "Ingen undersøgelse"),
        ("afdaekning", "Afdækning"),
        ("bfu", "Børnefaglig undersøgelse"),
        mangler="Vi mangler resultatet. Vælg et.",
    ),
    ("BFU_AFSLUTTET", "art"): _valg(
        "Hvilken undersøgelse?",
        ("ny", "Ny undersøgelse"),
        ("opdatering", "Opdatering"),
        ("tidligere", "Tidligere undersøgelse"),
        forvalg="ny",
    ),
    ("BFU_AFSLUTTET", "udfoert_af"): _valg(
        "Udført af",
        ("egen_kommune", "Egen kommune"),
        ("anden_kommune", "Anden kommune"),
        ("ekstern", "Ekstern"),
        forvalg="egen_kommune",
    ),
    ("BOERNESAMTALE", "udfoert_af"): _valg(
        "Hvem talte med barnet?",
        ("myndighed", "Rådgiveren selv"),
        ("ekstern", "En ekstern"),
        ("leverandoer", "Leverandøren"),
        ("plejefamilie", "Plejefamilien"),
        ("anbringelsessted", "Anbringelsesstedet"),
        forvalg="myndighed",
    ),
    ("TILSYNSSAMTALE", "sted"): _valg(
        "Hvor talte I sammen?",
        ("anbringelsessted", "På anbringelsesstedet"),
        ("skole", "Skole"),
        ("efterskole", "Efterskole"),
        ("kommunen", "Hos kommunen"),
        ("andet", "Andet sted"),
        mangler="Vi mangler stedet. Besøget tæller kun på anbringelsesstedet.",
    ),
    ("OPMAERKSOMHEDSPUNKT", "art"): _valg(
        "Hvilken slags?",
        ("langsommelighed", "Langsommelighed"),
        ("passivitet", "Passivitet"),
        ("forkert_faglig_vurdering", "Forkert faglig vurdering"),
        mangler="Vi mangler slagsen. Vælg en.",
    ),
}
LEDERENS = {("BOERNESAMTALE_FRAVALGT", "bedoemmer_enig")}
"""Fields that a leader fills in on a page of its own; a waiver that is corrected is to be answered anew."""
DATOFELTER = {"samtale": "Vi mangler datoen for samtalen. Skriv den dag, I talte sammen."}


def felt(art: str, navn: str) -> Felt:
    """How a field of a kind is shown; one that has no entry is plain text under its own name."""
    return VED_ART.get((art, navn)) or FELTER.get(navn) or Felt(navn.replace("_", " ").capitalize())


def mangler_dato(art: Skridtart) -> str:
    """What we say when the day of a step is missing."""
    return DATOFELTER.get(art.gruppe, "Vi mangler datoen. Skriv den dag, det skete.")


def formfelter(art: Skridtart, kendte_indsatser: list[str]) -> dict[str, forms.Field]:
    """Django fields of a kind. Measures of the case come as boxes, all others in a list below them."""
    felter: dict[str, forms.Field] = {}
    for navn in art.felter:
        if (art.kode, navn) in LEDERENS:
            continue
        f = felt(art.kode, navn)
        if f.slags is Slags.INDSATS:
            felter |= _indsatsfelter(navn, f, kendte_indsatser)
        else:
            felter[navn] = _formfelt(f, kraevet=navn in art.kraevede)
    return felter


def _formfelt(f: Felt, *, kraevet: bool) -> forms.Field:
    fejl = {"required": f.mangler or f"Vi mangler »{f.label.lower()}«."}
    faelles: Any = {
        "label": f.label,
        "required": kraevet,
        "help_text": f.hjaelp,
        "error_messages": fejl,
    }
    if f.slags is Slags.VALG:
        valg = list(f.valg) if kraevet or f.forvalg else [("", "Ikke angivet"), *f.valg]
        return forms.ChoiceField(choices=valg, widget=forms.RadioSelect, **faelles)
    if f.slags is Slags.DATO:
        return forms.DateField(widget=datovaelger(), **faelles)
    if f.slags is Slags.TAL:
        return forms.IntegerField(min_value=1, max_value=60, localize=False, **faelles)
    bred = forms.Textarea(attrs={"rows": 3}) if f.slags is Slags.LANG else forms.TextInput()
    return forms.CharField(
        max_length=2000 if f.slags is Slags.LANG else 120, widget=bred, **faelles
    )


ANDEN = "_anden"
ALMINDELIGE = {"stoette", "anbringelse"}
"""Groups of measures offered as boxes where the case has known none yet."""


def _indsatsfelter(navn: str, f: Felt, kendte: list[str]) -> dict[str, forms.Field]:
    k = katalog()
    kasser = kendte or [i.kode for i in k.indsatser.values() if ALMINDELIGE & set(i.grupper)]
    andre = sorted((i.navn, i.kode) for i in k.indsatser.values() if i.kode not in kasser)
    return {
        navn: forms.MultipleChoiceField(
            label=f.label,
            required=False,
            help_text=f.hjaelp,
            choices=[(kode, k.indsats_navn(kode)) for kode in kasser],
            widget=forms.CheckboxSelectMultiple,
        ),
        navn + ANDEN: forms.ChoiceField(
            label="Anden indsats",
            required=False,
            choices=[("", "Ingen"), *((kode, n) for n, kode in andre)],
        ),
    }


def som_tekst(art: Skridtart, data: Mapping[str, Any]) -> dict[str, str]:
    """Cleaned form values as the text fields of a step."""
    felter = {}
    for navn in art.felter:
        vaerdi = data.get(navn)
        if felt(art.kode, navn).slags is Slags.INDSATS:
            koder = [*(vaerdi or []), data.get(navn + ANDEN)]
            felter[navn] = "+".join(str(k) for k in koder if k)
        elif vaerdi is not None:
            felter[navn] = vaerdi.isoformat() if hasattr(vaerdi, "isoformat") else str(vaerdi)
    return {k: v for k, v in felter.items() if v}


def i_ord(kode: str) -> str:
    """A value of an extract as words: `familie_netvaerk` becomes `familie netværk`."""
    return " ".join(DANSK.get(led, led) for led in kode.replace("+", ", ").split("_"))


DANSK = {
    "faelles": "fælles",
    "sundhedsvaesen": "sundhedsvæsen",
    "laege": "læge",
    "boernehave": "børnehave",
    "netvaerk": "netværk",
    "doegnvagt": "døgnvagt",
    "foraeldre": "forældre",
    "funktionsnedsaettelse": "funktionsnedsættelse",
    "vaerge": "værge",
    "overgaaet": "overgået",
    "ophoert": "ophørt",
    "afdaekning": "afdækning",
    "fravaer": "fravær",
    "paaroerende": "pårørende",
    "stoette": "støtte",
    "moedet": "mødet",
    "naaet": "nået",
    "maal": "mål",
}
"""Words of the extracts that are written without æ, ø and å."""


def vist(art: str, navn: str, vaerdi: str) -> str:
    """A step's value as it is shown: the choice's words, else the code as words."""
    liste = KODELISTER.get(navn)
    return (
        dict(felt(art, navn).valg).get(vaerdi)
        or (koder.navn(liste, vaerdi) if liste else "")
        or i_ord(vaerdi)
    )


KODELISTER = {"afsender": "underretter", "aarsager": "aarsag"}
"""Fields whose words stand in a dated code list of the intake."""
