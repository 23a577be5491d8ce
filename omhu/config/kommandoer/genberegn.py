"""Beregn alle gemte pligter igen, efter at reglerne er ændret, og ved årsskiftet."""

from __future__ import annotations

import argparse

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    """No options."""


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import fremdrift
    from omhu.frister.actions import genberegn_alle

    with fremdrift("Beregner pligter") as vis:
        antal = genberegn_alle(vis)
    print("1 sag er beregnet." if antal == 1 else f"{antal} sager er beregnet.")
    return 0
