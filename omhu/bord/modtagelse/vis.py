"""What the pages of the intake say: the running clock, what is known of a child, and the rows of the board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.bord.felter import vist
from omhu.bord.queries import Linje, linje
from omhu.bord.sagsside import det_sker_nu
from omhu.bord.tidslinje_plan import laeg
from omhu.frister import underretninger as tilstande
from omhu.frister.models import Pligt
from omhu.kerne import ord_om_tid
from omhu.kerne.cpr import CprFejl, laes
from omhu.sager.models import Sag
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.modtagelse.kaede import Kaede, tidligere
from omhu.sagsarbejde.modtagelse.kendt import Fund, find, soeskende
from omhu.sagsarbejde.modtagelse.opfoelgning import behandlere
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag


@dataclass(frozen=True)
class Ur:
    """The 24 hours: words, and whether they are gone."""

    tekst: str
    overskredet: bool
    frist: datetime
    laengde: str = ""
    """The part of the words that the page counts down."""

    @property
    def resten(self) -> str:
        """The words after it."""
        return self.tekst.removeprefix(self.laengde)


def ur(frist: datetime, nu: datetime) -> Ur:
    """`18 timer 20 min. tilbage (til i morgen kl. 10.12)`."""
    til = f"{ord_om_tid.dag_ord(_dag(frist), _dag(nu))} {ord_om_tid.klokken(frist)}"
    if nu <= frist:
        laengde = _timer(frist - nu)
        return Ur(f"{laengde} tilbage (til {til})", False, frist, laengde)
    return Ur(f"Overskredet med {_timer(nu - frist)} (fristen var {til})", True, frist)


def _dag(tid: datetime) -> Any:
    return timezone.localdate(tid)


def _timer(laengde: timedelta) -> str:
    """Hours and minutes; days once it is more than three of them."""
    minutter = int(laengde.total_seconds() // 60)
    if minutter > 72 * 60:
        return ord_om_tid.varighed(minutter // (24 * 60))
    timer, rest = divmod(minutter, 60)
    dele = [ord_om_tid.antal(timer, "time", "timer")] if timer else []
    return " ".join([*dele, f"{rest} min."])


def uret(pligter: Mapping[str, Pligt], k: Kaede) -> Ur | None:
    """The clock of an underretning that is not assessed."""
    p = pligter.get(tilstande.VURDERING)
    if p is None or p.frist_tid is None or k.vurdering is not None:
        return None
    return ur(p.frist_tid, timezone.now())


def afsender(u: Skridt) -> str:
    """Who told it."""
    return vist(u.art, "afsender", str(u.data.get("afsender", "")))


def aarsager(u: Skridt) -> str:
    """What it is about."""
    tekst = str(u.data.get("aarsager", ""))
    return vist(u.art, "aarsager", tekst) if tekst else ""


def maade(u: Skridt, tekst: Mapping[str, str] | None = None) -> str:
    """How it came: on the step, in its text where it is older than the step's field."""
    kode = str(u.data.get("maade", "")) or (tekst or {}).get("maade", "")
    return koder.navn("maade", kode)


@dataclass(frozen=True)
class Kendt:
    """What is shown of one child as it is typed."""

    fund: Fund = field(default_factory=Fund)
    tidligere: list[Kaede] = field(default_factory=list)
    nummer: str = ""
    """`den 3. på 5 måneder`, this one counted."""
    sker_nu: list[str] = field(default_factory=list)
    soeskende: list[Sag] = field(default_factory=list)
    behandlere: list[str] = field(default_factory=list)
    """Initials of those who have handled the case: none of them may genvurdere it."""
    valgt: int | None = None


def kendt(bruger: Bruger, felter: Mapping[str, Any]) -> Kendt:
    """Look up one row of the form: `cpr`, `navn`, `foedt`, `sag`, as typed."""
    cpr = _cpr(str(felter.get("cpr") or ""))
    navn = " ".join(str(felter.get("navn") or "").split())
    if not cpr and len(navn) < 3:
        return Kendt()
    valgt = felter.get("sag")
    fund = find(bruger, cpr=cpr, navn=navn, foedt=felter.get("foedt"), valgt=valgt)
    if not fund.sager:
        return Kendt(fund)
    return om_sager(bruger, fund.sager, fund, valgt)


def om_sager(
    bruger: Bruger,
    sager: Sequence[Sag],
    fund: Fund | None = None,
    valgt: int | None = None,
    nu: datetime | None = None,
) -> Kendt:
    """What is known of a child with these cases, and was told before an instant (now)."""
    nu = nu or timezone.now()
    foer = tidligere(sager, nu)
    i_dag = timezone.localdate()
    trin = trin_for_sag(sager[0].pk, Synsdag.i_dag())
    return Kendt(
        fund=fund or Fund(sager=list(sager)),
        tidligere=foer,
        nummer=_nummer([k.underretning for k in foer], nu),
        sker_nu=det_sker_nu(laeg(trin, [], i_dag), i_dag),
        soeskende=soeskende(bruger, list(sager)),
        behandlere=sorted(kort.upper() for kort in behandlere(sager[0])),
        valgt=valgt,
    )


def _nummer(foer: Sequence[Skridt], nu: datetime) -> str:
    if not foer:
        return ""
    dag = timezone.localdate(nu)
    if foer[-1].dag == dag:
        return f"den {len(foer) + 1}. samme dag"
    return f"den {len(foer) + 1}. på {ord_om_tid.varighed_mellem(foer[-1].dag, dag)}"


def _cpr(tekst: str) -> str:
    try:
        return laes(tekst, pr=timezone.localdate()).nummer if tekst.strip() else ""
    except CprFejl:
        return ""


@dataclass(frozen=True)
class Raekke:
    """A row of the board."""

    underretning: Skridt
    tilstand: str
    """Code; `tilstandsord` says it."""
    frist: Linje | None
    ur: Ur | None
    tages_af: str
    navn: str = ""
    """The underretter's name, where there is one."""

    @property
    def maade(self) -> str:
        """How it came."""
        return maade(self.underretning)

    @property
    def tilstandsord(self) -> str:
        """The state in words."""
        return tilstande.TILSTANDE[self.tilstand]

    @property
    def afsender(self) -> str:
        """Who told it."""
        return afsender(self.underretning)

    @property
    def aarsager(self) -> str:
        """What it is about."""
        return aarsager(self.underretning)


def raekker(
    skridt: Sequence[Any],
    pligter: Mapping[UUID, Mapping[str, Pligt]],
    taget: Mapping[UUID, str],
    navne: Mapping[UUID, str],
) -> list[Raekke]:
    """Rows of underretninger with `tilstand`."""
    nu, i_dag = timezone.now(), timezone.localdate()
    ud = []
    for u in skridt:
        regel = tilstande.PAA_TUR.get(u.tilstand, tilstande.VURDERING)
        pligt = pligter.get(u.rod, {}).get(regel)
        venter = u.tilstand != tilstande.AFSLUTTET and pligt is not None
        timer = u.tilstand in (tilstande.NY, tilstande.VURDERES) and pligt and pligt.frist_tid
        ud.append(
            Raekke(
                underretning=u,
                tilstand=u.tilstand,
                frist=linje(pligt, i_dag) if venter and pligt else None,
                ur=ur(timer, nu) if timer else None,
                tages_af=taget.get(u.rod, ""),
                navn=navne.get(u.rod, ""),
            )
        )
    return ud


def lovtype(u: Skridt) -> tuple[koder.Lovtype, koder.Hjemmel]:
    """The legal type that follows from who told it, and its paragraph on the day."""
    fundet = koder.lovtype(str(u.data.get("afsender", "")))
    return fundet, fundet.hjemmel(u.dag)
