"""The same rules as a good pandas program would do them: merge_asof per rule, dates from tables, no loop over rows.

Sixteen of the 25 rules of `land.REGLER25`: hours, hverdage, months, "before" with look-back and measure, chains,
exceptions, waiver, lapse by closing and by the measure's end, the agreed date, versions by law date. Left out are
rules of periods and states over several measures (genvurdering, ungeplan-16, personrettet-tilsyn, genbehandling-tvang,
ungestoette-6mdr, foreloebig-1mdr) and those that nothing in the country's columns triggers. It is made for what
`omhu.config.demo.land` makes and no more: one measure a step, so that "the same measure" is equality and no union is
gathered (`egnet` says whether a file is so).
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
from omhu.regler.kolonner import KOLONNER
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
MED_TID = ("UNDERRETNING", "AKUTVURDERING")
MED_INDSATS = (
    *("AFGOERELSE", "IVAERKSAT", "FORANSTALTNING_OPHOERT", "OPFOELGNING", "BOERNESAMTALE"),
    *("HANDLEPLAN", "BARNETS_PLAN"),
)


def tael_med_pandas(
    fil: Path, regler: Sequence[Regel], pr: date, sammensat: bool = False
) -> dict[str, dict[Status, int]]:
    """Obligations per rule and status at the end of `pr`, of one municipality's file (`sammensat`: see Tidslinje)."""
    t = Tidslinje(fil, sammensat)
    return {r.id: _tael(REGLER[r.id](t), dagnr(pr)) for r in regler}


def egnet(fil: Path) -> bool:
    """Does the file keep to what this program takes for granted: one measure a step, no missing clock times?"""
    df = pd.read_parquet(fil, columns=["art", "ind", "tlo", "thi"])
    ind, art = df["ind"].to_numpy(), df["art"].to_numpy()
    if np.any(ind & (ind - 1)):
        return False
    med_indsats, med_tid = (
        np.isin(art, [katalog().arter[k].nr for k in koder]) for koder in (MED_INDSATS, MED_TID)
    )
    return bool(np.all(ind[med_indsats]) and np.all((df["tlo"] == df["thi"])[med_tid]))


# --- the one primitive: the nearest step of some kind in the same case


@dataclass
class Fundet:
    """For each trigger the step found: its day, first ms and row; FJERN when there is none."""

    dag: Tal
    tlo: Tal
    nr: Tal

    @property
    def findes(self) -> Tal:
        """Where something was found."""
        return self.nr != FJERN

    def foer(self, anden: Fundet) -> Fundet:
        """The earlier of two."""
        return self.hvor(self.tlo <= anden.tlo, ellers=anden)

    def hvor(self, ja: Tal, ellers: Fundet | None = None) -> Fundet:
        """This where it holds, elsewhere the other (default: none)."""
        andre = (ellers.dag, ellers.tlo, ellers.nr) if ellers else (FJERN, FJERN, FJERN)
        felter = zip((self.dag, self.tlo, self.nr), andre, strict=True)
        return Fundet(*(np.where(ja, eget, andet) for eget, andet in felter))


class Tidslinje:
    """One municipality's steps. `nr` is the row, `tid` and `tid_ms` what merge_asof searches by: day and ms.

    Plainly the rows are put in order of time once, so that each kind is sorted, and cases are kept apart by `by`.
    With `sammensat` nothing is sorted: the case stands in front in the key itself, which the file's order allows.
    """

    def __init__(self, fil: Path, sammensat: bool = False) -> None:
        kolonner = [k for k in ("sag", *KOLONNER) if k != "thi"]
        df = pd.read_parquet(fil, columns=kolonner, use_threads=False)
        if not sammensat:
            df = df.sort_values("tlo", kind="stable", ignore_index=True)
        self.df, self.sammensat = df, sammensat
        df["nr"] = np.arange(len(df))
        df["tid"] = self._noegle(df["sag"], df["dag"].astype(np.int64), DAGE)
        df["tid_ms"] = self._noegle(df["sag"], df["tlo"], MS)
        self._efter_art = {art: np.asarray(r) for art, r in df.groupby("art").indices.items()}
        self._hentet: dict[tuple[str, ...], pd.DataFrame] = {}

    def _noegle(self, sag: Any, tid: Any, plads: int) -> Any:
        return sag * plads + tid if self.sammensat else tid

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

    def find(
        self,
        u: pd.DataFrame,
        trin: pd.DataFrame,
        paa: str,
        noegle: Tal,
        *,
        bagud: bool = False,
        lig: bool = True,
        **ens: Any,
    ) -> Fundet:
        """The first step at or after (`bagud`: the last at or before) a key in the column `paa`, in the same case
        and with the same values in the columns `ens`. Without `lig` not the key itself."""
        if not len(trin) or not len(u):
            return Fundet(*[np.full(len(u), FJERN)] * 3)
        sager = u["sag"].to_numpy()
        venstre = pd.DataFrame(
            {paa: np.asarray(noegle, dtype=np.int64)} | {k: v.to_numpy() for k, v in ens.items()}
        )
        if not self.sammensat:
            venstre["sag"] = sager
        by = [k for k in venstre if k != paa]
        orden = None
        if not venstre[paa].is_monotonic_increasing:
            orden = np.argsort(venstre[paa].to_numpy(), kind="stable")
            venstre = venstre.take(orden)
        fundet = pd.merge_asof(
            venstre,
            trin[[paa, *by]].assign(raekke=np.arange(len(trin))),
            on=paa,
            by=(by if len(by) > 1 else by[0]) if by else None,
            direction="backward" if bagud else "forward",
            allow_exact_matches=lig,
        )
        raekke = fundet["raekke"].fillna(-1).to_numpy().astype(np.int64)
        if orden is not None:
            raekke[orden] = raekke.copy()
        ja = (raekke >= 0) & (trin["sag"].to_numpy()[raekke] == sager)
        felter = (trin[felt].to_numpy()[raekke] for felt in ("dag", "tlo", "nr"))
        return Fundet(*(np.where(ja, felt, FJERN) for felt in felter))

    def efter(self, u: pd.DataFrame, trin: pd.DataFrame, *, indsats: bool = False) -> Fundet:
        """The first step after the trigger in the order (lapse)."""
        ens = {"ind": u["ind"]} if indsats else {}
        return self.find(u, trin, "nr", u["nr"], lig=False, **ens)

    def fra_dag(
        self, u: pd.DataFrame, dag: Tal, trin: pd.DataFrame, *, indsats: bool = False
    ) -> Fundet:
        """The first step on or after a day."""
        ens = {"ind": u["ind"]} if indsats else {}
        return self.find(u, trin, "tid", self._noegle(u["sag"].to_numpy(), dag, DAGE), **ens)

    def svar_paa(self, u: pd.DataFrame, trin: pd.DataFrame, paa: str = "tid") -> Fundet:
        """The first step from the trigger on that names it or names nothing."""
        navngivet = trin["ref"] >= 0
        henvist = self.find(u, trin[navngivet], paa, u[paa], ref=u["own"])
        return henvist.foer(self.find(u, trin[~navngivet], paa, u[paa]))


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
    return Udfald(u["tlo"].to_numpy() + 24 * TIME, t.svar_paa(u, svar, "tid_ms"), i_ms=True)


def _underretning_kvittering(t: Tidslinje) -> Udfald:
    u = t.trin("UNDERRETNING")
    return Udfald(
        plus(u["dag"].to_numpy(), "hverdage", 6),
        t.svar_paa(u, t.trin("KVITTERING")),
        undtaget=har(u, "anonym"),
    )


def _aktindsigt(t: Tidslinje) -> Udfald:
    u = t.trin("AKTINDSIGT_ANMODET")
    frist = plus(u["dag"].to_numpy(), "arbejdsdage", 7)
    return Udfald(frist, t.svar_paa(u, t.trin("AKTINDSIGT_GIVET")))


def _klagefrist(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", "HJEMGIVELSE_BESLUTTET", "UNGESTOETTE_AFGOERELSE")
    frist = plus(u["dag"].to_numpy() + 28, "rul")
    klage = t.svar_paa(u, t.trin("KLAGE_MODTAGET"))
    return Udfald(frist, klage, udebliver=Status.IKKE_RELEVANT)


def _bfu_4mdr(t: Tidslinje) -> Udfald:
    u = t.trin("BFU_BESLUTTET")
    dag, slut = u["dag"].to_numpy(), t.trin("BFU_AFSLUTTET", ikke="bfu_tidligere")
    kendt = t.find(u, t.trin("UNDERRETNING"), "tid", u["tid"], bagud=True)
    sidste = t.find(u, t.trin("BFU_AFSLUTTET"), "nr", u["nr"], bagud=True, lig=False)
    brugt = kendt.findes & (kendt.dag >= plus(dag, "maaneder", -12))
    brugt &= ~sidste.findes | (kendt.tlo >= sidste.tlo)
    anker = np.where(brugt, kendt.dag, dag)
    return Udfald(
        plus(anker, "maaneder", 4),
        t.fra_dag(u, anker, slut),
        bortfaldet=t.efter(u, t.trin("SAG_LUKKET")),
        med=~pd.Series(np.where(brugt, kendt.nr, u["nr"])).duplicated().to_numpy(),
    )


def _lokal_bfu_60_dage(t: Tidslinje) -> Udfald:
    u = t.trin("BFU_BESLUTTET")
    slut = t.fra_dag(u, u["dag"].to_numpy(), t.trin("BFU_AFSLUTTET", ikke="bfu_tidligere"))
    return Udfald(u["dag"].to_numpy() + 60, slut, bortfaldet=t.efter(u, t.trin("SAG_LUKKET")))


def _bfu_foer(t: Tidslinje, u: pd.DataFrame) -> Udfald:
    dag = u["dag"].to_numpy()
    slut = t.trin("BFU_AFSLUTTET", ikke="ikke_aktuel")
    undtaget = har(u, "akut") | har(u, "foreloebig")
    return Udfald(dag, t.fra_dag(u, plus(dag, "maaneder", -24), slut), undtaget=undtaget)


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
        t.fra_dag(u, tidligst, t.trin("BOERNESAMTALE", ikke="ikke_myndighed"), indsats=True),
        fravalgt=t.fra_dag(u, tidligst, t.trin("BOERNESAMTALE_FRAVALGT", ikke="bedoemmer_uenig")),
        taeller=plus(dag, "maaneder", 3),
    )


def _handleplan_foer_afgoerelse(t: Tidslinje) -> Udfald:
    """Urgent: within 4 months, by any plan; else before."""
    u = t.trin("AFGOERELSE", hvis="omfatter_opfoelgning")
    u = u[u["dag"] < BL]
    dag, akut = u["dag"].to_numpy(), har(u, "akut")
    foer = t.fra_dag(u, np.zeros_like(dag), t.trin("HANDLEPLAN"), indsats=True)
    senere = t.fra_dag(u, dag, t.trin("HANDLEPLAN", "BARNETS_PLAN", "UNGEPLAN"), indsats=True)
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
    plan = t.fra_dag(u, dag, t.trin("BARNETS_PLAN", "UNGEPLAN"), indsats=True)
    return Udfald(plus(dag, "maaneder", 3), plan, bortfaldet=_ender(t, u))


def _barnets_plan_foer_tvang(t: Tidslinje) -> Udfald:
    u = t.trin("AFGOERELSE", hvis="omfatter_anbringelse samtykke_nej")
    u = u[u["dag"] >= BL]
    planer = t.trin("BARNETS_PLAN", "UNGEPLAN", "HANDLEPLAN")
    plan = t.fra_dag(u, np.zeros(len(u), dtype=np.int64), planer, indsats=True)
    return Udfald(u["dag"].to_numpy(), plan, undtaget=har(u, "akut") | har(u, "foreloebig"))


def _opfoelgning_3mdr(t: Tidslinje) -> Udfald:
    u = t.trin("IVAERKSAT", hvis="omfatter_opfoelgning")
    dag = u["dag"].to_numpy()
    frist = plus(dag, "maaneder", 3)
    slut = t.efter(u, t.trin("BFU_AFSLUTTET"))
    begyndt, endt = (
        t.find(u, t.trin(*arter), "nr", u["nr"], bagud=True, lig=False)
        for arter in (("BFU_BESLUTTET",), ("BFU_AFSLUTTET", "SAG_LUKKET"))
    )
    i_gang = begyndt.findes & (~endt.findes | (begyndt.nr > endt.nr))
    frem = (frist >= BL) & i_gang & (slut.dag < frist)
    fulgt = t.fra_dag(u, dag, t.trin("OPFOELGNING"), indsats=True)
    return Udfald(np.where(frem, slut.dag, frist), fulgt, bortfaldet=_ender(t, u))


def _opfoelgning_6mdr(t: Tidslinje) -> Udfald:
    u = _loebende_opfoelgninger(t)
    u = u[plus(u["dag"].to_numpy(), "maaneder", 6) <= dagnr(date(2024, 6, 30))]
    dag = u["dag"].to_numpy()
    frist = plus(dag, "maaneder", 6)
    naeste = t.fra_dag(u, dag + 1, t.trin("OPFOELGNING"), indsats=True)
    return Udfald(frist, naeste, bortfaldet=_ender(t, u), kan_vurderes=frist < BL)


def _opfoelgning_aftalt(t: Tidslinje) -> Udfald:
    u = _loebende_opfoelgninger(t)
    u = u[(u["dag"] >= BL) & har(u, "har_naeste")]
    naeste = t.fra_dag(u, u["dag"].to_numpy() + 1, t.trin("OPFOELGNING"), indsats=True)
    return Udfald(u["dag2"].to_numpy(), naeste, bortfaldet=_ender(t, u))


def _opfoelgning_barn(t: Tidslinje) -> Udfald:
    u = _loebende_opfoelgninger(t)
    dag = u["dag"].to_numpy()
    tidligst = plus(dag, "maaneder", -3)
    talt = t.fra_dag(u, tidligst, t.trin("BOERNESAMTALE", ikke="ikke_myndighed"))
    tilsyn = t.fra_dag(u, tidligst, t.trin("TILSYNSSAMTALE"))
    return Udfald(
        dag,
        talt.foer(tilsyn),
        fravalgt=t.fra_dag(u, tidligst, t.trin("BOERNESAMTALE_FRAVALGT", ikke="bedoemmer_uenig")),
        taeller=plus(dag, "maaneder", 3),
    )


def _ender(t: Tidslinje, u: pd.DataFrame) -> Fundet:
    """The end of the trigger's measure, or of the case."""
    ophoert = t.efter(u, t.trin("FORANSTALTNING_OPHOERT"), indsats=True)
    return ophoert.foer(t.efter(u, t.trin("SAG_LUKKET")))


def _loebende_opfoelgninger(t: Tidslinje) -> pd.DataFrame:
    """Follow-ups whose measure has not ended: its last start lies after its last end."""
    u = t.trin("OPFOELGNING")
    startet, endt = (
        t.find(u, t.trin(art), "nr", u["nr"], bagud=True, ind=u["ind"])
        for art in ("IVAERKSAT", "FORANSTALTNING_OPHOERT")
    )
    return u[~endt.findes | (startet.findes & (startet.nr > endt.nr))]


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
