"""Hearing of a party: the facts, and the day to answer by (FVL § 19)."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev, med_tekst
from omhu.rapporter.brevdele import barnet, brev_paa_papir, hjemmel
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Fakta, Overskrift, Stykke, prosa
from omhu.regler.katalog import katalog
from omhu.regler.ord import opremsning
from omhu.sager.models import Sag
from omhu.sagsarbejde.afgoerelse.skema import PARTSHOERING
from omhu.sagsarbejde.tekster.queries import nyeste_felter, paa_skridt
from omhu.tidslinje.models import Skridt

UDEN_TEKST = "Oplysningerne er ikke skrevet ned. Registrér partshøringen med dem, og prøv igen."


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The letter. Raises ValidationError when the facts are not written."""
    assert skridt is not None
    skrift = paa_skridt(sag, skridt.rod, PARTSHOERING.kode)
    if skrift is None:
        raise ValidationError(UDEN_TEKST)
    felter, _ = nyeste_felter(skrift)
    til = felter.get("til", "")
    om = [katalog().indsats_navn(k).lower() for k in skridt.indsatser.split("+") if k]
    svar: list[Blok] = []
    if skridt.naeste:
        svar = [Afsnit("Vi skal have dit svar senest ", Stykke(dato(skridt.naeste), fed=True), ".")]
    navn = sag.barn.navn if til == "barnet" else til
    blokke: list[Blok] = [
        Afsnit(f"Kære {navn}" if navn else "Kære dig"),
        Afsnit(
            f"Vi tænker på at give hjælp i sagen om {barnet(sag)}"
            + (f": {opremsning(om, 'og')}." if om else ".")
        ),
        Afsnit(
            "Vi har fået oplysninger, som du måske ikke kender. De kan få betydning for, hvad vi "
            "beslutter. Derfor må du læse dem først og sige, hvad du mener."
        ),
        Overskrift("Det handler om"),
        *prosa(felter.get("oplysninger", "")),
        Overskrift("Dit svar"),
        *svar,
        Afsnit("Du kan skrive eller ringe til os. Du må gerne have en med, der hjælper dig."),
        Afsnit("Hører vi ikke fra dig, beslutter vi ud fra det, vi ved."),
        Fakta([("Regel", hjemmel("partshoering", skridt.dag))]),
    ]
    return brev_paa_papir(
        "Sig din mening, før vi beslutter", blokke, af=bruger, sag=sag, modtager=(navn,)
    )


BREV = Brev(
    "partshoering",
    "Partshøring",
    lav,
    arter=("PARTSHOERING",),
    naar=med_tekst(PARTSHOERING.kode),
    regler=("partshoering",),
)
