"""Rows that are obligations: counted from the rules themselves, one by one, not case by case."""

from __future__ import annotations

from collections.abc import Sequence

from omhu.kerne.kalender import Kalender
from omhu.kerne.ord_om_tid import antal, dato
from omhu.maalinger import statistik
from omhu.maalinger.kontekst import KALENDER, Kontekst
from omhu.maalinger.sag import Resultat
from omhu.maalinger.sprog import Konvention, Raekke
from omhu.regler.filer import regelsaet
from omhu.regler.sprog import Regel, Status

DOEMTE = (Status.OVERHOLDT, Status.OVERSKREDET, Status.MANGLER)


def count(
    raekke: Raekke,
    kontekster: Sequence[Kontekst],
    konvention: Konvention,
    regler: Sequence[Regel] | None,
    kalender: Kalender | None,
) -> Resultat:
    """Obligations of the row's rule that were triggered inside the window, judged at its end. A row counts those
    kept, or with `taelles: mangel` those broken. Waived ones follow the convention; those that cannot be judged
    and those not yet due are outside, the former with a warning."""
    regel = _rule(raekke.pligt or "", regler)
    grunde: dict[str, list[str]] = {}
    n = k_talt = uvist = 0
    sager: list[str] = []
    hjemler: list[str] = []
    for k in kontekster:
        for pligt, status in _judged(regel, k, kalender or KALENDER):
            fravalgt = status is Status.FRAVALGT and konvention == "taeller_som_overholdt"
            uvist += status is Status.KAN_IKKE_VURDERES
            if status not in DOEMTE and not fravalgt:
                continue
            n += 1
            sager.append(k.sag.id)
            hjemler.append(pligt.version.hjemmel)
            overholdt = fravalgt or status is Status.OVERHOLDT
            if overholdt == (raekke.taelles == "overholdt"):
                k_talt += 1
                grunde.setdefault(k.sag.id, []).append(_reason(regel, pligt, status))
    return Resultat(
        raekke=raekke.id,
        tekst=next(reversed(raekke.lov.values())).tekst,
        taeller=k_talt,
        naevner=n,
        vist_som=statistik.vis(raekke.vis, k_talt, n),
        sager=tuple(grunde),
        grunde={sag: " ".join(g) for sag, g in grunde.items()},
        naevner_sager=tuple(dict.fromkeys(sager)),
        naevnerregel=next(reversed(raekke.lov.values())).naevnerregel,
        hjemmel=" / ".join(dict.fromkeys(hjemler)) or regel.versioner[-1].hjemmel,
        advarsler=_warning(uvist),
    )


def _rule(navn: str, regler: Sequence[Regel] | None) -> Regel:
    regel = next((r for r in regler or regelsaet() if r.id == navn), None)
    if regel is None:
        raise ValueError(f"Reglen »{navn}« findes ikke. Ret »pligt« i konceptet, eller tag reglen med.")
    return regel


def _judged(regel: Regel, k: Kontekst, kalender: Kalender):  # type: ignore[no-untyped-def]
    from omhu.regler.evaluering import evaluer
    from omhu.regler.udfald import status

    til = k.vindue.til
    for pligt in evaluer([regel], k.trin, foedselsdag=k.sag.foedselsdato, pr=til, kalender=kalender):
        if pligt.udloest.dag in k.vindue:
            yield pligt, status(pligt, til)


def _reason(regel: Regel, pligt, status: Status) -> str:  # type: ignore[no-untyped-def]
    svar = f"Opfyldt {dato(pligt.opfyldt.dag)}" if pligt.opfyldt else "Ikke opfyldt"
    return f"{regel.navn}: udløst {dato(pligt.udloest.dag)}, frist {dato(pligt.frist_dag)}. {svar}."


def _warning(uvist: int) -> tuple[str, ...]:
    if not uvist:
        return ()
    return (f"{antal(uvist, 'pligt kan', 'pligter kan')} ikke vurderes, fordi et klokkeslæt mangler, og er ikke talt med.",)


