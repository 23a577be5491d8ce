"""Many steps at once as NumPy columns: blocks of rows are added, then put in order once (extra `hurtig`)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from omhu.kerne.kalender import dag_af, dagens_begyndelse, dagnr
from omhu.regler.katalog import katalog

Raekke = Any
"""A NumPy array of integers."""
FOERSTE_DAG, SIDSTE_DAG = dagnr(date(2005, 1, 1)), dagnr(date(2050, 1, 1))
INGEN, NAVNLOES = -1, -2


@lru_cache(maxsize=1)
def dagsgraenser() -> Raekke:
    """First ms of every local day from FOERSTE_DAG on."""
    dage = range(FOERSTE_DAG, SIDSTE_DAG + 2)
    return np.array([dagens_begyndelse(dag_af(d)) for d in dage], dtype=np.int64)


def art(kode: str) -> int:
    """Number of a kind of step."""
    return katalog().arter[kode].nr


def bit(kendetegn: str) -> int:
    """A characteristic as a flag word."""
    return 1 << katalog().kendetegn[kendetegn].bit


def indsats(kode: str) -> int:
    """A measure as a measure word."""
    return 1 << katalog().indsatser[kode].bit


def aar_efter(foedt: Raekke, aar: int) -> Raekke:
    """Birthdays: day numbers `aar` years later. No birth date may be 29 February (`uden_skuddag`)."""
    d = foedt.astype("M8[D]")
    maaned = d.astype("M8[M]")
    i_maaneden = d - maaned.astype("M8[D]")
    return ((maaned + 12 * aar).astype("M8[D]") + i_maaneden).astype(np.int64)


def uden_skuddag(dage: Raekke) -> Raekke:
    """29 February becomes the day before."""
    d = dage.astype("M8[D]")
    skuddag = (d.astype("M8[M]").astype(np.int64) % 12 == 1) & (
        (d - d.astype("M8[M]").astype("M8[D]")).astype(np.int64) == 28
    )
    return dage - skuddag


class Blokke:
    """Collects rows of one municipality. A row's number (what `ref` of another names) is what the adders return."""

    def __init__(self) -> None:
        self._dele: list[dict[str, Raekke]] = []
        self._antal = 0

    def dage(
        self,
        sag: Raekke,
        dag: Raekke,
        kode: str,
        *,
        flag: Raekke | int = 0,
        ind: Raekke | int = 0,
        ref: Raekke | int = INGEN,
        dag2: Raekke | int = 0,
    ) -> Raekke:
        """Rows of which only the day is known."""
        graenser = dagsgraenser()
        plads = dag - FOERSTE_DAG
        return self._laeg(
            sag, dag, graenser[plads], graenser[plads + 1] - 1, kode, flag, ind, ref, dag2
        )

    def tider(
        self,
        sag: Raekke,
        ms: Raekke,
        kode: str,
        *,
        flag: Raekke | int = 0,
        ref: Raekke | int = INGEN,
    ) -> Raekke:
        """Rows with a clock time, in ms."""
        dag = np.searchsorted(dagsgraenser(), ms, side="right") - 1 + FOERSTE_DAG
        return self._laeg(sag, dag, ms, ms, kode, flag, 0, ref, 0)

    def _laeg(
        self,
        sag: Raekke,
        dag: Raekke,
        tlo: Raekke,
        thi: Raekke,
        kode: str,
        flag: Raekke | int,
        ind: Raekke | int,
        ref: Raekke | int,
        dag2: Raekke | int,
    ) -> Raekke:
        n = len(sag)
        kolonner = {"sag": sag, "dag": dag, "tlo": tlo, "thi": thi, "art": art(kode), "flag": flag}
        kolonner |= {"ind": ind, "ref": ref, "dag2": dag2}
        self._dele.append(
            {k: np.broadcast_to(np.asarray(v, np.int64), n) for k, v in kolonner.items()}
        )
        numre = np.arange(self._antal, self._antal + n)
        self._antal += n
        return numre

    def ordnet(self, foedt: Raekke, luk: Raekke, i_dag: int) -> tuple[Raekke, tuple[Raekke, ...]]:
        """(case of each row, columns in the order of `kolonner.KOLONNER`): what had happened by `i_dag`, nothing
        after the close but birthdays, clustered by case and in its order."""
        K = {k: np.concatenate([d[k] for d in self._dele]) for k in self._dele[0]}
        alder = np.isin(K["art"], [art(f"FYLDER_{aar}") for aar in (16, 17, 18)])
        med = np.flatnonzero(alder | ((K["dag"] < i_dag) & (K["dag"] <= luk[K["sag"]])))
        K = {k: v[med] for k, v in K.items()}
        orden = np.argsort((K["sag"] << 42) + K["tlo"], kind="stable")
        K = {k: v[orden] for k, v in K.items()}
        K["flag"] = K["flag"] | _kendetegn(K, foedt)
        nyt_nummer = np.full(self._antal, INGEN)
        nyt_nummer[med[orden]] = _plads_i_sagen(K["sag"])
        K["own"] = _plads_i_sagen(K["sag"])
        K["ref"] = np.where(K["ref"] >= 0, nyt_nummer[K["ref"]], INGEN)
        navne = ("dag", "tlo", "thi", "art", "flag", "ind", "own", "ref", "dag2")
        return K["sag"], tuple(K[k] for k in navne)


def _plads_i_sagen(sag: Raekke) -> Raekke:
    """Number of each row within its case, from 0."""
    if not len(sag):
        return sag
    begynder = np.concatenate(([True], sag[1:] != sag[:-1]))
    foerste = np.flatnonzero(begynder)
    return np.arange(len(sag)) - np.repeat(foerste, np.diff(np.append(foerste, len(sag))))


def _kendetegn(K: dict[str, Raekke], foedt: Raekke) -> Raekke:
    """Characteristics that follow from age, measure and date field, as `kolonner` sets them on one case."""
    flag = np.zeros(len(K["sag"]), dtype=np.int64)
    kat = katalog()
    for k in kat.kendetegn.values():
        if k.alder:
            flag |= np.where(K["dag"] >= aar_efter(foedt, k.alder)[K["sag"]], 1 << k.bit, 0)
        elif k.indsats:
            flag |= np.where(K["ind"] & kat.maske(k.indsats), 1 << k.bit, 0)
    flag |= np.where(K["dag2"] > 0, bit("har_naeste"), 0)
    # Who did it is left out of the columns, except where a rule asks (GENVURDERING).
    uden = (K["art"] != art("GENVURDERING")) & (K["flag"] & bit("ny_deltager") == 0)
    return flag | np.where(uden, bit("uden_initialer"), 0)


def om_et_aar(i_dag: date) -> int:
    """Day number of the horizon up to which birthdays are made."""
    from omhu.regler.evaluering import horisont

    return dagnr(horisont(i_dag - timedelta(days=1)))
