"""One municipality's steps for pandas: the nearest step in the same case, the states, and dates from tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from omhu.kerne.kalender import Kalender, dagnr, helligdage
from omhu.regler.katalog import katalog
from omhu.regler.kolonner import KOLONNER

Tal = Any
"""A NumPy array of integers."""
DAGE, MS = 2**20, 2**42
FJERN = np.int64(2**60)  # typed: `np.where` would squeeze a plain number into 32 bits
TABEL_FRA, TABEL_TIL = dagnr(date(1985, 1, 1)), dagnr(date(2060, 1, 1))


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

    def __init__(self, fil: Path, horisont: int, sammensat: bool = False) -> None:
        kolonner = [k for k in ("sag", *KOLONNER) if k != "thi"]
        df = pd.read_parquet(fil, columns=kolonner, use_threads=False)
        if not sammensat:
            df = df.sort_values("tlo", kind="stable", ignore_index=True)
        self.df, self.horisont, self.sammensat = df, horisont, sammensat
        df["nr"] = np.arange(len(df))
        df["tid"] = self._noegle(df["sag"], df["dag"].astype(np.int64), DAGE)
        df["tid_ms"] = self._noegle(df["sag"], df["tlo"], MS)
        self._efter_art = {art: np.asarray(r) for art, r in df.groupby("art").indices.items()}
        self._hentet: dict[tuple[str, ...], pd.DataFrame] = {}
        self._tilstande: dict[str, pd.DataFrame] = {}

    def _noegle(self, sag: Any, tid: Any, plads: int) -> Any:
        return sag * plads + tid if self.sammensat else tid

    def trin(self, *koder: str, hvis: str = "", ikke: str = "") -> pd.DataFrame:
        """Steps of these kinds with all and none of some characteristics (words apart)."""
        if koder not in self._hentet:
            tom = np.empty(0, dtype=np.int64)
            raekker = [self._efter_art.get(self.art(k), tom) for k in koder]
            samlet = raekker[0] if len(koder) == 1 else np.sort(np.concatenate(raekker))
            self._hentet[koder] = self.df.take(samlet)
        fundet = self._hentet[koder]
        kraevet, forbudt = _bits(hvis), _bits(ikke)
        if not kraevet | forbudt:
            return fundet
        flag = fundet["flag"].to_numpy()
        return fundet[(flag & kraevet == kraevet) & (flag & forbudt == 0)]

    @staticmethod
    def art(kode: str) -> int:
        """Number of a kind."""
        return katalog().arter[kode].nr

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

    def aktiv(self, u: pd.DataFrame, grupper: str) -> Tal:
        """Is a measure of these groups under way just before each step?"""
        trin = self._start_og_slut(grupper)
        if not len(trin):
            return np.zeros(len(u), dtype=bool)
        seneste = self.find(u, trin, "nr", u["nr"], bagud=True, lig=False)
        raekke = np.searchsorted(trin["nr"].to_numpy(), np.where(seneste.findes, seneste.nr, 0))
        return seneste.findes & (trin["aktive"].to_numpy()[raekke] > 0)

    def endt(self, u: pd.DataFrame, grupper: str) -> Fundet:
        """When a measure of these groups last ended before each step."""
        trin = self._start_og_slut(grupper)
        return self.find(u, trin[trin["ender"]], "nr", u["nr"], bagud=True, lig=False)

    def _start_og_slut(self, grupper: str) -> pd.DataFrame:
        """Starts and ends of the measures with any of these characteristics: how many of them are under way after
        each (a measure counts once, however often it is started), and whether it ended something."""
        if grupper not in self._tilstande:
            alle = self.trin("IVAERKSAT", "FORANSTALTNING_OPHOERT", "SAG_LUKKET")
            lukket = alle["art"] == self.art("SAG_LUKKET")
            trin = alle[lukket | har(alle, grupper)]
            lukket = lukket.loc[trin.index]
            start = (trin["art"] == self.art("IVAERKSAT")).astype(np.int8)
            foer = start.groupby([trin["sag"], trin["ind"]], sort=False).shift(fill_value=0)
            i_alt = (start - foer).groupby(trin["sag"], sort=False).cumsum()
            ender = np.where(lukket, i_alt > 0, start == 0)
            self._tilstande[grupper] = trin.assign(aktive=i_alt.mask(lukket, 0), ender=ender)
        return self._tilstande[grupper]

    def svar_paa(self, u: pd.DataFrame, trin: pd.DataFrame, paa: str = "tid") -> Fundet:
        """The first step from the trigger on that names it or names nothing."""
        navngivet = trin["ref"] >= 0
        henvist = self.find(u, trin[navngivet], paa, u[paa], ref=u["own"])
        return henvist.foer(self.find(u, trin[~navngivet], paa, u[paa]))


@lru_cache(maxsize=64)
def _bits(kendetegn: str) -> int:
    return sum(1 << katalog().kendetegn[k].bit for k in kendetegn.split())


def har(trin: pd.DataFrame, kendetegn: str) -> Tal:
    """Which of the steps have a characteristic (of several words: any of them)."""
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


def aar(dag: Tal) -> Tal:
    """The calendar year of a day."""
    return dag.astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970


def nytaar(aar: Tal) -> Tal:
    """The first day of a calendar year."""
    return (aar - 1970).astype("M8[Y]").astype("M8[D]").astype(np.int64)
