"""The notes of every case that was read, as one document: by case number, without names."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.kerne.ord_om_tid import antal
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Overskrift
from omhu.rapporter.tilsyn.fra_runde import INTET_LAEST, rundepapir
from omhu.rapporter.tilsyn.register import Rundedokument
from omhu.rapporter.tilsyn.sagspapirer import laesernes_ord, laeste_sager, med_laesninger
from omhu.tilsyn.adgang import synlige_blandt
from omhu.tilsyn.models import Runde
from omhu.tilsyn.runder.koncept import koncept_af


def lav(bruger: Bruger, runde: Runde) -> Dokument:
    """Each case that the reader may open; the rest are counted. Raises ValidationError (Danish) before any is read."""
    with (
        som_system()
    ):  # how many were read does not depend on who looks; who may see them is asked below
        alle = list(laeste_sager(runde).values_list("sag_id", flat=True))
    synlige = synlige_blandt(bruger, alle)
    viste = med_laesninger(laeste_sager(runde).filter(sag__in=synlige))
    blokke: list[Blok] = [Afsnit(_hvor_mange(len(alle), len(viste)))]
    koncept = koncept_af(runde.udgave)
    for tilsynssag in viste:
        blokke.append(Overskrift(f"Sag nr. {tilsynssag.nr}: {tilsynssag.sag.nummer}"))
        blokke += laesernes_ord(koncept, tilsynssag, under=1)
    return rundepapir(f"Sagsspecifikke notater: {runde.navn}", runde, blokke)


def _hvor_mange(alle: int, viste: int) -> str:
    if not alle:
        raise ValidationError(INTET_LAEST)
    uden = alle - viste
    resten = f" {antal(uden, 'sag', 'sager')} har du ikke adgang til." if uden else ""
    return f"{antal(viste, 'læst sag', 'læste sager')}.{resten}"


DOKUMENT = Rundedokument(
    "sagsnotater",
    "Sagsspecifikke notater, samlet",
    "Det, læserne har skrevet om hver sag, du har adgang til.",
    lav,
    nr=9,
    former=("pdf", "docx"),
)
