"""Vis reglerne, eller én regel, med versioner, hjemmel og status."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omhu.regler.sprog import Regel

BRUGER_DATABASEN = False


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", help="reglens id; uden id vises alle")
    parser.add_argument("--json", action="store_true", help="skriv som JSON")


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import Afvist
    from omhu.config.settings import OMHU
    from omhu.regler.filer import Regelfejl, regelsaet

    egne = OMHU.rod() / "regler"
    try:
        alle = regelsaet(egne) if egne.is_dir() else regelsaet()
    except Regelfejl as fejl:
        raise Afvist(f"En regelfil kan ikke bruges. {fejl}") from fejl
    valgte = [r for r in alle if args.id in (None, r.id)]
    if not valgte:
        raise Afvist(f"Reglen »{args.id}« findes ikke. Kør »omhu regel« for at se dem alle.")
    if args.json:
        json.dump([_som_json(r) for r in valgte], sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif args.id:
        _vis_en(valgte[0])
    else:
        for regel in valgte:
            nyeste = regel.versioner[-1]
            maal = "" if regel.art == "lov" else " (lokalt mål)"
            print(f"{regel.id:34} {regel.navn}{maal}  {nyeste.hjemmel}, {nyeste.status}")
    return 0


def _som_json(regel: Regel) -> dict[str, object]:
    return {
        "id": regel.id,
        "navn": regel.navn,
        "krav": regel.krav,
        "art": regel.art,
        "gruppe": regel.gruppe,
        "versioner": [
            {
                "fra": v.fra.isoformat(),
                "til": v.til.isoformat() if v.til else None,
                "hjemmel": v.hjemmel,
                "lov": v.lov,
                "status": v.status,
                "note": v.note,
                "kilde": v.kilde,
            }
            for v in regel.versioner
        ],
        "efterset": regel.efterset.isoformat(),
    }


def _vis_en(regel: Regel) -> None:
    from omhu.regler import ord as o

    print(f"{regel.navn} ({regel.id})\n{regel.krav}")
    if regel.note:
        print(regel.note)
    for v in regel.versioner:
        print(
            f"\nFra {v.fra.isoformat()}{f' til {v.til.isoformat()}' if v.til else ''}: {v.hjemmel}, {v.status}"
        )
        for t in v.tilfaelde:
            print(f"  Udløses af: {'; '.join(o.match_tekst(m, v.lov) for m in t.udloest_af)}")
            print(f"  Frist: {o.frist_tekst(t.frist)}")
            print(f"  Opfyldes af: {'; '.join(o.match_tekst(m, v.lov) for m in t.opfyldt_af)}")
    print(f"\nEfterset {regel.efterset.isoformat()}")
