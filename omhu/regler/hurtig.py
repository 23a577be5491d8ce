"""The accelerator: the source of `sweep` compiled by Numba, over columns of many cases (extra `hurtig`).

The answers are those of the plain sweep. Columns come from Parquet, one file per municipality, rows clustered
by case and in the case's order: `sag` and the columns of `kolonner.KOLONNER`.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pyarrow.parquet as pq

from omhu.kerne.kalender import Kalender, dagens_slutning, dagnr
from omhu.regler import sweep as almindelig
from omhu.regler.evaluering import STANDARD, horisont, program_for
from omhu.regler.kalendertabel import KAL_FRA, KAL_N, kalendertabel
from omhu.regler.kolonner import KOLONNER
from omhu.regler.program import ST_ANTAL, STATUSSER, UD_BREDDE, Program
from omhu.regler.sprog import Regel, Status

TYPER = {
    "dag": np.int32,
    "tlo": np.int64,
    "thi": np.int64,
    "art": np.uint8,
    "flag": np.int64,
    "ind": np.int64,
    "own": np.int32,
    "ref": np.int32,
    "dag2": np.int32,
}
Kolonner = tuple[Any, ...]


@lru_cache(maxsize=1)
def kerne() -> types.ModuleType:
    """The sweep compiled; the first call on a machine takes some seconds, later ones read the cache."""
    sti = str(almindelig.__file__)
    modul = types.ModuleType("omhu.regler.sweep_hurtig")
    modul.__file__ = sti
    # The sweep makes no arrays, and `_nrt=False` spares it counting references to those it is given, a fifth of
    # its time. Should it ever make one, Numba refuses to compile it.
    valg: dict[str, Any] = {"cache": True, "nogil": True, "boundscheck": False, "_nrt": False}
    modul.__dict__["jit"] = numba.njit(**valg)
    sys.modules[modul.__name__] = modul  # where Numba looks when it reads its cache
    kode = compile(Path(sti).read_text("utf-8"), sti, "exec")
    exec(kode, modul.__dict__)  # noqa: S102 - our own source, compiled a second way
    return modul


@lru_cache(maxsize=8)
def _tabeller(regler: tuple[int, ...], program_id: int, kalender: Kalender) -> tuple[Any, ...]:
    program = _programmer[program_id]
    return tuple(
        np.array(x, dtype=np.int64)
        for x in (
            program.R,
            program.P or [0],
            program.BY,
            program.BYL or [0],
            program.KON,
            program.SAET,
            program.SLET,
            kalendertabel(kalender),
            program.VURDERES,
            program.VED,
        )
    )


_programmer: dict[int, Program] = {}


def evaluer_mange(
    regler: Sequence[Regel],
    graenser: Any,
    K: Kolonner,
    *,
    pr: date,
    kalender: Kalender = STANDARD,
) -> tuple[Any, int]:
    """Obligations of many cases: (flat int64 array, how many); UD_BREDDE numbers each (`program`).

    `graenser`: n + 1 borders of n cases in the columns `K` (in the order of KOLONNER).
    """
    program = program_for(regler)
    _programmer[id(program)] = program
    tab = _tabeller(tuple(map(id, regler)), id(program), kalender)
    R, P, BY, BYL, KON, SAET, SLET, KAL, _, _ = tab
    n = len(graenser) - 1
    F = np.empty(len(K[0]), dtype=np.int64)
    plads = max(64, int(len(K[0]) * 1.2))
    while True:
        ud = np.empty(plads * UD_BREDDE, dtype=np.int64)
        antal = kerne().sweep(
            graenser,
            n,
            K,
            F,
            R,
            P,
            BY,
            BYL,
            KON,
            SAET,
            SLET,
            KAL,
            KAL_FRA,
            KAL_N,
            dagnr(horisont(pr)),
            ud,
            plads,
        )
        if antal >= 0:
            return ud, int(antal)
        plads *= 2


def laes_kolonner(sti: Path) -> tuple[Any, Kolonner]:
    """(borders, columns) of one Parquet file."""
    tabel = pq.read_table(sti, columns=["sag", *KOLONNER], use_threads=False, memory_map=True)
    sag = tabel["sag"].to_numpy()
    graenser = np.concatenate(([0], np.flatnonzero(sag[1:] != sag[:-1]) + 1, [len(sag)]))
    K = tuple(tabel[k].to_numpy().astype(TYPER[k], copy=False) for k in KOLONNER)
    return graenser.astype(np.int64), K


def skriv_kolonner(sti: Path, sag: Any, K: Kolonner) -> None:
    """Write columns of many cases, clustered by case and in order, as one Parquet file."""
    import pyarrow as pa

    felter = {"sag": np.asarray(sag, dtype=np.int64)} | {
        navn: np.asarray(k, dtype=TYPER[navn]) for navn, k in zip(KOLONNER, K, strict=True)
    }
    pq.write_table(pa.table(felter), sti, compression="lz4")


def tael_statusser(
    regler: Sequence[Regel],
    graenser: Any,
    K: Kolonner,
    *,
    pr: date,
    kalender: Kalender = STANDARD,
) -> dict[str, dict[Status, int]]:
    """Number of obligations per rule and status at the end of `pr`."""
    ud, antal = evaluer_mange(regler, graenser, K, pr=pr, kalender=kalender)
    program = program_for(regler)
    tab = _tabeller(tuple(map(id, regler)), id(program), kalender)
    tal = np.zeros(len(program.kilder) * ST_ANTAL, dtype=np.int64)
    kerne().tael(ud, antal, K, tab[8], tab[9], tab[7], KAL_FRA, KAL_N, dagens_slutning(pr), tal)
    resultat: dict[str, dict[Status, int]] = {}
    for (regel, _, _), raekke in zip(program.kilder, tal.reshape(-1, ST_ANTAL), strict=True):
        i_alt = resultat.setdefault(regel.id, dict.fromkeys(Status, 0))
        for kode, status in STATUSSER.items():
            i_alt[status] += int(raekke[kode])
    return resultat
