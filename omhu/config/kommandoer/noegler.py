"""Se og skift de nøgler, CPR-numre og andre hemmeligheder er krypteret med."""

from __future__ import annotations

import argparse

BRUGER_DATABASEN = True
GEM = "Tag en kopi af nøglefilen nu, og gem den et andet sted end kopierne af data."


def tilfoej(parser: argparse.ArgumentParser) -> None:
    handlinger = parser.add_subparsers(dest="handling", required=True, metavar="HANDLING")
    handlinger.add_parser("status", help="hvilke versioner der er, og hvad der er under hver")
    handlinger.add_parser("ny", help="lav en ny nøgle; alt nyt skrives med den")
    handlinger.add_parser("skift", help="flyt alt til den nyeste nøgle, mens Omhu er i brug")
    fjern = handlinger.add_parser("fjern", help="smid en gammel nøgle væk, som intet bruger")
    fjern.add_argument("version", type=int, help="nøglens version")


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import Afvist
    from omhu.kerne.krypto import Noeglefejl

    handling = {"status": _status, "ny": _ny, "skift": _skift, "fjern": _fjern}[args.handling]
    try:
        return handling(args)
    except Noeglefejl as fejl:
        raise Afvist(str(fejl)) from fejl


def _status(args: argparse.Namespace) -> int:
    from omhu.kerne import krypto
    from omhu.kerne.krypto import brug

    ring = krypto.ring()
    print(f"Nøglefil: {krypto.noeglefil()}")
    pr_brug = {b.navn: b.versioner() for b in brug.alle()}
    for version in ring.versioner:
        dele = [f"{navn}: {antal[version]}" for navn, antal in pr_brug.items() if version in antal]
        rolle = "bruges til alt nyt" if version == ring.aktiv else "gammel"
        print(f"Version {version} ({rolle}). {', '.join(dele) or 'Intet'} er under den.")
    if any(v != ring.aktiv for antal in pr_brug.values() for v in antal):
        print("Flyt det gamle til den nyeste nøgle: omhu noegler skift")
    return 0


def _ny(args: argparse.Namespace) -> int:
    from omhu.kerne import krypto
    from omhu.kerne.krypto import ringfil
    from omhu.sager.noegler import klargoer

    ringfil.gem(krypto.noeglefil(), krypto.ring().med_ny())
    krypto.indstil(krypto.noeglefil())
    klargoer()
    print(f"Version {krypto.ring().aktiv} er lavet og bruges til alt nyt. {GEM}")
    print("Flyt bagefter det gamle til den: omhu noegler skift")
    return 0


def _skift(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import fremdrift
    from omhu.kerne import krypto
    from omhu.kerne.krypto import brug

    for b in brug.alle():
        with fremdrift(b.navn) as vis:
            flyttet = b.skift(vis)
        print(f"{b.navn}: {flyttet} flyttet til version {krypto.ring().aktiv}.")
    return _status(args)


def _fjern(args: argparse.Namespace) -> int:
    from omhu.kerne import krypto
    from omhu.kerne.krypto import ringfil
    from omhu.sager.noegler import glem, uden_skrivere

    ny = krypto.ring().uden(args.version)
    with uden_skrivere():
        # Counted while nobody can write: a load that began before the change may still hold rows under the old key.
        _afvis_brugt(args.version)
        glem(args.version)
    _afvis_brugt(args.version)
    ringfil.gem(krypto.noeglefil(), ny)
    print(
        f"Version {args.version} er fjernet. Kopier af data fra før skiftet kan kun læses med en ældre kopi af "
        f"nøglefilen; gem den, så længe I gemmer dem. {GEM}"
    )
    return 0


def _afvis_brugt(version: int) -> None:
    from omhu.config.kommandoer.faelles import Afvist
    from omhu.kerne.krypto import brug

    brugt = {b.navn: antal for b in brug.alle() if (antal := b.versioner().get(version, 0))}
    if brugt:
        hvad = ", ".join(f"{navn}: {antal}" for navn, antal in brugt.items())
        raise Afvist(f"Version {version} bruges endnu ({hvad}). Flyt det først: omhu noegler skift")
