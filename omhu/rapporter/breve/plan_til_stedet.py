"""What an anbringelsessted was given of a plan: exactly these parts of exactly this edition (SEL § 140; BL § 94, ikke
verificeret)."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev, med_tekst
from omhu.rapporter.brevdele import barnet, brev_paa_papir, paragraf
from omhu.rapporter.dokument import Afsnit, Dokument, Fakta
from omhu.rapporter.plandele import planblokke, skridt_til
from omhu.regler.love import lov_paa
from omhu.sager.models import Sag
from omhu.sagsarbejde.plan.queries import givet
from omhu.sagsarbejde.plan.skema import HJEMMEL_UDLEVERING, UDLEVERING
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import nyeste_felter, paa_skridt
from omhu.tidslinje.models import Skridt

UDEN_TEKST = "Det er ikke skrevet, hvilke dele stedet fik. Giv planen igen under Plan og mål."


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The letter to the place. Raises ValidationError when the parts were not written down."""
    assert skridt is not None
    skrift = paa_skridt(sag, skridt.rod, UDLEVERING.kode)
    if skrift is None:
        raise ValidationError(UDEN_TEKST)
    felter = nyeste_felter(skrift)[0]
    lov = lov_paa(skridt.dag)
    hjemmel, verificeret = HJEMMEL_UDLEVERING[lov]
    blokke = [
        Afsnit(
            f"Her er de dele af planen for {barnet(sag)}, som I har brug for. I fik dem {dato(skridt.dag)}."
        ),
        Afsnit("Pas godt på dem. Kun de af jer, der arbejder med barnet, må læse dem."),
        *planblokke(sag, givet(sag, felter)),
        Fakta(
            [
                ("Bemærkning", felter.get("note", "")),
                ("Regel", paragraf(hjemmel, verificeret=verificeret)),
            ]
        ),
    ]
    return brev_paa_papir(
        "Dele af planen",
        blokke,
        af=bruger,
        sag=sag,
        modtager=(str(skridt.data.get("til", "")) or felter.get("til", ""),),
    )


def lav_af_skrift(bruger: Bruger, sag: Sag, skrift: Skrift) -> Dokument:
    """The same, from the log's own text."""
    skridt = skridt_til(sag, skrift, "PLAN_UDLEVERET")
    if skridt is None:
        raise ValidationError("Udleveringen er trukket tilbage. Hent siden igen.")
    return lav(bruger, sag, skridt)


def paragraffer(skridt: Skridt) -> list[tuple[str, bool]]:
    """The paragraph the letter names, and whether it is checked."""
    return [HJEMMEL_UDLEVERING[lov_paa(skridt.dag)]]


BREV = Brev(
    "plan-til-stedet",
    "Planen til anbringelsesstedet",
    lav,
    arter=("PLAN_UDLEVERET",),
    naar=med_tekst(UDLEVERING.kode),
    lav_af_skrift=lav_af_skrift,
    paragraffer=paragraffer,
)
