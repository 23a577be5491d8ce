"""The decision in writing: a letter for each party, the child's own in plain words (FVL §§ 22-25, RSL § 67)."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.frister.hvis import hvis
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev, med_tekst
from omhu.rapporter.brevdele import barnet, brev_paa_papir, hjemmel, laengde, paragraf
from omhu.rapporter.dokument import (
    Afsnit,
    Blok,
    Dokument,
    Fakta,
    Overskrift,
    Punkter,
    Sideskift,
    Stykke,
    prosa,
)
from omhu.regler.indsatskatalog import nummer
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.sager.parter import Part, parter
from omhu.sagsarbejde.afgoerelse.skema import ADVOKAT, AFGOERELSE, UDEN_VED_MEDHOLD, mangler
from omhu.sagsarbejde.afgoerelse.valg import Valg
from omhu.sagsarbejde.tekster.queries import nyeste_felter, paa_skridt
from omhu.tidslinje.models import Skridt

UDEN_TEKST = "Der er ikke skrevet en tekst til afgørelsen. Skriv den, og prøv igen."
BARNETS_ADVOKAT = "Du har ret til en gratis advokat. Du kan også se, hvad der står i sagen."
ENIGE = "Alle, der skal sige ja, har sagt ja. Derfor er der ikke en længere begrundelse."


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The letters, one a party, each on its own page. Raises ValidationError while the reasons are missing."""
    assert skridt is not None
    skrift = paa_skridt(sag, skridt.rod, AFGOERELSE.kode)
    if skrift is None:
        raise ValidationError(UDEN_TEKST)
    felter, _ = nyeste_felter(skrift)
    koder = tuple(k for k in skridt.indsatser.split("+") if k)
    valg = Valg(skridt.dag, koder)
    _check(felter, valg, medhold=skridt.data.get("samtykke") == "ja")
    folk = [p for p in parter(sag, skridt.dag, valg.slags) if p.part]
    blokke: list[Blok] = []
    for p in folk:
        blokke += [Sideskift()] if blokke else []
        til_barnet = p.rolle == "barnet"
        blokke += _til_barnet(sag, valg, felter) if til_barnet else _til_part(sag, p, valg, felter)
        blokke += _klage(sag, valg)
    return brev_paa_papir("Vi har truffet en afgørelse", blokke, af=bruger, sag=sag, dag=skridt.dag)


def _check(felter: Mapping[str, str], valg: Valg, *, medhold: bool) -> None:
    tomme = [f for f in mangler(felter, valg.lov, medhold=medhold) if f.navn in UDEN_VED_MEDHOLD]
    if tomme:
        navne = ", ".join(f.label.lower() for f in tomme)
        raise ValidationError(f"Brevet mangler: {navne}. Åbn afgørelsen, og skriv teksten færdig.")


def _indsatser(valg: Valg) -> Punkter:
    """What is given, each with its paragraph."""
    led = []
    for kode in valg.indsatser:
        n = nummer(kode, valg.dag)
        navn = katalog().indsats_navn(kode)
        if n:
            navn = f"{navn} ({paragraf(n.hjemmel, verificeret=n.verificeret)})"
        led.append(navn)
    return Punkter(led)


def _til_part(sag: Sag, p: Part, valg: Valg, felter: Mapping[str, str]) -> list[Blok]:
    navn = f"Kære {p.navn}" if p.person else "Kære forælder"
    tekster = [
        ("Hvorfor", felter.get("begrundelse") or ENIGE),
        ("Det bygger vi på", felter.get("oplysninger", "")),
        (f"Det siger {barnet(sag)}", felter.get("barnets_syn", "")),
        ("Det siger I", felter.get("foraeldres_syn", "")),
        ("Samtykke", _samtykke(felter)),
        *(_udvalget(felter) if valg.udvalg else ()),
    ]
    skrevet: list[Blok] = []
    for titel, t in tekster:
        skrevet += [Overskrift(titel), *prosa(t)] if t else []
    return [
        Afsnit(Stykke(navn, fed=True)),
        Afsnit(f"{_hvem(valg)} har besluttet at give hjælp i sagen om {barnet(sag)}. Det gælder:"),
        _indsatser(valg),
        Fakta(
            [("Formål", felter.get("formaal", "")), ("Vi regner med", felter.get("varighed", ""))]
        ),
        *skrevet,
        *(_advokat(valg, felter) if valg.udvalg else ()),
    ]


def _hvem(valg: Valg) -> str:
    """Who has decided."""
    return "Børne- og ungeudvalget" if valg.udvalg else "Vi"


def _samtykke(felter: Mapping[str, str]) -> str:
    """Who has refused, with what they said."""
    af = felter.get("naegtet_af", "").strip()
    return (
        f"{af[:1].upper()}{af[1:]} siger nej. {felter.get('naegtet_grund', '')}".strip()
        if af
        else ""
    )


def _udvalget(felter: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the indstilling to the udvalg rests on (BL § 51, SEL §§ 58-59)."""
    return [
        ("Derfor sker det uden samtykke", felter.get("betingelser", "")),
        ("Det, familien kan", felter.get("ressourcer", "")),
        ("Søskende", felter.get("soeskende", "")),
    ]


def _advokat(valg: Valg, felter: Mapping[str, str]) -> list[Blok]:
    """A lawyer free of charge, and all the papers (BL §§ 140-141, SEL §§ 72-73)."""
    regel = paragraf(ADVOKAT[valg.lov], verificeret=False)
    return [
        Overskrift("Din advokat"),
        Afsnit("Du har ret til en gratis advokat. Du kan også få lov at se alt, der står i sagen."),
        Fakta([("Advokat", felter.get("advokat_navn", "")), ("Regel", regel)]),
    ]


def _til_barnet(sag: Sag, valg: Valg, felter: Mapping[str, str]) -> list[Blok]:
    """The child's own letter, in words of its own where somebody has written them."""
    eget = felter.get("barnets_brev", "")
    indhold: list[Blok] = list(prosa(eget)) if eget else []
    if not eget:
        indhold = [
            Afsnit(f"{_hvem(valg)} har besluttet, at du skal have hjælp. Det er:"),
            Punkter([katalog().indsats_navn(k) for k in valg.indsatser]),
            *(
                [Afsnit("Vi håber, at det fører til:"), *prosa(felter["formaal"])]
                if felter.get("formaal")
                else []
            ),
        ]
    hoert = (
        [Afsnit("Du har sagt:"), *prosa(felter["barnets_syn"])] if felter.get("barnets_syn") else []
    )
    return [
        Afsnit(Stykke(f"Kære {barnet(sag)}", fed=True)),
        Afsnit("Dette brev er til dig. Du har ret til dit eget brev."),
        *indhold,
        *hoert,
        *([Afsnit(BARNETS_ADVOKAT)] if valg.udvalg else ()),
        Afsnit("Er der noget, du ikke forstår, så ring til mig. Så taler vi om det."),
    ]


def _hvortil(valg: Valg) -> list[Afsnit]:
    """Whom a complaint goes to: what the udvalg decided is not looked at again by the municipality."""
    if valg.udvalg:
        return [Afsnit("Send klagen til Ankestyrelsen. Vi kan hjælpe dig med at sende den.")]
    return [
        Afsnit("Send klagen til os. Du kan også ringe. Så ser vi på sagen igen."),
        Afsnit("Ændrer vi det ikke, sender vi klagen til Ankestyrelsen."),
    ]


def _klage(sag: Sag, valg: Valg) -> list[Blok]:
    """How to complain, until when, and to whom (RSL §§ 66-67)."""
    fundet = [k for k in hvis(sag, valg.som_trin()).efter if k.regel == "klagefrist"]
    dag = fundet[0].raekke.frist_dag if fundet else None
    senest: list[str | Stykke] = ["Du kan klage i ", laengde("klagefrist", valg.dag), "."]
    if dag:
        senest += [" Får du brevet i dag, er det til og med ", Stykke(dato(dag), fed=True), "."]
    return [
        Overskrift("Hvis du vil klage"),
        Afsnit(*senest),
        *_hvortil(valg),
        Afsnit("Du må gerne have en med, der hjælper dig."),
        Fakta([("Regel", hjemmel("klagefrist", valg.dag))]),
    ]


def paragraffer(skridt: Skridt) -> list[tuple[str, bool]]:
    """The measures' paragraphs and, where the udvalg decides, the lawyer's; each with whether it is checked."""
    valg = Valg(skridt.dag, tuple(k for k in skridt.indsatser.split("+") if k))
    numre = [n for k in valg.indsatser if (n := nummer(k, skridt.dag))]
    advokat = [(ADVOKAT[valg.lov], False)] if valg.udvalg else []
    return [(n.hjemmel, n.verificeret) for n in numre] + advokat


BREV = Brev(
    "afgoerelse",
    "Afgørelse, et brev til hver part",
    lav,
    arter=("AFGOERELSE",),
    naar=med_tekst(AFGOERELSE.kode),
    regler=("klagefrist",),
    paragraffer=paragraffer,
)
