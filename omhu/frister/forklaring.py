"""The explanation of a stored obligation: computed anew from the case's steps, so that it cannot be stale."""

from __future__ import annotations

from omhu.frister.models import Pligt
from omhu.frister.pligter import noegle
from omhu.frister.queries import raekker_for_sag
from omhu.frister.regelsaet import kalender
from omhu.regler.forklar import Forklaring, forklar
from omhu.regler.udfald import Raekke
from omhu.sager.models import Sag
from omhu.tidslinje.queries import Synsdag, trin_for_sag


def forklar_pligt(pligt: Pligt, syn: Synsdag | None = None) -> Forklaring | None:
    """Explain an obligation as of a day; None when it no longer follows from what is known."""
    syn = syn or Synsdag.i_dag()
    sag = pligt.sag
    for raekke in raekker_for_sag(sag, syn):
        if noegle(raekke) == pligt.noegle:
            return forklar_raekke(raekke, sag, syn)
    return None


def forklar_raekke(raekke: Raekke, sag: Sag, syn: Synsdag) -> Forklaring:
    """Explain a computed row of a case."""
    return forklar(
        raekke,
        trin_for_sag(sag.pk, syn),
        foedselsdag=sag.barn.foedselsdato,
        pr=syn.pr,
        kalender=kalender(),
    )
