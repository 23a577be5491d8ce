"""Byg en opdigtet kommune, og vis den på denne maskine."""

from __future__ import annotations

import argparse
import os

BRUGER_DATABASEN = False


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        type=int,
        default=int(os.environ.get("PORT", "8000")),
        help="porten (8000, eller PORT)",
    )
    parser.add_argument("--fro", type=int, default=2026, help="tallet, kommunen bygges af (2026)")
    parser.add_argument(
        "--skala", type=float, default=1.0, help="kommunens størrelse (1 = 800 åbne sager)"
    )
    parser.add_argument("--kun-data", action="store_true", help="byg data uden at starte serveren")


def koer(args: argparse.Namespace) -> int:
    os.environ["OMHU_DEMO"] = "1"
    os.environ.setdefault("OMHU_KOMMUNE", "Åby Kommune (opdigtet)")
    from omhu.config.kommandoer.faelles import Afvist, fremdrift, i_dag, klargoer
    from omhu.config.kommandoer.server import start

    if not 0 < args.skala <= 200:
        raise Afvist("--skala skal ligge mellem 0 og 200.")
    klargoer()
    from omhu.config.demo import byg_demo, findes_demo

    if findes_demo():
        print("Demokommunen findes allerede; den bruges som den er.", flush=True)
    else:
        _afvis_rigtige_data()
        print("Bygger en opdigtet kommune (et par minutter første gang).", flush=True)
        with fremdrift("Bygger") as vis:
            byg_demo(fro=args.fro, skala=args.skala, i_dag=i_dag(), fremdrift=vis)
    if args.kun_data:
        return 0
    return start("127.0.0.1", args.port, processer=2)


def _afvis_rigtige_data() -> None:
    from omhu.config.kommandoer.faelles import Afvist
    from omhu.sager.models import Sag

    if Sag.objects.exists():
        raise Afvist(
            "Der ligger allerede sager i OMHU_MAPPE, og de er ikke demoens. "
            "Vælg en tom mappe: OMHU_MAPPE=var-demo omhu demo."
        )
