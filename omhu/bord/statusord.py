"""A status as it is shown: sign, word and colour, in that order of trust (never colour alone)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from omhu.kerne import ord_om_tid
from omhu.regler.sprog import Status

UGE = 7
MAANED = 30


@dataclass(frozen=True)
class Statusord:
    """What a status looks like. `klasse` is the colour's class in omhu.css; red is `over` alone."""

    tegn: str
    ord: str
    klasse: str = "svag"
    kort: str = ""
    """The word without what a heading above has said already (`6 dage` under »Overskredet«)."""
    maal: bool = False
    """A local service goal: never in the red of the law."""

    def __str__(self) -> str:
        return f"{self.tegn} {self.ord}"


UVERIFICERET = Statusord("§", "ikke verificeret", "uverificeret")
FASTE = {
    Status.OVERHOLDT: Statusord("✓", "Overholdt", "fint"),
    Status.FRAVALGT: Statusord("–", "Fravalgt med begrundelse"),
    Status.IKKE_RELEVANT: Statusord("–", "Ikke relevant"),
    Status.KAN_IKKE_VURDERES: Statusord("?", "Kan ikke vurderes", "uvis"),
}


def statusord(
    status: Status,
    frist_dag: date,
    i_dag: date,
    *,
    frist_tid: datetime | None = None,
    opfyldt_dag: date | None = None,
) -> Statusord:
    """The status of an obligation in words on a day. A duty that was met late is no longer red."""
    if status in FASTE:
        return FASTE[status]
    if status == Status.OVERSKREDET:
        return Statusord("△", _for_sent(frist_dag, opfyldt_dag), "sent")
    if status == Status.MANGLER:
        over = _over(frist_dag, i_dag)
        return Statusord("▲", f"Overskredet {over}", "over", kort=over)
    return _forude(frist_dag, frist_tid, i_dag)


def _for_sent(frist_dag: date, opfyldt_dag: date | None) -> str:
    if opfyldt_dag is None or opfyldt_dag <= frist_dag:
        return "Sket for sent"
    return f"Sket {ord_om_tid.varighed_mellem(frist_dag, opfyldt_dag)} for sent"


def _over(frist_dag: date, i_dag: date) -> str:
    return ord_om_tid.varighed_mellem(frist_dag, i_dag) if frist_dag < i_dag else "i dag"


def _forude(frist_dag: date, frist_tid: datetime | None, i_dag: date) -> Statusord:
    om = (frist_dag - i_dag).days
    if om <= 0:
        klokken = f" {ord_om_tid.klokken(frist_tid)}" if frist_tid else ""
        return Statusord("◆", f"I dag{klokken}", "snart")
    if om == 1:
        klokken = f" {ord_om_tid.klokken(frist_tid)}" if frist_tid else ""
        return Statusord("◆", f"I morgen{klokken}", "snart")
    if om <= UGE:
        return Statusord("◇", f"Om {ord_om_tid.varighed(om)}", "rolig")
    return Statusord("○", ord_om_tid.dato(frist_dag, i_dag), "rolig")


@dataclass(frozen=True)
class Hastegruppe:
    """A group of the desk by urgency; `fra`..`til` are days from today, both included, None = open."""

    kode: str
    navn: str
    tegn: str
    klasse: str
    fra: int | None
    til: int | None
    kort: str


HASTEGRUPPER = (
    Hastegruppe("overskredet", "Overskredet", "▲", "over", None, None, "overskredet"),
    Hastegruppe("i_dag", "I dag og i morgen", "◆", "snart", 0, 1, "i dag og i morgen"),
    Hastegruppe("uge", "Denne uge", "◇", "rolig", 2, UGE, "denne uge"),
    Hastegruppe("maaned", "De næste 30 dage", "○", "rolig", UGE + 1, MAANED, "de næste 30 dage"),
)
