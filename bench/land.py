"""The country: the accelerated sweep over Parquet, against DuckDB and pandas on the same files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bench.maal import Maal, cpu
from omhu.regler.filer import regelsaet

PR = date(2026, 11, 21)
KOMMUNER = 98
# The computed duties of the domain note (lovkrav 5), the local goal and the talk at follow-up: 25 rules.
REGLER25 = (
    "underretning-24t underretning-kvittering genvurdering bfu-4mdr bfu-foer-afgoerelse bfu-foer-anbringelse "
    "boernesamtale-foer-afgoerelse handleplan-foer-afgoerelse barnets-plan-3mdr barnets-plan-foer-tvang ungeplan-16 "
    "opfoelgning-3mdr opfoelgning-6mdr opfoelgning-aftalt personrettet-tilsyn formandsbeslutning-7dage foreloebig-1mdr "
    "genbehandling-tvang hjemgivelse-periode ungestoette-6mdr klagefrist klage-genvurdering aktindsigt "
    "lokal-bfu-60-dage opfoelgning-barn"
).split()


def maal(skala: float, mappe: Path) -> list[Maal]:
    from omhu.config.demo.land import skriv_parquet

    land = mappe / "land"
    skriv_parquet(land, kommuner=KOMMUNER, skala=skala)
    filer = sorted(land.glob("*.parquet"))
    alle = regelsaet()
    regler25 = tuple(r for r in alle if r.id in REGLER25)
    if len(regler25) != len(REGLER25):
        raise SystemExit("En af de 25 regler findes ikke mere; ret REGLER25.")
    _koer(regler25, filer[:1])
    vores, (skridt, pligter) = cpu(lambda: _koer(regler25, filer))
    vores_alle, (_, pligter_alle) = cpu(lambda: _koer(alle, filer))
    duckdb = cpu(lambda: _duckdb(land))[0]
    stoerrelse = f"{skridt / 1e6:.1f} mio. skridt, {pligter / 1e6:.1f} mio. pligter"
    return [
        Maal(
            "landet, 25 regler, læst og talt",
            "≤ 2 × DuckDB",
            f"{vores / duckdb:.2f} × ({vores:.1f} CPU-s)",
            f"ét DuckDB-vindue over de samme filer: {duckdb:.1f} CPU-s; {stoerrelse}",
            vores <= 2 * duckdb,
        ),
        Maal(
            f"landet, alle {len(alle)} regler",
            "",
            f"{vores_alle / duckdb:.2f} × ({vores_alle:.1f} CPU-s)",
            f"{pligter_alle / 1e6:.1f} mio. pligter",
        ),
        _mod_pandas(filer),
    ]


def _koer(regler: Any, filer: list[Path]) -> tuple[int, int]:
    from omhu.regler.hurtig import laes_kolonner, tael_statusser

    skridt = pligter = 0
    for fil in filer:
        graenser, K = laes_kolonner(fil)
        skridt += len(K[0])
        for tal in tael_statusser(regler, graenser, K, pr=PR).values():
            pligter += sum(tal.values())
    return skridt, pligter


def _duckdb(land: Path) -> None:
    """The usual "time since the case's last step": one window over every row."""
    import duckdb

    con = duckdb.connect()
    con.execute("set threads = 1")
    con.execute(
        "select sum(d) from (select tlo - lag(tlo) over (partition by filename, sag order by tlo) d "
        f"from read_parquet('{land}/*.parquet', filename = true))"
    ).fetchall()


def _mod_pandas(filer: list[Path]) -> Maal:
    from bench.med_pandas import ENKLE, tael_med_pandas

    alle = {r.id: r for r in regelsaet()}
    regler = tuple(alle[navn] for navn in ENKLE)
    udvalg = sorted(filer, key=lambda f: f.stat().st_size)[len(filer) // 2 : len(filer) // 2 + 8]
    vores, (_, pligter) = cpu(lambda: _koer(regler, udvalg))
    deres, deres_pligter = cpu(lambda: sum(tael_med_pandas(fil, regler) for fil in udvalg))
    gange = deres / vores
    return Maal(
        f"{len(regler)} enkle regler, læst og talt",
        "≥ 8 × hurtigere end pandas",
        f"{gange:.1f} × hurtigere",
        f"8 kommuner, {pligter} pligter; pandas {deres:.1f} CPU-s, samme antal: {'ja' if deres_pligter == pligter else f'nej ({deres_pligter})'}",
        gange >= 8 and deres_pligter == pligter,
    )
