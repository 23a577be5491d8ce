"""What a risk-based draw weighs. The limits are our own choice, no law's: the screen says so, and the frame keeps the
numbers themselves, so that another limit can be tried later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from omhu.kerne.ord_om_tid import antal
from omhu.regler.trin import Trin

Tal = Mapping[str, int]


@dataclass(frozen=True)
class Risiko:
    """One reason to look at a case first."""

    kode: str
    navn: str
    gaelder: Callable[[Tal], bool]


RISICI = {
    r.kode: r
    for r in (
        Risiko("over", "En frist er overskredet", lambda t: t.get("over", 0) >= 1),
        Risiko(
            "underretninger",
            "Tre eller flere underretninger i perioden",
            lambda t: t.get("underretninger", 0) >= 3,
        ),
        Risiko(
            "skift", "To eller flere skift af rådgiver i perioden", lambda t: t.get("skift", 0) >= 2
        ),
        Risiko("stille60", "60 dage uden et skridt", lambda t: t.get("stille", 0) >= 60),
        Risiko("stille90", "90 dage uden et skridt", lambda t: t.get("stille", 0) >= 90),
        Risiko("lille", "Barnet er under 6 år", lambda t: 0 <= t.get("alder", -1) < 6),
    )
}


def tal(trin: Sequence[Trin], fra: date, til: date, alder: int | None, over: int) -> dict[str, int]:
    """The numbers of one case on the window's last day."""
    i_vinduet = [t for t in trin if fra <= t.dag <= til]
    sidst = max((t.dag for t in trin if t.dag <= til), default=None)
    ud = {
        "over": over,
        "underretninger": sum(t.art == "UNDERRETNING" for t in i_vinduet),
        "skift": sum(t.art == "SAGSBEHANDLER_TILDELT" for t in i_vinduet),
    }
    if sidst is not None:
        ud["stille"] = (til - sidst).days
    if alder is not None:
        ud["alder"] = alder
    return ud


def vaegt(tal_: Tal, koder: Sequence[str]) -> float:
    """How many of the chosen risks the case has; without any it is not drawn."""
    return float(sum(RISICI[k].gaelder(tal_) for k in koder if k in RISICI))


def ord_(tal_: Tal) -> str:
    """The risks of a case in words.

    >>> ord_({"over": 2, "stille": 70, "alder": 12})
    '2 frister overskredet, 70 dage uden et skridt'
    """
    dele = []
    if tal_.get("over"):
        dele.append(antal(tal_["over"], "frist overskredet", "frister overskredet"))
    if RISICI["underretninger"].gaelder(tal_):
        dele.append(antal(tal_["underretninger"], "underretning", "underretninger"))
    if RISICI["skift"].gaelder(tal_):
        dele.append(antal(tal_["skift"], "skift af rådgiver", "skift af rådgiver"))
    if RISICI["stille60"].gaelder(tal_):
        dele.append(f"{tal_['stille']} dage uden et skridt")
    if RISICI["lille"].gaelder(tal_):
        dele.append("under 6 år")
    return ", ".join(dele)
