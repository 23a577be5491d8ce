"""What the front page of a case says besides its deadlines: the worry, custody, and what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.bord.felter import i_ord
from omhu.bord.siden_sidst import siden_sidst
from omhu.kerne import ord_om_tid
from omhu.regler.trin import Trin
from omhu.sager.models import Sag
from omhu.sager.parter import myndighed
from omhu.sagsarbejde.opfoelgning.queries import besoeg
from omhu.sagsarbejde.skema import BEKYMRING
from omhu.sagsarbejde.tekster.queries import skrifter
from omhu.tidslinje.models import Skridt

AAR = timedelta(days=365)


def indhold(
    sag: Sag, bruger: Bruger, skridt: Sequence[Skridt], trin: Sequence[Trin]
) -> dict[str, Any]:
    """For the template. `skridt` are all rows of the case, corrected ones too; `trin` those in force."""
    return {
        "bekymring": bekymring(sag),
        "underretninger": underretninger(skridt),
        "skal_fortaelles": [b for b in besoeg(sag, trin) if b.skal_fortaelle],
        "siden_sidst": siden_sidst(sag, bruger, skridt),
        "foraeldremyndighed": myndighed(sag, timezone.localdate())
        or i_ord(sag.barn.foraeldremyndighed),
    }


def bekymring(sag: Sag) -> str:
    """The worry as it was last written, else as the extract had it."""
    skrift = skrifter(sag, BEKYMRING.kode).first()
    return (skrift.felter.get("tekst", "") if skrift else "") or sag.bekymring  # type: ignore[attr-defined]  # annotated


def underretninger(skridt: Sequence[Skridt]) -> str:
    """`3 underretninger det seneste år, senest 12. november fra skole`: the same worry told several times is seen."""
    i_dag = timezone.localdate()
    afloeste = {s.erstatter_id for s in skridt if s.erstatter_id}
    gaelder = [
        s
        for s in skridt
        if s.art == "UNDERRETNING"
        and not s.tilbagetrukket
        and s.pk not in afloeste
        and s.dag > i_dag - AAR
    ]
    if not gaelder:
        return ""
    sidste = max(gaelder, key=lambda s: (s.dag, s.sket))
    antal = "1 underretning" if len(gaelder) == 1 else f"{len(gaelder)} underretninger"
    fra = i_ord(sidste.data.get("afsender", ""))
    naar = ord_om_tid.dato(sidste.dag, i_dag)
    return f"{antal} det seneste år, senest {naar}{f' fra {fra}' if fra else ''}."
