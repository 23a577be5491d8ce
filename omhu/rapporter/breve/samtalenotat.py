"""The note of a talk with the child (SEL § 48, BL § 5, stk. 3)."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato, klokken
from omhu.rapporter.brev import Brev, med_tekst
from omhu.rapporter.brevdele import af_skrift, barnet, brev_paa_papir, hjemmel
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Fakta
from omhu.regler.katalog import katalog
from omhu.regler.ord import opremsning
from omhu.sager.models import Sag
from omhu.sagsarbejde.samtale.actions import er_udefra
from omhu.sagsarbejde.samtale.skema import SAMTALE
from omhu.sagsarbejde.tekster.queries import paa_skridt
from omhu.tidslinje.models import Skridt

UDEN_NOTAT = "Der er ikke skrevet et notat om samtalen. Skriv det, og prøv igen."


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The note. Raises ValidationError when nothing is written."""
    assert skridt is not None
    skrift = paa_skridt(sag, skridt.rod, SAMTALE.kode)
    if skrift is None:
        raise ValidationError(UDEN_NOTAT)
    tid = "" if skridt.kun_dato else f" {klokken(skridt.sket)}"
    om = [katalog().indsats_navn(k).lower() for k in skridt.indsatser.split("+") if k]
    udefra = er_udefra(skridt.data.get("udfoert_af", ""))
    blokke: list[Blok] = [
        Afsnit(f"Samtale med {barnet(sag)} {dato(skridt.dag)}{tid}."),
        Fakta(
            [
                ("Sted", skridt.data.get("sted", "")),
                ("Om", opremsning(om, "og") if om else ""),
                ("Holdt af", "en uden for myndigheden" if udefra else ""),
                ("Skrevet af", str(skridt.registreret_af or "")),
                ("Regel", hjemmel("boernesamtale-foer-afgoerelse", skridt.dag)),
            ]
        ),
        *af_skrift(skrift),
    ]
    return brev_paa_papir("Notat om samtalen", blokke, af=bruger, sag=sag, underskrevet=False)


BREV = Brev(
    "samtalenotat",
    "Notat om børnesamtale",
    lav,
    arter=("BOERNESAMTALE",),
    naar=med_tekst(SAMTALE.kode),
    regler=("boernesamtale-foer-afgoerelse",),
)
