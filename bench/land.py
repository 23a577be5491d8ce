"""The country: the accelerated sweep over Parquet, against DuckDB and pandas on the same files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bench.maal import Maal, mindste
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
    vores, (skridt, pligter) = mindste(lambda: _koer(regler25, filer), gange=2)
    vores_alle, (_, pligter_alle) = mindste(lambda: _koer(alle, filer), gange=2)
    duckdb, _ = mindste(lambda: _duckdb(land), gange=2)
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
        *_mod_pandas(filer),
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


def _mod_pandas(filer: list[Path]) -> list[Maal]:
    from bench.med_pandas import egnet, tael_med_pandas
    from bench.pandas_regler import REGLER

    regler = tuple(r for r in regelsaet() if r.id in REGLER)
    midten = len(filer) // 2
    udvalg = sorted(filer, key=lambda f: f.stat().st_size)[max(midten - 4, 0) : midten + 4]
    talt = [tael(regler, f) for f in udvalg]
    vores, _ = mindste(lambda: [tael(regler, fil) for fil in udvalg])
    maal = []
    for navn, krav, sammensat in (
        ("merge_asof med by=", 8, False),
        ("merge_asof på sag og tid i ét tal", 0, True),
    ):
        deres, deres_tal = mindste(
            lambda s=sammensat: [tael_med_pandas(f, regler, PR, s) for f in udvalg]
        )
        ens = all(egnet(f) for f in udvalg) and deres_tal == talt
        maal.append(
            Maal(
                f"de {len(regler)} regler, mod pandas: {navn}",
                f"≥ {krav} × hurtigere" if krav else "",
                f"{deres / vores:.1f} × hurtigere",
                f"{len(udvalg)} kommuner: pandas {deres:.2f} CPU-s, her {vores:.2f}; "
                + ("samme tal" if ens else "IKKE SAMME TAL"),
                ens and deres >= krav * vores,
            )
        )
    return maal


def tael(regler: Any, fil: Path) -> Any:
    """The kernel's count of one file, reading included."""
    from omhu.regler.hurtig import laes_kolonner, tael_statusser

    return tael_statusser(regler, *laes_kolonner(fil), pr=PR)
