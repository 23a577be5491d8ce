"""Bilag 5: the serious findings, case by case. Only for the round's named recipients."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import antal, dato
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Fakta, Overskrift
from omhu.rapporter.tilsyn.fra_runde import antal_fund, rundepapir
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.tilsyn.adgang import synlige_blandt
from omhu.tilsyn.models import Fund, Runde

INGEN = "Der er ingen alvorlige fund i runden, så der er intet bilag 5."


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """Each finding; one in a case that the reader may not open is only counted."""
    fund = list(
        Fund.objects.filter(laesning__tilsynssag__runde=runde)
        .select_related("sag__barn", "ansvarlig", "meldt_af")
        .order_by("meldt")
    )
    synlige = synlige_blandt(bruger, [f.sag_id for f in fund])
    vist = [f for f in fund if f.sag_id in synlige]
    if not vist:
        raise ValidationError(INGEN)
    modtagere = ", ".join(str(m) for m in runde.fortrolige_modtagere.all())
    blokke: list[Blok] = [
        Afsnit(f"Fortroligt. Kun til: {modtagere}. Må ikke sendes videre eller lægges på en sag."),
        Afsnit(f"Runden har {antal(antal_fund(runde), 'alvorligt fund', 'alvorlige fund')}."),
    ]
    for nr, f in enumerate(vist, 1):
        blokke += _et_fund(nr, f)
    return rundepapir(f"Bilag 5. Fortrolige sager: {runde.navn}", runde, blokke)


def _et_fund(nr: int, f: Fund) -> list[Blok]:
    return [
        Overskrift(f"{nr}. Sag {f.sag.nummer}"),
        Fakta(
            [
                ("Barn", f.sag.barn.navn),
                ("Spørgsmål", f.spoergsmaal),
                ("Meldt", f"{dato(timezone.localdate(f.meldt))} af {f.meldt_af}"),
                ("Ansvarlig", str(f.ansvarlig) if f.ansvarlig else "Ingen endnu"),
                ("Vej", f.get_vej_display() if f.vej else "Ikke valgt endnu"),
                ("Afsluttet", dato(timezone.localdate(f.afsluttet)) if f.afsluttet else "Nej"),
            ]
        ),
        Afsnit(f.beskrivelse),
        *([Afsnit(f"Udfald: {f.udfald}")] if f.udfald else []),
    ]


DOKUMENT = Rundedokument(
    "bilag-5", "Bilag 5: fortrolige sager", "De alvorlige fund. Kun til navngivne modtagere.", lav,
    nr=5, former=("pdf", "docx"), fortroligt=True,
)  # fmt: skip
