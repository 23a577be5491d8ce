"""Lav søgningens indeks igen, for alle sager."""

from __future__ import annotations

import argparse

BRUGER_DATABASEN = True


def tilfoej(parser: argparse.ArgumentParser) -> None:
    """No options."""


def koer(args: argparse.Namespace) -> int:
    from omhu.config.kommandoer.faelles import fremdrift
    from omhu.sagsarbejde.soegning.indeks import genopbyg

    with fremdrift("Læser sagernes tekster") as vis:
        antal = genopbyg(vis)
    print("1 tekst kan søges." if antal == 1 else f"{antal} tekster kan søges.")
    return 0
