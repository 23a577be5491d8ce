"""Rows that count obligations one by one, straight from the rules, not case by case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from omhu.kerne.ord_om_tid import antal, dato
from omhu.maalinger import statistik
from omhu.maalinger.kontekst import DOEMTE, Kontekst, Pligt
from omhu.maalinger.sag import Resultat, Vindue
from omhu.maalinger.sprog import Konvention, Raekke
from omhu.regler.sprog import Status


def count(
    raekke: Raekke, kontekster: Sequence[Kontekst], konvention: Konvention, vindue: Vindue
) -> Resultat:
    """The row's obligations when the window has ended: those kept, or with `taelles: mangel` those broken. Waived
    ones follow the convention; those not yet due are outside, those that cannot be judged too, with a warning."""
    alle = [(k.sag.id, p) for k in kontekster for p in k.pligter(raekke.pligter or "")]
    med = [(sag, p) for sag, p in alle if _counts(p, konvention)]
    talte = [(sag, p) for sag, p in med if _kept(p) == (raekke.taelles == "overholdt")]
    grunde: dict[str, str] = {}
    for sag, p in talte:
        grunde[sag] = " ".join(filter(None, (grunde.get(sag), _reason(p))))
    udgave = raekke.lov[_law(med, kontekster, vindue, raekke)]
    return Resultat(
        raekke=raekke.id,
        tekst=udgave.tekst,
        taeller=len(talte),
        naevner=len(med),
        vist_som=statistik.vis(raekke.vis, len(talte), len(med)),
        sager=tuple(grunde),
        grunde=grunde,
        naevner_sager=tuple(dict.fromkeys(sag for sag, _ in med)),
        naevnerregel=udgave.naevnerregel,
        hjemmel=" / ".join(dict.fromkeys(p.raekke.version.hjemmel for _, p in med))
        or udgave.hjemmel,
        lov=tuple(dict.fromkeys(p.raekke.version.lov for _, p in med)),
        advarsler=_warning(sum(p.status is Status.KAN_IKKE_VURDERES for _, p in alle)),
    )


HOEJST_NAEVNT = 4
"""More obligations than these are summed up in a reason."""


Svarslags = Literal["mangel", "overholdt", "fravalgt", "uvist", "ingen"]
"""How a case stands in a question; `ingen`: it does not concern the case."""


@dataclass(frozen=True)
class Stilling:
    """The obligations of a set in one case, taken together: one broken is a mangel."""

    svar: Svarslags
    pligter: tuple[Pligt, ...]
    """Those that decided."""
    grund: str


def stilling(pligter: Sequence[Pligt]) -> Stilling:
    """How a case stands. Those that lapsed or are not due yet say nothing."""
    brudte = tuple(p for p in pligter if p.status in DOEMTE and not _kept(p))
    holdte = tuple(p for p in pligter if p.status is Status.OVERHOLDT)
    fravalgte = tuple(p for p in pligter if p.status is Status.FRAVALGT)
    uvisse = tuple(p for p in pligter if p.status is Status.KAN_IKKE_VURDERES)
    if brudte:
        return Stilling("mangel", brudte, _reasons(brudte))
    if holdte:
        return Stilling("overholdt", holdte, " ".join([_reasons(holdte), *_warning(len(uvisse))]))
    if fravalgte:
        return Stilling("fravalgt", fravalgte, _reasons(fravalgte))
    if uvisse:
        return Stilling("uvist", uvisse, " ".join(dict.fromkeys(_unsure(p) for p in uvisse)))
    return Stilling("ingen", (), "")


def _unsure(pligt: Pligt) -> str:
    r = pligt.raekke
    grund = r.grund or "Kan ikke vurderes, oftest fordi et klokkeslæt mangler."
    return f"{r.regel.navn}: udløst {dato(r.udloest.dag)}. {grund}"


def _reasons(pligter: Sequence[Pligt]) -> str:
    flere = len(pligter) - HOEJST_NAEVNT
    rest = [f"Og {flere} til."] if flere > 0 else []
    return " ".join([*(_reason(p) for p in pligter[-HOEJST_NAEVNT:]), *rest])


def _counts(pligt: Pligt, konvention: Konvention) -> bool:
    fravalgt = pligt.status is Status.FRAVALGT
    return pligt.status in DOEMTE or (fravalgt and konvention == "taeller_som_overholdt")


def _kept(pligt: Pligt) -> bool:
    return pligt.status in (Status.OVERHOLDT, Status.FRAVALGT)


def _law(
    med: list[tuple[str, Pligt]], kontekster: Sequence[Kontekst], vindue: Vindue, raekke: Raekke
) -> str:
    if not kontekster:
        return next(reversed(raekke.lov))
    sidste = med[-1][1].raekke.udloest.dag if med else vindue.til
    return kontekster[0].koncept.lov_paa(sidste)


def _reason(pligt: Pligt) -> str:
    r = pligt.raekke
    opfyldt = f"Opfyldt {dato(r.opfyldt.dag)}" if r.opfyldt else "Ikke opfyldt"
    svar = "Fravalgt" if pligt.status is Status.FRAVALGT else opfyldt
    return f"{r.regel.navn}: udløst {dato(r.udloest.dag)}, frist {dato(r.frist_dag)}. {svar}."


def _warning(uvist: int) -> tuple[str, ...]:
    if not uvist:
        return ()
    n = antal(uvist, "pligt kan", "pligter kan")
    return (f"{n} ikke vurderes og er ikke talt med. Oftest mangler et klokkeslæt.",)
