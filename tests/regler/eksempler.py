"""The examples under spec/: how a jurist's text becomes steps and expectations.

An example is a heading and a block. Lines of the block, in any order:

    født 2010-05-15                              the child's birthday
    2026-03-02 | UNDERRETNING | anonym=ja        a step; `2026-03-02 14:30` when the time is known
    svaret | KVITTERING                          the step whose day the `svar` lines vary
    2026-03-11 | mangler | frist 2026-03-10      status at the end of that day, without svaret
    svar 2026-03-11 | overskredet                how it ends when svaret comes that day

Words of a step: `indsats=a+b`, `naeste=DATE`, `id=`, `vedroerer=`, else attributes of the step. Words of an
expectation: `frist DATE`, `fra DATE` (the version), `periode til DATE` (only the row due that day). Several
obligations stand in the order of their triggers: `mangler + afventer`. No obligation: `intet krav`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from omhu.regler.evaluering import evaluer
from omhu.regler.sprog import Regel
from omhu.regler.trin import Trin
from omhu.regler.udfald import Raekke, status

MAPPE = Path(__file__).parent / "spec"
ZONE = ZoneInfo("Europe/Copenhagen")
INTET = "intet krav"


@dataclass(frozen=True)
class Skridtlinje:
    naar: str
    art: str
    ord: dict[str, str]

    def trin(self, nr: int, naar: str = "") -> Trin:
        """The step, on its own day or (for svaret) on the given one."""
        dag, _, klokken = (naar or self.naar).partition(" ")
        tid = datetime.fromisoformat(f"{dag} {klokken}").replace(tzinfo=ZONE) if klokken else None
        egne = dict(self.ord)
        naeste = egne.pop("naeste", "")
        return Trin(
            art=self.art,
            dag=date.fromisoformat(dag),
            tid=tid,
            indsatser=tuple(i for i in egne.pop("indsats", "").split("+") if i),
            id=nr,
            navn=egne.pop("id", str(nr)),
            vedroerer=egne.pop("vedroerer", ""),
            naeste=date.fromisoformat(naeste) if naeste else None,
            attributter=egne,
        )


@dataclass(frozen=True)
class Forventning:
    linje: str
    naar: str
    svar: bool
    statusser: tuple[str, ...]
    frist: date | None = None
    fra: date | None = None
    periode: date | None = None

    @property
    def dag(self) -> date:
        return date.fromisoformat(self.naar[:10])


@dataclass
class Eksempel:
    regel: str
    titel: str
    foedt: date | None = None
    skridt: list[Skridtlinje] = field(default_factory=list)
    svaret: Skridtlinje | None = None
    forventninger: list[Forventning] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.regel}: {self.titel}"


@cache
def alle() -> list[Eksempel]:
    return [e for sti in sorted(MAPPE.glob("*.md")) for e in laes(sti)]


def laes(sti: Path) -> list[Eksempel]:
    """The examples of one file."""
    dele = re.findall(r"^### (.+?)\n+```\n(.*?)\n```", sti.read_text("utf-8"), re.M | re.S)
    return [_eksempel(sti.stem, titel, blok) for titel, blok in dele]


def _eksempel(regel: str, titel: str, blok: str) -> Eksempel:
    e = Eksempel(regel, titel)
    for linje in filter(None, map(str.strip, blok.splitlines())):
        felter = [f.strip() for f in linje.split("|")]
        if linje.startswith("født "):
            e.foedt = date.fromisoformat(linje.removeprefix("født "))
        elif not felter[1].isupper():
            e.forventninger.append(_forventning(linje, felter))
        elif felter[0] == "svaret":
            e.svaret = _skridt(felter)
        else:
            e.skridt.append(_skridt(felter))
    return e


def _skridt(felter: list[str]) -> Skridtlinje:
    ord_ = dict(o.split("=", 1) for o in felter[2].split()) if len(felter) > 2 else {}
    return Skridtlinje(felter[0], felter[1], ord_)


def _forventning(linje: str, felter: list[str]) -> Forventning:
    mere: dict[str, date] = {}
    for ord_ in felter[2].split(",") if len(felter) > 2 else []:
        noegle, _, dag = ord_.strip().rpartition(" ")
        mere[{"periode til": "periode"}.get(noegle, noegle)] = date.fromisoformat(dag)
    return Forventning(
        linje=linje,
        naar=felter[0].removeprefix("svar "),
        svar=felter[0].startswith("svar "),
        statusser=() if felter[1] == INTET else tuple(s.strip() for s in felter[1].split("+")),
        **mere,
    )


@dataclass(frozen=True)
class Svar:
    """What the evaluator says for one expectation."""

    statusser: tuple[str, ...]
    raekker: list[Raekke]


def spoerg(e: Eksempel, f: Forventning, regel: Regel) -> Svar:
    """Ask the evaluator what the example asks: at the end of a day, or how it ends with svaret on that day."""
    trin = [s.trin(nr) for nr, s in enumerate(e.skridt)]
    if f.svar:
        assert e.svaret, "»svar« uden en linje med »svaret«"
        trin.append(e.svaret.trin(len(trin), f.naar))
    else:
        trin = [t for t in trin if t.dag <= f.dag]
    pr = max([f.dag, *(t.dag for t in trin)])
    raekker = [
        r
        for r in evaluer([regel], trin, foedselsdag=e.foedt, pr=pr)
        if (f.svar or r.udloest.dag <= f.dag) and f.periode in (None, r.frist_dag)
    ]
    raekker.sort(key=lambda r: (r.udloest.dag, r.nr))
    return Svar(tuple(str(status(r, _dommens_dag(f, r))) for r in raekker), raekker)


def _dommens_dag(f: Forventning, r: Raekke) -> date:
    return max(f.dag, r.frist_dag + timedelta(days=1)) if f.svar else f.dag
