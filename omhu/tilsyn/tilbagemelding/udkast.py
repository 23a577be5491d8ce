"""The draft of a feedback, from what was answered and remarked in the locked readings of a case."""

from __future__ import annotations

from dataclasses import dataclass, field

from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.maalinger.tilsyn.sprog import Spoergsmaal
from omhu.tilsyn.models import Laesning, Svar

BLANKET = "tilbagemelding"
"""Code of the concept's text that is written to the rådgiver; it goes into the letter."""


@dataclass
class Udkast:
    """Two texts, and what is to be mended: (question id, words)."""

    godt: str = ""
    rettes: str = ""
    rettelser: list[tuple[str, str]] = field(default_factory=list)


def lav(koncept: Tilsynskoncept, laesninger: list[Laesning], lov: str) -> Udkast:
    """`laesninger`: those that count (locked, not the second reading), lowest level first, with `svar` and
    `blanketter` at hand. `lov`: SEL or BL. A question that several levels answered is told as the last of them
    answered it."""
    sidste = {s.spoergsmaal: s for laesning in laesninger for s in laesning.svar.all()}
    udkast = Udkast()
    godt = [laesning.styrker for laesning in laesninger]
    til_raadgiveren = [
        b.tekst for laesning in laesninger for b in laesning.blanketter.all() if b.kode == BLANKET
    ]
    rettes = [*til_raadgiveren, *(laesning.opmaerksomhed for laesning in laesninger)]
    overholdt = mangler = 0
    for spoergsmaal in koncept.spoergsmaal:
        svar = sidste.get(spoergsmaal.id)
        if svar is None or not svar.svar or spoergsmaal.fortroligt:
            continue
        regnes = koncept.regnes(spoergsmaal.id, svar.svar)
        if regnes == "overholdt":
            overholdt += 1
            godt += [_linje(spoergsmaal, svar.bemaerkning, "")] if svar.bemaerkning.strip() else []
        elif regnes == "mangel":
            mangler += 1
            if not svar.genopret:  # else it stands below with its day
                rettes.append(_linje(spoergsmaal, _hvorfor(svar), spoergsmaal.hjemmel_tekst(lov)))
        elif svar.bemaerkning.strip():
            rettes.append(_linje(spoergsmaal, svar.bemaerkning, ""))
        if svar.genopret:
            ord_ = _linje(spoergsmaal, _hvorfor(svar), spoergsmaal.hjemmel_tekst(lov))
            udkast.rettelser.append((spoergsmaal.id, ord_))
    if overholdt:
        godt.append(f"Overholdt i {overholdt} af de {overholdt + mangler} spørgsmål, sagen angik.")
    udkast.godt, udkast.rettes = _afsnit(godt), _afsnit(rettes)
    return udkast


def _hvorfor(svar: Svar) -> str:
    """The reader's words; where there are none, what the data showed, unless the reader overruled them."""
    if svar.bemaerkning.strip():
        return svar.bemaerkning
    return svar.auto_grund if svar.svar == svar.auto else svar.begrundelse


def _linje(spoergsmaal: Spoergsmaal, ord_: str, hjemmel: str) -> str:
    tekst = spoergsmaal.tekst.strip()
    if hjemmel:
        tekst = f"{tekst} ({hjemmel})"
    return f"{tekst}\n{ord_.strip()}" if ord_.strip() else tekst


def _afsnit(dele: list[str]) -> str:
    return "\n\n".join(d.strip() for d in dele if d.strip())
