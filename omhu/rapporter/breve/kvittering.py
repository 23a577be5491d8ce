"""Receipt to the one who has told the municipality of a worry (BL § 138, SEL § 155 b, stk. 1)."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.bord.felter import vist
from omhu.kerne.ord_om_tid import dato, stort
from omhu.rapporter.brev import Brev
from omhu.rapporter.brevdele import barnet, brev_paa_papir, hjemmel, laengde
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Fakta
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.sagsarbejde.modtagelse.kaede import underretternavne
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

ANONYM = "Underretteren er anonym, så der er ingen at sende en kvittering til."
UDEN_UNDERRETNING = (
    "Der er ingen underretning før kvitteringen. Registrér underretningen, og prøv igen."
)


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The receipt. Raises ValidationError when nobody knows who sent the underretning."""
    u = _underretning(sag, skridt)
    if _anonym(u):
        raise ValidationError(ANONYM)
    afsender = stort(vist(u.art, "afsender", u.data.get("afsender", "")))
    navn = underretternavne([u]).get(u.rod, "")
    blokke: list[Blok] = [
        Afsnit(f"Tak for din underretning om {barnet(sag)}. Vi fik den {dato(u.dag)}."),
        Afsnit(
            f"Inden {laengde('underretning-24t', u.dag)} ser vi på, om barnet har brug for hjælp med det samme. "
            "Derefter tager vi stilling til, hvad der så skal ske."
        ),
        Afsnit(_hvad_du_faar_at_vide(u)),
        Afsnit("Bliver du bekymret igen, så skriv eller ring til os. Du kan gøre det flere gange."),
        Fakta([("Regel", hjemmel("underretning-kvittering", u.dag))]),
    ]
    titel = "Vi har fået din underretning"
    return brev_paa_papir(titel, blokke, af=bruger, sag=sag, modtager=(navn, afsender))


def _anonym(u: Skridt) -> bool:
    return katalog().kendetegn["anonym"].passer(u.art, u.data)


def _underretning(sag: Sag, skridt: Skridt | None) -> Skridt:
    """The underretning itself, or the one that a receipt answers: the one it names, else the newest before it."""
    assert skridt is not None
    if skridt.art == "UNDERRETNING":
        return skridt
    alle = gaeldende(Synsdag.i_dag(), Skridt.objects.filter(sag=sag, art="UNDERRETNING"))
    foer = list(alle.filter(dag__lte=skridt.dag).order_by("-dag", "-sket", "-nr"))
    naevnt = [
        u for u in foer if skridt.vedroerer and skridt.vedroerer in (u.navn, str(u.rod), str(u.pk))
    ]
    if not foer:
        raise ValidationError(UDEN_UNDERRETNING)
    return (naevnt or foer)[0]


def _hvad_du_faar_at_vide(u: Skridt) -> str:
    """A professional with a sharpened duty hears more than others (BL § 138, SEL § 155 b, stk. 2)."""
    if katalog().kendetegn["skaerpet"].passer(u.art, u.data):
        return (
            "Du har skrevet til os som fagperson. Derfor får du besked, når vi ved, om vi går i gang med en "
            "undersøgelse eller en indsats. Det gælder dog ikke, hvis særlige forhold taler imod det."
        )
    return (
        "Vi har tavshedspligt. Derfor kan vi ikke fortælle dig, hvad vi gør i sagen. "
        "Det betyder ikke, at vi ikke gør noget."
    )


BREV = Brev(
    "kvittering",
    "Kvittering til underretter",
    lav,
    arter=("UNDERRETNING",),
    ogsaa=("KVITTERING",),
    naar=lambda u, _: not _anonym(u),
    regler=("underretning-kvittering",),
)
