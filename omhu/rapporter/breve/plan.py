"""The plan on paper, in plain words for the child and the parents (SEL § 140; BL §§ 91-92 and 108-109)."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev, med_tekst
from omhu.rapporter.brevdele import barnet, brev_paa_papir
from omhu.rapporter.dokument import Afsnit, Blok, Dokument
from omhu.rapporter.plandele import planblokke, skridt_til
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.sagsarbejde.plan.queries import ARTER
from omhu.sagsarbejde.plan.skema import PLAN
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import nyeste_felter, paa_skridt
from omhu.tidslinje.models import Skridt

UDEN_TEKST = (
    "Planen er kun registreret med en dato. Skriv den under Plan og mål, så kan den skrives ud."
)


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """A finished plan. Raises ValidationError when only its date is known."""
    assert skridt is not None
    skrift = paa_skridt(sag, skridt.rod, PLAN.kode)
    if skrift is None:
        raise ValidationError(UDEN_TEKST)
    return _dokument(bruger, sag, skrift, skridt)


def lav_af_skrift(bruger: Bruger, sag: Sag, skrift: Skrift) -> Dokument:
    """A plan, also one that is still being written."""
    if skrift.slags != PLAN.kode:
        raise ValidationError("Teksten er ikke en plan. Hent siden igen, og vælg planen.")
    return _dokument(bruger, sag, skrift, skridt_til(sag, skrift, *ARTER))


def _dokument(bruger: Bruger, sag: Sag, skrift: Skrift, skridt: Skridt | None) -> Dokument:
    felter = nyeste_felter(skrift)[0]
    art = skridt.art if skridt else skrift.emne or "BARNETS_PLAN"
    navn = katalog().arter[art].navn
    stand = (
        f"Den er fra {dato(skridt.dag)}." if skridt else "Det er et udkast. Den gælder ikke endnu."
    )
    blokke: list[Blok] = [
        Afsnit(
            f"Dette er planen for {barnet(sag)}. {stand} Den siger, hvad vi vil nå, hvem der gør hvad, og hvordan "
            "vi ser, om det går godt."
        ),
        Afsnit("Er der noget, I ikke er enige i, så sig det til os. Vi retter planen, når noget ændrer sig."),
        *planblokke(sag, felter),
    ]  # fmt: skip
    return brev_paa_papir(navn, blokke, af=bruger, sag=sag)


BREV = Brev(
    "plan", "Planen", lav, arter=ARTER, naar=med_tekst(PLAN.kode), lav_af_skrift=lav_af_skrift
)
