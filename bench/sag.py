"""One case: the time to evaluate all shipped rules, without the accelerator."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from bench.maal import Maal, fraktil, ur
from omhu.config.demo.kommune import lav_kommune
from omhu.regler.evaluering import evaluer
from omhu.regler.filer import regelsaet

I_DAG = date(2026, 11, 21)


def sager(skala: float) -> list[tuple[list[Any], date | None]]:
    """(steps, birth date) of the demo's cases."""
    kommune = lav_kommune(2026, skala, I_DAG)
    return [([t.som_trin() for t in s.gaeldende()], s.barn.foedselsdato) for s in kommune.sager]


def maal(skala: float, mappe: Path) -> list[Maal]:
    regler = regelsaet()
    alle = sager(max(skala, 0.1))
    for trin, foedt in alle[:50]:
        evaluer(regler, trin, foedselsdag=foedt, pr=I_DAG)
    tider = [
        1000 * ur(lambda t=trin, f=foedt: evaluer(regler, t, foedselsdag=f, pr=I_DAG))[0]
        for trin, foedt in alle
    ]
    p99 = fraktil(tider, 0.99)
    laengder = sorted(len(t) for t, _ in alle)
    return [
        Maal(
            "en sag, p99, uden accelerator",
            "≤ 10 ms",
            f"{p99:.2f} ms (median {median(tider):.2f} ms)",
            f"{len(alle)} sager, {len(regler)} regler; {median(laengder):.0f} skridt i midten, {laengder[-1]} højst",
            p99 <= 10,
        )
    ]
