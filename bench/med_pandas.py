"""The same rules as a good pandas program would do them: merge_asof per rule, dates from tables, no loop over rows.

Sixteen of the 25 rules of `land.REGLER25`: hours, hverdage, months, "before" with look-back and measure, chains,
exceptions, waiver, lapse by closing and by the measure's end, the agreed date, versions by law date. Left out are
rules of periods and states over several measures (genvurdering, ungeplan-16, personrettet-tilsyn, genbehandling-tvang,
ungestoette-6mdr, foreloebig-1mdr) and those that nothing in the country's columns triggers. It is made for what
`omhu.config.demo.land` makes and no more: one measure a step, so that "the same measure" is equality and no union is
gathered (`egnet` says whether a file is so). Rows are clustered by case and in order, so keys that begin with the
case are sorted already, and nothing is sorted here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from omhu.kerne.kalender import Kalender, dag_af, dagens_slutning, dagnr, helligdage
from omhu.regler.katalog import katalog
from omhu.regler.sprog import Regel, Status

Tal = Any
"""A NumPy array of integers."""
DAGE, MS = 2**20, 2**42
FJERN = 2**60
TIME = 3_600_000
TABEL_FRA, TABEL_TIL = dagnr(date(1985, 1, 1)), dagnr(date(2060, 1, 1))
BL = dagnr(date(2024, 1, 1))
SEL_FRA = dagnr(date(2011, 1, 1))
STATUSSER = list(Status)


def tael_med_pandas(fil: Path, regler: Sequence[Regel], pr: date) -> dict[str, dict[Status, int]]:
    """Obligations per rule and status at the end of `pr`, of one municipality's file."""
    t = Tidslinje(fil)
    return {r.id: _tael(REGLER[r.id](t), dagnr(pr)) for r in regler}


def egnet(fil: Path) -> bool:
    """Does the file keep to what this program takes for granted?"""
    ind = pd.read_parquet(fil, columns=["ind"])["ind"].to_numpy()
    t = Tidslinje(fil)
    timer = t.trin("UNDERRETNING", "AKUTVURDERING")
    kraever = t.trin(
        "AFGOERELSE", "IVAERKSAT", "OPFOELGNING", "BOERNESAMTALE", "HANDLEPLAN", "BARNETS_PLAN"
    )
    et_hver = bool(np.all(ind & (ind - 1) == 0)) and bool(np.all(kraever["ind"] != 0))
    return et_hver and bool((timer["tlo"] == timer["thi"]).all())


class Tidslinje:
    """One municipality's steps. `n` is case and day, `nms` case and ms, as one number; `pos` the row."""

    def __init__(self, fil: Path) -> None:
        self.df = df = pd.read_parquet(fil)
        df["pos"] = np.arange(len(df))
        df["n"] = df["sag"] * DAGE + df["dag"]
        df["nms"] = df["sag"] * MS + df["tlo"]
        self._efter_art = {art: np.asarray(r) for art, r in df.groupby("art").indices.items()}
        self._hentet: dict[tuple[str, ...], pd.DataFrame] = {}

    def trin(self, *koder: str, hvis: str = "", ikke: str = "") -> pd.DataFrame:
        """Steps of these kinds with all and none of some characteristics (words apart)."""
        if koder not in self._hentet:
            tom = np.empty(0, dtype=np.int64)
            raekker = [self._efter_art.get(katalog().arter[k].nr, tom) for k in koder]
            samlet = raekker[0] if len(koder) == 1 else np.sort(np.concatenate(raekker))
            self._hentet[koder] = self.df.take(samlet)
        fundet = self._hentet[koder]
        kraevet, forbudt = _bits(hvis), _bits(ikke)
        if not kraevet | forbudt:
            return fundet
        flag = fundet["flag"].to_numpy()
        return fundet[(flag & kraevet == kraevet) & (flag & forbudt == 0)]


@lru_cache(maxsize=64)
def _bits(kendetegn: str) -> int:
    return sum(1 << katalog().kendetegn[k].bit for k in kendetegn.split())


def har(trin: pd.DataFrame, kendetegn: str) -> Tal:
    """Which of the steps have a characteristic."""
    return trin["flag"].to_numpy() & _bits(kendetegn) != 0


# --- dates from tables


@lru_cache(maxsize=64)
def _tabel(enhed: str, antal: int) -> Tal:
    dage = np.arange(TABEL_FRA, TABEL_TIL).astype("M8[D]")
    fri = np.array(sorted(helligdage()), dtype="M8[D]")
    lukket = np.isin(
        dage.astype("M8[M]").astype(np.int64) % 12 * 100 + _i_maaneden(dage), _lukkedage()
    )
    if enhed == "maaneder":
        maaned = dage.astype("M8[M]") + antal
        sidste = (maaned + 1).astype("M8[D]") - 1
        svar = np.minimum(maaned.astype("M8[D]") + (_i_maaneden(dage) - 1), sidste)
    elif enhed == "hverdage":
        svar = np.busday_offset(dage, antal, roll="backward", holidays=fri)
    else:
        ikke = np.union1d(fri, dage[lukket])
        svar = np.busday_offset(dage, antal, roll="backward", holidays=ikke)
        if enhed == "rul":
            frem = np.busday_offset(dage, 0, roll="forward", holidays=ikke)
            svar = np.where(np.is_busday(dage, holidays=fri), dage, frem)
    return svar.astype(np.int64)


def _i_maaneden(dage: Tal) -> Tal:
    return (dage - dage.astype("M8[M]").astype("M8[D]")).astype(np.int64) + 1


def _lukkedage() -> list[int]:
    return [(maaned - 1) * 100 + dag for maaned, dag in Kalender().lukkedage]


def plus(dag: Tal, enhed: str, antal: int = 0) -> Tal:
    """Days later: maaneder, hverdage, arbejdsdage, or `rul`."""
    return _tabel(enhed, antal)[dag - TABEL_FRA]


# --- the one primitive: the nearest step of some kind in the same case


@dataclass
class Fundet:
    """For each trigger the step found: its day, first ms and row; FJERN when there is none."""

    dag: Tal
    tlo: Tal
    pos: Tal

    @property
    def findes(self) -> Tal:
        """Where something was found."""
        return self.pos != FJERN

    def foer(self, anden: Fundet) -> Fundet:
        """The earlier of two."""
        return self.hvor(self.tlo <= anden.tlo, ellers=anden)

    def hvor(self, ja: Tal, ellers: Fundet | None = None) -> Fundet:
        """This where it holds, elsewhere the other (default: none)."""
        andre = (ellers.dag, ellers.tlo, ellers.pos) if ellers else (FJERN, FJERN, FJERN)
        felter = zip((self.dag, self.tlo, self.pos), andre, strict=True)
        return Fundet(*(np.where(ja, eget, andet) for eget, andet in felter))


def find(
    noegle: Tal,
    sag: pd.Series[Any],
    trin: pd.DataFrame,
    paa: str,
    *,
    by: str = "",
    vaerdi: Any = None,
    bagud: bool = False,
    lig: bool = True,
) -> Fundet:
    """The first step at or after (`bagud`: the last at or before) a key in the column `paa`, in the same case."""
    sager = sag.to_numpy()
    if not len(trin):
        return Fundet(*[np.full(len(sager), FJERN)] * 3)
    venstre = pd.DataFrame({paa: noegle} | ({by: np.asarray(vaerdi)} if by else {}))
    fundet = pd.merge_asof(
        venstre,
        trin[[paa, by] if by else [paa]].assign(raekke=np.arange(len(trin))),
        on=paa,
        by=by or None,
        direction="backward" if bagud else "forward",
        allow_exact_matches=lig,
    )
    raekke = fundet["raekke"].fillna(-1).to_numpy().astype(np.int64)
    ja = (raekke >= 0) & (trin["sag"].to_numpy()[raekke] == sager)
    felter = (trin[felt].to_numpy()[raekke] for felt in ("dag", "tlo", "pos"))
    return Fundet(*(np.where(ja, felt, FJERN) for felt in felter))


def efter(t: pd.DataFrame, trin: pd.DataFrame, *, indsats: bool = False) -> Fundet:
    """The first step after the trigger in the order (lapse)."""
    by = {"by": "ind", "vaerdi": t["ind"]} if indsats else {}
    return find(t["pos"].to_numpy(), t["sag"], trin, "pos", lig=False, **by)


def fra_dag(t: pd.DataFrame, dag: Tal, trin: pd.DataFrame, *, indsats: bool = False) -> Fundet:
    """The first step on or after a day."""
    by = {"by": "ind", "vaerdi": t["ind"]} if indsats else {}
    return find(t["sag"].to_numpy() * DAGE + dag, t["sag"], trin, "n", **by)


def svar_paa(t: pd.DataFrame, trin: pd.DataFrame, paa: str, noegle: Tal) -> Fundet:
    """The first step from a key on that names the trigger or names nothing."""
    navngivet = trin["ref"] >= 0
    henvist = find(noegle, t["sag"], trin[navngivet], paa, by="ref", vaerdi=t["own"])
    return henvist.foer(find(noegle, t["sag"], trin[~navngivet], paa))


# --- from what was found to a status


@dataclass
class Udfald:
    """What decides the status of each obligation; `frist` a day, or with `i_ms` an instant."""

    frist: Tal
    opfyldt: Fundet
    fravalgt: Fundet | None = None
    bortfaldet: Fundet | None = None
    undtaget: Tal | bool = False
    kan_vurderes: Tal | bool = True
    taeller: Tal | int = FJERN
    udebliver: Status = Status.MANGLER
    i_ms: bool = False
    med: Tal | None = None
    """Which of the rows are obligations at all (default: all)."""


def _tael(u: Udfald, pr: int) -> dict[Status, int]:
    tid = u.opfyldt.tlo if u.i_ms else u.opfyldt.dag
    i_tide = u.opfyldt.findes & (tid <= u.frist)
    sent = u.opfyldt.findes & ~i_tide & (u.opfyldt.dag <= u.taeller)
    opf = np.where(i_tide, u.opfyldt.tlo, FJERN)
    frav, bort = (
        np.where(f.dag <= u.frist, f.tlo, FJERN) if f else opf for f in (u.fravalgt, u.bortfaldet)
    )
    nu = dagens_slutning(dag_af(pr)) if u.i_ms else pr
    koder = np.select(
        [
            np.broadcast_to(u.undtaget, len(opf)) | (bort < np.minimum(opf, frav)),
            frav < opf,
            i_tide,
            nu <= u.frist,
            ~np.broadcast_to(u.kan_vurderes, len(opf)),
            sent,
        ],
        [
            STATUSSER.index(s)
            for s in (
                Status.IKKE_RELEVANT,
                Status.FRAVALGT,
                Status.OVERHOLDT,
                Status.AFVENTER,
                Status.KAN_IKKE_VURDERES,
                Status.OVERSKREDET,
            )
        ],
        STATUSSER.index(u.udebliver),
    )
    antal = np.bincount(koder if u.med is None else koder[u.med], minlength=len(STATUSSER))
    return dict(zip(STATUSSER, antal.tolist(), strict=True))


# --- the rules


def _underretning_24t(t: Tidslinje) -> Udfald:
    u = t.trin("UNDERRETNING")
    svar = t.trin("AKUTVURDERING")
    return Udfald(
        u["tlo"].to_numpy() + 24 * TIME, svar_paa(u, svar, "nms", u["nms"].to_numpy()), i_ms=True
    )


def _underretning_kvittering(t: Tidslinje) -> Udfald:
    u = t.trin("UNDERRETNING")
    return Udfald(
        plus(u["dag"].to_numpy(), "hverdage", 6),
        svar_paa(u, t.trin("KVITTERING"), "n", u["n"].to_numpy()),
        undtaget=har(u, "anonym"),
    )


def _aktindsigt(t: Tidslinje) -> Udfald:
    u = t.trin("AKTINDSIGT_ANMODET")
    frist = plus(u["dag"].to_numpy(), "arbejdsdage", 7)
    return Udfald(frist, svar_paa(u, t.trin("AKTINDSIGT_GIVET"), "n", u["n"].to_numpy()))


def _klagefrist(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", "HJEMGIVELSE_BESLUTTET", "UNGESTOETTE_AFGOERELSE")
    frist = plus(u["dag"].to_numpy() + 28, "rul")
    klage = svar_paa(u, t.trin("KLAGE_MODTAGET"), "n", u["n"].to_numpy())
    return Udfald(frist, klage, udebliver=Status.IKKE_RELEVANT)


def _bfu_4mdr(t: Tidslinje) -> Udfald:
    u = t.trin("BFU_BESLUTTET")
    dag, slut = u["dag"].to_numpy(), t.trin("BFU_AFSLUTTET", ikke="bfu_tidligere")
    u_pos, sag = u["pos"].to_numpy(), u["sag"]
    kendt = find(u["n"].to_numpy(), sag, t.trin("UNDERRETNING"), "n", bagud=True)
    sidste = find(u_pos, sag, t.trin("BFU_AFSLUTTET"), "pos", bagud=True, lig=False)
    brugt = kendt.findes & (kendt.dag >= plus(dag, "maaneder", -12))
    brugt &= ~sidste.findes | (kendt.tlo >= sidste.tlo)
    anker = np.where(brugt, kendt.dag, dag)
    return Udfald(
        plus(anker, "maaneder", 4),
        fra_dag(u, anker, slut),
        bortfaldet=efter(u, t.trin("SAG_LUKKET")),
        med=~pd.Series(np.where(brugt, kendt.pos, u_pos)).duplicated().to_numpy(),
    )


def _lokal_bfu_60_dage(t: Tidslinje) -> Udfald:
    u = t.trin("BFU_BESLUTTET")
    slut = fra_dag(u, u["dag"].to_numpy(), t.trin("BFU_AFSLUTTET", ikke="bfu_tidligere"))
    return Udfald(u["dag"].to_numpy() + 60, slut, bortfaldet=efter(u, t.trin("SAG_LUKKET")))


def _bfu_foer(t: Tidslinje, u: pd.DataFrame) -> Udfald:
    dag = u["dag"].to_numpy()
    slut = t.trin("BFU_AFSLUTTET", ikke="ikke_aktuel")
    undtaget = har(u, "akut") | har(u, "foreloebig")
    return Udfald(dag, fra_dag(u, plus(dag, "maaneder", -24), slut), undtaget=undtaget)


def _bfu_foer_afgoerelse(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE")
    u = u[(u["dag"] < BL) & (har(u, "omfatter_stoette") | har(u, "omfatter_anbringelse"))]
    return _bfu_foer(t, u)


def _bfu_foer_anbringelse(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", hvis="omfatter_anbringelse")
    return _bfu_foer(t, u[u["dag"] >= BL])


def _boernesamtale_foer_afgoerelse(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE")
    dag = u["dag"].to_numpy()
    tidligst = plus(dag, "maaneder", -6)
    return Udfald(
        dag,
        fra_dag(u, tidligst, t.trin("BOERNESAMTALE", ikke="ikke_myndighed"), indsats=True),
        fravalgt=fra_dag(u, tidligst, t.trin("BOERNESAMTALE_FRAVALGT", ikke="bedoemmer_uenig")),
        taeller=plus(dag, "maaneder", 3),
    )


def _handleplan_foer_afgoerelse(t: Tidslinje) -> Udfald:
    """Urgent: within 4 months, by any plan; else before."""
    u = t.trin("AFGOERELSE", hvis="omfatter_opfoelgning")
    u = u[u["dag"] < BL]
    dag, akut = u["dag"].to_numpy(), har(u, "akut")
    foer = fra_dag(u, np.zeros_like(dag), t.trin("HANDLEPLAN"), indsats=True)
    senere = fra_dag(u, dag, t.trin("HANDLEPLAN", "BARNETS_PLAN", "UNGEPLAN"), indsats=True)
    ender = _ender(t, u)
    return Udfald(
        np.where(akut, plus(dag, "maaneder", 4), dag),
        senere.hvor(akut, ellers=foer),
        bortfaldet=ender.hvor(akut),
    )


def _barnets_plan_3mdr(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", ikke="samtykke_nej fyldt_16")
    u = u[(u["dag"] >= BL) & (har(u, "omfatter_anbringelse") | har(u, "plan_ja"))]
    dag = u["dag"].to_numpy()
    plan = fra_dag(u, dag, t.trin("BARNETS_PLAN", "UNGEPLAN"), indsats=True)
    return Udfald(plus(dag, "maaneder", 3), plan, bortfaldet=_ender(t, u))


def _barnets_plan_foer_tvang(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", hvis="omfatter_anbringelse samtykke_nej")
    u = u[u["dag"] >= BL]
    planer = t.trin("BARNETS_PLAN", "UNGEPLAN", "HANDLEPLAN")
    plan = fra_dag(u, np.zeros(len(u), dtype=np.int64), planer, indsats=True)
    return Udfald(u["dag"].to_numpy(), plan, undtaget=har(u, "akut") | har(u, "foreloebig"))


def _opfoelgning_3mdr(t: Tidslinje) -> Udfald:
    u = t.trin("IVAERKSAT", hvis="omfatter_opfoelgning")
    dag, pos = u["dag"].to_numpy(), u["pos"].to_numpy()
    frist = plus(dag, "maaneder", 3)
    slut = efter(u, t.trin("BFU_AFSLUTTET"))
    begyndt, endt = (
        find(pos, u["sag"], t.trin(*arter), "pos", bagud=True, lig=False)
        for arter in (("BFU_BESLUTTET",), ("BFU_AFSLUTTET", "SAG_LUKKET"))
    )
    i_gang = begyndt.findes & (~endt.findes | (begyndt.pos > endt.pos))
    frem = (frist >= BL) & i_gang & (slut.dag < frist)
    fulgt = fra_dag(u, dag, t.trin("OPFOELGNING"), indsats=True)
    return Udfald(np.where(frem, slut.dag, frist), fulgt, bortfaldet=_ender(t, u))


def _opfoelgning_6mdr(t: Tidslinje) -> Udfald:
    u = _loebende_opfoelgninger(t)
    u = u[plus(u["dag"].to_numpy(), "maaneder", 6) <= dagnr(date(2024, 6, 30))]
    dag = u["dag"].to_numpy()
    frist = plus(dag, "maaneder", 6)
    naeste = fra_dag(u, dag + 1, t.trin("OPFOELGNING"), indsats=True)
    return Udfald(frist, naeste, bortfaldet=_ender(t, u), kan_vurderes=frist < BL)


def _opfoelgning_aftalt(t: Tidslinje) -> Udfald:
    u = _loebende_opfoelgninger(t)
    u = u[(u["dag"] >= BL) & har(u, "har_naeste")]
    naeste = fra_dag(u, u["dag"].to_numpy() + 1, t.trin("OPFOELGNING"), indsats=True)
    return Udfald(u["dag2"].to_numpy(), naeste, bortfaldet=_ender(t, u))


def _opfoelgning_barn(t: Tidslinje) -> Udfald:
    u = _loebende_opfoelgninger(t)
    dag = u["dag"].to_numpy()
    tidligst = plus(dag, "maaneder", -3)
    talt = fra_dag(u, tidligst, t.trin("BOERNESAMTALE", ikke="ikke_myndighed"))
    tilsyn = fra_dag(u, tidligst, t.trin("TILSYNSSAMTALE"))
    return Udfald(
        dag,
        talt.foer(tilsyn),
        fravalgt=fra_dag(u, tidligst, t.trin("BOERNESAMTALE_FRAVALGT", ikke="bedoemmer_uenig")),
        taeller=plus(dag, "maaneder", 3),
    )


def _ender(t: Tidslinje, u: pd.DataFrame) -> Fundet:
    """The end of the trigger's measure, or of the case."""
    ophoert = efter(u, t.trin("FORANSTALTNING_OPHOERT"), indsats=True)
    return ophoert.foer(efter(u, t.trin("SAG_LUKKET")))


def _loebende_opfoelgninger(t: Tidslinje) -> pd.DataFrame:
    """Follow-ups whose measure has not ended: its last start lies after its last end."""
    u = t.trin("OPFOELGNING")
    startet, endt = (
        find(
            u["pos"].to_numpy(), u["sag"], t.trin(art), "pos", by="ind", vaerdi=u["ind"], bagud=True
        )
        for art in ("IVAERKSAT", "FORANSTALTNING_OPHOERT")
    )
    return u[~endt.findes | (startet.findes & (startet.pos > endt.pos))]


REGLER: dict[str, Callable[[Tidslinje], Udfald]] = {
    "underretning-24t": _underretning_24t,
    "underretning-kvittering": _underretning_kvittering,
    "bfu-4mdr": _bfu_4mdr,
    "bfu-foer-afgoerelse": _bfu_foer_afgoerelse,
    "bfu-foer-anbringelse": _bfu_foer_anbringelse,
    "boernesamtale-foer-afgoerelse": _boernesamtale_foer_afgoerelse,
    "handleplan-foer-afgoerelse": _handleplan_foer_afgoerelse,
    "barnets-plan-3mdr": _barnets_plan_3mdr,
    "barnets-plan-foer-tvang": _barnets_plan_foer_tvang,
    "opfoelgning-3mdr": _opfoelgning_3mdr,
    "opfoelgning-6mdr": _opfoelgning_6mdr,
    "opfoelgning-aftalt": _opfoelgning_aftalt,
    "opfoelgning-barn": _opfoelgning_barn,
    "klagefrist": _klagefrist,
    "aktindsigt": _aktindsigt,
    "lokal-bfu-60-dage": _lokal_bfu_60_dage,
}
