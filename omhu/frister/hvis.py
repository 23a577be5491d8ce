"""If this were done: what the rules would say of a step that has not been taken, asked before it is.

The same evaluator as for what has happened; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from omhu.frister.regelsaet import kalender, regler
from omhu.regler.evaluering import evaluer
from omhu.regler.forklar import Forklaring, forklar
from omhu.regler.sprog import Status
from omhu.regler.trin import Trin
from omhu.regler.udfald import Raekke, status
from omhu.sager.models import Sag
from omhu.tidslinje.queries import Synsdag, trin_for_sag

TAENKT = "taenkt"
"""The id of the imagined step."""
RAEKKEFOELGE = (
    Status.MANGLER,
    Status.OVERSKREDET,
    Status.KAN_IKKE_VURDERES,
    Status.OVERHOLDT,
    Status.FRAVALGT,
    Status.IKKE_RELEVANT,
)


@dataclass(frozen=True)
class Krav:
    """One duty that the imagined step would set off, as it would stand at the end of its day."""

    raekke: Raekke
    status: Status
    forklaring: Forklaring

    @property
    def regel(self) -> str:
        """The rule's id."""
        return self.raekke.regel.id

    @property
    def navn(self) -> str:
        """What it is called in lists."""
        return self.raekke.regel.navn

    @property
    def mangler(self) -> bool:
        """Would it be unmet?"""
        return self.status in (Status.MANGLER, Status.OVERSKREDET)


@dataclass(frozen=True)
class Svar:
    """What must stand before the step, and what begins with it."""

    foer: list[Krav]
    efter: list[Krav]

    @property
    def mangler(self) -> list[Krav]:
        """The duties that would be unmet."""
        return [k for k in self.foer if k.mangler]


def hvis(sag: Sag, taenkt: Trin, *, med: Sequence[Trin] = ()) -> Svar:
    """What would be asked if this step were taken on its day. `med`: further steps that are taken along with it,
    consents fx. Steps after its day do not count."""
    syn = Synsdag(taenkt.dag)
    trin = [*trin_for_sag(sag.pk, syn), *med, replace(taenkt, id=TAENKT)]
    foedselsdag, kal = sag.barn.foedselsdato, kalender()
    raekker = evaluer(regler(), trin, foedselsdag=foedselsdag, pr=syn.pr, kalender=kal)
    egne = [r for r in raekker if r.udloest.id == TAENKT]

    def krav(r: Raekke, pr: date) -> Krav:
        grund = forklar(r, trin, foedselsdag=foedselsdag, pr=pr, kalender=kal)
        return Krav(r, status(r, pr), grund)

    # What is due on the day itself no longer waits: the step is taken, and what is not there is missing.
    foer = [krav(r, syn.pr + timedelta(days=1)) for r in egne if r.frist_dag <= syn.pr]
    efter = [krav(r, syn.pr) for r in egne if r.frist_dag > syn.pr]
    return Svar(
        sorted(foer, key=lambda k: (RAEKKEFOELGE.index(k.status), k.navn)),
        sorted(
            (k for k in efter if k.status is Status.AFVENTER),
            key=lambda k: (k.raekke.frist_dag, k.navn),
        ),
    )
