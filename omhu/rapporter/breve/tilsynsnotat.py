"""A visit to a placed child as a note (SEL § 148; BL § 156)."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.bord.felter import vist
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev
from omhu.rapporter.brevdele import af_skrift, brev_paa_papir, hjemmel
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Fakta
from omhu.rapporter.plandele import skridt_til
from omhu.sager.models import Sag
from omhu.sagsarbejde.opfoelgning.queries import taeller
from omhu.sagsarbejde.opfoelgning.skema import TILSYN
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import paa_skridt
from omhu.tidslinje.models import Skridt

ARTER = ("TILSYNSSAMTALE", "TILSYNSBESOEG")


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The note. A visit that came with an extract has its day and place only."""
    assert skridt is not None
    skrift = paa_skridt(sag, skridt.rod, TILSYN.kode)
    sted = vist("TILSYNSSAMTALE", "sted", str(skridt.data.get("sted", "")))
    ord_ = "Besøget tæller som et af årets tilsyn."
    if not taeller(skridt.som_trin()):
        ord_ = "Besøget tæller ikke som et af årets tilsyn."
    blokke: list[Blok] = [
        Afsnit(f"Vi besøgte barnet {dato(skridt.dag)}. {ord_}"),
        Fakta(
            [
                ("Hvor", sted),
                ("I talte ikke sammen, fordi", str(skridt.data.get("begrundelse", ""))),
            ]
        ),
        *(af_skrift(skrift) if skrift else []),
        Fakta([("Regel", hjemmel("personrettet-tilsyn", skridt.dag))]),
    ]
    return brev_paa_papir("Tilsynsbesøg", blokke, af=bruger, sag=sag)


def lav_af_skrift(bruger: Bruger, sag: Sag, skrift: Skrift) -> Dokument:
    """The same, from the text of the visit."""
    skridt = skridt_til(sag, skrift, *ARTER)
    if skridt is None:
        raise ValidationError("Besøget er trukket tilbage. Hent siden igen.")
    return lav(bruger, sag, skridt)


BREV = Brev(
    "tilsynsnotat",
    "Notat om tilsynsbesøg",
    lav,
    arter=ARTER,
    lav_af_skrift=lav_af_skrift,
    regler=("personrettet-tilsyn",),
)
