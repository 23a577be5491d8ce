"""The gate before a decision without consent: what the indstilling to the udvalg holds, and the lawyer.

BL § 51 (SEL §§ 58-59): undersøgelse, plan and the child's view have rules and fields of their own; the rest is asked
here. BL §§ 140-141 (SEL §§ 72-73): a lawyer free of charge and full aktindsigt before the meeting.
"""

from __future__ import annotations

from collections.abc import Mapping

from omhu.bord.afgoerelse.punkt import Punkt
from omhu.kerne.ord_om_tid import dato
from omhu.regler.sprog import Status
from omhu.sager.models import Sag
from omhu.sager.parter import parter
from omhu.sagsarbejde.afgoerelse.skema import (
    ADVOKAT,
    ADVOKATSVAR,
    INDSTILLING,
    TILBUDT,
    UDVALGETS,
    mangler_i_indstilling,
)
from omhu.sagsarbejde.afgoerelse.valg import Valg

SKRIV = "Skriv det"
"""The link to the field; a browser opens the folded part that it stands in."""
HVORDAN = {
    "naegtet_af": "Skriv, hvem der siger nej, og hvad de siger.",
    "betingelser": "Skriv den åbenbare risiko, og hvorfor hjælp med samtykke ikke er nok.",
    "ressourcer": "Skriv det, der taler for, at barnet bliver hjemme, og hvad forældrene kan.",
    "soeskende": "Skriv, hvorfor søskende under 15 år kan blive hjemme, eller at der ingen er.",
}


def udvalgets_punkter(sag: Sag, valg: Valg, felter: Mapping[str, str]) -> list[Punkt]:
    """What the law asks before the udvalg decides; nothing where it does not."""
    if not valg.udvalg:
        return []
    hjemmel = INDSTILLING[valg.lov]
    mangler = mangler_i_indstilling(felter)
    indhold = [
        Punkt(
            f"indstilling-{navn}",
            hvad,
            hjemmel,
            Status.MANGLER if navn in mangler else Status.OVERHOLDT,
            HVORDAN[navn] if navn in mangler else "Står i indstillingen.",
            knap=SKRIV,
            sti=f"#id_{navn}",
        )
        for navn, hvad in UDVALGETS.items()
    ]
    return [_indstilling(valg, hjemmel), *indhold, _advokat(sag, valg), _aktindsigt(valg, felter)]


def _indstilling(valg: Valg, hjemmel: str) -> Punkt:
    status, tekst = Status.OVERHOLDT, f"Sendt {dato(valg.indstillet)}." if valg.indstillet else ""
    if valg.indstillet is None:
        status, tekst = Status.MANGLER, "Skriv, hvornår indstillingen er sendt til udvalget."
    elif valg.indstillet > valg.dag:
        status, tekst = Status.MANGLER, "Indstillingen ligger efter afgørelsen. Ret dagen."
    return Punkt(
        "indstilling", "Indstilling til børne- og ungeudvalget", hjemmel, status, tekst,
        knap=SKRIV, sti="#id_indstillet",
    )  # fmt: skip


def _advokat(sag: Sag, valg: Valg) -> Punkt:
    folk = [p.navn for p in parter(sag, valg.dag, valg.slags) if p.part]
    tekst = dict(ADVOKATSVAR).get(valg.advokat, "")
    status = Status.OVERHOLDT if valg.advokat in TILBUDT else Status.MANGLER
    if status is Status.MANGLER:
        tekst = f"Tilbyd en gratis advokat til hver part: {', '.join(folk)}."
    return Punkt(
        "advokat", "Gratis advokat", ADVOKAT[valg.lov], status, tekst,
        verificeret=False, knap=SKRIV, sti="#id_advokat",
    )  # fmt: skip


def _aktindsigt(valg: Valg, felter: Mapping[str, str]) -> Punkt:
    sagt = felter.get("aktindsigt_oplyst") == "ja"
    return Punkt(
        "aktindsigt-oplyst",
        "Parterne ved, at de kan få fuld aktindsigt",
        ADVOKAT[valg.lov],
        Status.OVERHOLDT if sagt else Status.MANGLER,
        "Parterne har fået det at vide." if sagt else "Fortæl parterne det, før udvalget mødes.",
        verificeret=False,
        knap=SKRIV,
        sti="#id_aktindsigt_oplyst",
    )
