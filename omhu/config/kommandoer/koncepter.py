"""Vis tilsynskoncepter og målekoncepter, eller ét tilsynskoncept."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from omhu.maalinger.tilsyn import Tilsynskoncept

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kode", nargs="?", metavar="KODE", help="konceptets kode; uden kode vises alle"
    )
    parser.add_argument("--json", action="store_true", help="skriv som JSON")


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import Afvist
    from omhu.tilsyn.koncepter.leverede import opret_manglende
    from omhu.tilsyn.koncepter.queries import nyeste, som_data
    from omhu.tilsyn.runder.koncept import koncept_af

    opret_manglende()
    udgaver = list(nyeste(ogsaa_lagt_vaek=True).order_by("koncept__kode"))
    if args.kode:
        udgave = next((u for u in udgaver if u.koncept.kode == args.kode), None)
        if udgave is None:
            kendte = ", ".join(u.koncept.kode for u in udgaver)
            raise Afvist(f"Konceptet »{args.kode}« findes ikke. Vælg mellem {kendte}.")
        koncept = koncept_af(udgave)
        if args.json:
            _json(som_data(udgave) | koncept.model_dump(mode="json", exclude={"tilsyn"}))
        else:
            _vis_et(koncept, udgave.nr)
        return 0
    tilsyn = [som_data(u) for u in udgaver]
    if args.json:
        _json([*tilsyn, *_maalinger()])
    else:
        _vis(tilsyn, _maalinger())
    return 0


def _json(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    print()


def _maalinger() -> list[dict[str, Any]]:
    """The measure concepts, the municipality's own with them."""
    from django.conf import settings

    from omhu.maalinger import Konceptfejl, hent_koncept, koncepter

    egne = settings.OMHU.rod() / "maalinger"
    mapper = [egne] if egne.is_dir() else []
    fundne: list[dict[str, Any]] = []
    for kode, navn in koncepter(*mapper).items():
        try:
            k = hent_koncept(kode, *mapper)
        except Konceptfejl as fejl:
            fundne.append({"slags": "maaling", "kode": kode, "navn": navn, "fejl": str(fejl)})
            continue
        fundne.append(
            {
                "slags": "maaling",
                "kode": kode,
                "navn": navn,
                "kilde": k.kilde,
                "konvention": k.konvention,
                "love": list(k.love),
                "raekker": len(k.raekker),
            }
        )
    return fundne


def _vis(tilsyn: list[dict[str, Any]], maalinger: list[dict[str, Any]]) -> None:
    from omhu.kerne.ord_om_tid import antal

    print("Tilsynskoncepter (omhu koncepter KODE viser ét)\n")
    for k in tilsyn:
        a = k["automatik"]
        print(f"{k['kode']:20} {k['navn']}")
        print(
            f"{'':20} udgave {k['udgaver'][-1]['nr']}, {antal(len(k['niveauer']), 'niveau', 'niveauer')}, "
            f"{len(k['sagstrin'])} sagstrin, {k['spoergsmaal']} spørgsmål: "
            f"{a['auto']} udregnes, {a['delvis']} foreslås, {a['manuel']} besvares af læseren"
        )
    print("\nMålekoncepter (omhu maaling KODE beregner ét)\n")
    for m in maalinger:
        print(
            f"{m['kode']:20} {m['navn']}"
            + (f"  FEJL: {m['fejl']}" if "fejl" in m else f", {m['raekker']} rækker")
        )


def _vis_et(k: Tilsynskoncept, nr: int) -> None:
    from omhu.maalinger.tilsyn.sprog import KONVENTIONER, SIKKERHED
    from omhu.tilsyn.koncepter.queries import AUTOMATIK, beregnes_af

    print(f"{k.navn} ({k.tilsyn}), udgave {nr}")
    print(f"Kilde: {k.kilde or 'ingen'}. {SIKKERHED[k.sikkerhed]}.")
    print(f"{KONVENTIONER[k.konvention]}.")
    print("Niveauer: " + "; ".join(f"{n.navn} ({n.andel} %)" for n in k.niveauer))
    for trin in k.sagstrin:
        print(f"\n{trin.navn}")
        for s in k.spoergsmaal_i(trin.kode):
            print(f"  {s.id:8} {s.tekst}")
            print(f"  {'':8} {AUTOMATIK[s.automatik]}. {beregnes_af(s)}".rstrip())
            print(f"  {'':8} {s.hjemmel_tekst() or 'Ingen paragraf'}. {SIKKERHED[s.sikkerhed]}.")
    for t in k.paa_tvaers:
        print(f"\nPå tværs  {t.id:8} {t.tekst}")
